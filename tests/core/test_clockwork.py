"""A tick looks at everything that comes due with time."""

import asyncio
import logging
from datetime import timedelta

import pytest

from bot import clockwork
from bot.clockwork import Clockwork
from tests.core.delivering import Follows
from tests.people import ZONE
from tests.world import World


async def _ticks(world: World) -> None:
    await Clockwork(world.storage, Follows(world), ZONE, lambda: None).tick()


async def test_a_tick_cleans_up(world: World) -> None:
    """Design I10. Red when the daily clean-up is no duty of the clockwork."""
    task = await world.task(1)
    await world.claims(world.bob, task)
    world.now = task.ends_at + timedelta(days=31)
    await _ticks(world)
    assert await world.rows("SELECT id FROM claims") == []


async def test_a_tick_reminds_and_ends(world: World) -> None:
    task = await world.task(1)
    await world.claims(world.bob, task)
    world.now = task.starts_at - timedelta(hours=2)
    await _ticks(world)
    assert "reminder" in await world.owed(world.bob)
    world.now = task.ends_at
    await _ticks(world)
    assert await world.rows("SELECT state FROM tasks") == [("ended",)]


async def test_ticks_that_wait_for_a_disk_fill_no_log(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Red when APScheduler says at each tick that the one before still runs: a night of a full disk is long."""
    monkeypatch.setattr(clockwork, "OFTEN", 0.02)
    ticking = Clockwork(world.storage, Follows(world), ZONE, lambda: None)
    with caplog.at_level(logging.INFO):
        async with world.storage.transaction():
            ticking.start()
            await asyncio.sleep(0.2)
        ticking.stop()
    assert [record.getMessage() for record in caplog.records] == []
