"""Telegram's flood limits, in real time (Bot API FAQ, "My bot is hitting limits, how do I avoid this?").

Sends and edits count alike: 30 a second over all, 20 a minute to a group or channel, one a second to a
person after a burst of three. The true server does not publish its windows; these are the stated numbers.
"""

import math
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass

from sandbox.errors import Refused, too_many

JITTER = 0.05  # seconds by which two calls may come closer than they were sent: the wire's fault, not the bot's


class Window:
    """At most `most` calls in any `seconds`."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most = most
        self._seconds = seconds - JITTER
        self._taken: deque[float] = deque()

    def wait(self, now: float) -> float:
        """Seconds until another call fits; 0 when it fits now."""
        while self._taken and self._taken[0] <= now - self._seconds:
            self._taken.popleft()
        return 0.0 if len(self._taken) < self._most else self._taken[0] + self._seconds - now

    def take(self, now: float) -> None:
        """Count a call."""
        self._taken.append(now)


@dataclass(slots=True)
class Bucket:
    """One call a second after a burst of `most`."""

    most: float = 3.0
    left: float = 3.0
    at: float = 0.0

    def wait(self, now: float) -> float:
        """Seconds until another call fits; 0 when it fits now."""
        self.left = min(self.most, self.left + now - self.at)
        self.at = now
        return max(0.0, 1.0 - JITTER - self.left)

    def take(self, now: float) -> None:
        """Count a call."""
        self.left -= 1.0


class Floods:
    """All limits of one bot.

    Args:
        timer: real seconds, monotonic; a test injects its own.
        on: False lets everything pass.
        a_second: how many calls a second over all.
        a_minute: how many a minute to a group or channel.
    """

    def __init__(
        self, timer: Callable[[], float], *, on: bool = True, a_second: int = 30, a_minute: int = 20
    ) -> None:
        self.on = on
        self._timer = timer
        self._all = Window(a_second, 1.0)
        self._people: dict[int, Bucket] = defaultdict(Bucket)
        self._chats: dict[int, Window] = defaultdict(lambda: Window(a_minute, 60.0))

    def somebody_else(self, chat_id: int) -> bool:
        """Another program with the same token sends there: whether it could."""
        try:
            self.count(chat_id)
        except Refused:
            return False
        return True

    def count(self, chat_id: int) -> None:
        """Count one send, copy, forward or edit; 429 when it is one too many, which then does not count."""
        if not self.on:
            return
        now = self._timer()
        limit = self._people[chat_id] if chat_id > 0 else self._chats[chat_id]
        wait = max(self._all.wait(now), limit.wait(now))
        if wait > 0:
            raise too_many(math.ceil(wait))
        self._all.take(now)
        limit.take(now)
