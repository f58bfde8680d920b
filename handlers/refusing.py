"""A refusal becomes an answer: a toast where a card was pressed, in private the reason and what fits instead."""

from datetime import datetime

from bot.cards import Action, Reply
from bot.errors import Refusal
from bot.model import Task
from bot.refusals import CprFound, NoChannel, NotAdmin
from bot.store import Tx
from bot.wording import refusals as wording
from bot.wording import unclear
from handlers.ask import Ask
from handlers.reader import Unclear

ALTERNATIVES = 3


async def refused(ask: Ask, tx: Tx, refusal: Refusal) -> Reply:
    """Say why not. In private up to three open tasks that do fit are named (features A6)."""
    task = getattr(refusal, "task", None)
    screen = Action.of("task", task.id) if isinstance(task, Task) else Action.of("home")
    reason = said(ask, refusal)
    if not ask.private:
        return Reply(screen=screen, toast=reason)
    fitting = await alternatives(ask, tx, task.starts_at if isinstance(task, Task) else ask.now, refusal)
    return Reply(screen=screen, toast=reason, card=wording.card(refusal, reason, fitting, ask.words), fresh=True)


def said(ask: Ask, refusal: Refusal) -> str:
    if isinstance(refusal, Unclear):
        return unclear.reason(refusal, ask.words)
    if isinstance(refusal, CprFound) and ask.chat.asides:
        return wording.cpr_unseen(ask.words)
    if isinstance(refusal, NotAdmin) and ask.chat.server:
        return wording.not_leading_server(ask.words)
    if isinstance(refusal, NoChannel) and ask.chat.asides:
        return wording.no_channel_in_server(ask.words)
    return wording.reason(refusal, ask.words, ask.now)


async def alternatives(ask: Ask, tx: Tx, near: datetime, refusal: Refusal) -> list[Task]:
    if not wording.wants_alternatives(refusal):
        return []
    return await tx.finding.fitting(ask.person.id, ask.now, near, ALTERNATIVES)
