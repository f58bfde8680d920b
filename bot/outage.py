"""Whether a network is away, as far as sends have shown: then one at a time asks whether it is back."""

import logging
from collections.abc import Callable

log = logging.getLogger(__name__)

WAITS = (5.0, 10.0, 20.0, 30.0)
"""Seconds from one send that failed to the next try, while the network is away."""


class Outage:
    """Begins with a send whose fate is unknown, ends with one that got through.

    Args:
        now: monotonic seconds, real ones.
    """

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._failures = 0
        self._next_try = 0.0

    @property
    def lasts(self) -> bool:
        return self._failures > 0

    def room(self, most: int, in_flight: int) -> int:
        """How many sends may begin now: `most` less those in flight; while it lasts one, and that not at once."""
        if not self.lasts:
            return most - in_flight
        return 1 if not in_flight and self._now() >= self._next_try else 0

    def failed(self) -> None:
        if not self.lasts:
            log.warning("a send failed: trying one at a time until one gets through")
        wait = WAITS[min(self._failures, len(WAITS) - 1)]
        self._failures += 1
        self._next_try = self._now() + wait

    def got_through(self) -> None:
        if self.lasts:
            log.warning("sends get through again")
        self._failures = 0
