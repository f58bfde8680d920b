"""What waits."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """Updates not handled, notices whose time has come, cards that may be stale; and since when the oldest waits."""

    updates: int
    oldest_update: datetime | None
    notices: int
    oldest_notice: datetime | None
    stale_cards: int

    def updates_wait(self, now: datetime) -> float:
        """Seconds for which the oldest update has waited; 0 if none waits."""
        return _seconds(self.oldest_update, now)

    def notices_wait(self, now: datetime) -> float:
        """Seconds for which the oldest notice has been due; 0 if none is."""
        return _seconds(self.oldest_notice, now)


def _seconds(since: datetime | None, now: datetime) -> float:
    return 0.0 if since is None else max(0.0, (now - since).total_seconds())
