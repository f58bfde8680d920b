"""One backup for each local day, after the clean-up, whatever the clock does; a failure stops nothing."""

import logging
from datetime import date, datetime, timedelta

import pytest

from bot.errors import Unworkable
from bot.safekeeping import Safekeeping, day_of
from bot.vitals import Vitals
from tests.people import ZONE


class Stands:
    """A clock that is moved by hand."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    async def sleep(self, seconds: float) -> None:
        self._now += timedelta(seconds=seconds)


class Shelf:
    """Where the backups go: the days that have one, and what is in the way."""

    def __init__(self) -> None:
        self.asked: list[date] = []
        self.days: set[date] = set()
        self.trouble = ""

    async def make(self, day: date) -> bool:
        self.asked.append(day)
        if self.trouble:
            raise Unworkable(self.trouble)
        made = day not in self.days
        self.days.add(day)
        return made


def _here(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (_here(11, 24, 3, 59), date(2026, 11, 23)),
        (_here(11, 24, 4, 0), date(2026, 11, 24)),
        (_here(11, 24, 23, 59), date(2026, 11, 24)),
        (_here(11, 25, 0, 30), date(2026, 11, 24)),
        (_here(3, 29, 1, 59), date(2026, 3, 28)),  # the night of the hour that is not
        (_here(3, 29, 4, 0), date(2026, 3, 29)),
        (_here(10, 25, 3, 59), date(2026, 10, 24)),  # the night of the hour that is twice
        (_here(10, 25, 4, 0), date(2026, 10, 25)),
        (datetime(2027, 1, 1, 2, 0, tzinfo=ZONE), date(2026, 12, 31)),
    ],
)
def test_which_day_should_have_its_copy_by_now(now: datetime, day: date) -> None:
    assert day_of(now, ZONE) == day


async def _minutes(safekeeping: Safekeeping, clock: Stands, minutes: int) -> None:
    for _ in range(minutes):
        await safekeeping.look()
        await clock.sleep(60)


async def test_each_day_is_asked_for_once() -> None:
    shelf, clock = Shelf(), Stands(_here(11, 24, 12))
    await _minutes(Safekeeping(shelf, clock, ZONE, Vitals()), clock, 3 * 24 * 60)
    assert shelf.asked == [date(2026, 11, 24), date(2026, 11, 25), date(2026, 11, 26), date(2026, 11, 27)]


async def test_after_a_restart_it_is_asked_again_and_made_once() -> None:
    shelf, clock = Shelf(), Stands(_here(11, 24, 12))
    await _minutes(Safekeeping(shelf, clock, ZONE, Vitals()), clock, 2)
    await _minutes(Safekeeping(shelf, clock, ZONE, Vitals()), clock, 2)
    assert shelf.asked == [date(2026, 11, 24)] * 2
    assert shelf.days == {date(2026, 11, 24)}


async def test_a_day_slept_through_is_made_up_for_at_once() -> None:
    shelf, clock = Shelf(), Stands(_here(11, 24, 1))
    await Safekeeping(shelf, clock, ZONE, Vitals()).look()
    assert shelf.days == {date(2026, 11, 23)}


async def test_a_failure_is_logged_and_tried_again_an_hour_later(caplog: pytest.LogCaptureFixture) -> None:
    shelf, clock = Shelf(), Stands(_here(11, 24, 12))
    shelf.trouble = "no backup could be made in /backups: there is no room"
    safekeeping = Safekeeping(shelf, clock, ZONE, Vitals())
    with caplog.at_level(logging.INFO):
        await _minutes(safekeeping, clock, 119)
        shelf.trouble = ""
        await _minutes(safekeeping, clock, 3)
    assert [record.getMessage() for record in caplog.records] == [
        "no backup could be made in /backups: there is no room (trying again in an hour)",
        "no backup could be made in /backups: there is no room (trying again in an hour)",
        "backup of 2026-11-24 made",
    ]
