"""The readers keep their promises for what is meant, slipped and mutated, and read back what they say themselves."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from bot.cards import Card
from bot.model import Person
from bot.unclear import Unclear
from bot.wording import settings as wording
from handlers.reader import (
    Wish,
    read_deadline,
    read_moment,
    read_number,
    read_slots,
    read_when,
    read_wish,
    split_one_line,
)
from handlers.reader.quiet import read_quiet
from handlers.reader.slots import LONGEST_NAME, MOST_PLACES, MOST_SLOTS, SlotSpec
from handlers.reader.wishes import _SAID as SAID
from tests.people import ZONE
from tests.properties import typing
from tests.properties.effort import effort
from tests.usecases.desk import COMMUNITY

NOWS = st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
NAMES = st.sampled_from(["kok", "hjælper", "bager", "chauffør", "vært", "opvasker", "cook", "helper", "cleaner"])


@effort(400)
@given(text=typing.slipped(typing.WHENS), now=NOWS)
def test_a_time_is_ahead_and_ends_after_it_begins(text: str, now: datetime) -> None:
    with suppress(Unclear):
        when = read_when(text, now, ZONE)
        assert now < when.starts_at < when.ends_at <= when.starts_at + timedelta(days=14, hours=1)
        assert when.starts_at.tzinfo is UTC
        assert when.ends_at.tzinfo is UTC


@effort(400)
@given(text=typing.slipped(typing.MOMENTS), now=NOWS, ahead=st.integers(1, 60 * 24 * 60))
def test_a_moment_is_ahead_and_a_deadline_is_not_after_the_start(text: str, now: datetime, ahead: int) -> None:
    starts_at = now + timedelta(minutes=ahead)
    with suppress(Unclear):
        assert read_moment(text, now, ZONE, starts_at.astimezone(ZONE).date()) > now
    with suppress(Unclear):
        assert now < read_deadline(text, now, ZONE, starts_at) <= starts_at


@effort(400)
@given(text=typing.slipped(typing.SLOTS))
def test_places_are_counted_and_roles_have_names_of_their_own(text: str) -> None:
    with suppress(Unclear):
        slots = read_slots(text)
        assert 1 <= len(slots) <= MOST_SLOTS
        assert all(1 <= slot.capacity <= MOST_PLACES for slot in slots)
        names = [slot.name for slot in slots]
        assert len(slots) == 1 or (all(names) and len(set(names)) == len(names))
        assert all(name is None or 1 <= len(name) <= LONGEST_NAME for name in names)


@effort(200)
@given(
    roles=st.lists(
        st.tuples(NAMES, st.integers(1, MOST_PLACES)), min_size=2, max_size=8, unique_by=lambda one: one[0]
    ),
    shape=st.sampled_from(["{name} {count}", "{count} {name}", "{name}: {count}", "{name} x{count}"]),
    joint=st.sampled_from([", ", "; ", " + ", "\n"]),
)
def test_roles_are_read_back(roles: list[tuple[str, int]], shape: str, joint: str) -> None:
    text = joint.join(shape.format(name=name, count=count) for name, count in roles)
    assert read_slots(text) == tuple(SlotSpec(name=name, capacity=count) for name, count in roles)


@effort(200)
@given(pieces=st.lists(st.text(st.characters(exclude_characters="|｜"), max_size=30), min_size=5, max_size=5))
def test_a_line_is_cut_where_its_bars_are(pieces: list[str]) -> None:
    wanted = [" ".join(piece.split()) or None for piece in pieces]
    line = split_one_line("|".join(pieces))
    assert [line.title, line.when, line.place, line.slots, line.benefit] == wanted


@effort(200)
@given(
    said=st.sampled_from([(wish, phrase.strip()) for wish, phrases in SAID.items() for phrase in phrases.split(",")]),
    number=st.integers(1, 999_999),
    polite=st.sampled_from(["{0}", "{0}!", "Hej, {0}", "{0} tak", "  {0} ", "please {0}"]),
)
def test_a_wish_is_understood_with_its_number(said: tuple[Wish, str], number: int, polite: str) -> None:
    wish, phrase = said
    assume(phrase)
    for text in (phrase.upper(), polite.format(phrase)):
        read = read_wish(text)
        assert read is not None
        assert (read.wish, read.number) == (wish, None)
    read = read_wish(f"{phrase} {number}")
    assert read is not None
    assert read.number == number


@effort(300)
@given(text=typing.ANYTHING)
def test_anything_is_a_wish_a_number_and_hours_or_none(text: str) -> None:
    wished, number, hours = read_wish(text), read_number(text), read_quiet(text)
    assert wished is None or wished.number is None or 0 <= wished.number < 10**6
    assert number is None or 0 <= number < 10**6
    assert hours is None or all(0 <= minute < 1440 for minute in hours)


@effort(200)
@given(hours=st.tuples(st.integers(0, 1439), st.integers(0, 1439)), language=st.sampled_from(["da", "en"]))
def test_quiet_hours_are_read_as_they_are_shown(hours: tuple[int, int], language: str) -> None:
    assume(hours[0] != hours[1])
    shown: Card = wording.quiet(Person(id=1, name="Bob", quiet=hours), COMMUNITY.words(language))
    assert read_quiet(wording.between(hours, COMMUNITY.words(language))) == hours
    assert wording.between(hours, COMMUNITY.words(language)) in shown.headline
