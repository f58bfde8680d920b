"""Times that are asked back, with the facts to ask with."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from handlers.reader import Reason, Unclear, read_when

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

ASKED_BACK = [
    ("", Reason.NO_DATE),
    ("18-20", Reason.NO_DATE),
    ("kl. 18-20", Reason.NO_DATE),
    ("12.10-14.30", Reason.NO_DATE),
    ("at 14 for 3 hours", Reason.NO_DATE),
    ("uge 4 14-17", Reason.NO_DATE),
    ("i næste uge 14-17", Reason.NO_DATE),
    ("dagen før 14-17", Reason.NO_DATE),
    ("lørdag", Reason.NO_TIME),
    ("Saturday", Reason.NO_TIME),
    ("den 24. januar", Reason.NO_TIME),
    ("lørdag i 3 timer", Reason.NO_TIME),
    ("fredag - søndag", Reason.NO_TIME),
    ("lørdag til 17", Reason.NO_TIME),
    ("lørdag 14", Reason.NO_END),
    ("saturday 2pm", Reason.NO_END),
    ("lørdag kl. 14 -", Reason.NO_END),
    ("fredag 14 - søndag", Reason.NO_END),
    ("lør 24/1 kl. 14-17", Reason.WRONG_WEEKDAY),
    ("24/1 14-17 lørdag", Reason.WRONG_WEEKDAY),
    ("friday 23 january 2-5pm", Reason.WRONG_WEEKDAY),
    ("i morgen onsdag 9-12", Reason.WRONG_WEEKDAY),
    ("23/1 14 - mandag 24/1 12", Reason.WRONG_WEEKDAY),
    ("i dag 9-11", Reason.PAST),
    ("i går 14-17", Reason.PAST),
    ("20/11 14-17", Reason.PAST),
    ("24/10 14-17", Reason.PAST),
    ("mandag uge 47 14-17", Reason.PAST),
    ("24/1-2026 14-17", Reason.PAST),
    ("1000-01-01 14-17", Reason.PAST),
    ("31/12-2028 10-12", Reason.TOO_FAR),
    ("9999-12-31 14-17", Reason.TOO_FAR),
    ("om 999 uger 14-17", Reason.TOO_FAR),
    ("næste fredag 18-20", Reason.AMBIGUOUS),
    ("lørdag 2-5", Reason.AMBIGUOUS),
    ("saturday 6-8", Reason.AMBIGUOUS),
    ("saturday 9-5", Reason.AMBIGUOUS),
    ("lørdag 3 i 2 timer", Reason.AMBIGUOUS),
    ("lørdag midnat - 02", Reason.AMBIGUOUS),
    ("30/2 14-17", Reason.NO_SUCH_DATE),
    ("31/4 14-17", Reason.NO_SUCH_DATE),
    ("29/2 14-17", Reason.NO_SUCH_DATE),
    ("29/2-2027 14-17", Reason.NO_SUCH_DATE),
    ("1/24 14-17", Reason.NO_SUCH_DATE),
    ("0/1 14-17", Reason.NO_SUCH_DATE),
    ("den 32. kl. 14-17", Reason.NO_SUCH_DATE),
    ("mandag uge 53 2027 10-12", Reason.NO_SUCH_DATE),
    ("mandag uge 54 10-12", Reason.NO_SUCH_DATE),
    ("lørdag 14-25.00", Reason.NO_SUCH_TIME),
    ("lørdag 14.75-16", Reason.NO_SUCH_TIME),
    ("lørdag 14-24:30", Reason.NO_SUCH_TIME),
    ("saturday 13am-2pm", Reason.NO_SUCH_TIME),
    ("28/3 02.30-05", Reason.NO_SUCH_TIME),
    ("28/3 00-02.30", Reason.NO_SUCH_TIME),
    ("27/3 20 - 28/3 02.00", Reason.NO_SUCH_TIME),
    ("31/10-2027 02.30-05", Reason.TWICE),
    ("31/10-2027 00-02.30", Reason.TWICE),
    ("31/10-2027 02.30 i 2 timer", Reason.TWICE),
    ("lørdag 17-14", Reason.ENDS_BEFORE_START),
    ("lørdag 14-14", Reason.ENDS_BEFORE_START),
    ("24/1 14 - 23/1 12", Reason.ENDS_BEFORE_START),
    ("lørdag 14 i 0 timer", Reason.ENDS_BEFORE_START),
    ("1/12 10 - 15/12 12", Reason.TOO_LONG),
    ("1/12 10 - 20/12 12", Reason.TOO_LONG),
    ("1/12 10 - 24/12-9999 12", Reason.TOO_LONG),
    ("lørdag 14 i 900 timer", Reason.TOO_LONG),
    ("lørdag 14 i 3 uger", Reason.TOO_LONG),
    ("hej", Reason.NOT_UNDERSTOOD),
    ("hver lørdag 14-17", Reason.NOT_UNDERSTOOD),
    ("every saturday 14-17", Reason.NOT_UNDERSTOOD),
    ("lørdag - søndag 10-16", Reason.NOT_UNDERSTOOD),
    ("24/1-26/1 14-17", Reason.NOT_UNDERSTOOD),
    ("24/1 14-17 25/1", Reason.NOT_UNDERSTOOD),
    ("24/1 14-17 25/1 14-17", Reason.NOT_UNDERSTOOD),
    ("lørdag 14 17", Reason.NOT_UNDERSTOOD),
    ("24 timer før", Reason.NOT_UNDERSTOOD),
]


def unclear(text: str, now: datetime = NOW) -> Unclear:
    with pytest.raises(Unclear) as refused:
        read_when(text, now, COPENHAGEN)
    return refused.value


def local(moments: tuple[datetime, ...]) -> list[str]:
    return [f"{moment.astimezone(COPENHAGEN):%Y-%m-%d %H:%M}" for moment in moments]


@pytest.mark.parametrize(("text", "reason"), ASKED_BACK)
def test_a_time_is_asked_back(text: str, reason: Reason) -> None:
    assert unclear(text).reason is reason


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("hver lørdag 14-17", "hver"),
        ("kan du komme lørdag 14-17?", "kan du komme"),
        ("lørdag 14-17 hos Bente", "hos Bente"),
        ("lørdag ca. 14-17", "ca"),
        ("lør-søn 10-16", "lør-søn 10-16"),
        ("1/24 14-17", "1/24"),
        ("Den 31. April 14-17", "31. April"),
        ("lørdag 14.75-16", "14.75"),
        ("  18-20 ", "18-20"),
        ("uge 4 14-17", "uge 4"),
    ],
)
def test_the_piece_in_the_way_is_named_as_it_was_typed(text: str, piece: str) -> None:
    assert unclear(text).piece == piece


def test_a_weekday_that_does_not_match_names_both_days() -> None:
    refused = unclear("lør 24/1 kl. 14-17")
    assert (refused.weekday, refused.day) == (5, date(2027, 1, 24))
    assert local(refused.candidates) == ["2027-01-23 14:00", "2027-01-24 14:00"]
    assert [span.ends_at - span.starts_at for span in refused.spans] == [timedelta(hours=3)] * 2


def test_a_past_date_is_named() -> None:
    assert unclear("20/11 14-17").day == date(2026, 11, 20)


def test_a_date_of_last_month_is_a_slip_also_across_new_year() -> None:
    assert unclear("20/12 14-17", datetime(2027, 1, 5, 12, tzinfo=UTC)).day == date(2026, 12, 20)


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("næste fredag 18-20", ["2026-11-27 18:00", "2026-12-04 18:00"]),
        ("lørdag 2-5", ["2026-11-28 02:00", "2026-11-28 14:00"]),
        ("saturday 9-5", ["2026-11-28 09:00", "2026-11-28 21:00"]),
        ("saturday 10-2", ["2026-11-28 10:00", "2026-11-28 22:00"]),
        ("lørdag midnat - 02", ["2026-11-28 00:00", "2026-11-29 00:00"]),
        ("28/3 02.30-05", ["2027-03-28 03:30"]),
        ("31/10-2027 02.30-05", ["2027-10-31 02:30", "2027-10-31 02:30"]),
    ],
)
def test_the_candidates_are_given(text: str, candidates: list[str]) -> None:
    assert local(unclear(text).candidates) == candidates


def test_the_two_moments_of_the_doubled_hour_are_an_hour_apart() -> None:
    first, second = unclear("31/10-2027 02.30-05").candidates
    assert (first, second) == (datetime(2027, 10, 31, 0, 30, tzinfo=UTC), datetime(2027, 10, 31, 1, 30, tzinfo=UTC))


def test_what_is_too_long_to_be_a_time_is_not_looked_at() -> None:
    refused = unclear("24/1 14-17 " * 500)
    assert refused.reason is Reason.NOT_UNDERSTOOD
    assert refused.piece is not None
    assert len(refused.piece) <= 80
