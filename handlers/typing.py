"""Typed words: they fill the open form, or mean what a button means; anything else gets a useful answer."""

from dataclasses import replace
from datetime import timedelta

from bot import adjusting, claiming, drafting, undoing
from bot.cards import Action, Card, Reply
from bot.linking import code_in
from bot.model import ClaimState, Draft
from bot.refusals import NoSuchTask, NothingToUndo
from bot.store import Tx
from bot.typed import refuse_cpr, shows_something
from bot.wording import general as wording
from bot.wording import listing
from handlers import browsing, finding, general, linking, taking
from handlers.ask import Ask, shows, steers_something
from handlers.forms import FIX, MERE, PREVIEW
from handlers.reader import Wish, Wished, read_wish
from handlers.writing import FORMS

TO_US = {Wish.LEAVE, Wish.NO, Wish.YES, Wish.UNDO}
CHOSEN = {PREVIEW, FIX, MERE}
"""Steps of a form that are answered by a press."""
FORGOTTEN = timedelta(hours=1)
NO_ANSWER = {Wish.OPEN, Wish.YES, Wish.NO}
"""What may be an answer to a question of ours: a number, yes, no."""


async def asking(ask: Ask, tx: Tx, card: Card) -> Card:
    """The card, with a way to type while a form waits for words, for a network that shows us nothing written."""
    draft = await tx.drafts.active(ask.person.id)
    waits = draft is not None and draft.kind in FORMS and draft.step not in CHOSEN
    return replace(card, asks=wording.write(draft, ask.words)) if draft is not None and waits else card


async def typed(ask: Ask, tx: Tx) -> Reply:
    """A text in private."""
    draft = await tx.drafts.active(ask.person.id)
    if not shows_something(ask.text):
        return await _only_text(ask, tx, draft)
    if ask.community.on_several and code_in(ask.text):
        return await linking.given(ask, tx)
    wished = read_wish(ask.text)
    if draft is not None and draft.kind in FORMS and not await _is_meant_otherwise(ask, tx, draft, wished):
        return await FORMS[draft.kind](ask, tx, draft)
    refuse_cpr(ask.text)
    if wished is None:
        return await not_understood(ask, tx)
    return await _wish(ask, tx, wished)


async def _is_meant_otherwise(ask: Ask, tx: Tx, draft: Draft, wished: Wished | None) -> bool:
    """An open form does not swallow "afbud" of somebody who holds or waits for something.

    A form left for an hour swallows nothing that answers us, and the question about quiet hours, which nobody means
    to finish later, no wish at all. A message to all is taken as it is written: it is shown before it is sent.
    """
    if wished is None:
        return False
    if draft.kind == adjusting.QUIET_FORM:
        return wished.wish not in NO_ANSWER
    if wished.wish in TO_US and ask.now - draft.updated_at >= FORGOTTEN:
        return True
    says_afbud = wished.wish is Wish.LEAVE and draft.kind != drafting.MESSAGE
    return says_afbud and bool(await tx.claims.live_of_person(ask.person.id))


async def _only_text(ask: Ask, tx: Tx, draft: Draft | None) -> Reply:
    """A picture or the like; an open form stays open."""
    if draft is not None and draft.kind in FORMS:
        return shows(Action.of("draft", draft.id), wording.only_text_in_form(ask.words))
    return shows(Action.of("home"), wording.only_text(ask.words, coordinator=await steers_something(ask, tx)))


async def _wish(ask: Ask, tx: Tx, wished: Wished) -> Reply:
    match wished.wish:
        case Wish.MINE:
            return await browsing.mine(ask, tx)
        case Wish.FIND:
            return await finding.find(ask, tx)
        case Wish.OPEN if wished.number:
            return await _open(ask, tx, wished.number)
        case Wish.TAKE if wished.number:
            return await _take(ask, tx, wished.number)
        case Wish.LEAVE:
            return await _leave(ask, tx, wished)
        case Wish.YES | Wish.NO:
            return await _answer_offer(ask, tx, wished)
        case Wish.UNDO:
            return await _undo(ask, tx)
        case Wish.TAKE:
            return await finding.find(ask, tx)
    return await general.help_(ask, tx)


async def _open(ask: Ask, tx: Tx, number: int) -> Reply:
    return shows(Action.of("task", number), await taking.page_of(ask, tx, number))


async def _take(ask: Ask, tx: Tx, number: int) -> Reply:
    """`jeg er med 12`: the place, if the task has one slot; else the page, to choose."""
    standing = await tx.tasks.standing(ask.person.id, number)
    if standing is None:
        raise NoSuchTask
    if len(standing.task.slots) > 1:
        return await _open(ask, tx, number)
    slot = standing.task.slots[0]
    outcome = await claiming.claim(tx, ask.person, number, slot.id, ask.now, in_private=True)
    return await taking.told(ask, tx, outcome)


async def _leave(ask: Ask, tx: Tx, wished: Wished) -> Reply:
    """`afbud`: the one task it can mean, or the question which."""
    live = await tx.claims.live_of_person(ask.person.id)
    if wished.number:
        live = [claim for claim in live if claim.task_id == wished.number]
    if not live:
        return await browsing.mine(ask, tx)
    if len(live) > 1:
        tasks = await tx.tasks.many(claim.task_id for claim in live)
        return shows(Action.of("mine"), listing.which_to_leave(live, tasks, ask.words))
    return await taking.told(ask, tx, await claiming.leave(tx, ask.person, live[0].id, ask.now))


async def _answer_offer(ask: Ask, tx: Tx, wished: Wished) -> Reply:
    """`ja tak`, `nej tak`: to the one offer that is open, or the question which."""
    yes = wished.wish is Wish.YES
    live = await tx.claims.live_of_person(ask.person.id)
    offers = [claim for claim in live if claim.state is ClaimState.OFFERED]
    if wished.number:
        offers = [claim for claim in offers if claim.task_id == wished.number]
    if not offers:
        return await browsing.mine(ask, tx)
    if len(offers) > 1:
        tasks = await tx.tasks.many(claim.task_id for claim in offers)
        return shows(Action.of("mine"), listing.which_offer(offers, tasks, ask.words, yes=yes))
    answer = claiming.accept if yes else claiming.leave
    return await taking.told(ask, tx, await answer(tx, ask.person, offers[0].id, ask.now))


async def _undo(ask: Ask, tx: Tx) -> Reply:
    last = await tx.claims.last_ended(ask.person.id)
    if last is None:
        raise NothingToUndo
    return await taking.told(ask, tx, await undoing.undo(tx, ask.person, last.id, ask.now))


async def not_understood(ask: Ask, tx: Tx) -> Reply:
    coordinator = await steers_something(ask, tx)
    several, reads = ask.community.on_several, not ask.chat.asides
    card = wording.not_understood(
        ask.words, coordinator=coordinator, admin=ask.person.admin, several=several, reads=reads
    )
    return shows(Action.of("help"), card)


async def unknown_command(ask: Ask, tx: Tx) -> Reply:
    refuse_cpr(ask.text)
    return await not_understood(ask, tx)
