"""Whether a network is away, as far as sends have shown: then one at a time asks whether it is back."""

import asyncio
import logging
from collections.abc import Callable, Collection

from bot.incoming import Network

log = logging.getLogger(__name__)

BEGINS_AT = 3
"""Sends in a row whose fate is unknown, before the network counts as away: one of them alone is everyday life."""
WAITS = (5.0, 10.0, 20.0, 30.0)
"""Seconds from one try that failed to the next, while the network is away."""


class Outage:
    """Begins with three sends in a row whose fate is unknown, ends with one that got through.

    Args:
        network: the one it is about.
        now: monotonic seconds, real ones: the running loop's.
    """

    def __init__(self, network: Network, now: Callable[[], float] | None = None) -> None:
        self._network = network
        self._now = now or asyncio.get_running_loop().time
        self._failures = 0
        self._next_try = 0.0

    @property
    def lasts(self) -> bool:
        return self._failures >= BEGINS_AT

    def room(self, most: int, in_flight: int) -> int:
        """How many sends may begin now: `most` less those in flight; while it lasts one, and that not at once."""
        if not self.lasts:
            return most - in_flight
        return 1 if not in_flight and self._now() >= self._next_try else 0

    def failed(self) -> None:
        """A send has met an unknown fate. One that began before the outage did says nothing new."""
        if self.lasts and self._now() < self._next_try:
            return
        self._failures += 1
        if self._failures == BEGINS_AT:
            log.warning("sends to %s fail: trying one at a time until one gets through", self._network)
        if self.lasts:
            self._next_try = self._now() + WAITS[min(self._failures - BEGINS_AT, len(WAITS) - 1)]

    def got_through(self) -> bool:
        """A send was answered, be it with a refusal; whether an outage has ended with that."""
        ended = self.lasts
        if ended:
            log.warning("sends to %s get through again", self._network)
        self._failures = 0
        return ended


class Outages:
    """One for each network: where one is away, the others' sends go on.

    Shared by all who send, so that what one of them learns the others need not find out.

    Args:
        now: see `Outage`.
        failing: the networks that fail as far as others have seen: those who listen there.
    """

    def __init__(
        self, now: Callable[[], float] | None = None, failing: Callable[[], Collection[Network]] = tuple
    ) -> None:
        self._now = now
        self._failing = failing
        self._of: dict[Network, Outage] = {}
        self._gone: set[Network] = set()

    def of(self, network: Network) -> Outage:
        if network not in self._of:
            self._of[network] = Outage(network, self._now)
        return self._of[network]

    def gave_up(self, network: Network) -> None:
        """It is served no more until the next start."""
        self._gone.add(network)

    def away(self) -> frozenset[Network]:
        """The networks that are away now, as far as anybody knows."""
        lasting = (network for network, outage in self._of.items() if outage.lasts)
        return frozenset(self._gone).union(self._failing(), lasting)
