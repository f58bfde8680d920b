"""Virtual time jumps to the next timer, and says so when nothing can happen any more."""

import asyncio
import time
from datetime import UTC, datetime
from functools import partial

import pytest

from simulation.options import ZONE
from simulation.virtual import Stuck, VirtualClock, VirtualLoop

START = datetime(2027, 3, 28, tzinfo=UTC)


def test_a_year_of_sleep_takes_no_time() -> None:
    async def sleep() -> float:
        await asyncio.sleep(365 * 86400)
        return asyncio.get_running_loop().time()

    began = time.monotonic()
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        assert runner.run(sleep()) == pytest.approx(365 * 86400)
    assert time.monotonic() - began < 60


def test_timers_ring_in_their_order_at_their_time() -> None:
    async def ring() -> list[tuple[str, float]]:
        loop = asyncio.get_running_loop()
        heard: list[tuple[str, float]] = []
        for name, delay in (("late", 7200.0), ("soon", 0.5), ("later", 7200.25)):
            loop.call_later(delay, partial(_hear, heard, name))
        await asyncio.sleep(8000)
        return heard

    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        assert runner.run(ring()) == [("soon", 0.5), ("late", 7200.0), ("later", 7200.25)]


def _hear(heard: list[tuple[str, float]], name: str) -> None:
    heard.append((name, asyncio.get_running_loop().time()))


def test_the_clock_follows_the_loop() -> None:
    async def look() -> tuple[datetime, datetime]:
        clock = VirtualClock(START, asyncio.get_running_loop())
        before = clock.now()
        await clock.sleep(3600)
        return before, clock.now()

    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        assert runner.run(look()) == (START, datetime(2027, 3, 28, 1, tzinfo=UTC))


def test_an_hour_is_an_hour_also_when_the_clocks_change() -> None:
    async def look() -> datetime:
        clock = VirtualClock(datetime(2027, 3, 28, 1, 30, tzinfo=ZONE), asyncio.get_running_loop())
        await clock.sleep(3600)
        return clock.now()

    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        assert runner.run(look()) == datetime(2027, 3, 28, 3, 30, tzinfo=ZONE)


def test_waiting_for_nothing_is_an_error_and_not_for_ever() -> None:
    async def wait() -> None:
        await asyncio.get_running_loop().create_future()

    with asyncio.Runner(loop_factory=VirtualLoop) as runner, pytest.raises(Stuck):
        runner.run(wait())
