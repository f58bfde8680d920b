"""Moments near a task on Saturday 23 January 2027 at 14: when to be there, until when to sign up."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.reader import Reason, Unclear, read_deadline, read_moment

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DAY = date(2027, 1, 23)
START = datetime(2027, 1, 23, 13, 0, tzinfo=UTC)

BOTH = [
    ("13.45", "2027-01-23 13:45"),
    ("kl. 13.45", "2027-01-23 13:45"),
    ("1.45pm", "2027-01-23 13:45"),
    ("at 1:45 p.m.", "2027-01-23 13:45"),
    ("noon", "2027-01-23 12:00"),
    ("samme dag kl. 12", "2027-01-23 12:00"),
    ("same day at noon", "2027-01-23 12:00"),
    ("lørdag 13.45", "2027-01-23 13:45"),
    ("fredag 12", "2027-01-22 12:00"),
    ("Friday noon", "2027-01-22 12:00"),
    ("senest fredag kl. 12", "2027-01-22 12:00"),
    ("by friday 12pm", "2027-01-22 12:00"),
    ("inden fredag kl. 12", "2027-01-22 12:00"),
    ("søndag 20", "2027-01-17 20:00"),
    ("fredag den 15. januar kl. 12", "2027-01-15 12:00"),
    ("Friday 15 January 12:00", "2027-01-15 12:00"),
    ("20/1 12.00", "2027-01-20 12:00"),
    ("12.01 12.00", "2027-01-12 12:00"),
    ("30/12 12", "2026-12-30 12:00"),
    ("den 20. kl 12", "2027-01-20 12:00"),
    ("den 24. kl 12", "2026-12-24 12:00"),
    ("mandag uge 3 kl 12", "2027-01-18 12:00"),
    ("i morgen 12", "2026-11-24 12:00"),
    ("dagen før kl. 18", "2027-01-22 18:00"),
    ("kl. 18 dagen før", "2027-01-22 18:00"),
    ("the day before 6pm", "2027-01-22 18:00"),
    ("the day before at 6pm", "2027-01-22 18:00"),
    ("aftenen før kl. 8", "2027-01-22 20:00"),
    ("2 dage før kl. 18", "2027-01-21 18:00"),
    ("two days before at 18:00", "2027-01-21 18:00"),
    ("fredag 24.00", "2027-01-23 00:00"),
]


def at(local: str) -> datetime:
    return datetime.fromisoformat(local).replace(tzinfo=COPENHAGEN).astimezone(UTC)


@pytest.mark.parametrize(("text", "moment"), [*BOTH, ("16.45", "2027-01-23 16:45"), ("25/1 12", "2027-01-25 12:00")])
def test_a_moment_is_read(text: str, moment: str) -> None:
    read = read_moment(text, NOW, COPENHAGEN, DAY)
    assert (read, read.tzinfo) == (at(moment), UTC)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        *BOTH,
        ("24 timer før", "2027-01-22 14:00"),
        ("24 hours before", "2027-01-22 14:00"),
        ("senest 24 timer før", "2027-01-22 14:00"),
        ("en time før", "2027-01-23 13:00"),
        ("15 min før", "2027-01-23 13:45"),
        ("half an hour before", "2027-01-23 13:30"),
        ("halvanden time før start", "2027-01-23 12:30"),
        ("1 time og 15 minutter før", "2027-01-23 12:45"),
        ("2 dage før", "2027-01-21 14:00"),
        ("en uge før", "2027-01-16 14:00"),
        ("a week before it starts", "2027-01-16 14:00"),
        ("ved start", "2027-01-23 14:00"),
        ("kl. 3", "2027-01-23 03:00"),  # 15 would be after the start
    ],
)
def test_a_deadline_is_read(text: str, moment: str) -> None:
    assert read_deadline(text, NOW, COPENHAGEN, START) == at(moment)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("24 timer før", "2027-03-27 13:00"),  # hours as they pass
        ("1 dag før", "2027-03-27 14:00"),  # days by the calendar
        ("dagen før kl. 14", "2027-03-27 14:00"),
        ("kl. 01.30", "2027-03-28 01:30"),
    ],
)
def test_a_deadline_across_the_change_of_the_clock(text: str, moment: str) -> None:
    assert read_deadline(text, NOW, COPENHAGEN, at("2027-03-28 14:00")) == at(moment)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", Reason.NO_TIME),
        ("fredag", Reason.NO_TIME),
        ("dagen før", Reason.NO_TIME),
        ("lørdag 16", Reason.AFTER_START),
        ("25/1 12", Reason.AFTER_START),
        ("999 uger før", Reason.PAST),
        ("i går 12", Reason.PAST),
        ("1/11 12", Reason.PAST),
        ("kl. 2", Reason.AMBIGUOUS),
        ("fredag midnat", Reason.AMBIGUOUS),
        ("fredag den 16. januar kl. 12", Reason.WRONG_WEEKDAY),
        ("30/2 12", Reason.NO_SUCH_DATE),
        ("kl. 25:00", Reason.NO_SUCH_TIME),
        ("12-14", Reason.NOT_UNDERSTOOD),
        ("2 timer før kl. 14", Reason.NOT_UNDERSTOOD),
        ("når jeg får tid", Reason.NOT_UNDERSTOOD),
    ],
)
def test_a_deadline_is_asked_back(text: str, reason: Reason) -> None:
    with pytest.raises(Unclear) as refused:
        read_deadline(text, NOW, COPENHAGEN, START)
    assert refused.value.reason is reason


@pytest.mark.parametrize(
    ("day", "text", "reason"),
    [
        (date(2027, 3, 28), "02.30", Reason.NO_SUCH_TIME),
        (date(2027, 10, 31), "02.30", Reason.TWICE),
        (date(2026, 11, 20), "12", Reason.PAST),
        (DAY, "24 timer før", Reason.NOT_UNDERSTOOD),
    ],
)
def test_a_moment_is_asked_back(day: date, text: str, reason: Reason) -> None:
    with pytest.raises(Unclear) as refused:
        read_moment(text, NOW, COPENHAGEN, day)
    assert refused.value.reason is reason
