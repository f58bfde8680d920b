"""The daily backup: when it is due. The disk makes it, beside everything else, and nothing waits for it."""

import logging
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.cleaning import AT_HOUR as CLEANED_AT
from bot.errors import Unworkable
from bot.ports import Backups, Clock
from bot.vitals import Part, Vitals

log = logging.getLogger(__name__)

AT_HOUR = CLEANED_AT + 1
"""Local time, after the clean-up: what it deletes should not live on in the copy."""
AGAIN = timedelta(hours=1)


class Safekeeping:
    """Asked each minute; makes one copy for each local day."""

    def __init__(self, backups: Backups, clock: Clock, zone: ZoneInfo, vitals: Vitals) -> None:
        self._backups = backups
        self._clock = clock
        self._zone = zone
        self._vitals = vitals
        self._done: date | None = None
        self._not_before: datetime | None = None

    async def look(self) -> None:
        """Make the day's copy if it is missing, also when its hour was slept through. A failure is only logged."""
        now = self._clock.now()
        day = day_of(now, self._zone)
        if day == self._done or (self._not_before is not None and now < self._not_before):
            return
        try:
            made = await self._backups.make(day)
        except Unworkable as reason:
            log.error("%s (trying again in an hour)", reason)
            self._not_before = now + AGAIN
            self._vitals.fails(Part.BACKUP)
            return
        self._done = day
        self._vitals.works(Part.BACKUP)
        if made:
            log.info("backup of %s made", day.isoformat())


def day_of(now: datetime, zone: ZoneInfo) -> date:
    """The local day whose copy should be there by now: before the hour it is still yesterday's."""
    here = now.astimezone(zone)
    return here.date() if here.hour >= AT_HOUR else here.date() - timedelta(days=1)
