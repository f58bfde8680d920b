"""Tasks whose names a command offers while it is typed. Nothing is changed by it."""

from bot import managing
from bot.model import Search, Task
from bot.refusals import NotCoordinator
from bot.store import Tx
from handlers.ask import Ask

MOST = 100
"""Tasks that are looked through."""


async def open_tasks(ask: Ask, tx: Tx) -> list[Task]:
    """Whatever may be found by anybody, by start."""
    return await tx.finding.open_tasks(Search(), ask.now, 0, MOST)


async def own_tasks(ask: Ask, tx: Tx) -> list[Task]:
    """What they have taken on."""
    return await tx.tasks.many(claim.task_id for claim in await tx.claims.live_of_person(ask.person.id))


async def steered_tasks(ask: Ask, tx: Tx) -> list[Task]:
    """What they look after; nothing for whoever coordinates nothing."""
    try:
        return await managing.steered_tasks(tx, ask.person, ask.now, 0, MOST)
    except NotCoordinator:
        return []
