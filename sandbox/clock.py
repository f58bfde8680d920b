"""The sandbox's own time: it follows real time plus an offset, or stands still, and can be moved forward."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Timekeeper(Protocol):
    """Whoever knows what is due; `Sandbox.travel` plays each of its moments in order."""

    async def next_moment(self, after: datetime, until: datetime | None) -> datetime | None:
        """The first moment later than `after` (and not later than `until`) at which something is due."""

    async def settle(self) -> None:
        """Return when all that was due has been done."""


class SandboxClock:
    """Message dates and the ages of presses come from here; flood windows do not.

    Args:
        start: the first `now()`; real time when left out.
        frozen: stand still between moves, for tests.
    """

    def __init__(self, start: datetime | None = None, *, frozen: bool = False) -> None:
        real = datetime.now(UTC)
        begin = (start or real).astimezone(UTC)
        self._offset = begin - real
        self._still = begin if frozen else None
        self._moved = asyncio.Event()

    @property
    def runs(self) -> bool:
        """Does it follow real time, or stand still?"""
        return self._still is None

    def now(self) -> datetime:
        """Aware, UTC."""
        return self._still or datetime.now(UTC) + self._offset

    def move_to(self, moment: datetime) -> None:
        """Set the time and wake whoever's sleep is over. Never backwards: a running clock may be past it already."""
        if self._still and moment < self._still:
            raise ValueError(f"The clock only moves forward: it is {self._still:%Y-%m-%d %H:%M:%S} UTC.")
        if self._still:
            self._still = moment.astimezone(UTC)
        else:
            self._offset += max(moment - self.now(), timedelta())
        self._moved.set()
        self._moved = asyncio.Event()

    async def sleep(self, seconds: float) -> None:
        """Sleep in this clock's time: a move past the end wakes at once."""
        until = self.now() + timedelta(seconds=seconds)
        while (left := (until - self.now()).total_seconds()) > 0:
            await self._tick(None if self._still else left)

    async def _tick(self, seconds: float | None) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._moved.wait()
        except TimeoutError:
            return
