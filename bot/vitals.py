"""What works and what does not, as this process has seen lately: for `/ready`, and for those who are told."""

import math
import time
from collections.abc import Callable, Iterable
from enum import StrEnum

from bot.incoming import Network

SILENT = 90.0
"""Seconds without a sign of life after which a network is not there: it is called at least every 45."""


class Part(StrEnum):
    """What may fail. Each is told of by whoever uses it. Each network is one, by its name (`of`)."""

    DISK = "disk"
    TELEGRAM = "telegram"
    DISCORD = "discord"
    ALONE = "alone"  # that no other process serves this bot
    INBOX = "inbox"  # that updates are handled soon
    OUTBOX = "outbox"  # that notices are sent soon
    BACKUP = "backup"
    OPENING = "opening"  # that the network lets private chats be opened

    @classmethod
    def of(cls, network: Network) -> "Part":
        return cls(network.value)


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

    def silent(self, networks: Iterable[Network]) -> frozenset[Network]:
        """Those of them that have not been there lately, or never were."""
        return frozenset(one for one in networks if self.idle(Part.of(one)) > SILENT)

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
