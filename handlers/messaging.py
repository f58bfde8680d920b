"""A coordinator's message to everyone on a task."""

from dataclasses import replace

from bot import messaging, posting
from bot.cards import Action, Card, Reply
from bot.drafting import MESSAGE
from bot.model import Draft
from bot.refusals import NoSuchDraft
from bot.store import Tx
from bot.typed import clean, refuse_cpr
from bot.wording import messaging as wording
from handlers.ask import Ask, shows
from handlers.posting import open_draft


async def begin(ask: Ask, tx: Tx) -> Reply:
    """`message:<task>`"""
    return await _show(ask, tx, await messaging.begin(tx, ask.person, ask.action.number(0), ask.now))


async def typed(ask: Ask, tx: Tx, draft: Draft) -> Reply:
    """The text; one that waits in its preview is shown again."""
    if draft.step != messaging.TEXT:
        refuse_cpr(ask.text)
        return await _show(ask, tx, draft)
    text = clean(ask.text, messaging.MOST_CHARACTERS, lines=True)
    if not text:
        return await _show(ask, tx, draft)
    return await _write(ask, tx, replace(draft, step=messaging.PREVIEW, fields={**draft.fields, "text": text}))


async def rewrite(ask: Ask, tx: Tx) -> Reply:
    return await _write(ask, tx, replace(await _form(ask, tx), step=messaging.TEXT))


async def also_waiting(ask: Ask, tx: Tx) -> Reply:
    """Whether those who wait get it too: a press turns it over."""
    draft = await _form(ask, tx)
    waiting = not draft.fields.get("waiting")
    return await _write(ask, tx, replace(draft, fields={**draft.fields, "waiting": waiting}))


async def send(ask: Ask, tx: Tx) -> Reply:
    draft = await _form(ask, tx)
    message, whom = await messaging.send(tx, ask.person, draft, ask.now)
    task = await posting.steered(tx, ask.person, message.task_id)
    return shows(Action.of("sent", message.id), wording.sent(task, message.id, whom, ask.words))


async def sent(ask: Ask, tx: Tx) -> Card:
    """`sent:<message>`: how many it has reached by now."""
    task, how_far = await messaging.delivery(tx, ask.person, ask.action.number(0))
    return wording.delivery(task, ask.action.number(0), how_far, ask.words)


async def card(ask: Ask, tx: Tx, draft: Draft) -> Card:
    """The form as it stands."""
    task = await posting.steered(tx, ask.person, draft.task_id or 0)
    if draft.step == messaging.TEXT:
        return wording.question(draft, task, ask.words)
    return wording.preview(draft, task, await messaging.audience(tx, draft), ask.words)


async def _write(ask: Ask, tx: Tx, draft: Draft) -> Reply:
    tx.drafts.save(draft, ask.now)
    return await _show(ask, tx, draft)


async def _show(ask: Ask, tx: Tx, draft: Draft) -> Reply:
    return shows(Action.of("draft", draft.id), await card(ask, tx, draft))


async def _form(ask: Ask, tx: Tx) -> Draft:
    draft = await open_draft(ask, tx)
    if draft.kind != MESSAGE:
        raise NoSuchDraft
    return draft
