"""Pure decisions. Every rule of design.md, 'Rules that decide', that needs no table lives here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.model import Claim, ClaimState

UNDO = timedelta(minutes=10)
NEAR = timedelta(hours=14)
WAKING = (8 * 60, 21 * 60)
LATE = timedelta(minutes=10)
EVENING_LEAD = timedelta(minutes=30)
LEAST_MORNING = timedelta(hours=1)


def undo_is_open(changed_at: datetime, now: datetime) -> bool:
    """Ten minutes after every action (design, Undo)."""
    return now - changed_at <= UNDO


def local(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone)


def at_minute(day: datetime, minute: int, zone: ZoneInfo) -> datetime:
    """That clock time on the local day of `day`, in UTC. A time in the spring gap becomes the first real one."""
    here = datetime.combine(day.date(), time(minute // 60, minute % 60), zone)
    return here.astimezone(UTC)


def days_before(moment: datetime, days: int, zone: ZoneInfo) -> datetime:
    """The same clock time so many local days earlier, also across a clock change."""
    here = local(moment, zone)
    return datetime.combine(here.date() - timedelta(days=days), here.time(), zone).astimezone(UTC)


# Quiet hours


def quiet_end(now: datetime, quiet: tuple[int, int], zone: ZoneInfo) -> datetime | None:
    """When the quiet hours that `now` lies in are over; None outside them."""
    here = local(now, zone)
    minute = here.hour * 60 + here.minute
    begin, end = quiet
    if begin == end:
        return None
    if begin < end:
        return at_minute(here, end, zone) if begin <= minute < end else None
    if minute >= begin:
        return at_minute(here + timedelta(days=1), end, zone)
    return at_minute(here, end, zone) if minute < end else None


def not_before(now: datetime, quiet: tuple[int, int], starts_at: datetime | None, zone: ZoneInfo) -> datetime:
    """When news may be sent: now, or after the quiet hours unless the task starts within 14 hours."""
    if starts_at is not None and starts_at - now < NEAR:
        return now
    return quiet_end(now, quiet, zone) or now


# Reminders


@dataclass(frozen=True, slots=True)
class Moment:
    """When one reminder is owed. `offset` is in minutes before the time to be there."""

    offset: int
    at: datetime


@lru_cache(maxsize=4096)  # asked again at each tick, for everyone on a task
def reminder_moment(be_there_at: datetime, offset: int, quiet: tuple[int, int], zone: ZoneInfo) -> datetime:
    """The offset counted back from the time to be there, moved out of the person's quiet hours.

    Whole days are clock days, so "a day before" keeps its clock time over a clock change. Inside quiet hours it
    waits for their end, or, if that is under an hour before being there, goes half an hour before they began.
    """
    days, minutes = divmod(offset, 1440)
    raw = days_before(be_there_at, days, zone) - timedelta(minutes=minutes)
    morning = quiet_end(raw, quiet, zone)
    if morning is None:
        return raw
    if be_there_at - morning >= LEAST_MORNING:
        return morning
    return _quiet_began(morning, quiet, zone) - EVENING_LEAD


def _quiet_began(morning: datetime, quiet: tuple[int, int], zone: ZoneInfo) -> datetime:
    begin, end = quiet
    here = local(morning, zone)
    return at_minute(here if begin < end else here - timedelta(days=1), begin, zone)


def owed_moments(
    be_there_at: datetime,
    offsets: Sequence[int],
    quiet: tuple[int, int],
    since: datetime,
    now: datetime,
    zone: ZoneInfo,
) -> list[Moment]:
    """The reminder moments that have come by `now`, oldest first.

    A moment before `since` (the claim, or the task's last move) is not owed (design, One tap 6).
    """
    moments = [Moment(offset, reminder_moment(be_there_at, offset, quiet, zone)) for offset in offsets]
    return sorted((one for one in moments if since <= one.at <= now), key=lambda one: one.at)


def late_reminder_at(now: datetime, be_there_at: datetime, quiet: tuple[int, int], zone: ZoneInfo) -> datetime:
    """When a reminder goes that missed its moment: now, or after the quiet hours if that is an hour early enough."""
    morning = quiet_end(now, quiet, zone)
    return morning if morning and be_there_at - morning >= LEAST_MORNING else now


# Offers


def answer_by(delivered_at: datetime, starts_at: datetime, zone: ZoneInfo) -> datetime:
    """Until when a freed place is kept for somebody, counted from the delivery of the offer.

    A quarter of the time to the start, between 15 minutes and 12 hours, at least 4 hours when the start is over
    a day away, and only 08-21 local unless the start is under 14 hours away; never after the start.
    """
    ahead = starts_at - delivered_at
    if ahead < NEAR:
        time_to_answer = min(max(ahead / 4, timedelta(minutes=15)), timedelta(hours=12))
        return min(delivered_at + time_to_answer, starts_at)
    least = timedelta(hours=4) if ahead > timedelta(hours=24) else timedelta(minutes=15)
    time_to_answer = min(max(ahead / 4, least), timedelta(hours=12))
    return min(_add_waking_time(delivered_at, time_to_answer, zone), starts_at)


def _add_waking_time(moment: datetime, duration: timedelta, zone: ZoneInfo) -> datetime:
    day = local(moment, zone)
    while True:
        opens, closes = (at_minute(day, minute, zone) for minute in WAKING)
        begin = max(moment, opens)
        if begin < closes:
            if begin + duration <= closes:
                return begin + duration
            duration -= closes - begin
        day += timedelta(days=1)


# The line, and who leaves it


def next_in_line(waiting: Iterable[tuple[Claim, bool]]) -> Claim | None:
    """The first in line who can be reached, in private or by name (`bot.reaching`).

    The others keep their number but are passed over (design I4).
    """
    reachable = [claim for claim, can_be_reached in waiting if can_be_reached]
    return min(reachable, key=lambda claim: claim.turn, default=None)


def dropped_by_capacity(claims: Iterable[Claim], capacity: int) -> list[Claim]:
    """Whom a smaller capacity drops: offers first, then the newest claims (design, Capacity down)."""
    taking = [claim for claim in claims if claim.state.takes_a_place]
    taking.sort(key=lambda claim: (claim.state is ClaimState.OFFERED, claim.turn), reverse=True)
    return taking[: max(0, len(taking) - capacity)]


# Two claims of one person on one task

_BETTER = (ClaimState.HELD, ClaimState.OFFERED, ClaimState.WAITING)


def better(claim: Claim) -> tuple[int, int]:
    """The least is the best: a place before an offer before a turn in line, then whoever came first."""
    return _BETTER.index(claim.state), claim.turn
