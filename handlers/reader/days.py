"""Which date a day as said stands for. What is certainly meant is found; the rest is asked back.

Without a year it is the next time that the date comes. If it went by within the last thirty days it is taken for a
slip (PAST), not for next year's; a 29 February that the coming year has not is NO_SUCH_DATE, and read with its year.
A weekday is the next such day, today if the time is still ahead. "next friday" is the next one that is not today
(design, Commands); "næste fredag", too, if that lies in another week or today is Friday, else one of two.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.unclear import Reason, Unclear
from handlers.reader.almanac import A_WEEK, date_said, nearest, nearest_weekday, next_time
from handlers.reader.here import Here
from handlers.reader.items import Day

JUST_PAST = timedelta(days=30)
FARTHEST = timedelta(days=550)  # eighteen months
LONGEST = timedelta(days=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """The dates a day can mean. `mismatch`: the weekday said beside the first belongs to the second."""

    options: tuple[date, ...]
    mismatch: bool = False


def coming(said: Day, here: Here, minute: int) -> Dates:
    """The dates a task can begin on, so many minutes after midnight."""
    if said.is_weekday():
        return Dates(options=_coming_weekdays(said, here, minute))
    if said.before is not None:
        raise Unclear(Reason.NO_DATE, piece=said.piece)
    today = here.today
    earliest = today - JUST_PAST if said.month or said.week else today
    found = date_said(said, today=today, around=today, choose=lambda dates: next_time(dates, earliest))
    check_ahead(found, here)
    if said.weekday in (None, found.weekday()):
        return Dates(options=(found,))
    return Dates(options=(found, nearest_weekday(found, said.weekday or 0)), mismatch=True)


def ending(said: Day, start: date, here: Here, *, later: bool) -> date:
    """The date a task ends on. `later`: the clock shows more at the end than at the start."""
    if said.weekday is not None and said.is_weekday():
        days = (said.weekday - start.weekday()) % 7
        return start + timedelta(days=days if days or later else 7)
    found = date_said(said, today=here.today, around=start, choose=lambda dates: _just_after(dates, start))
    return _matching(said, found)


def towards(said: Day, day: date, here: Here) -> date:
    """The date meant by who thinks back from this day: a weekday is the last one up to it, a date the nearest."""
    if said.weekday is not None and said.is_weekday():
        return day - timedelta(days=(day.weekday() - said.weekday) % 7)
    if said.month is None and said.week is None:
        found = date_said(said, today=here.today, around=day, choose=lambda dates: _last(dates, day))
    else:
        found = date_said(said, today=here.today, around=day, choose=lambda dates: nearest(dates, day))
    return _matching(said, found)


def check_ahead(day: date, here: Here) -> None:
    """Refuse what is over and what is too far away to be meant."""
    if day < here.today:
        raise Unclear(Reason.PAST, day=day)
    if day > here.today + FARTHEST:
        raise Unclear(Reason.TOO_FAR, day=day)


def _coming_weekdays(said: Day, here: Here, minute: int) -> tuple[date, ...]:
    today = here.today
    days = ((said.weekday or 0) - today.weekday()) % 7
    first = today + timedelta(days=days)
    if days == 0:
        return (first,) if here.is_ahead(today, minute) and not said.upcoming else (first + A_WEEK,)
    this_week = first.isocalendar().week == today.isocalendar().week
    return (first, first + A_WEEK) if said.either and this_week else (first,)


def _just_after(dates: list[date], start: date) -> date | None:
    found = next_time(dates, start)
    return found if found and found - start <= LONGEST else nearest(dates, start)


def _last(dates: list[date], day: date) -> date | None:
    return max((found for found in dates if found <= day), default=None)


def _matching(said: Day, found: date) -> date:
    if said.weekday not in (None, found.weekday()):
        raise Unclear(Reason.WRONG_WEEKDAY, weekday=said.weekday, day=found)
    return found
