"""What works and what does not, as this process has seen lately: for `/ready`, and for those who are told."""

import math
import time
from collections.abc import Callable
from enum import StrEnum


class Part(StrEnum):
    """What may fail. Each is told of by whoever uses it."""

    DISK = "disk"
    NETWORK = "network"
    ALONE = "alone"  # that no other process serves this bot
    INBOX = "inbox"  # that updates are handled soon
    OUTBOX = "outbox"  # that notices are sent soon
    BACKUP = "backup"
    OPENING = "opening"  # that the network lets private chats be opened


class Vitals:
    """Remembers when each part worked last, and since when it has not. In memory: of this process only.

    Args:
        now: monotonic seconds, real ones: how long something lasts must not depend on a clock that is moved.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._worked_at: dict[Part, float] = {}
        self._works_since: dict[Part, float] = {}
        self._fails_since: dict[Part, float] = {}

    def works(self, part: Part) -> None:
        now = self._now()
        self._worked_at[part] = now
        self._works_since.setdefault(part, now)
        self._fails_since.pop(part, None)

    def fails(self, part: Part) -> None:
        self._works_since.pop(part, None)
        self._fails_since.setdefault(part, self._now())

    def note(self, part: Part, *, works: bool) -> None:
        if works:
            self.works(part)
        else:
            self.fails(part)

    def idle(self, part: Part) -> float:
        """Seconds since it worked last; infinite if it never did."""
        return self._now() - self._worked_at.get(part, -math.inf)

    def fails_now(self, part: Part) -> bool:
        return part in self._fails_since

    def working(self, part: Part) -> float:
        """Seconds for which it has worked without a failure; 0 if it fails, or nothing is known."""
        since = self._works_since.get(part)
        return 0.0 if since is None else self._now() - since

    def failing(self, part: Part) -> float:
        """Seconds for which it has failed; 0 if it works, or nothing is known."""
        since = self._fails_since.get(part)
        return 0.0 if since is None else self._now() - since
