"""Reads when a task is: "lørdag 14-17", "24/1 14 i 3 timer", "lørdag 22 - søndag 02"."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.unclear import Reason, Unclear, When
from handlers.reader.days import LONGEST, coming, ending
from handlers.reader.found import Readings
from handlers.reader.here import Here
from handlers.reader.hours import ranges, readings
from handlers.reader.items import Day, Length
from handlers.reader.sentences import Sentence, understand


def read_when(text: str, now: datetime, zone: ZoneInfo) -> When:
    """The one time that is meant; Unclear asks back."""
    said = understand(text, _MEANINGS)
    meaning = _MEANINGS[said.shape]
    if isinstance(meaning, Reason):
        raise Unclear(meaning, piece=said.text)
    found = Readings[When]()
    with found.trying():
        meaning(said, Here(now=now, zone=zone), found)
    return found.settled()


def _on_one_day(said: Sentence, here: Here, found: Readings[When]) -> None:
    """lørdag 14-17; an end past midnight belongs to the next day."""
    for start, end in ranges(said.clocks[0], said.clocks[1], said.part):
        with found.trying():
            for day in _dates(said.days[0], here, start, found):
                _add(found, here, (day, start), (day, end))


def _on_two_days(said: Sentence, here: Here, found: Readings[When]) -> None:
    """lørdag 22 - søndag 02."""
    first, last = said.clocks
    for start in readings(first, said.part):
        for end in readings(last, None):
            with found.trying():
                for day in _dates(said.days[0], here, start, found):
                    _add(found, here, (day, start), (ending(said.days[1], day, here, later=end > start), end))


def _on_a_day_said_twice(said: Sentence, here: Here, found: Readings[When]) -> None:
    """lørdag 14-17 den 23/1 is one day; lørdag 22 - 02 søndag is two."""
    day = said.days[0].joined(said.days[1])
    if day is not None:
        return _on_one_day(said.on(day), here, found)
    first, last = said.clocks
    if (last.hour, last.minute) > (first.hour, first.minute):  # "24/1 14-17 25/1" may be two tasks
        raise Unclear(Reason.NOT_UNDERSTOOD, piece=said.days[1].piece)
    return _on_two_days(said, here, found)


def _lasting(said: Sentence, here: Here, found: Readings[When]) -> None:
    """24/1 14 i 3 timer: true hours, also over a change of the clock."""
    for start in readings(said.clocks[0], said.part):
        with found.trying():
            for day in _dates(said.days[0], here, start, found):
                _add_lasting(found, here, (day, start), said.lengths[0])


def _dates(said: Day, here: Here, minute: int, found: Readings[When]) -> tuple[date, ...]:
    dates = coming(said, here, minute)
    if dates.mismatch:
        found.weekday, found.day = said.weekday, dates.options[0]
    return dates.options


def _add(found: Readings[When], here: Here, start: tuple[date, int], end: tuple[date, int]) -> None:
    """Each moment the two wall clocks can show."""
    if end[0] > start[0] + LONGEST + timedelta(days=1):
        raise Unclear(Reason.TOO_LONG, most=LONGEST.days)
    starts, ends = here.instants(*start), here.instants(*end)
    found.twice |= len(starts) + len(ends) > 2
    for starts_at in starts:
        for ends_at in ends:
            with found.trying():
                found.found.add(_span(starts_at, ends_at, here))


def _add_lasting(found: Readings[When], here: Here, start: tuple[date, int], length: Length) -> None:
    if length.days > LONGEST.days:
        raise Unclear(Reason.TOO_LONG, most=LONGEST.days)
    starts = here.instants(*start)
    found.twice |= len(starts) > 1
    for starts_at in starts:
        for moment in (
            here.instants(start[0] + timedelta(days=length.days), start[1]) if length.days else (starts_at,)
        ):
            with found.trying():
                found.found.add(_span(starts_at, moment + timedelta(minutes=length.minutes), here))


def _span(starts_at: datetime, ends_at: datetime, here: Here) -> When:
    if starts_at <= here.now:
        raise Unclear(Reason.PAST, day=starts_at.astimezone(here.zone).date())
    if ends_at <= starts_at:
        raise Unclear(Reason.ENDS_BEFORE_START)
    if ends_at - starts_at > LONGEST + timedelta(hours=1):  # fourteen days in autumn are an hour longer
        raise Unclear(Reason.TOO_LONG, most=LONGEST.days)
    return When(starts_at=starts_at, ends_at=ends_at)


_Meaning = Callable[[Sentence, Here, Readings[When]], None]
_RANGES: dict[str, _Meaning] = {
    **dict.fromkeys(("DT-T", "D-T-T", "T-TD", "TD-T"), _on_one_day),
    **dict.fromkeys(("DT-DT", "TD-TD", "D-T-DT"), _on_two_days),
    "DT-TD": _on_a_day_said_twice,
    **dict.fromkeys(("DTL", "DT-L", "TDL", "TLD", "LDT", "LTD", "DLT", "D-TL"), _lasting),
}
_LACKING = {
    Reason.NO_DATE: ("", "-", "L", "T", "T-", "-T", "TL", "T-L", "LT", "T-T", "T-DT"),
    Reason.NO_TIME: ("D", "D-", "DL", "LD", "D-D", "D-T", "D-L"),
    Reason.NO_END: ("DT", "DT-", "DT-D", "TD", "TD-", "TD-D"),
}
_MEANINGS: dict[str, _Meaning | Reason] = {
    **_RANGES,
    **{shape: reason for reason, shapes in _LACKING.items() for shape in shapes},
}
