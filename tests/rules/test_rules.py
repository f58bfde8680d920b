"""The rules of design.md as tables: quiet hours, reminders, offers, the line, undo."""

from datetime import UTC, datetime, timedelta

import pytest

from bot import rules
from bot.model import DEFAULT_QUIET, Claim, ClaimState
from tests.people import ZONE

NIGHT = DEFAULT_QUIET  # 21 to 8
SIESTA = (13 * 60, 15 * 60)
NEVER = (0, 0)


def here(*numbers: int, fold: int = 0) -> datetime:
    """A local moment in 2027 (month, day, hour, minute), in UTC."""
    month, day, *clock = numbers
    hour, minute = (*clock, 0, 0)[:2]
    return datetime(2027, month, day, hour, minute, tzinfo=ZONE, fold=fold).astimezone(UTC)


# Spring: 28 March, 02 becomes 03. Autumn: 31 October, 03 becomes 02 again.


@pytest.mark.parametrize(
    ("now", "quiet", "end"),
    [
        (here(1, 23, 20, 59), NIGHT, None),
        (here(1, 23, 21, 0), NIGHT, here(1, 24, 8)),
        (here(1, 23, 23, 59), NIGHT, here(1, 24, 8)),
        (here(1, 24, 0, 0), NIGHT, here(1, 24, 8)),
        (here(1, 24, 7, 59), NIGHT, here(1, 24, 8)),
        (here(1, 24, 8, 0), NIGHT, None),
        (here(1, 23, 12, 59), SIESTA, None),
        (here(1, 23, 13, 0), SIESTA, here(1, 23, 15)),
        (here(1, 23, 15, 0), SIESTA, None),
        (here(1, 23, 3), NEVER, None),
        (here(1, 31, 22), NIGHT, here(2, 1, 8)),
        (here(3, 27, 22), NIGHT, here(3, 28, 8)),  # ten hours of quiet
        (here(3, 28, 3), NIGHT, here(3, 28, 8)),
        (here(10, 30, 22), NIGHT, here(10, 31, 8)),  # twelve
        (here(10, 31, 2, 30), NIGHT, here(10, 31, 8)),
        (here(10, 31, 2, 30, fold=1), NIGHT, here(10, 31, 8)),
    ],
)
def test_quiet_hours_end(now: datetime, quiet: tuple[int, int], end: datetime | None) -> None:
    assert rules.quiet_end(now, quiet, ZONE) == end


@pytest.mark.parametrize(
    ("now", "starts_at", "goes"),
    [
        (here(1, 23, 12), here(1, 30, 12), here(1, 23, 12)),
        (here(1, 23, 22), here(1, 30, 12), here(1, 24, 8)),
        (here(1, 23, 22), None, here(1, 24, 8)),
        (here(1, 23, 22), here(1, 24, 11, 59), here(1, 23, 22)),  # under fourteen hours away
        (here(1, 23, 22), here(1, 24, 12), here(1, 24, 8)),
    ],
)
def test_news_waits_for_the_morning_unless_it_is_urgent(
    now: datetime, starts_at: datetime | None, goes: datetime
) -> None:
    assert rules.not_before(now, NIGHT, starts_at, ZONE) == goes


