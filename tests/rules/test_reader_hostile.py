"""Whatever is typed, the reader answers or asks back, and soon."""

import contextlib
import time
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from handlers.reader import (
    Unclear,
    read_deadline,
    read_moment,
    read_number,
    read_slots,
    read_when,
    read_wish,
    split_one_line,
)

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
START = datetime(2027, 3, 28, 13, 0, tzinfo=UTC)
NOWS = st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
VOCABULARY = (
    "lørdag søn. næste fredag next uge 4 53 kl. den d. the i morgen aften dag før before timer time om in til - – . "
    ", / : 24/1 1/24 31/10-2027 28/3 29/2 24.1 12.10 2027-03-28 Jan 24 31. maj 02.30 2.30 14 17 0 00 24 25 99 9999 "
    "pm am p.m. noon midnat mellem og ½ 1,5 halvanden 3 to en ٢٤ \u202e ' | # x kok personer ja afbud"
)
WORDS = st.sampled_from(VOCABULARY.split(" "))
TYPED = st.lists(WORDS, max_size=14).map(" ".join) | st.lists(WORDS, max_size=8).map("".join)


def read_everything(text: str, now: datetime) -> None:
    """Each reader answers or asks back; anything else is a bug."""
    for read in (
        lambda: read_when(text, now, COPENHAGEN),
        lambda: read_moment(text, now, COPENHAGEN, date(2027, 3, 28)),
        lambda: read_deadline(text, now, COPENHAGEN, START),
        lambda: read_slots(text),
        lambda: split_one_line(text),
        lambda: read_number(text),
        lambda: read_wish(text),
    ):
        with contextlib.suppress(Unclear):
            read()


@settings(max_examples=300, deadline=None)
@example(text="ﷺ" * 200, now=START)
@example(text="\ud800 24/1 14-17", now=START)
@example(text="İ" * 100, now=START)
@given(text=st.text(max_size=300), now=NOWS)
def test_any_text_is_answered_or_asked_back(text: str, now: datetime) -> None:
    read_everything(text, now)


@settings(max_examples=1500, deadline=None)
@given(text=TYPED, now=NOWS)
def test_any_words_of_the_vocabulary_are_answered_or_asked_back(text: str, now: datetime) -> None:
    read_everything(text, now)


@settings(max_examples=1500, deadline=None)
@given(text=TYPED, now=NOWS)
def test_what_is_read_lies_ahead_and_lasts_at_most_a_fortnight(text: str, now: datetime) -> None:
    with contextlib.suppress(Unclear):
        read = read_when(text, now, COPENHAGEN)
        assert now < read.starts_at < read.ends_at
        assert (read.ends_at - read.starts_at).days <= 14


@pytest.mark.parametrize(
    "text",
    [
        "a" * 5000,
        "1" * 5000,
        " " * 5000,
        "12.10 " * 33,
        "12.10 12.10 12.10 12.10 " + "og mellem " * 17,
        "1.1.1.1.1.1." * 16,
        "24/1-" * 40,
        "i " * 100,
        "((((" * 50,
        "kok 1," * 1000,
        "og " * 1600,
        "|" * 5000,
        "\n" * 5000,
        "\u202e24/1 14-17" * 400,
        "é" * 5000,
        "e\u0301" * 2500,
    ],
)
def test_hostile_text_takes_no_time(text: str) -> None:
    begun = time.perf_counter()
    read_everything(text, START)
    assert time.perf_counter() - begun < 0.5
