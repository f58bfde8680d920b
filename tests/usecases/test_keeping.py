"""Staying on a task that was moved."""

import pytest

from bot import keeping, posting
from bot.keeping import Kept
from bot.refusals import NotYours
from tests.world import World


async def _keeps(world: World, claim_id: int) -> Kept:
    async with world.storage.transaction() as tx:
        return await keeping.keep(tx, world.bob, claim_id, world.now)


async def test_somebody_elses_place_cannot_be_kept(world: World) -> None:
    task = await world.task(1)
    held = (await world.claims(world.bob, task)).claim
    assert held
    async with world.storage.transaction() as tx:
        with pytest.raises(NotYours):
            await keeping.keep(tx, world.charlie, held.id, world.now)


async def test_nobody_chooses_between_a_task_and_one_that_is_called_off(world: World) -> None:
    """Red when `clashing_task` does not ask whether the task takes place: nothing of it is left to keep."""
    task = await world.task(1)
    held = (await world.claims(world.bob, task)).claim
    assert held
    async with world.storage.transaction() as tx:
        await posting.cancel(tx, world.alice, task.id, world.now)
    other = await world.task(1)
    await world.claims(world.bob, other)
    assert (await _keeps(world, held.id)).other is None
    async with world.storage.transaction() as tx:
        await posting.restore(tx, world.alice, task.id, world.now)
    assert (await _keeps(world, held.id)).other == await world.see(other)
