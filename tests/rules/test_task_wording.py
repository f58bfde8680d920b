"""A card says nothing that is not so: closed offers no place, called off is not "you are in"."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model import Claim, ClaimState, Organisation, Slot, Standing, Task, TaskState
from bot.wording import listing, notices, tasks
from bot.wording.words import Words
from tests.people import NOW, ZONE

EN = Words("en", ZONE)
START = NOW + timedelta(days=5, hours=4)
SOUP = Task(
    id=12,
    organisation=Organisation(id=1, name="Suppegryden"),
    posted_by=1,
    poster_name="Karen",
    title="Lav suppe",
    benefit="gæster",
    place="Sognegården",
    starts_at=START,
    ends_at=START + timedelta(hours=3),
    be_there_at=START,
    afbud_by=START,
    state_at=NOW,
)


def slot(number: int, name: str, *, early: int = 0, days: int = 0) -> Slot:
    start = START + timedelta(days=days, hours=-early)
    return Slot(
        id=number,
        task_id=12,
        name=name,
        capacity=2,
        starts_at=start,
        ends_at=SOUP.ends_at + timedelta(days=days),
        be_there_at=start,
    )


ONE = replace(SOUP, slots=(slot(1, ""),))
TWO = replace(SOUP, slots=(slot(1, "cook", early=1), slot(2, "helper", days=1)))


def standing(task: Task, state: ClaimState, line: int = 0) -> Standing:
    claim = Claim(
        id=7, task_id=12, slot_id=1, person_id=3, state=state, turn=1, created_at=NOW, changed_at=NOW, line=line
    )
    return Standing(task=task, claim=claim)


def test_a_closed_task_shows_no_free_places() -> None:
    closed = replace(ONE, state=TaskState.CLOSED)
    assert "2 places free" in tasks.public_card(ONE, EN, NOW).body
    assert "free" not in tasks.public_card(closed, EN, NOW).body
    assert "free" not in tasks.page(Standing(task=closed), EN, NOW).body


def test_a_task_that_is_going_on_has_no_places_left_on_its_page() -> None:
    page = tasks.page(Standing(task=ONE), EN, ONE.starts_at)
    assert "It is going on now." in page.body
    assert "free" not in page.body
    assert page.rows == ()


@pytest.mark.parametrize("state", [TaskState.CANCELLED, TaskState.ENDED])
def test_what_is_over_is_said_first_to_those_on_it(state: TaskState) -> None:
    card = tasks.page(standing(replace(ONE, state=state), ClaimState.HELD), EN, NOW)
    assert "You are in" not in card.headline
    assert "Lav suppe" in card.body


def test_a_role_says_its_day_only_where_it_is_another() -> None:
    card = tasks.public_card(TWO, EN, NOW)
    assert "cook (13:00–17:00): 2 places free" in card.body
    assert "helper (Sunday 29 November 2026, 14:00–17:00): 2 places free" in card.body


def test_an_offer_names_the_role_and_keeps_its_time_on_the_page() -> None:
    offered = standing(TWO, ClaimState.OFFERED)
    until = NOW + timedelta(hours=4)
    assert notices.offer(offered, until, EN, NOW).headline == "There is a place for you: cook"
    assert offered.claim
    page = tasks.page(replace(offered, claim=replace(offered.claim, offered_until=until)), EN, NOW)
    assert "no later than today, Monday 23 November, 14:00" in page.body


def test_whoever_waits_is_not_asked_to_come_to_a_task_that_moved() -> None:
    card = notices.moved(standing(ONE, ClaimState.WAITING, line=3), None, EN, NOW)
    assert "come" not in card.headline
    assert "number 3" in card.body
    assert "Karen" not in card.body


@pytest.mark.parametrize(
    ("state", "stands"), [("waiting", "number 2 on the waiting list"), ("offered", "a place for")]
)
def test_whoever_was_put_in_line_is_not_told_to_be_on_the_task(state: str, stands: str) -> None:
    """Red when it looks for `waiting` alone: they may be offered a place before they hear of it."""
    card = notices.added(standing(ONE, ClaimState(state), line=2), EN, NOW)
    assert card.headline == "The coordinator has put you on a waiting list"
    assert stands in card.body


def test_the_title_gives_way_where_a_name_has_to_be_short() -> None:
    """Red when the end is cut off: the time was gone, by which two tasks of one title are told apart."""
    long = replace(SOUP, title="Lav suppe " * 10)
    name = listing.name_of(long, EN, 100)
    assert len(name) <= 100
    assert name.startswith("12. Lav suppe Lav")
    assert name.endswith(f"… · {EN.short(START)}")
    assert listing.name_of(SOUP, EN, 100) == listing.name_of(SOUP, EN)
