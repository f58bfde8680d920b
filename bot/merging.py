"""Two persons who turn out to be one: what both have of a task becomes one, and what that frees is offered on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations, groupby

from bot import lining, rules
from bot.model import Claim, ClaimState, Person, Slot, Standing, Task, TaskState
from bot.store import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What they should know.

    Args:
        doubled: tasks that both had something of, as the one person meets them now.
        taken_off: tasks that a coordinator took the one of them off, and the other loses by it.
        overlapping: pairs of tasks at the same time: both are kept, and it is theirs to give one back.
    """

    doubled: tuple[Standing, ...] = ()
    taken_off: tuple[Task, ...] = ()
    overlapping: tuple[tuple[Task, Task], ...] = ()


@dataclass(frozen=True, slots=True)
class Lost:
    """A claim that goes. `kept`: the one it becomes one with; None if they were taken off."""

    claim: Claim
    kept: Claim | None
    task: Task


async def merge(tx: Tx, person: Person, gone: Person, now: datetime) -> Merged:
    """All that is the other's is this person's. Of two live claims on a task the better stays (`rules.better`)."""
    lost = await _lost(tx, person, gone, now)
    for one in lost:
        if one.kept is not None:
            tx.linking.become_one(one.kept, one.claim, now)
        tx.claims.set_state(one.claim, ClaimState.LAPSED, now)
        tx.tasks.touch(one.task.id)
    theirs = {claim.id for claim in await tx.claims.live_of_person(gone.id)}
    tx.linking.absorb(person.id, gone.id, now)
    await _offer_on(tx, lost, now)
    return Merged(
        doubled=await _doubled(tx, person, lost, now),
        taken_off=tuple(one.task for one in lost if one.kept is None),
        overlapping=await _overlapping(tx, person, theirs),
    )


async def _lost(tx: Tx, person: Person, gone: Person, now: datetime) -> list[Lost]:
    found: list[Lost] = []
    claims = await tx.linking.claims_of_both(person.id, gone.id)
    for task_id, of_task in groupby(claims, key=lambda claim: claim.task_id):
        if (task := await tx.tasks.get(task_id)) is not None:
            found += _lost_of(task, list(of_task), now)
    return found


def _lost_of(task: Task, claims: Sequence[Claim], now: datetime) -> list[Lost]:
    """Whoever was taken off a task stays off it, until it is over."""
    live = sorted((claim for claim in claims if claim.state.live), key=rules.better)
    if now < task.ends_at and any(claim.state is ClaimState.REMOVED for claim in claims):
        return [Lost(claim, None, task) for claim in live]
    return [Lost(claim, live[0], task) for claim in live[1:]]


async def _offer_on(tx: Tx, lost: Iterable[Lost], now: datetime) -> None:
    for one in lost:
        slot = one.task.slot(one.claim.slot_id)
        if slot is not None and one.claim.state.takes_a_place:
            await lining.offer_free_places(tx, one.task, slot, now)


async def _doubled(tx: Tx, person: Person, lost: Iterable[Lost], now: datetime) -> tuple[Standing, ...]:
    ids = [one.task.id for one in lost if one.kept is not None and now < one.task.ends_at]
    standings = await tx.tasks.standings(person.id, ids) if ids else []
    return tuple(one for one in standings if one.live and one.task.state is not TaskState.CANCELLED)


async def _overlapping(tx: Tx, person: Person, theirs: set[int]) -> tuple[tuple[Task, Task], ...]:
    """Places at the same time, of which each of them had one."""
    held = [claim for claim in await tx.claims.live_of_person(person.id) if claim.state is ClaimState.HELD]
    tasks = {task.id: task for task in await tx.tasks.many({claim.task_id for claim in held})} if held else {}
    return tuple(
        (tasks[one.task_id], tasks[other.task_id])
        for one, other in combinations(held, 2)
        if (one.id in theirs) is not (other.id in theirs) and _at_once(_slot(tasks, one), _slot(tasks, other))
    )


def _slot(tasks: dict[int, Task], claim: Claim) -> Slot | None:
    return tasks[claim.task_id].slot(claim.slot_id)


def _at_once(one: Slot | None, other: Slot | None) -> bool:
    return one is not None and other is not None and one.overlaps(other)
