"""Finds times of day and lengths of time: 14, 17.30, 5:30pm, noon, 3 timer, 1½ time, 24 timer før."""

from bot.unclear import Reason, Unclear
from handlers.reader.items import HOUR, Before, Clock, Found, Half, Length
from handlers.reader.tokens import Line
from handlers.reader.words import (
    AND,
    BEFORE,
    HALVES,
    MIDNIGHTS,
    NOONS,
    NUMBERS,
    THE_START,
    UNITS_IN_DAYS,
    UNITS_IN_MINUTES,
)

_HALF_HOURS = {("halvanden",): 90, ("en", "halv"): 30, ("half", "an"): 30, ("a", "half"): 30, ("½",): 30}


def clock(line: Line, at: int) -> Found | None:
    """14, 14.30, 14:30, 1430, 2pm, 2.30 p.m."""
    hour, minute, after = _figures(line, at)
    if hour is None:
        return None
    half, after = _half(line, after)
    if hour > 24 or minute > 59 or (hour == 24 and minute) or (half and not _fits(hour, half)):
        raise Unclear(Reason.NO_SUCH_TIME, piece=line.piece(at, after))
    sure = hour == 0 or hour > 12 or line.key(at).startswith("0") or len(line.key(at)) > 2
    return (Clock(hour=hour, minute=minute, half=half, sure=sure),), after


def named_clock(line: Line, at: int) -> Found | None:
    """noon, midnat, 12 noon."""
    name_at = at + 1 if line.key(at) == "12" else at
    if line.key(name_at) in NOONS:
        return (Clock(hour=12, half=Half.PM),), name_at + 1
    if line.key(name_at) in MIDNIGHTS:
        return (Clock(hour=24, midnight=True),), name_at + 1
    return None


def length(line: Line, at: int) -> Found | None:
    """3 timer, 2,5 timer, halvanden time, 1 time og 30 minutter, 2 dage."""
    said = _length(line, at)
    return said and ((said[0],), said[1])


def before_start(line: Line, at: int) -> Found | None:
    """24 timer før, 2 days before, 1 time før start."""
    said = _length(line, at)
    if said is None or line.key(said[1]) not in BEFORE:
        return None
    after = said[1] + 1
    while line.key(after) in THE_START:
        after += 1
    return (Before(length=said[0]),), after


def _figures(line: Line, at: int) -> tuple[int | None, int, int]:
    """Hour, minute and the index after them."""
    hour, minute = line.number(at), line.number(at + 2)
    joined = line.key(at + 1) in (":", ".") and line.in_one(at, 3) and len(line.key(at + 2)) == 2
    if hour is not None and minute is not None and joined:
        return hour, minute, at + 3
    if hour is not None:
        return (hour if hour <= 24 else None), 0, at + 1
    figures = line.number(at, digits=4)
    if figures is None or len(line.key(at)) != 4:
        return None, 0, at
    return figures // 100, figures % 100, at + 1


def _half(line: Line, at: int) -> tuple[Half | None, int]:
    """am, pm, p.m., and p where it is written onto the figures."""
    if line.key(at) in ("a", "p") and line.key(at + 1) == "." and line.key(at + 2) == "m":
        return HALVES[line.key(at)], at + 3 + (line.key(at + 3) == "." and line.glued(at + 3))
    alone = line.key(at) in ("a", "p") and not line.glued(at)
    return (HALVES[line.key(at)], at + 1) if line.key(at) in HALVES and not alone else (None, at)


def _fits(hour: int, half: Half) -> bool:
    return hour <= 12 if half is Half.AM else 0 < hour < 24


def _length(line: Line, at: int) -> tuple[Length, int] | None:
    first = _one_length(line, at)
    if first is None:
        return None
    said, after = first
    more = _one_length(line, after + (line.key(after) in AND))
    return first if more is None else (said.plus(more[0]), more[1])


def _one_length(line: Line, at: int) -> tuple[Length, int] | None:
    minutes, after = _hours_in_minutes(line, at)
    if minutes is None:
        return None
    unit = line.key(after)
    if unit in UNITS_IN_DAYS and minutes % HOUR == 0:
        return Length(days=minutes // HOUR * UNITS_IN_DAYS[unit]), after + 1
    if unit in UNITS_IN_MINUTES:
        return Length(minutes=minutes * UNITS_IN_MINUTES[unit] // HOUR), after + 1
    return None


def _hours_in_minutes(line: Line, at: int) -> tuple[int | None, int]:
    """The number here as if it counted hours: 2,5 is 150. The unit comes after it."""
    for words, minutes in _HALF_HOURS.items():
        if tuple(line.key(at + i) for i in range(len(words))) == words:
            return minutes, at + len(words)
    whole = line.number(at, digits=3)
    count = NUMBERS.get(line.key(at), 1 if line.key(at) in ("a", "an") else None) if whole is None else whole
    if count is None:
        return None, at
    if line.key(at + 1) == "½":
        return count * HOUR + HOUR // 2, at + 2
    part = line.number(at + 2) if line.key(at + 1) in (",", ".") and line.in_one(at, 3) else None
    if part is None:
        return count * HOUR, at + 1
    return count * HOUR + part * HOUR // 10 ** len(line.key(at + 2)), at + 3
