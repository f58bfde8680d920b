"""Reads one moment near a task: when to be there, until when to sign up."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.unclear import Reason, Unclear
from handlers.reader.days import check_ahead, towards
from handlers.reader.found import Readings
from handlers.reader.here import Here
from handlers.reader.hours import readings
from handlers.reader.items import Length
from handlers.reader.sentences import Sentence, understand
from handlers.reader.tokens import fold
from handlers.reader.words import NO_LATER_THAN

_AT_A_CLOCK = frozenset(("T", "DT", "D-T", "TD", "BT", "TB"))
_NO_CLOCK = frozenset(("", "-", "D"))
_BEFORE = frozenset("B")


def read_moment(text: str, now: datetime, zone: ZoneInfo, day: date) -> datetime:
    """ "16.45" on this day, "fredag 12" the last Friday up to it, "dagen før kl. 18"; in UTC, and ahead of now."""
    here = Here(now=now, zone=zone)
    return _at_a_clock(understand(_plain(text), _AT_A_CLOCK | _NO_CLOCK), here, day, latest=None)


def read_deadline(text: str, now: datetime, zone: ZoneInfo, starts_at: datetime) -> datetime:
    """What `read_moment` reads, and "24 timer før"; never later than the start."""
    here = Here(now=now, zone=zone)
    said = understand(_plain(text), _AT_A_CLOCK | _NO_CLOCK | _BEFORE)
    if said.shape in _BEFORE:
        return _checked(_back(starts_at, said.lengths[0], here), here, starts_at)
    return _at_a_clock(said, here, starts_at.astimezone(zone).date(), latest=starts_at)


def _at_a_clock(said: Sentence, here: Here, day: date, *, latest: datetime | None) -> datetime:
    if said.shape in _NO_CLOCK:
        raise Unclear(Reason.NO_TIME, piece=said.text)
    found = Readings[datetime]()
    with found.trying():
        meant = _day(said, here, day)
        for minute in readings(said.clocks[0], said.part):
            with found.trying():
                _add(found, here, (meant, minute), latest)
    return found.settled()


def _add(found: Readings[datetime], here: Here, at: tuple[date, int], latest: datetime | None) -> None:
    moments = here.instants(*at)
    found.twice |= len(moments) > 1
    for moment in moments:
        with found.trying():
            found.found.add(_checked(moment, here, latest))


def _day(said: Sentence, here: Here, day: date) -> date:
    if said.lengths and said.lengths[0].minutes:
        raise Unclear(Reason.NOT_UNDERSTOOD, piece=said.text)  # "2 timer før kl. 14" is two moments
    if said.lengths:
        return day - timedelta(days=said.lengths[0].days)
    if not said.days:
        return day
    meant = towards(said.days[0], day, here)
    check_ahead(meant, here)
    return meant


def _back(starts_at: datetime, length: Length, here: Here) -> datetime:
    """Days back by the calendar, at the same time of day; hours back as they pass."""
    wall = starts_at.astimezone(here.zone)
    days_before = wall.date() - timedelta(days=length.days)
    moment = here.instants(days_before, wall.hour * 60 + wall.minute)[-1] if length.days else starts_at
    return moment - timedelta(minutes=length.minutes)


def _checked(moment: datetime, here: Here, latest: datetime | None) -> datetime:
    day = moment.astimezone(here.zone).date()
    if moment <= here.now:
        raise Unclear(Reason.PAST, day=day)
    if latest is not None and moment > latest:
        raise Unclear(Reason.AFTER_START, day=day)
    return moment


def _plain(text: str) -> str:
    """Without the word in front that says it is a limit: "senest fredag kl. 12"."""
    first, _, rest = text.strip().partition(" ")
    return rest if fold(first[:10]) in NO_LATER_THAN else text
