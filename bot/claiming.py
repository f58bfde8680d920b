"""Taking a place, waiting for one, giving it back, and undoing that."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot import lining, rules, telling
from bot.model import Claim, ClaimState, NoticeKind, Person, Slot, Standing, Task, TaskState
from bot.promising import promise_claimant
from bot.refusals import (
    Full,
    NoSuchTask,
    NothingToUndo,
    NotYours,
    OfferIsGone,
    Overlap,
    TakenOff,
    TaskIsCancelled,
    TaskIsClosed,
    TaskIsOver,
)
from bot.store import Tx


class Now(StrEnum):
    """Where the person stands after what they did."""

    IN = "in"
    STILL_IN = "still_in"
    WAITING = "waiting"
    STILL_WAITING = "still_waiting"
    MAY_MOVE = "may_move"  # in, and asked whether to move to another slot
    MOVED = "moved"
    LEFT = "left"
    LEFT_LINE = "left_line"
    NOT_IN = "not_in"
    BACK_IN = "back_in"
    FRONT_OF_LINE = "front_of_line"
    OFFERED = "offered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of it. `slot` is the slot it is about; `held_slot` the one held meanwhile (MAY_MOVE)."""

    now: Now
    task: Task
    slot: Slot
    claim: Claim | None = None
    held_slot: Slot | None = None


async def claim(tx: Tx, person: Person, task_id: int, slot_id: int, now: datetime, *, in_private: bool) -> Outcome:
    """Take a place in a slot.

    A second press repeats the true state; another slot's button offers to move there (design I2). Unless they are
    answered in private already, whoever holds a place is promised one private message.

    Raises:
        Full, Overlap, TakenOff, TaskIsOver, TaskIsClosed, TaskIsCancelled, NoSuchTask.
    """
    standing, slot = await _look(tx, person, task_id, slot_id)
    if (repeated := _repeat(standing, slot)) is not None:
        return repeated
    refuse_if_over(standing, slot, now)
    live = standing.live
    if live and live.state is ClaimState.HELD:
        return _offer_to_move(standing, slot)
    if not (live and live.state is ClaimState.OFFERED and live.slot_id == slot.id) and not slot.free:
        raise Full(standing.task, slot)
    await refuse_overlap(tx, person, standing.task, slot)
    held = await _take(tx, standing, slot, person, now)
    if not in_private:
        promise_claimant(tx, held, NoticeKind.CLAIMED, now)  # design, One tap 2
    await telling.tell_if_full(tx, standing.task, slot, now)
    return Outcome(now=Now.IN, task=standing.task, slot=slot, claim=held)


async def wait(tx: Tx, person: Person, task_id: int, slot_id: int, now: datetime, *, in_private: bool) -> Outcome:
    """Stand in line for a slot; a place that is free is simply taken. Raises as `claim`, but never Full."""
    standing, slot = await _look(tx, person, task_id, slot_id)
    if slot.free or standing.live:
        return await _wait_or_claim(tx, person, standing, slot, now, in_private=in_private)
    refuse_if_over(standing, slot, now)
    waiting = tx.claims.add(slot, person.id, ClaimState.WAITING, now)
    tx.tasks.touch(task_id)
    return Outcome(now=Now.WAITING, task=standing.task, slot=slot, claim=waiting)


async def _wait_or_claim(
    tx: Tx, person: Person, standing: Standing, slot: Slot, now: datetime, *, in_private: bool
) -> Outcome:
    live = standing.live
    if slot.free or live is None or live.state is not ClaimState.WAITING or live.slot_id == slot.id:
        return await claim(tx, person, standing.task.id, slot.id, now, in_private=in_private)
    refuse_if_over(standing, slot, now)
    tx.claims.set_state(live, ClaimState.RELEASED, now)
    waiting = tx.claims.add(slot, person.id, ClaimState.WAITING, now)
    tx.tasks.touch(standing.task.id)
    return Outcome(now=Now.WAITING, task=standing.task, slot=slot, claim=waiting)


