"""Who is on a task, as a coordinator sees and changes it: the roster, taking off, adding by hand."""

from dataclasses import dataclass
from datetime import datetime

from bot import claiming, lining, posting, rules, telling
from bot.admitting import refuse_if_begun, refuse_if_over, refuse_overlap
from bot.errors import Refusal
from bot.model import Claim, ClaimState, Draft, NoticeKind, Person, Slot, Standing, Task
from bot.promising import promise_claimant
from bot.refusals import (
    AlreadyOn,
    Full,
    NoSuchPerson,
    NoSuchTask,
    NotFor,
    NothingToUndo,
    Overlap,
    TaskIsOver,
)
from bot.store import Tx

Roster = list[tuple[Claim, Person]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Staffed:
    """What a coordinator did for somebody; whether they can be told it, or are called by name in the channel."""

    task: Task
    slot: Slot
    claim: Claim
    name: str
    state: ClaimState
    reachable: bool = False
    called: bool = False


async def roster(tx: Tx, person: Person, task_id: int) -> tuple[Task, Roster]:
    """Everyone on a task and in line for it.

    Raises:
        NoSuchTask, NotCoordinator.
    """
    task = await posting.steered(tx, person, task_id)
    return task, await tx.claims.roster(task.id)


async def take_off(tx: Tx, person: Person, claim_id: int, now: datetime) -> Staffed:
    """Take somebody off; they are told, cannot claim this task again, and the place is offered at once.

    Twice is once. Raises:
        NoSuchTask, NotCoordinator, TaskIsOver: nobody is taken off what is over.
    """
    claim, task, slot = await _steered_claim(tx, person, claim_id)
    if now >= task.ends_at:
        raise TaskIsOver(task)
    staffed = await _about(tx, claim, task, slot, ClaimState.REMOVED)
    if not claim.state.live:
        return staffed
    tx.claims.set_state(claim, ClaimState.REMOVED, now)
    tx.tasks.touch(task.id)
    promise_claimant(tx, claim, NoticeKind.REMOVED, now)
    if claim.state.takes_a_place:
        await lining.offer_free_places(tx, task, slot, now)
    return staffed


async def put_back(tx: Tx, person: Person, claim_id: int, now: datetime) -> Staffed:
    """Undo a removal within ten minutes: the place if it is free, else the front of the line; they are told.

    Raises:
        NothingToUndo, NotFor (they hold another place at that time by now), NoSuchTask, NotCoordinator,
        TaskIsOver, TaskIsCancelled.
    """
    claim, task, slot = await _steered_claim(tx, person, claim_id)
    if claim.state.live:
        return await _about(tx, claim, task, slot, claim.state)
    if claim.state is not ClaimState.REMOVED or not rules.undo_is_open(claim.changed_at, now):
        raise NothingToUndo
    refuse_if_begun(task, slot, now)
    if claim.was is not None and claim.was.takes_a_place and slot.free:
        await _refuse_their_overlap(tx, await _about(tx, claim, task, slot, ClaimState.HELD))
        await claiming.hold(tx, claim, task, slot, now)
    else:
        await _back_in_line(tx, claim, task, slot, now)
    tx.notices.settle(claim.person_id, task.id, (NoticeKind.REMOVED,), now)
    promise_claimant(tx, claim, NoticeKind.BACK_ON, now)
    fresh = await tx.claims.get(claim.id)
    return await _about(tx, claim, task, slot, fresh.state if fresh else claim.state)


async def _back_in_line(tx: Tx, claim: Claim, task: Task, slot: Slot, now: datetime) -> None:
    """At its front, if they had a place."""
    tx.claims.set_state(claim, ClaimState.WAITING, now)
    tx.tasks.touch(task.id)
    if claim.was is not None and claim.was.takes_a_place:
        tx.claims.to_the_front([claim], slot.id)
    await lining.offer_free_places(tx, task, slot, now)


async def seat(tx: Tx, person: Person, claim_id: int, now: datetime) -> Staffed:
    """Give a free place to somebody in line who cannot be offered it: a guest, or one who cannot be reached.

    Twice is once. Raises:
        NotFor: Full, or Overlap, for them.
        NothingToUndo: they are not in line any more.
        NoSuchTask, NotCoordinator, TaskIsOver, TaskIsCancelled.
    """
    claim, task, slot = await _steered_claim(tx, person, claim_id)
    staffed = await _about(tx, claim, task, slot, ClaimState.HELD)
    if claim.state is ClaimState.HELD:
        return staffed
    if claim.state is not ClaimState.WAITING:
        raise NothingToUndo
    refuse_if_begun(task, slot, now)
    if not slot.free:
        raise NotFor(staffed.name, Full(task, slot), slot, person_id=claim.person_id)
    await _refuse_their_overlap(tx, staffed)
    await claiming.hold(tx, claim, task, slot, now)
    promise_claimant(tx, claim, NoticeKind.ADDED, now)
    return staffed


async def add(tx: Tx, person: Person, slot_id: int, person_id: int, now: datetime, *, in_line: bool) -> Staffed:
    """Put a known person on a task by hand, by the rules of a press; they are told.

    Raises:
        NoSuchPerson: nobody this organisation knows.
        AlreadyOn: they hold, or wait for, a place of this task.
        NotFor: Full, Overlap, TakenOff, TaskIsOver, TaskIsClosed or TaskIsCancelled, for them.
        NoSuchTask, NotCoordinator.
    """
    task, slot = await _steered_slot(tx, person, slot_id)
    someone = await tx.people.get(person_id)
    if someone is None or not await tx.people.is_known_to(task.organisation.id, person_id):
        raise NoSuchPerson
    standing = await tx.tasks.standing(person_id, task.id)
    if standing is not None and standing.live:
        raise AlreadyOn(someone.name)
    take = claiming.wait if in_line else claiming.claim
    try:
        outcome = await take(tx, someone, task.id, slot.id, now, in_private=True, key=task.key)
    except Refusal as reason:
        raise NotFor(someone.name, reason, slot, person_id=person_id) from reason
    claim = outcome.claim
    if claim is None:
        raise NoSuchTask
    promise_claimant(tx, claim, NoticeKind.ADDED, now)
    return Staffed(
        task=task, slot=slot, claim=claim, name=someone.name, state=claim.state, reachable=someone.reachable
    )


async def add_guest(tx: Tx, person: Person, draft: Draft, now: datetime, *, in_line: bool) -> Staffed:
    """Put somebody without an account on a task, by first name only; the form that held the name is done.

    Raises:
        NoSuchPerson: no name was given.
        NotFor: Full, TaskIsOver, TaskIsClosed or TaskIsCancelled.
        NoSuchTask, NotCoordinator.
    """
    task, slot = await _steered_slot(tx, person, int(str(draft.fields.get("slot", 0))))
    name = str(draft.fields.get("name", ""))
    if not name:
        raise NoSuchPerson
    try:
        refuse_if_over(Standing(task=task), slot, now)
        if not slot.free and not in_line:
            raise Full(task, slot)
    except Refusal as reason:
        raise NotFor(name, reason, slot, draft_id=draft.id) from reason
    guest = tx.people.add_guest(name, task.id, now)
    state = ClaimState.HELD if slot.free else ClaimState.WAITING
    claim = tx.claims.add(slot, guest, state, now)
    tx.tasks.touch(task.id)
    tx.drafts.finish(draft.id, task.id, now)
    if state is ClaimState.HELD:
        await telling.tell_if_full(tx, task, slot, now)
    return Staffed(task=task, slot=slot, claim=claim, name=name, state=state)


async def _steered_claim(tx: Tx, person: Person, claim_id: int) -> tuple[Claim, Task, Slot]:
    claim = await tx.claims.meant(claim_id)
    if claim is None:
        raise NoSuchTask
    task = await posting.steered(tx, person, claim.task_id)
    slot = task.slot(claim.slot_id)
    if slot is None:
        raise NoSuchTask
    return claim, task, slot


async def _steered_slot(tx: Tx, person: Person, slot_id: int) -> tuple[Task, Slot]:
    task = await posting.steered(tx, person, await tx.tasks.of_slot(slot_id) or 0)
    slot = task.slot(slot_id)
    if slot is None:
        raise NoSuchTask
    return task, slot


async def _refuse_their_overlap(tx: Tx, staffed: Staffed) -> None:
    someone = await tx.people.get(staffed.claim.person_id)
    standing = await tx.tasks.standing(staffed.claim.person_id, staffed.task.id)
    if someone is None or standing is None:
        raise NoSuchPerson
    try:
        await refuse_overlap(tx, someone, standing, staffed.slot)
    except Overlap as reason:
        raise NotFor(staffed.name, reason, staffed.slot, person_id=someone.id) from reason


async def _about(tx: Tx, claim: Claim, task: Task, slot: Slot, state: ClaimState) -> Staffed:
    someone = await tx.people.get(claim.person_id)
    name, reachable = (someone.name, someone.reachable) if someone else ("", False)
    called = not reachable and await tx.claims.is_called(claim.id)
    return Staffed(task=task, slot=slot, claim=claim, name=name, state=state, reachable=reachable, called=called)
