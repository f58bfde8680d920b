"""Staying on a task that was moved."""

from dataclasses import dataclass
from datetime import datetime

from bot.model import ClaimState, NoticeKind, Person, Standing, Task, TaskState
from bot.refusals import NoSuchTask, NotYours
from bot.store import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Where the person stands, and the other task at the same time, if the move made one clash."""

    standing: Standing
    other: Task | None = None


async def keep(tx: Tx, person: Person, claim_id: int, now: datetime) -> Kept:
    """They still come, and the coordinator sees it on the roster. A place that was given back meanwhile stays so.

    Raises:
        NotYours: the claim is somebody else's.
    """
    mine = await tx.claims.meant(claim_id)
    if mine is None or mine.person_id != person.id:
        raise NotYours
    standing = await tx.tasks.standing(person.id, mine.task_id)
    if standing is None:
        raise NoSuchTask
    if mine.state is ClaimState.HELD:
        tx.claims.keep(mine.id)
        tx.notices.settle(person.id, mine.task_id, (NoticeKind.MOVED,), now)
    return Kept(standing=standing, other=await clashing_task(tx, standing))


async def clashing_task(tx: Tx, standing: Standing) -> Task | None:
    """Another task on which the person holds a place at the same time as this one, if this one takes place."""
    if standing.slot is None or standing.live is None or standing.live.state is not ClaimState.HELD:
        return None
    if standing.task.state in (TaskState.CANCELLED, TaskState.ENDED) or standing.slot.id not in standing.clashes:
        return None
    clash = await tx.claims.clashing(standing.live.person_id, standing.slot)
    return await tx.tasks.get(clash[0]) if clash else None