async def move(tx: Tx, person: Person, task_id: int, slot_id: int, now: datetime) -> Outcome:
    """Change to another slot of the same task in one transaction; the old place is kept until then (design I2)."""
    standing, slot = await _look(tx, person, task_id, slot_id)
    live = standing.live
    if live is None or live.state is not ClaimState.HELD or live.slot_id == slot.id:
        return await claim(tx, person, task_id, slot_id, now, in_private=True)
    refuse_if_over(standing, slot, now)
    if not slot.free:
        raise Full(standing.task, slot)
    await refuse_overlap(tx, person, standing.task, slot)
    tx.claims.move(live, slot.id, now)
    tx.tasks.touch(task_id)
    if (old := standing.task.slot(live.slot_id)) is not None:
        await lining.offer_free_places(tx, standing.task, old, now)
    return Outcome(now=Now.MOVED, task=standing.task, slot=slot, claim=live)


async def leave(tx: Tx, person: Person, claim_id: int, now: datetime) -> Outcome:
    """Give a place back, leave the line, or say no to an offer; the place is offered in the same transaction.

    After the task's own deadline the coordinator is told at once, unless the place was taken minutes ago (Undo).

    Raises:
        NotYours: the claim is somebody else's.
    """
    mine, task, slot = await _own(tx, person, claim_id)
    if not mine.state.live:
        return Outcome(now=Now.NOT_IN, task=task, slot=slot, claim=mine)
    tx.claims.set_state(mine, ClaimState.RELEASED, now)
    tx.tasks.touch(task.id)
    if not mine.state.takes_a_place:
        return Outcome(now=Now.LEFT_LINE, task=task, slot=slot, claim=mine)
    await lining.offer_free_places(tx, task, slot, now)
    if mine.state is ClaimState.HELD and now > task.afbud_by and not rules.undo_is_open(mine.created_at, now):
        await telling.tell_late_afbud(tx, task, mine, now)
    return Outcome(now=Now.LEFT, task=task, slot=slot, claim=mine)


async def undo(tx: Tx, person: Person, claim_id: int, now: datetime) -> Outcome:
    """Take back an afbud within ten minutes: what is still free, else the front of the line (design, Undo).

    Raises:
        NothingToUndo: too late, or not something they gave up.
    """
    mine, task, slot = await _own(tx, person, claim_id)
    standing = await tx.tasks.standing(person.id, task.id)
    if standing is not None and standing.live:
        return _repeat(standing, slot) or _offer_to_move(standing, slot)
    if mine.state is not ClaimState.RELEASED or not rules.undo_is_open(mine.changed_at, now):
        raise NothingToUndo
    refuse_if_over(Standing(task=task, claim=mine), slot, now)
    return await _give_back(tx, person, mine, task, slot, now)


async def _give_back(tx: Tx, person: Person, mine: Claim, task: Task, slot: Slot, now: datetime) -> Outcome:
    tx.tasks.touch(task.id)
    if mine.was is ClaimState.WAITING:
        tx.claims.set_state(mine, ClaimState.WAITING, now)
        await lining.offer_free_places(tx, task, slot, now)
        return await _restand(tx, person, task.id, Now.STILL_WAITING)
    if slot.free:
        await refuse_overlap(tx, person, task, slot)
        tx.claims.set_state(mine, ClaimState.HELD, now)
        return await _restand(tx, person, task.id, Now.BACK_IN)
    tx.claims.set_state(mine, ClaimState.WAITING, now)
    tx.claims.to_the_front([mine], slot.id)
    return await _restand(tx, person, task.id, Now.FRONT_OF_LINE)


