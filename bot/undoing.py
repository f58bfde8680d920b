"""Taking back an afbud, for ten minutes (design, Undo)."""

from datetime import datetime

from bot import lining, rules
from bot.admitting import refuse_if_begun, refuse_overlap
from bot.claiming import Now, Outcome, hold, own_claim, stands
from bot.model import Claim, ClaimState, Person, Slot, Standing
from bot.refusals import NoSuchTask, NothingToUndo, TakenOff
from bot.store import Tx


async def undo(tx: Tx, person: Person, claim_id: int, now: datetime) -> Outcome:
    """Take back an afbud within ten minutes: what is still free, else the front of the line (design, Undo).

    Also on a task that takes no more people: they were among those it had.

    Raises:
        NothingToUndo: too late, or not something they gave up.
        Overlap, TakenOff, TaskIsOver, TaskIsCancelled, NotYours.
    """
    mine, standing, slot = await own_claim(tx, person, claim_id)
    if standing.live:
        return stands(standing)
    if mine.state is not ClaimState.RELEASED or not rules.undo_is_open(mine.changed_at, now):
        raise NothingToUndo
    refuse_if_begun(standing.task, slot, now)
    if standing.removed:
        raise TakenOff(standing.task)
    return await _give_back(tx, person, mine, standing, slot, now)


async def _give_back(tx: Tx, person: Person, mine: Claim, standing: Standing, slot: Slot, now: datetime) -> Outcome:
    """A place is held again, an offer offered again; where it is gone they are first in line."""
    task = standing.task
    if mine.was is ClaimState.HELD and slot.free:
        await refuse_overlap(tx, person, standing, slot)
        await hold(tx, mine, task, slot, now)
        return Outcome(now=Now.BACK_IN, task=task, slot=slot, claim=mine)
    tx.claims.set_state(mine, ClaimState.WAITING, now)
    tx.tasks.touch(task.id)
    if mine.was is not ClaimState.WAITING:
        tx.claims.to_the_front([mine], slot.id)
    await lining.offer_free_places(tx, task, slot, now)
    return await _restand(
        tx, person, task.id, Now.STILL_WAITING if mine.was is ClaimState.WAITING else Now.FRONT_OF_LINE
    )


async def _restand(tx: Tx, person: Person, task_id: int, what: Now) -> Outcome:
    """Where they stand now; `what` it is called, unless the line has just made them an offer."""
    standing = await tx.tasks.standing(person.id, task_id)
    if standing is None or standing.live is None or standing.slot is None:
        raise NoSuchTask
    if standing.live.state is ClaimState.OFFERED:
        return stands(standing)
    return Outcome(now=what, task=standing.task, slot=standing.slot, claim=standing.live, standing=standing)
