"""Guests have no chat with the bot: the coordinator seats them, and hears what they must be told."""

from datetime import timedelta

import pytest

from bot import posting, staffing
from bot.model import ClaimState, Task
from bot.refusals import Full, NotFor, NothingToUndo
from bot.staffing import Staffed
from tests.core.delivering import heard
from tests.core.recorder import Recorder
from tests.usecases.desk import Desk
from tests.world import World


async def _guest(world: World, task: Task, *, in_line: bool = False) -> Staffed:
    fields: dict[str, object] = {"slot": task.slots[0].id, "name": "Gerda"}
    async with world.storage.transaction() as tx:
        draft = tx.drafts.add(world.alice.id, "add", "who", fields, world.now, task.id)
        return await staffing.add_guest(tx, world.alice, draft, world.now, in_line=in_line)


async def _state(world: World, staffed: Staffed) -> ClaimState:
    async with world.storage.transaction() as tx:
        claim = await tx.claims.get(staffed.claim.id)
    assert claim
    return claim.state


async def test_a_guest_in_line_is_given_the_place_that_came_free(world: World) -> None:
    """Nobody can offer it to them. Red when the roster has no button for it."""
    task = await world.task(1)
    await world.claims(world.bob, task)
    waiting = await _guest(world, task, in_line=True)
    alice = Desk(world, world.alice)
    await alice.forges(f"roster:{task.id}")
    assert "seat" not in alice.verbs()
    await world.leaves(world.bob, task)
    await alice.forges(f"roster:{task.id}")
    await alice.presses("seat")
    assert await _state(world, waiting) is ClaimState.HELD
    await alice.forges(f"seat:{waiting.claim.id}")  # twice is once
    assert await _state(world, waiting) is ClaimState.HELD


async def test_a_place_that_went_meanwhile_cannot_be_given_to_them(world: World) -> None:
    task = await world.task(1)
    await world.claims(world.bob, task)
    waiting = await _guest(world, task, in_line=True)
    with pytest.raises(NotFor) as refused:
        async with world.storage.transaction() as tx:
            await staffing.seat(tx, world.alice, waiting.claim.id, world.now)
    assert isinstance(refused.value.reason, Full)
    async with world.storage.transaction() as tx:
        await staffing.take_off(tx, world.alice, waiting.claim.id, world.now)
    with pytest.raises(NothingToUndo):
        async with world.storage.transaction() as tx:
            await staffing.seat(tx, world.alice, waiting.claim.id, world.now)


async def test_what_a_guest_must_know_is_told_the_coordinator(world: World) -> None:
    """Red when notices to guests are dropped: nobody tells Gerda that she need not come."""
    task = await world.task(2)
    await _guest(world, task)
    async with world.storage.transaction() as tx:
        await posting.cancel(tx, world.alice, task.id, world.now)
    news = await heard(world, Recorder(), world.alice)
    assert ["Gerda" in headline for headline in news] == [True]


async def test_who_waits_and_cannot_be_reached_is_given_a_place_by_hand_too(world: World) -> None:
    ghost = await world.person("Gert", reachable=False)
    task = await world.task(1, starts_in=timedelta(days=3))
    await world.claims(world.bob, task)
    await world.waits(ghost, task)
    await world.leaves(world.bob, task)
    alice = Desk(world, world.alice)
    await alice.forges(f"roster:{task.id}")
    await alice.presses("seat")
    live = (await world.standing(ghost, task)).live
    assert live
    assert live.state is ClaimState.HELD