async def accept(tx: Tx, person: Person, claim_id: int, now: datetime) -> Outcome:
    """Say yes to an offer. After its time it still counts while the place is unpromised.

    Raises:
        OfferIsGone, Overlap, NotYours, TaskIsOver, TaskIsClosed, TaskIsCancelled.
    """
    mine, task, slot = await _own(tx, person, claim_id)
    standing = await tx.tasks.standing(person.id, task.id)
    if standing is not None and standing.live and standing.live.state is not ClaimState.OFFERED:
        return _repeat(standing, slot) or _offer_to_move(standing, slot)
    refuse_if_over(Standing(task=task, claim=mine, removed=standing.removed if standing else False), slot, now)
    if mine.state is not ClaimState.OFFERED and not slot.free:
        raise OfferIsGone(task, slot)
    await refuse_overlap(tx, person, task, slot)
    tx.claims.set_state(mine, ClaimState.HELD, now)
    tx.tasks.touch(task.id)
    return Outcome(now=Now.IN, task=task, slot=slot, claim=mine)


async def _look(tx: Tx, person: Person, task_id: int, slot_id: int) -> tuple[Standing, Slot]:
    standing = await tx.tasks.standing(person.id, task_id)
    slot = standing.task.slot(slot_id) if standing else None
    if standing is None or slot is None:
        raise NoSuchTask
    return standing, slot


async def _own(tx: Tx, person: Person, claim_id: int) -> tuple[Claim, Task, Slot]:
    mine = await tx.claims.get(claim_id)
    if mine is None or mine.person_id != person.id:
        raise NotYours
    task = await tx.tasks.get(mine.task_id)
    slot = task.slot(mine.slot_id) if task else None
    if task is None or slot is None:
        raise NoSuchTask
    return mine, task, slot


async def _restand(tx: Tx, person: Person, task_id: int, what: Now) -> Outcome:
    standing = await tx.tasks.standing(person.id, task_id)
    if standing is None or standing.live is None or standing.slot is None:
        raise NoSuchTask
    return Outcome(now=what, task=standing.task, slot=standing.slot, claim=standing.live)


def _repeat(standing: Standing, slot: Slot) -> Outcome | None:
    """The true state, when a press changes nothing."""
    live = standing.live
    if live is None or live.slot_id != slot.id:
        return None
    if live.state is ClaimState.HELD:
        return Outcome(now=Now.STILL_IN, task=standing.task, slot=slot, claim=live)
    if live.state is ClaimState.WAITING and not slot.free:
        return Outcome(now=Now.STILL_WAITING, task=standing.task, slot=slot, claim=live)
    return None


def _offer_to_move(standing: Standing, slot: Slot) -> Outcome:
    if not slot.free:
        raise Full(standing.task, slot)
    return Outcome(now=Now.MAY_MOVE, task=standing.task, slot=slot, claim=standing.live, held_slot=standing.slot)


def refuse_if_over(standing: Standing, slot: Slot, now: datetime) -> None:
    """Raises TaskIsCancelled, TaskIsOver, TakenOff, TaskIsClosed."""
    task = standing.task
    if task.state is TaskState.CANCELLED:
        raise TaskIsCancelled(task)
    if task.state is TaskState.ENDED or slot.has_begun(now):
        raise TaskIsOver(task)
    if standing.removed:
        raise TakenOff(task)
    if task.state is TaskState.CLOSED:
        raise TaskIsClosed(task)


async def refuse_overlap(tx: Tx, person: Person, task: Task, slot: Slot) -> None:
    """Raises Overlap if the person holds another place at that time."""
    clash = await tx.claims.clashing(person.id, slot)
    if clash is None:
        return
    other_id, other_slot = clash
    other = await tx.tasks.get(other_id)
    if other is not None:
        raise Overlap(task, slot, other, other_slot)


async def _take(tx: Tx, standing: Standing, slot: Slot, person: Person, now: datetime) -> Claim:
    tx.tasks.touch(slot.task_id)
    live = standing.live
    if live is None:
        return tx.claims.add(slot, person.id, ClaimState.HELD, now)
    tx.claims.move(live, slot.id, now)
    if live.state is ClaimState.OFFERED and live.slot_id != slot.id:
        await lining.offer_free_places(tx, standing.task, standing.slot or slot, now)
    return live
