"""The sandbox's time, and travelling through it."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from sandbox import Sandbox, SandboxClock
from tests.sandbox.conftest import NOW, Place, Wire


class Diary:
    """Things due at certain minutes; doing one may make another due."""

    def __init__(self, clock: SandboxClock, *minutes: int) -> None:
        self.clock = clock
        self.due = sorted(NOW + timedelta(minutes=one) for one in minutes)
        self.settled: list[datetime] = []

    async def next_moment(self, after: datetime, until: datetime | None) -> datetime | None:
        return next((one for one in self.due if one > after and (until is None or one <= until)), None)

    async def settle(self) -> None:
        self.settled.append(self.clock.now())
        if self.clock.now() == NOW + timedelta(minutes=10):
            self.due = sorted([*self.due, NOW + timedelta(minutes=12)])

    def minutes(self) -> list[float]:
        return [(one - NOW).total_seconds() / 60 for one in self.settled]


async def test_each_due_moment_is_played_in_order(sandbox: Sandbox, clock: SandboxClock) -> None:
    diary = sandbox.timekeeper = Diary(clock, 50, 10, 30, 90)
    await sandbox.travel_by(3600)
    assert diary.minutes() == [10, 12, 30, 50, 60]
    assert clock.now() == NOW + timedelta(hours=1)
    assert await sandbox.travel_to_next() == NOW + timedelta(minutes=90)
    assert await sandbox.travel_to_next() is None
    assert clock.now() == NOW + timedelta(minutes=90)


async def test_two_travellers_go_one_after_the_other(sandbox: Sandbox, clock: SandboxClock) -> None:
    diary = sandbox.timekeeper = Diary(clock, 20, 40)
    await asyncio.gather(sandbox.travel(NOW + timedelta(minutes=30)), sandbox.travel(NOW + timedelta(minutes=45)))
    assert diary.minutes() == [20, 30, 40, 45]


async def test_time_does_not_go_back(sandbox: Sandbox, clock: SandboxClock) -> None:
    with pytest.raises(ValueError, match="only moves forward"):
        await sandbox.travel_by(-1)
    with pytest.raises(ValueError, match="only moves forward"):
        clock.move_to(NOW - timedelta(seconds=1))


async def test_a_timekeeper_that_names_the_past_is_stopped(sandbox: Sandbox, clock: SandboxClock) -> None:
    class Stuck(Diary):
        async def next_moment(self, after: datetime, until: datetime | None) -> datetime | None:
            return NOW

    sandbox.timekeeper = Stuck(clock)
    with pytest.raises(ValueError, match="not after"):
        await sandbox.travel_by(60)


async def test_sleepers_wake_when_the_clock_passes_them(clock: SandboxClock) -> None:
    sleeper = asyncio.create_task(clock.sleep(60))
    await asyncio.sleep(0)
    clock.move_to(NOW + timedelta(seconds=59))
    await asyncio.sleep(0)
    assert not sleeper.done()
    clock.move_to(NOW + timedelta(seconds=60))
    await sleeper


async def test_a_running_clock_follows_real_time_from_where_it_is_put() -> None:
    clock = SandboxClock(NOW)
    assert NOW <= clock.now() < NOW + timedelta(minutes=1)
    clock.move_to(NOW + timedelta(days=1))
    clock.move_to(NOW)
    assert timedelta(0) <= clock.now() - NOW - timedelta(days=1) < timedelta(minutes=1)
    await clock.sleep(0.001)
    assert SandboxClock().now() - datetime.now(UTC) < timedelta(seconds=1)


async def test_a_press_can_be_answered_for_fifteen_seconds_of_the_sandbox(
    place: Place, call: Wire, clock: SandboxClock
) -> None:
    await call.result("sendMessage", chat_id=place.bob.id, text="Hej")
    message = place.sandbox.last(place.bob)
    early, late = (place.sandbox.press_data(place.bob, message, "x") for _ in range(2))
    clock.move_to(NOW + timedelta(seconds=15))
    await call.result("answerCallbackQuery", callback_query_id=early.id)
    clock.move_to(NOW + timedelta(seconds=16))
    assert not (await call("answerCallbackQuery", {"callback_query_id": late.id}))["ok"]
    with pytest.raises(TimeoutError):
        await late.answer(timeout=0.001)
