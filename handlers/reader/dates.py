"""Finds days written in figures: 24/1, 24.1.2027, 24-1-2027, 2027-01-24; also the year after a date in words."""

from handlers.reader.items import Day, Found
from handlers.reader.tokens import Line
from handlers.reader.words import HALVES, O_CLOCK, THE

FIRST_SHORT_YEAR = 25  # 24/1-27 has a year, 24/1-14 has not


def iso_date(line: Line, at: int) -> Found | None:
    """2027-01-24, also with a T before the time."""
    year, month, day = line.number(at, digits=4), line.number(at + 2), line.number(at + 4)
    dashes = line.key(at + 1) == line.key(at + 3) == "-" and line.in_one(at, 5)
    if year is None or year < 1000 or month is None or day is None or not dashes:
        return None
    after = at + 6 if line.key(at + 5) == "t" and line.glued(at + 5) else at + 5
    return _day(line, at, after, Day(year=year, month=month, day=day))


def slashed_date(line: Line, at: int) -> Found | None:
    """24/1, 24/1-2027, 24/1-27, 24/1/27."""
    day, month = line.number(at), line.number(at + 2)
    if day is None or month is None or line.key(at + 1) != "/":
        return None
    year, after = year_after(line, at + 3)
    return _day(line, at, after, Day(day=day, month=month, year=year))


def dashed_date(line: Line, at: int) -> Found | None:
    """24-1-2027; a year of four figures tells it from a range of times."""
    day, month, year = line.number(at), line.number(at + 2), line.number(at + 4, digits=4)
    dashes = line.key(at + 1) == line.key(at + 3) == "-" and line.in_one(at, 5)
    if day is None or month is None or year is None or year < 1000 or not dashes:
        return None
    return _day(line, at, at + 5, Day(day=day, month=month, year=year))


def dotted_date(line: Line, at: int) -> Found | None:
    """24.1, 24.1.2027, den 12.10: where it is certainly no time of day."""
    return either_way_date(line, at) if _is_dotted(line, at) and _is_certain(line, at) else None


def either_way_date(line: Line, at: int) -> Found | None:
    """12.10 read as the twelfth of October, because the rest of the line makes sense only so."""
    year, after = year_after(line, at + 3)
    return _day(line, at, after, Day(day=line.number(at), month=line.number(at + 2), year=year))


def is_either_way(line: Line, at: int) -> bool:
    """12.10 is ten past twelve, or the twelfth of October."""
    return (
        _is_dotted(line, at)
        and 1 <= int(line.key(at + 2)) <= 12
        and not _is_certain(line, at)
        and not begins_a_time(line, at, dots=False)
    )


def year_after(line: Line, at: int) -> tuple[int | None, int]:
    """The year that follows a date, and the index after it."""
    number_at = at + 1 if line.key(at) in ("-", "/", ".", ",") else at
    year = line.number(number_at, digits=4)
    if year is None or begins_a_time(line, number_at):
        return None, at
    attached = number_at > at and line.in_one(at - 1, 3)
    if len(line.key(number_at)) == 2:
        short = attached and year >= FIRST_SHORT_YEAR and line.key(number_at + 1) != "/"
        return (2000 + year, number_at + 1) if short else (None, at)
    begins_a_range = line.key(number_at + 1) == "-" and line.number(number_at + 2, digits=4) is not None
    if (attached and year >= 1000) or (2000 <= year < 2100 and not begins_a_range):
        return year, number_at + 1
    return None, at


def begins_a_time(line: Line, at: int, *, dots: bool = True) -> bool:
    """The number here goes on as 14:30, 14.30 or 2pm."""
    marks = (":", ".") if dots else (":",)
    minutes = line.key(at + 1) in marks and line.in_one(at, 3) and line.number(at + 2) is not None
    return minutes or line.key(at + 1) in HALVES or (line.key(at + 3) in HALVES and line.in_one(at, 3))


def before_mark(line: Line, at: int) -> str:
    """The word before this one, over the full stop of an abbreviation: "d. 24"."""
    return line.key(at - 2) if line.key(at - 1) == "." else line.key(at - 1)


def _is_dotted(line: Line, at: int) -> bool:
    in_figures = line.number(at) is not None and line.number(at + 2) is not None
    return in_figures and line.key(at + 1) == "." and line.in_one(at, 3) and before_mark(line, at) not in O_CLOCK


def _is_certain(line: Line, at: int) -> bool:
    """A dotted pair that can only be a date."""
    day, month = int(line.key(at)), int(line.key(at + 2))
    if before_mark(line, at) in THE or len(line.key(at + 2)) == 1:
        return True
    return 1 <= month <= 12 and (day >= 24 or year_after(line, at + 3)[0] is not None)


def _day(line: Line, at: int, after: int, day: Day) -> Found:
    return (day.said(line.piece(at, after)),), after
