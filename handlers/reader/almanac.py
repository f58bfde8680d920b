"""Where in the calendar a day as said can lie: the dates around a given one that it fits."""

from collections.abc import Callable
from datetime import date, timedelta

from bot.unclear import Reason, Unclear
from handlers.reader.items import Day

A_WEEK = timedelta(days=7)
A_YEAR = timedelta(days=366)

Choice = Callable[[list[date]], date | None]


def date_said(said: Day, *, today: date, around: date, choose: Choice) -> date:
    """The date of a day that is more than a weekday; `choose` picks where several years or months fit."""
    if said.ahead is not None:
        return today + timedelta(days=said.ahead)
    if said.before is not None:
        return around - timedelta(days=said.before)
    if said.weeks_ahead is not None:
        return _in_week(said, today + said.weeks_ahead * A_WEEK)
    fitting = occurrences(said, around)
    found = choose(fitting) if said.year is None else next(iter(fitting), None)
    if found is None:
        raise Unclear(Reason.NO_SUCH_DATE, piece=said.piece)
    return found


def occurrences(said: Day, around: date) -> list[date]:
    """The real dates that fit, from a year before to a year after; only one if the year was said."""
    years = (said.year,) if said.year else (around.year - 1, around.year, around.year + 1)
    if said.week is not None:
        return _real([(year, said.week, _weekday(said) + 1) for year in years], date.fromisocalendar)
    if said.month is not None:
        return _real([(year, said.month, said.day or 0) for year in years], date)
    months = [(year, month) for year in years for month in range(1, 13)]
    return _real([(year, month, said.day or 0) for year, month in months], date)


def next_time(dates: list[date], first: date) -> date | None:
    """The next of them from this one on; a 29 February of some later year is not next."""
    found = min((day for day in dates if day >= first), default=None)
    return found if found and found - first <= A_YEAR else None


def nearest(dates: list[date], to: date) -> date | None:
    return min(dates, key=lambda day: abs(day - to), default=None)


def nearest_weekday(day: date, weekday: int) -> date:
    """At most three days before or after."""
    return day + timedelta(days=(weekday - day.weekday() + 3) % 7 - 3)


def _in_week(said: Day, day: date) -> date:
    return day + timedelta(days=_weekday(said) - day.weekday())


def _weekday(said: Day) -> int:
    if said.weekday is None:
        raise Unclear(Reason.NO_DATE, piece=said.piece)
    return said.weekday


def _real(numbers: list[tuple[int, int, int]], make: Callable[[int, int, int], date]) -> list[date]:
    found = []
    for year, middle, last in numbers:
        try:
            found.append(make(year, middle, last))
        except ValueError:
            continue
    return found
