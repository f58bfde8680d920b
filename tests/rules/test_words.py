"""Days and clock times in both languages, near and far, over midnight and over both clock changes."""

from datetime import UTC, datetime

import pytest

from bot.errors import Lack
from bot.wording.connecting import missing
from bot.wording.words import Words, language_for, lines, paragraphs, quoted, sentence
from tests.people import ZONE

DA, EN = Words("da", ZONE), Words("en", ZONE)


def here(*numbers: int, fold: int = 0) -> datetime:
    year, month, day, *clock = numbers
    hour, minute = (*clock, 0, 0)[:2]
    return datetime(year, month, day, hour, minute, tzinfo=ZONE, fold=fold).astimezone(UTC)


MONDAY = here(2026, 11, 23, 10)


@pytest.mark.parametrize(
    ("start", "end", "danish", "english"),
    [
        (
            here(2026, 11, 23, 14),
            here(2026, 11, 23, 17),
            "i dag, mandag den 23. november, kl. 14.00–17.00",
            "today, Monday 23 November, 14:00–17:00",
        ),
        (
            here(2026, 11, 24, 14),
            here(2026, 11, 24, 17),
            "i morgen, tirsdag den 24. november, kl. 14.00–17.00",
            "tomorrow, Tuesday 24 November, 14:00–17:00",
        ),
        (
            here(2026, 11, 27, 9, 5),
            here(2026, 11, 27, 11),
            "på fredag den 27. november kl. 09.05–11.00",
            "this Friday 27 November, 09:05–11:00",
        ),
        (
            here(2026, 11, 29, 14),
            here(2026, 11, 29, 17),
            "på søndag den 29. november kl. 14.00–17.00",
            "this Sunday 29 November, 14:00–17:00",
        ),
        (  # the same weekday a week on is not "on Monday"
            here(2026, 11, 30, 14),
            here(2026, 11, 30, 17),
            "mandag den 30. november kl. 14.00–17.00",
            "Monday 30 November, 14:00–17:00",
        ),
        (  # so far ahead that the year is needed
            here(2027, 11, 30, 14),
            here(2027, 11, 30, 17),
            "tirsdag den 30. november 2027 kl. 14.00–17.00",
            "Tuesday 30 November 2027, 14:00–17:00",
        ),
        (  # over midnight: both days
            here(2026, 11, 24, 22),
            here(2026, 11, 25, 2),
            "i morgen, tirsdag den 24. november, kl. 22.00 – ons. 25/11 kl. 02.00",
            "tomorrow, Tuesday 24 November, 22:00 – Wed 25/11 02:00",
        ),
        (  # up to midnight is still that day
            here(2026, 11, 24, 20),
            here(2026, 11, 25, 0),
            "i morgen, tirsdag den 24. november, kl. 20.00–24.00",
            "tomorrow, Tuesday 24 November, 20:00–00:00",
        ),
        (  # from midnight is the next day
            here(2026, 11, 24, 0),
            here(2026, 11, 24, 2),
            "i morgen, tirsdag den 24. november, kl. 00.00–02.00",
            "tomorrow, Tuesday 24 November, 00:00–02:00",
        ),
    ],
)
def test_near_times_say_the_day_and_the_weekday(start: datetime, end: datetime, danish: str, english: str) -> None:
    assert DA.span_near(start, end, MONDAY) == danish
    assert EN.span_near(start, end, MONDAY) == english


