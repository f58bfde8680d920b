"""Editing a published task, and what people answer to a move."""

from bot import drafting, editing, keeping
from bot.cards import Action, Reply
from bot.drafting import EDIT, proposal_of
from bot.proposals import Field
from bot.refusals import Changed, NoSuchDraft, StartIsPast
from bot.store import Tx
from bot.wording import claims, edits
from handlers import forms
from handlers.ask import Ask, shows
from handlers.posting import open_draft


async def begin(ask: Ask, tx: Tx) -> Reply:
    """Ret, on the task's own page."""
    draft = await editing.begin(tx, ask.person, ask.action.number(0), forms.FIX, ask.now)
    return await forms.show(ask, tx, draft)


async def save(ask: Ask, tx: Tx) -> Reply:
    """Gem, with the revision that the preview showed; if somebody came or went meanwhile it is shown again."""
    draft = await open_draft(ask, tx)
    if draft.kind != EDIT:
        raise NoSuchDraft
    if proposal_of(draft).missing():
        return await forms.show(ask, tx, draft)
    try:
        task = await editing.save(tx, ask.person, draft, ask.action.number(1), ask.now)
    except Changed as changed:
        return await forms.show(ask, tx, draft, changed)
    except StartIsPast as passed:
        asked = drafting.fill(tx, draft, proposal_of(draft), Field.WHEN.value, ask.now)
        return await forms.show(ask, tx, asked, passed)
    return shows(Action.of("steer", task.id), edits.saved(task, ask.words))


async def keep(ask: Ask, tx: Tx) -> Reply:
    """I'm still in."""
    kept = await keeping.keep(tx, ask.person, ask.action.number(0), ask.now)
    return shows(Action.of("task", kept.standing.task.id), claims.kept(kept, ask.words, ask.now))
