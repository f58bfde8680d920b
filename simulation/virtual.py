"""Virtual time: a loop that jumps to its next timer instead of waiting for it. No threads, no sockets."""

import asyncio
import selectors
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sandbox import SandboxClock

MOST_TURNS = 2_000_000
"""Turns of the loop at one moment after which somebody must be going round in circles."""


class Stuck(Exception):
    """Nothing can happen any more, or the same things happen for ever at one moment."""


class _Jump(selectors.BaseSelector):
    """A selector that selects nothing: waiting for so long means that it is so much later."""

    def __init__(self) -> None:
        self.now = 0.0
        self._turns = 0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            raise Stuck("nobody is waiting for a moment: nothing will ever happen again")
        self._turns = 0 if timeout > 0 else self._turns + 1
        if self._turns > MOST_TURNS:
            raise Stuck(f"{MOST_TURNS} turns at one moment")
        self.now += max(0.0, timeout)
        return []

    def register(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:
        return selectors.SelectorKey(fileobj, 0, events, data)

    def unregister(self, fileobj: Any) -> selectors.SelectorKey:
        return selectors.SelectorKey(fileobj, 0, 0, None)

    def get_map(self) -> Mapping[Any, selectors.SelectorKey]:
        return {}


class VirtualLoop(asyncio.SelectorEventLoop):
    """asyncio's own loop; `time()` is virtual and starts at 0. The order of all steps follows from the program."""

    def __init__(self) -> None:
        self._jump = _Jump()
        super().__init__(self._jump)
        # asyncio lets a timer ring that is due within this; a float of a year's seconds is no finer than 4e-9.
        self._clock_resolution = 1e-6

    def time(self) -> float:
        return self._jump.now


class VirtualClock(SandboxClock):
    """The time of day on a virtual loop: for the program and for the sandbox.

    Args:
        start: the time of day when the loop's time is 0.
    """

    def __init__(self, start: datetime, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(start, frozen=True)
        self._start = start.astimezone(UTC)  # a sum in another zone would follow the clock on the wall
        self._loop = loop

    def now(self) -> datetime:
        return self._start + timedelta(seconds=self._loop.time())

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(max(0.0, seconds))