@pytest.mark.parametrize(
    ("now", "moment", "danish"),
    [
        (here(2026, 11, 23, 23, 59), here(2026, 11, 24, 0, 0), "i morgen, tirsdag den 24. november, kl. 00.00"),
        (here(2026, 11, 24, 0, 0), here(2026, 11, 24, 23, 59), "i dag, tirsdag den 24. november, kl. 23.59"),
        (here(2026, 12, 31, 12), here(2027, 1, 1, 12), "i morgen, fredag den 1. januar, kl. 12.00"),
        # The night of spring has 23 hours, that of autumn 25; "tomorrow" is a matter of the calendar.
        (here(2027, 3, 27, 23, 30), here(2027, 3, 28, 22), "i morgen, søndag den 28. marts, kl. 22.00"),
        (here(2027, 3, 28, 1, 59), here(2027, 3, 28, 3), "i dag, søndag den 28. marts, kl. 03.00"),
        (here(2027, 10, 30, 23, 30), here(2027, 10, 31, 23, 45), "i morgen, søndag den 31. oktober, kl. 23.45"),
        (here(2027, 10, 31, 0, 15), here(2027, 10, 31, 23, 45), "i dag, søndag den 31. oktober, kl. 23.45"),
        (here(2026, 11, 23, 10), here(2026, 11, 20, 10), "fredag den 20. november kl. 10.00"),
    ],
)
def test_tomorrow_is_a_matter_of_the_local_calendar(now: datetime, moment: datetime, danish: str) -> None:
    assert DA.moment(moment, now) == danish


def test_public_cards_say_the_whole_date() -> None:
    start, end = here(2027, 1, 23, 14), here(2027, 1, 23, 17)
    assert DA.span(start, end) == "lørdag den 23. januar 2027 kl. 14.00–17.00"
    assert EN.span(start, end) == "Saturday 23 January 2027, 14:00–17:00"
    assert DA.short(start) == "lør. 23/1 kl. 14.00"
    assert EN.short(start) == "Sat 23/1 14:00"


def test_the_hour_that_comes_twice_says_which_it_is() -> None:
    first, second = here(2027, 10, 31, 2, 30), here(2027, 10, 31, 2, 30, fold=1)
    assert DA.clock(first) == "kl. 02.30 (sommertid)"
    assert DA.clock(second) == "kl. 02.30 (vintertid)"
    assert EN.clock(second) == "02:30 (winter time)"
    assert DA.clock(here(2027, 10, 31, 3)) == "kl. 03.00"
    assert DA.clock(here(2027, 10, 31, 1, 59)) == "kl. 01.59"
    assert DA.clock(here(2027, 3, 28, 3)) == "kl. 03.00"


def test_choices_are_listed_with_or() -> None:
    assert DA.either(["14", "15", "16"]) == "14, 15 eller 16"
    assert EN.either(["14", "15"]) == "14 or 15"
    assert DA.either(["14"]) == "14"
    assert [DA.weekday(number) for number in (0, 6)] == ["mandag", "søndag"]


@pytest.mark.parametrize(
    ("chosen", "client", "language"),
    [
        ("en", "da", "en"),
        (None, "da", "da"),
        (None, "da-DK", "da"),
        (None, "en_GB", "en"),
        (None, "nb", "da"),
        (None, "sv-SE", "da"),
        (None, "uk", "en"),
        (None, None, "da"),
        ("xx", None, "da"),
    ],
)
def test_the_language_is_chosen_else_the_clients_else_the_communitys(
    chosen: str | None, client: str | None, language: str
) -> None:
    assert language_for(chosen, client, "da") == language


def test_texts_are_put_together_from_the_parts_that_say_something() -> None:
    assert lines("one", None, "", "two") == "one\ntwo"
    assert paragraphs("one", None, "two") == "one\n\ntwo"
    assert sentence("i dag") == "I dag"
    assert sentence("") == ""
    assert quoted("x" * 40) == "x" * 40
    assert quoted("x" * 41) == "x" * 39 + "…"


@pytest.mark.parametrize(
    ("lacks", "said"),
    [
        ((Lack.WRITE,), "Giv mig tilladelsen Send beskeder dér, og skriv så /tilslut i kanalen."),
        (
            (Lack.SEE, Lack.WRITE),
            "Giv mig tilladelserne Se kanal og Send beskeder dér, og skriv så /tilslut i kanalen.",
        ),
    ],
)
def test_one_permission_is_one(lacks: tuple[Lack, ...], said: str) -> None:
    assert missing(lacks, Words("da", ZONE)) == said