@pytest.mark.parametrize(
    ("be_there", "offset", "quiet", "goes"),
    [
        (here(1, 23, 17), 1440, NIGHT, here(1, 22, 17)),
        (here(1, 23, 17), 120, NIGHT, here(1, 23, 15)),
        # Inside the quiet hours: their end, if that is at least an hour before being there.
        (here(1, 23, 9, 30), 120, NIGHT, here(1, 23, 8)),
        (here(1, 23, 9), 120, NIGHT, here(1, 23, 8)),
        (here(1, 23, 7), 1440, NIGHT, here(1, 22, 8)),
        (here(1, 23, 23), 1440, NIGHT, here(1, 23, 8)),
        # Under an hour: half past eight the evening before.
        (here(1, 23, 8, 59), 120, NIGHT, here(1, 22, 20, 30)),
        (here(1, 23, 8), 120, NIGHT, here(1, 22, 20, 30)),
        (here(1, 23, 7), 120, NIGHT, here(1, 22, 20, 30)),
        (here(1, 23, 23), 60, NIGHT, here(1, 23, 20, 30)),
        (here(1, 24, 0, 30), 120, NIGHT, here(1, 23, 20, 30)),
        (here(1, 23, 22), 60, NIGHT, here(1, 23, 20, 30)),
        # Their own quiet hours.
        (here(1, 23, 7), 120, NEVER, here(1, 23, 5)),
        (here(1, 23, 15, 30), 120, SIESTA, here(1, 23, 12, 30)),
        (here(1, 23, 16), 120, SIESTA, here(1, 23, 15)),
        (here(1, 23, 3), 60, (60, 300), here(1, 23, 0, 30)),
        # Whole days keep the clock time over a clock change; hours are true hours.
        (here(3, 28, 17), 1440, NIGHT, here(3, 27, 17)),
        (here(3, 29, 17), 2 * 1440, NIGHT, here(3, 27, 17)),
        (here(10, 31, 17), 1440, NIGHT, here(10, 30, 17)),
        (here(11, 1, 17), 1440 + 120, NIGHT, here(10, 31, 15)),
        (here(3, 28, 4), 120, NEVER, here(3, 28, 1)),
        (here(10, 31, 4), 120, NEVER, here(10, 31, 2, fold=1)),
        (here(3, 28, 8, 30), 120, NIGHT, here(3, 27, 20, 30)),
        (here(10, 31, 8, 30), 120, NIGHT, here(10, 30, 20, 30)),
        (here(3, 1, 17), 1440, NIGHT, here(2, 28, 17)),
        # A day before half past two in the autumn night; and the day before the gap, at a time that exists.
        (here(3, 29, 2, 30), 1440, NEVER, here(3, 28, 3, 30)),
    ],
)
def test_reminders_go_at(be_there: datetime, offset: int, quiet: tuple[int, int], goes: datetime) -> None:
    assert rules.reminder_moment(be_there, offset, quiet, ZONE) == goes


@pytest.mark.parametrize("quiet", [NIGHT, NEVER, SIESTA, (0, 1439), (1439, 1), (22 * 60, 22 * 60 + 1), (60, 300)])
@pytest.mark.parametrize("offset", [15, 60, 120, 1440, 2880, 10080])
@pytest.mark.parametrize("month_and_day", [(1, 23), (3, 28), (3, 29), (10, 31), (11, 1)])
def test_a_reminder_is_always_before_being_there_and_never_in_quiet_hours(
    month_and_day: tuple[int, int], offset: int, quiet: tuple[int, int]
) -> None:
    for half_hours in range(48):
        be_there = here(*month_and_day) + timedelta(minutes=30 * half_hours)
        moment = rules.reminder_moment(be_there, offset, quiet, ZONE)
        assert moment < be_there
        if quiet != (0, 1439) and quiet != (1439, 1):  # where half an hour before the quiet hours is no quiet hour
            assert rules.quiet_end(moment, quiet, ZONE) is None


def test_moments_are_owed_from_the_claim_until_now() -> None:
    be_there = here(1, 23, 17)

    def owed(since: datetime, now: datetime) -> list[int]:
        moments = rules.owed_moments(be_there, (120, 1440), NIGHT, since, now, ZONE)
        return [moment.offset for moment in moments]

    early = here(1, 1)
    assert owed(early, here(1, 22, 16, 59)) == []
    assert owed(early, here(1, 22, 17)) == [1440]
    assert owed(early, here(1, 23, 15)) == [1440, 120]  # several missed: oldest first
    assert owed(here(1, 22, 17), here(1, 23, 15)) == [1440, 120]  # claimed at that very moment
    assert owed(here(1, 22, 17, 1), here(1, 23, 15)) == [120]  # claimed later than a day before
    assert owed(here(1, 23, 16), here(1, 23, 16, 30)) == []  # claimed in the last hours: the answer says it all


