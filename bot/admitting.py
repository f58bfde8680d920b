"""Who may take a place, and when it is too late: the refusals that every door shares."""

from datetime import datetime

from bot.model import Person, Slot, Standing, Task, TaskState
from bot.refusals import NoSuchTask, Overlap, TakenOff, TaskIsCancelled, TaskIsClosed, TaskIsOver
from bot.store import Tx


async def refuse_hidden(tx: Tx, person: Person, standing: Standing, key: str) -> None:
    """A task for one channel only is for whoever has its key, which stands on its card there, is on it, or steers it.

    Raises:
        NoSuchTask: to everybody else; its number can be guessed.
    """
    task = standing.task
    if not task.only_channel or standing.claim is not None or key == task.key or person.admin:
        return
    if not await tx.organisations.coordinates(person.id, task.organisation.id):
        raise NoSuchTask


def refuse_if_begun(task: Task, slot: Slot, now: datetime) -> None:
    """Raises TaskIsCancelled, TaskIsOver."""
    if task.state is TaskState.CANCELLED:
        raise TaskIsCancelled(task)
    if task.state is TaskState.ENDED or slot.has_begun(now):
        raise TaskIsOver(task)


def refuse_if_over(standing: Standing, slot: Slot, now: datetime) -> None:
    """Raises TaskIsCancelled, TaskIsOver, TakenOff, TaskIsClosed."""
    refuse_if_begun(standing.task, slot, now)
    if standing.removed:
        raise TakenOff(standing.task)
    if standing.task.state is TaskState.CLOSED:
        raise TaskIsClosed(standing.task)


async def refuse_overlap(tx: Tx, person: Person, standing: Standing, slot: Slot) -> None:
    """Raises Overlap if the person holds another place at that time; which one is asked only then."""
    clash = await tx.claims.clashing(person.id, slot) if slot.id in standing.clashes else None
    if clash is None:
        return
    other_id, other_slot = clash
    other = await tx.tasks.get(other_id)
    if other is not None:
        raise Overlap(standing.task, slot, other, other_slot)
