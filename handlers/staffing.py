"""The roster: taking off, putting back, and adding somebody by hand."""

from dataclasses import replace

from bot import drafting, posting, staffing
from bot.cards import Action, Card, Reply
from bot.drafting import ADD
from bot.model import Draft
from bot.refusals import NoSuchDraft, NoSuchTask
from bot.store import Tx
from bot.typed import clean
from bot.wording import staffing as wording
from handlers.ask import Ask, shows
from handlers.posting import open_draft

MOST_CHARACTERS = 40


async def roster(ask: Ask, tx: Tx) -> Card:
    """`roster:<task>:<first>`"""
    task, everyone = await staffing.roster(tx, ask.person, ask.action.number(0))
    return wording.roster(task, everyone, max(0, ask.action.number(1)), ask.words, ask.now)


async def take_off(ask: Ask, tx: Tx) -> Reply:
    staffed = await staffing.take_off(tx, ask.person, ask.action.number(0), ask.now)
    return shows(Action.of("roster", staffed.task.id), wording.taken_off(staffed, ask.words))


async def put_back(ask: Ask, tx: Tx) -> Reply:
    staffed = await staffing.put_back(tx, ask.person, ask.action.number(0), ask.now)
    return shows(Action.of("roster", staffed.task.id), wording.put_on(staffed, ask.words))


async def seat(ask: Ask, tx: Tx) -> Reply:
    staffed = await staffing.seat(tx, ask.person, ask.action.number(0), ask.now)
    return shows(Action.of("roster", staffed.task.id), wording.put_on(staffed, ask.words))


async def begin_adding(ask: Ask, tx: Tx) -> Reply:
    """`add:<task>`, and `add:<task>:<slot>` where there are several; a typed name is then looked for."""
    task = await posting.steered(tx, ask.person, ask.action.number(0))
    slot = task.slot(ask.action.number(1)) or (task.slots[0] if len(task.slots) == 1 else None)
    if slot is None:
        return shows(Action.of("steer", task.id), wording.which_slot(task, ask.words))
    tx.drafts.drop_those_about(ask.person.id, ADD, task.id)
    draft = tx.drafts.add(ask.person.id, ADD, "who", {"slot": slot.id}, ask.now, task.id)
    return shows(Action.of("draft", draft.id), await whom(ask, tx, draft))


async def typed(ask: Ask, tx: Tx, draft: Draft) -> Reply:
    """A name: those of that name whom the organisation knows, and a guest of that first name."""
    name = clean(ask.text, MOST_CHARACTERS)
    filled = replace(draft, fields={**draft.fields, "name": name.split(" ")[0], "search": name})
    tx.drafts.save(filled, ask.now)
    return shows(Action.of("draft", draft.id), await whom(ask, tx, filled))


async def more_people(ask: Ask, tx: Tx) -> Card:
    """`whom:<draft>:<first>`"""
    draft = await _form(ask, tx)
    return await whom(ask, tx, draft, max(0, ask.action.number(1)))


async def whom(ask: Ask, tx: Tx, draft: Draft, first: int = 0) -> Card:
    task = await posting.steered(tx, ask.person, draft.task_id or 0)
    slot = task.slot(int(str(draft.fields.get("slot", 0))))
    if slot is None:
        raise NoSuchTask
    search, name = str(draft.fields.get("search", "")), str(draft.fields.get("name", ""))
    known = await tx.people.known_to(task.organisation.id, search, task.id, first, wording.PAGE)
    return wording.whom(task, slot, draft.id, name, known, first, ask.words)


async def put_on(ask: Ask, tx: Tx) -> Reply:
    """`put:<slot>:<person>`"""
    return await _add(ask, tx, in_line=False)


async def put_in_line(ask: Ask, tx: Tx) -> Reply:
    """`line:<slot>:<person>`"""
    return await _add(ask, tx, in_line=True)


async def _add(ask: Ask, tx: Tx, *, in_line: bool) -> Reply:
    slot_id, person_id = ask.action.number(0), ask.action.number(1)
    staffed = await staffing.add(tx, ask.person, slot_id, person_id, ask.now, in_line=in_line)
    tx.drafts.drop_those_about(ask.person.id, ADD, staffed.task.id)
    return shows(Action.of("roster", staffed.task.id), wording.put_on(staffed, ask.words))


async def guest(ask: Ask, tx: Tx) -> Reply:
    return await _add_guest(ask, tx, in_line=False)


async def guest_in_line(ask: Ask, tx: Tx) -> Reply:
    return await _add_guest(ask, tx, in_line=True)


async def _add_guest(ask: Ask, tx: Tx, *, in_line: bool) -> Reply:
    draft = await _form(ask, tx)
    staffed = await staffing.add_guest(tx, ask.person, draft, ask.now, in_line=in_line)
    return shows(Action.of("roster", staffed.task.id), wording.put_on(staffed, ask.words))


async def _form(ask: Ask, tx: Tx) -> Draft:
    draft = await open_draft(ask, tx)
    if draft.kind != drafting.ADD:
        raise NoSuchDraft
    return draft
