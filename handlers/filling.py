"""Forms that were filled in in one go: what each becomes, by the verb of its key (`handlers.opening`)."""

from dataclasses import replace

from bot import drafting, messaging
from bot.cards import Reply
from bot.drafting import EDIT, MESSAGE, POST, proposal_of
from bot.proposals import MORE, REQUIRED, Field, Proposal
from bot.refusals import NoSuchDraft
from bot.store import Tx
from handlers import fields, forms, posting, settings
from handlers import messaging as messages
from handlers.ask import Ask
from handlers.posting import open_draft
from handlers.writing import FORMS


async def task(ask: Ask, tx: Tx) -> Reply:
    """`post`: a new task; `post:<draft>`: the same form, mended. What cannot be read is asked again, and kept."""
    pieces = list(zip(REQUIRED, ask.values, strict=False))
    if not ask.action.number(0):
        proposal, trouble = fields.read_all(pieces, Proposal(), ask)
        return await posting.begin(ask, tx, proposal, trouble)
    draft = await open_draft(ask, tx)
    if draft.kind != POST:
        raise NoSuchDraft
    proposal, trouble = fields.read_all(pieces, proposal_of(draft).emptied(), ask)
    filled = drafting.fill(tx, draft, proposal, forms.next_step(proposal), ask.now)
    return await forms.show(ask, tx, filled, trouble)


async def answer(ask: Ask, tx: Tx) -> Reply:
    """`answer:<draft>:<step>`: as if it had been typed while the form asked it. Empty is skipped, where it may be."""
    draft, step = await open_draft(ask, tx), ask.action.word(1)
    if draft.kind == MESSAGE:
        return await messages.typed(ask, tx, replace(draft, step=messaging.TEXT))
    if draft.kind not in (POST, EDIT):
        return await FORMS[draft.kind](ask, tx, draft)
    if not forms.is_step(step, proposal_of(draft)):
        raise NoSuchDraft
    if not ask.text.strip() and (step in {one.value for one in MORE} or not _is_field(step)):
        return await posting.skip(ask, tx)
    return await posting.typed(ask, tx, replace(draft, step=step))


def _is_field(step: str) -> bool:
    return step in {one.value for one in Field}


async def message(ask: Ask, tx: Tx) -> Reply:
    """`message:<task>`"""
    draft = await messaging.begin(tx, ask.person, ask.action.number(0), ask.now)
    return await messages.typed(ask, tx, draft)


async def quiet(ask: Ask, tx: Tx) -> Reply:
    """`hush_write`"""
    return await settings.quiet_typed(ask, tx, settings.begin_quiet(ask, tx))
