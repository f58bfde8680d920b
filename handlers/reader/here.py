"""Where and when a text is read: the moment, the zone, and the two nights a year when the clock is moved."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.unclear import Reason, Unclear


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """Now, and the zone whose clock people mean."""

    now: datetime
    zone: ZoneInfo

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def instants(self, day: date, minute: int) -> tuple[datetime, ...]:
        """The moment in UTC at which the wall clock shows so many minutes after the day began; two in the
        doubled hour of autumn. In the gap of spring there is none, and the candidate is what it becomes."""
        wall = datetime.combine(day, time()) + timedelta(minutes=minute)
        first, second = (wall.replace(tzinfo=self.zone, fold=fold).astimezone(UTC) for fold in (0, 1))
        if first == second:
            return (first,)
        if first.astimezone(self.zone).replace(tzinfo=None) != wall:
            raise Unclear(Reason.NO_SUCH_TIME, candidates=(first,), day=wall.date())
        return first, second

    def is_ahead(self, day: date, minute: int) -> bool:
        wall = datetime.combine(day, time()) + timedelta(minutes=minute)
        return wall.replace(tzinfo=self.zone) > self.now