@pytest.mark.parametrize(
    ("delivered", "starts_at", "until"),
    [
        # A quarter of the time to the start …
        (here(1, 23, 9), here(1, 23, 17), here(1, 23, 11)),
        (here(1, 23, 9), here(1, 24, 5), here(1, 23, 14)),
        # … at least 15 minutes, never after the start …
        (here(1, 23, 9), here(1, 23, 9, 30), here(1, 23, 9, 15)),
        (here(1, 23, 9), here(1, 23, 9, 10), here(1, 23, 9, 10)),
        # … at most 12 hours, of which only those from 08 to 21 count …
        (here(1, 23, 8), here(1, 30, 8), here(1, 23, 20)),
        (here(1, 23, 12), here(1, 30, 8), here(1, 24, 11)),
        (here(1, 23, 22), here(1, 30, 8), here(1, 24, 20)),
        (here(1, 23, 3), here(1, 30, 8), here(1, 23, 20)),
        # … at least 4 hours when the start is over 24 hours away …
        (here(1, 23, 9), here(1, 24, 9, 4), here(1, 23, 15, 1)),
        # … and by night only if the start is under 14 hours away.
        (here(1, 23, 22), here(1, 24, 10), here(1, 24, 1)),
        (here(1, 23, 22), here(1, 24, 11, 59), None),
        (here(1, 23, 22), here(1, 24, 12), here(1, 24, 11, 30)),
        # Over the clock changes.
        (here(3, 27, 20), here(4, 5, 12), here(3, 28, 19)),
        (here(10, 30, 20), here(11, 8, 12), here(10, 31, 19)),
    ],
)
def test_the_time_to_answer(delivered: datetime, starts_at: datetime, until: datetime | None) -> None:
    answer_by = rules.answer_by(delivered, starts_at, ZONE)
    assert delivered < answer_by <= starts_at
    if until is not None:
        assert answer_by == until


@pytest.mark.parametrize("hours", range(0, 24, 3))
@pytest.mark.parametrize("ahead", [10, 60, 13 * 60, 14 * 60, 20 * 60, 24 * 60, 24 * 60 + 1, 50 * 60, 20 * 24 * 60])
def test_an_answer_is_never_due_at_night_or_too_soon(hours: int, ahead: int) -> None:
    delivered = here(1, 23, hours)
    starts_at = delivered + timedelta(minutes=ahead)
    until = rules.answer_by(delivered, starts_at, ZONE)
    assert min(timedelta(minutes=15), starts_at - delivered) <= until - delivered
    assert until <= starts_at
    if ahead >= 14 * 60 and until < starts_at:
        assert rules.quiet_end(until - timedelta(seconds=1), NIGHT, ZONE) is None
    if ahead > 24 * 60:
        assert until - delivered >= timedelta(hours=4)


def claim(number: int, state: ClaimState, turn: int) -> Claim:
    moment = here(1, 1)
    return Claim(
        id=number,
        task_id=1,
        slot_id=1,
        person_id=number,
        state=state,
        turn=turn,
        created_at=moment,
        changed_at=moment,
    )


HELD, OFFERED, WAITING = ClaimState.HELD, ClaimState.OFFERED, ClaimState.WAITING


@pytest.mark.parametrize(
    ("waiting", "heir"),
    [
        ([], None),
        ([(3, True), (1, True), (2, True)], 1),
        ([(1, False), (2, True)], 2),  # passed over, not forgotten
        ([(1, False), (2, False)], None),
    ],
)
def test_the_first_in_line_who_can_be_reached_is_next(waiting: list[tuple[int, bool]], heir: int | None) -> None:
    line = [(claim(turn, WAITING, turn), reachable) for turn, reachable in waiting]
    found = rules.next_in_line(line)
    assert (found.id if found else None) == heir


@pytest.mark.parametrize(
    ("claims", "capacity", "dropped"),
    [
        ([(1, HELD), (2, HELD), (3, HELD)], 3, []),
        ([(1, HELD), (2, HELD), (3, HELD)], 5, []),
        ([(1, HELD), (2, HELD), (3, HELD)], 2, [3]),  # the newest
        ([(1, HELD), (2, HELD), (3, HELD)], 0, [3, 2, 1]),
        ([(1, OFFERED), (2, HELD), (3, HELD)], 2, [1]),  # offers first
        ([(1, OFFERED), (2, HELD), (3, OFFERED)], 1, [3, 1]),
        ([(1, OFFERED), (2, HELD), (3, HELD)], 1, [1, 3]),
        ([(1, HELD), (2, WAITING), (3, WAITING)], 1, []),  # who waits takes no place
        ([], 0, []),
    ],
)
def test_a_smaller_capacity_drops(claims: list[tuple[int, ClaimState]], capacity: int, dropped: list[int]) -> None:
    given = [claim(turn, state, turn) for turn, state in claims]
    assert [one.id for one in rules.dropped_by_capacity(given, capacity)] == dropped


@pytest.mark.parametrize(("minutes", "is_open"), [(0, True), (9.99, True), (10, True), (10.01, False), (600, False)])
def test_undo_is_open_for_ten_minutes(minutes: float, is_open: bool) -> None:
    changed = here(10, 31, 1, 55)
    assert rules.undo_is_open(changed, changed + timedelta(minutes=minutes)) is is_open
