"""Who may call now: fifty calls a second in all, and who goes first when that is short.

What each route allows is told in headers and kept by discord.py. A call takes its turn here once its route lets it:
those that waited for one would else start all at once, beside as many others as are allowed. That cards in a channel
are edited three seconds apart or more, and so never reach the limits for old messages, is the publisher's doing.
"""

import asyncio
import heapq
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from itertools import count

from bot.ports import Urgency

MOST, SECONDS = 45, 1.05
"""50 a second per bot (docs, topics/rate-limits), less a few for what discord.py asks on its own. Answers to
interactions are outside it."""

_URGENCY: ContextVar[Urgency | None] = ContextVar("urgency", default=None)


class Pause:
    """A while in which something is not asked for at all.

    Args:
        now: monotonic seconds.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._until = 0.0

    def begin(self, lasts: timedelta) -> None:
        self._until = self._now() + lasts.total_seconds()

    def left(self) -> timedelta | None:
        """How long it still lasts; None if it is over."""
        left = self._until - self._now()
        return timedelta(seconds=left) if left > 0 else None


class Pacer:
    """Lets calls start by urgency, then first come.

    Args:
        now: monotonic seconds.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._started: deque[float] = deque()
        self._waiting: list[tuple[int, int, asyncio.Future[None]]] = []
        self._numbers = count()
        self._alarm: asyncio.TimerHandle | None = None

    @contextmanager
    def calls(self, urgency: Urgency) -> Iterator[None]:
        """The calls made in this block count, and are this urgent. All others may start at once."""
        outside = _URGENCY.set(urgency)
        try:
            yield
        finally:
            _URGENCY.reset(outside)

    async def admit(self) -> None:
        """Wait until the call that is about to be made may start."""
        urgency = _URGENCY.get()
        if urgency is None:
            return
        if not self._waiting and self._room():
            self._started.append(self._now())
        else:
            turn = asyncio.get_running_loop().create_future()
            heapq.heappush(self._waiting, (urgency, next(self._numbers), turn))
            self._set_alarm()
            await turn

    def _room(self) -> bool:
        now = self._now()
        while self._started and self._started[0] + SECONDS <= now:
            self._started.popleft()
        return len(self._started) < MOST

    def _let_in(self) -> None:
        self._alarm = None
        while self._waiting and self._room():
            _, _, turn = heapq.heappop(self._waiting)
            if not turn.cancelled():
                self._started.append(self._now())
                turn.set_result(None)
        self._set_alarm()

    def _set_alarm(self) -> None:
        if self._alarm is None and self._waiting and self._started:
            wait = max(0.0, self._started[0] + SECONDS - self._now())
            self._alarm = asyncio.get_running_loop().call_later(wait, self._let_in)
