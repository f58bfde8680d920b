"""The ticks of a simulated program: those at which nothing can be due are left out.

The program ticks every five seconds, six million times a year. Here it ticks, on the same beat, at every quarter of
an hour, which is where this year's tasks begin, end and are reminded of; when an offer runs out or a notice is due;
and after a change that may leave a task short of people or a card gone. What a tick does is the program's own code.
"""

import asyncio
import heapq
import math
from collections.abc import Callable
from zoneinfo import ZoneInfo

from bot.alerting import LOOK_EVERY, Alerting
from bot.clockwork import OFTEN, Clockwork
from bot.ports import Clock
from bot.store import Storage

QUARTER = 900.0


class Pulse(Clockwork):
    """Clockwork on a virtual clock. APScheduler, which gives the ticks else, reads the real one."""

    def __init__(self, storage: Storage, clock: Clock, zone: ZoneInfo, promised: Callable[[], None]) -> None:
        super().__init__(storage, clock, zone, promised)
        self._now: Callable[[], float] = lambda: clock.now().timestamp()
        self._next = self._large_at = 0.0
        self._sooner = asyncio.Event()
        self._dues: list[float] = []
        self._beating: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._beating = asyncio.ensure_future(self._beat())

    def stop(self) -> None:
        if self._beating is not None:
            self._beating.cancel()

    def wanted(self, at: float, *, large: bool = False) -> None:
        """At this moment, in seconds since 1970, a tick may have something to do; `large`: a large question, too."""
        heapq.heappush(self._dues, at)
        if large:
            self._large_at = min(self._large_at, at)
        if at < self._next:
            self._sooner.set()

    async def _beat(self) -> None:
        while True:
            now = self._now()
            while self._dues and self._dues[0] <= now:
                heapq.heappop(self._dues)
            await self._look(now)
            quarter = (now // QUARTER + 1) * QUARTER
            while (left := self._next_tick(now, quarter) - self._now()) > 0:
                await self._wait(left)

    async def _look(self, now: float) -> None:
        """The large questions only where their answer may have changed."""
        if now >= self._large_at:
            self._large_at = (now // QUARTER + 1) * QUARTER
            await self.tick()
        else:
            await self._do(self._quick_duties())

    def _next_tick(self, last: float, quarter: float) -> float:
        """The first tick after the last one that may have something to do."""
        due = min(quarter, self._dues[0]) if self._dues else quarter
        self._next = max(_on_the_beat(last + OFTEN / 2), _on_the_beat(due))
        return self._next

    async def _wait(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._sooner.wait()
        except TimeoutError:
            return
        self._sooner.clear()


class Vigil(Alerting):
    """What stays wrong is looked for every quarter of an hour, and half a minute later, as the program would."""

    async def run(self) -> None:
        while True:
            await asyncio.sleep(QUARTER)
            await self.look()
            await asyncio.sleep(LOOK_EVERY)
            await self.look()


def _on_the_beat(moment: float) -> float:
    """The tick at or after this moment."""
    return math.ceil(moment / OFTEN) * OFTEN
