"""Decides between the readings of a time of day: is "2-5" in the night or in the afternoon?

Figures that only the 24-hour clock writes (13 and more, 0, 06) settle the whole line. Else am and pm, or a part
of the day ("i aften"), settle it: the end lends its half to the start so that the task lasts at most twelve hours.
Bare figures from 7 to 12 are read as written. From 1 to 6, and where the end is the lower figure ("9-5"), both
readings are offered, because either may be meant.
"""

from collections.abc import Iterator

from bot.unclear import Reason, Unclear
from handlers.reader.items import HOUR, MIDNIGHT, NOON, Clock, Half, PartOfDay

LONGEST_NIGHT = 16 * HOUR  # "20-08" ends next day; "17-14" is a slip
LAST_SMALL_HOUR = 6
_PARTS = {
    PartOfDay.MORNING: (4 * HOUR, NOON),
    PartOfDay.AFTERNOON: (NOON, 19 * HOUR),
    PartOfDay.EVENING: (16 * HOUR, MIDNIGHT),
}


def readings(clock: Clock, part: PartOfDay | None) -> tuple[int, ...]:
    """The minutes of the day that one clock alone can mean."""
    options = _options(clock, on_24=clock.sure)
    if len(options) == 1 or clock.midnight:
        return options
    fitting = _fitting(options, part)
    if fitting:
        return fitting
    return options if clock.hour <= LAST_SMALL_HOUR else options[:1]


def ranges(start: Clock, end: Clock, part: PartOfDay | None) -> tuple[tuple[int, int], ...]:
    """The minutes of the day from and to which a range can mean; an end past midnight is more than a day's."""
    on_24 = start.sure or end.sure
    starts, ends = _options(start, on_24=on_24), _options(end, on_24=on_24)
    ends = ends[-1:] if end.midnight else ends
    found = tuple(_half_days(starts, ends))
    if not found or len(starts) == len(ends) == 1:
        return (_as_written(starts[0], ends[0]),)
    fitting = tuple(pair for pair in found if pair[0] in _fitting(starts, part))
    if fitting or start.half or end.half or start.midnight or end.midnight:
        return fitting or found
    return found[:1] if _read_as_written(start, end) else found


def _options(clock: Clock, *, on_24: bool) -> tuple[int, ...]:
    minute = clock.hour * HOUR + clock.minute
    if clock.midnight:
        return 0, MIDNIGHT
    if clock.half is not None and clock.hour <= 12:
        return (clock.hour % 12 * HOUR + clock.minute + (NOON if clock.half is Half.PM else 0),)
    return (minute,) if on_24 else (minute, minute + NOON)


def _as_written(start: int, end: int) -> tuple[int, int]:
    if end > start:
        return start, end
    night = (end - start) % MIDNIGHT
    if not 0 < night <= LONGEST_NIGHT:
        raise Unclear(Reason.ENDS_BEFORE_START)
    return start, start + night


def _half_days(starts: tuple[int, ...], ends: tuple[int, ...]) -> Iterator[tuple[int, int]]:
    """The pairs that last at most twelve hours."""
    for start in starts:
        lengths = {(end - start) % MIDNIGHT for end in ends}
        yield from ((start, start + length) for length in sorted(lengths) if 0 < length <= NOON)


def _fitting(starts: tuple[int, ...], part: PartOfDay | None) -> tuple[int, ...]:
    first, last = _PARTS[part] if part else (0, -1)
    return tuple(start for start in starts if first <= start <= last)


def _read_as_written(start: Clock, end: Clock) -> bool:
    """9-12 and 12-3; not 2-5, and not 9-5."""
    rising = (end.hour, end.minute) > (start.hour, start.minute)
    return start.hour == 12 or (rising and start.hour > LAST_SMALL_HOUR)
