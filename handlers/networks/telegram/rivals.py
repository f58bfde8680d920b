"""Two processes on one token: which of them stays (design, One poller)."""

import logging
import secrets
from collections.abc import Callable

from bot.errors import Unworkable
from bot.vitals import Part, Vitals

log = logging.getLogger(__name__)

PATIENCE = 30.0
LOT = 15
UNDISTURBED = 10.0
"""Seconds. Two that poll meet within three."""
UNDISTURBED_BESIDE_A_WEBHOOK = 75.0
"""Seconds. Who has a webhook looks for it every thirty."""

Now = Callable[[], float]


class Conflicts:
    """Who gives up when two processes serve one bot: the one that started last.

    Each getUpdates ends the other process's (409), and each setWebhook takes the updates from the other, so both
    meet conflicts, and both get something now and then. What differs is the past: whoever was *undisturbed* for a
    while is *settled* and stays for good. Whoever never was, and meets conflicts for 30 s, came last and gives up.
    As both look more often than that while, nobody settles during a conflict. Two that start at the same time are
    both unsettled: a lot adds up to 15 s to their patience, and the one that gives up first lets the other settle.
    A killed process's poll, which the server may still hold open for 25 s, passes before anybody gives up.

    Args:
        now: monotonic seconds.
        patience: seconds of conflicts after which one that never was alone gives up; by lot when left out.
        undisturbed: seconds without a conflict that settle.
        vitals: told whether we are alone.
    """

    def __init__(
        self,
        now: Now,
        patience: float | None = None,
        undisturbed: float = UNDISTURBED,
        vitals: Vitals | None = None,
    ) -> None:
        self.settled = False
        self.undisturbed = undisturbed
        self._now = now
        self._patience = patience or PATIENCE + secrets.randbelow(LOT)
        self._undisturbed_since: float | None = None
        self._first_met: float | None = None
        self._told = False
        self._vitals = vitals or Vitals()

    def begins(self) -> None:
        """A call begins whose end will show whether we are alone."""
        if self._undisturbed_since is None:
            self._undisturbed_since = self._now()

    def went_well(self) -> None:
        self._settle()

    def broke_off(self) -> None:
        """The call failed for another reason: nothing is known of the other process meanwhile."""
        self._undisturbed_since = None

    def met(self, rival: str) -> None:
        """Somebody else serves this bot. Unworkable if it is us who should stop.

        Args:
            rival: who it is and what it does, as in "another process polls this bot".
        """
        self._settle()
        self._undisturbed_since = None
        self._vitals.fails(Part.ALONE)
        now = self._now()
        if self._first_met is None:
            self._first_met = now
        if now - self._first_met < self._patience:
            return
        if not self.settled:
            raise Unworkable(f"{rival}: stop it first, or use another TJANS_TELEGRAM_TOKEN")
        if not self._told:
            log.warning("%s too; it started later and should stop", rival)
            self._told = True

    def _settle(self) -> None:
        since = self._undisturbed_since
        if since is not None and self._now() - since >= self.undisturbed:
            self.settled, self._first_met, self._told = True, None, False
            self._vitals.works(Part.ALONE)
