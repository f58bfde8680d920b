"""Finds days said in words: den 24. januar, Jan 24, the 24th, lørdag, næste fredag, uge 4, om 3 dage."""

from handlers.reader.dates import before_mark, begins_a_time, year_after
from handlers.reader.items import Day, Found
from handlers.reader.tokens import Line
from handlers.reader.words import (
    COMING,
    EITHER,
    IN,
    MONTHS,
    NEXT,
    NUMBERS,
    O_CLOCK,
    ORDINALS,
    THE,
    UNITS_IN_DAYS,
    WEEK,
    WEEKDAYS,
)


def day_and_month(line: Line, at: int) -> Found | None:
    """24 January, 24. januar 2027, 23rd of January."""
    day, month_at = line.number(at), _past_ordinal(line, at + 1)
    month_at += line.key(month_at) == "of"
    if day is None or line.key(month_at) not in MONTHS:
        return None
    year, after = year_after(line, month_at + 1)
    return _day(line, at, after, Day(day=day, month=MONTHS[line.key(month_at)], year=year))


def month_and_day(line: Line, at: int) -> Found | None:
    """Jan 24, January the 24th, 2027."""
    day_at = at + 2 if line.key(at + 1) in (".", "the") else at + 1
    day = line.number(day_at)
    if line.key(at) not in MONTHS or day is None or begins_a_time(line, day_at):
        return None
    year, after = year_after(line, _past_ordinal(line, day_at + 1))
    return _day(line, at, after, Day(day=day, month=MONTHS[line.key(at)], year=year))


def day_of_month(line: Line, at: int) -> Found | None:
    """den 24., the 24th, fredag 24. kl. 12: the month goes without saying."""
    day = line.number(at)
    named = before_mark(line, at) in THE or line.key(at + 1) in ORDINALS or _stops_after_weekday(line, at)
    if day is None or not named or begins_a_time(line, at):
        return None
    after = _past_ordinal(line, at + 1)
    return _day(line, at, after, Day(day=day))


def weekday(line: Line, at: int) -> Found | None:
    """lørdag, næste lørdag, this Saturday."""
    name_at = at + 1 if line.key(at) in NEXT | COMING else at
    if line.key(name_at) not in WEEKDAYS:
        return None
    word = line.key(at)
    day = Day(weekday=WEEKDAYS[line.key(name_at)], upcoming=word in NEXT, either=word in EITHER)
    return _day(line, at, name_at + 1, day)


def week(line: Line, at: int) -> Found | None:
    """uge 4, week 4 2027; which day of it is said beside it."""
    number = line.number(at + 1)
    if line.key(at) not in WEEK or number is None:
        return None
    year, after = year_after(line, at + 2)
    return _day(line, at, after, Day(week=number, year=year))


def days_from_now(line: Line, at: int) -> Found | None:
    """om 3 dage, in two weeks."""
    number = line.number(at + 1, digits=3)
    count = NUMBERS.get(line.key(at + 1)) if number is None else number
    if line.key(at) not in IN or count is None or line.key(at + 2) not in UNITS_IN_DAYS:
        return None
    return _day(line, at, at + 3, Day(ahead=count * UNITS_IN_DAYS[line.key(at + 2)]))


def _past_ordinal(line: Line, at: int) -> int:
    """The index after the st, nd, rd, th or full stop of an ordinal."""
    return at + 1 if line.glued(at) and line.key(at) in ORDINALS | {"."} else at


def _stops_after_weekday(line: Line, at: int) -> bool:
    goes_on = line.key(at + 2) in O_CLOCK or (line.number(at + 2) is not None and not line.glued(at + 2))
    return before_mark(line, at) in WEEKDAYS and line.key(at + 1) == "." and goes_on


def _day(line: Line, at: int, after: int, day: Day) -> Found:
    return (day.said(line.piece(at, after)),), after
