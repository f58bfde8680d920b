"""Taking a place, waiting for one, giving it back, and undoing that."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot import lining, rules, telling
from bot.admitting import refuse_hidden, refuse_if_begun, refuse_if_over, refuse_overlap
from bot.model import Claim, ClaimState, NoticeKind, Person, Slot, Standing, Task, TaskState
from bot.promising import promise_claimant
from bot.refusals import (
    Full,
    NoSuchTask,
    NotYours,
    OfferIsGone,
    TaskIsCancelled,
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
    """What came of it. `slot` is the slot it is about; `held_slot` the one held meanwhile (MAY_MOVE).

    `standing`: how the person meets the task after it, where that is known.
    """

    now: Now
    task: Task
    slot: Slot
    claim: Claim | None = None
    held_slot: Slot | None = None
    standing: Standing | None = None


async def claim(
    tx: Tx, person: Person, task_id: int, slot_id: int, now: datetime, *, in_private: bool, key: str = ""
) -> Outcome:
    """Take a place in a slot.

    A second press repeats the true state; another slot's button offers to move there (design I2). An offer that was
    made stands, as in `accept`. Unless they are answered in private already, whoever holds a place is promised one
    private message.

    Args:
        key: what the button or link said of a task that is only for its channel (see `refuse_hidden`).

    Raises:
        Full, Overlap, TakenOff, TaskIsOver, TaskIsClosed, TaskIsCancelled, NoSuchTask.
    """
    standing, slot = await _look(tx, person, task_id, slot_id, key)
    live = standing.live
    offered_here = live is not None and live.state is ClaimState.OFFERED and live.slot_id == slot.id
    if not offered_here and (repeated := _repeat(standing, slot)) is not None:
        return repeated
    if offered_here:
        refuse_if_begun(standing.task, slot, now)
    else:
        refuse_if_over(standing, slot, now)
    if live and (live.state is ClaimState.HELD or (live.state is ClaimState.WAITING and live.slot_id != slot.id)):
        return _offer_to_move(standing, slot, now)
    if not offered_here and not slot.free:
        raise Full(standing.task, slot)
    await refuse_overlap(tx, person, standing, slot)
    held = await _take(tx, standing, slot, person, now)
    if not in_private:
        promise_claimant(tx, held, NoticeKind.CLAIMED, now)  # design, One tap 2
    return Outcome(now=Now.IN, task=standing.task, slot=slot, claim=held)


async def wait(
    tx: Tx, person: Person, task_id: int, slot_id: int, now: datetime, *, in_private: bool, key: str = ""
) -> Outcome:
    """Stand in line for a slot; a place that is free is simply taken, an offer stays one.

    Raises as `claim`; Full only to somebody who holds a place in another slot, and keeps it.
    """
    standing, slot = await _look(tx, person, task_id, slot_id, key)
    live = standing.live
    if live and live.state is ClaimState.OFFERED and not (slot.free and live.slot_id != slot.id):
        return stands(standing)
    if slot.free or (live and not (live.state is ClaimState.WAITING and live.slot_id != slot.id)):
        return await claim(tx, person, task_id, slot_id, now, in_private=in_private, key=key)
    refuse_if_over(standing, slot, now)
    if live:
        tx.claims.set_state(live, ClaimState.RELEASED, now)
    waiting = tx.claims.add(slot, person.id, ClaimState.WAITING, now)
    tx.tasks.touch(task_id)
    return Outcome(now=Now.WAITING, task=standing.task, slot=slot, claim=waiting)


async def move(
    tx: Tx, person: Person, task_id: int, slot_id: int, now: datetime, *, in_private: bool = True
) -> Outcome:
    """Change to another slot of the same task in one transaction; the old place is kept until then (design I2).

    Or the place in line. Raises as `claim`.
    """
    standing, slot = await _look(tx, person, task_id, slot_id, "")
    live, old = standing.live, standing.slot
    if live is None or old is None or live.state is ClaimState.OFFERED or live.slot_id == slot.id:
        return await claim(tx, person, task_id, slot_id, now, in_private=in_private)
    refuse_if_over(standing, slot, now)
    refuse_if_begun(standing.task, old, now)
    if not slot.free:
        raise Full(standing.task, slot, held=old)
    await refuse_overlap(tx, person, standing, slot)
    tx.claims.move(live, slot.id, now)
    tx.tasks.touch(task_id)
    if live.state is ClaimState.HELD:
        await lining.offer_free_places(tx, standing.task, old, now)
    else:
        await telling.tell_if_full(tx, standing.task, slot, now)
    if not in_private:
        promise_claimant(tx, live, NoticeKind.CLAIMED, now)
    return Outcome(now=Now.MOVED, task=standing.task, slot=slot, claim=live)


async def decline(tx: Tx, person: Person, claim_id: int, now: datetime) -> Outcome:
    """Say no to an offer; a place that was taken meanwhile is not given back by an old button.

    Raises:
        NotYours, TaskIsOver.
    """
    mine, standing, _ = await own_claim(tx, person, claim_id)
    if mine.state is ClaimState.HELD and standing.live is not None:
        return stands(standing)
    return await leave(tx, person, claim_id, now)


async def leave(tx: Tx, person: Person, claim_id: int, now: datetime) -> Outcome:
    """Give a place back, leave the line, or say no to an offer; the place is offered in the same transaction.

    After the task's own deadline the coordinator is told at once, unless the place was taken minutes ago (Undo).
    Pressed twice it says the same again while that can be undone; an old button of a claim that is over says where
    they stand by now.

    Raises:
        NotYours: the claim is somebody else's.
        TaskIsOver: what was done cannot be given back.
    """
    mine, standing, slot = await own_claim(tx, person, claim_id)
    task = standing.task
    if not mine.state.live:
        return stands(standing) if standing.live else _left_before(mine, standing, slot, now)
    if now >= slot.ends_at:
        raise TaskIsOver(task)
    tx.claims.set_state(mine, ClaimState.RELEASED, now)
    tx.tasks.touch(task.id)
    if not mine.state.takes_a_place:
        return Outcome(now=Now.LEFT_LINE, task=task, slot=slot, claim=mine)
    await lining.offer_free_places(tx, task, slot, now)
    if mine.state is ClaimState.HELD and now > task.afbud_by and not rules.undo_is_open(mine.changed_at, now):
        await telling.tell_late_afbud(tx, task, mine, now)
    return Outcome(now=Now.LEFT, task=task, slot=slot, claim=mine)


def _left_before(mine: Claim, standing: Standing, slot: Slot, now: datetime) -> Outcome:
    undone = mine.state is ClaimState.RELEASED and rules.undo_is_open(mine.changed_at, now)
    what = Now.NOT_IN
    if undone and not standing.removed:
        what = Now.LEFT_LINE if mine.was is ClaimState.WAITING else Now.LEFT
    return Outcome(now=what, task=standing.task, slot=slot, claim=mine)


async def accept(tx: Tx, person: Person, claim_id: int, now: datetime, *, in_private: bool = True) -> Outcome:
    """Say yes to an offer. After its time it still counts while the place is unpromised.

    An offer that was made stands, also on a task that takes no more people since.

    Raises:
        OfferIsGone, Overlap, NotYours, TakenOff, TaskIsOver, TaskIsClosed, TaskIsCancelled.
    """
    mine, standing, slot = await own_claim(tx, person, claim_id)
    task = standing.task
    if mine.state is ClaimState.HELD or (standing.live and standing.live.id != mine.id):
        return stands(standing)
    if mine.state is ClaimState.OFFERED:
        refuse_if_begun(task, slot, now)
    else:
        refuse_if_over(standing, slot, now)
    if mine.state is not ClaimState.OFFERED and not slot.free:
        raise OfferIsGone(task, slot)
    await refuse_overlap(tx, person, standing, slot)
    await hold(tx, mine, task, slot, now)
    if not in_private:
        promise_claimant(tx, mine, NoticeKind.CLAIMED, now)
    return Outcome(now=Now.IN, task=task, slot=slot, claim=mine)


async def hold(tx: Tx, claim: Claim, task: Task, slot: Slot, now: datetime) -> None:
    """A place the person had, or was offered, is theirs. The coordinator hears if that was the last free one."""
    tx.claims.set_state(claim, ClaimState.HELD, now)
    tx.tasks.touch(task.id)
    if not claim.state.takes_a_place:
        await telling.tell_if_full(tx, task, slot, now)


async def _look(tx: Tx, person: Person, task_id: int, slot_id: int, key: str) -> tuple[Standing, Slot]:
    standing = await tx.tasks.standing(person.id, task_id)
    slot = standing.task.slot(slot_id) if standing else None
    if standing is None or slot is None:
        raise NoSuchTask
    await refuse_hidden(tx, person, standing, key)
    return standing, slot


async def own_claim(tx: Tx, person: Person, claim_id: int) -> tuple[Claim, Standing, Slot]:
    """The person's own claim, which may be an older one, and where they stand with its task now.

    A claim that became one with another when two persons did is that other one.
    """
    standing = await tx.tasks.standing_of(person.id, claim_id)
    if standing is None or standing.claim is None:
        raise NotYours
    known = standing.claim.id == claim_id and standing.claim.became is None
    mine = standing.claim if known else await tx.claims.meant(claim_id)
    slot = standing.task.slot(mine.slot_id) if mine else None
    if mine is None or slot is None:
        raise NoSuchTask
    return mine, standing, slot


_STANDS = {
    ClaimState.HELD: Now.STILL_IN,
    ClaimState.WAITING: Now.STILL_WAITING,
    ClaimState.OFFERED: Now.OFFERED,
}


def stands(standing: Standing) -> Outcome:
    """The true state, when what was pressed changes nothing.

    Raises:
        TaskIsCancelled: nobody is told that they are in on what does not take place.
    """
    if standing.task.state is TaskState.CANCELLED:
        raise TaskIsCancelled(standing.task)
    if standing.live is None or standing.slot is None:
        raise NoSuchTask
    return Outcome(
        now=_STANDS[standing.live.state],
        task=standing.task,
        slot=standing.slot,
        claim=standing.live,
        standing=standing,
    )


def _repeat(standing: Standing, slot: Slot) -> Outcome | None:
    """The true state, where the live claim is on this slot and no free place changes it."""
    live = standing.live
    if live is None or live.slot_id != slot.id or (live.state is ClaimState.WAITING and slot.free):
        return None
    return stands(standing)


def _offer_to_move(standing: Standing, slot: Slot, now: datetime) -> Outcome:
    if standing.slot is not None:
        refuse_if_begun(standing.task, standing.slot, now)
    if not slot.free:
        holds = standing.live is not None and standing.live.state is ClaimState.HELD
        raise Full(standing.task, slot, held=standing.slot if holds else None)
    return Outcome(now=Now.MAY_MOVE, task=standing.task, slot=slot, claim=standing.live, held_slot=standing.slot)


async def _take(tx: Tx, standing: Standing, slot: Slot, person: Person, now: datetime) -> Claim:
    tx.tasks.touch(slot.task_id)
    live = standing.live
    if not (live and live.state is ClaimState.OFFERED and live.slot_id == slot.id):
        await telling.tell_if_full(tx, standing.task, slot, now)
    if live is None:
        return tx.claims.add(slot, person.id, ClaimState.HELD, now)
    tx.claims.move(live, slot.id, now)
    if live.state is ClaimState.OFFERED and live.slot_id != slot.id:
        await lining.offer_free_places(tx, standing.task, standing.slot or slot, now)
    return live
