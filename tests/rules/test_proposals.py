"""A task on its way: what is missing, what moves along, and what an edit changes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.model import Organisation, Person, Task
from bot.proposals import REQUIRED, Field, Proposal, Role, as_task, default_afbud, of_task

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
START = datetime(2026, 11, 28, 13, tzinfo=UTC)
END = START + timedelta(hours=3)
HOUR = timedelta(hours=1)
CHURCH = Organisation(id=7, name="Kirken")
ALICE = Person(id=3, name="Alice")

FULL = Proposal(
    organisation_id=7,
    title="Lav suppe",
    starts_at=START,
    ends_at=END,
    place="Sognegården",
    roles=(Role(capacity=4),),
    benefit="Gæster",
)


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ({}, Field.TITLE),
        ({"title": "Lav suppe"}, Field.WHEN),
        ({"title": "Lav suppe", "starts_at": START}, Field.WHEN),
        ({"title": "Lav suppe", "starts_at": START, "ends_at": END}, Field.PLACE),
        ({"title": "Lav suppe", "starts_at": START, "ends_at": END, "benefit": "Gæster"}, Field.PLACE),
        ({"title": "Lav suppe", "starts_at": START, "ends_at": END, "place": "Her"}, Field.SLOTS),
        ({"place": "Her", "benefit": "Gæster"}, Field.TITLE),
    ],
)
def test_the_first_missing_field_is_asked(said: dict[str, object], asked: Field) -> None:
    assert Proposal.model_validate(said).missing() is asked


def test_nothing_is_missing_from_a_full_one() -> None:
    assert FULL.missing() is None
    assert all(FULL.has(field) for field in REQUIRED)
    assert not FULL.has(Field.BE_THERE)
    assert not FULL.has(Field.AFBUD)
    assert not FULL.has(Field.DETAILS)


def test_what_is_counted_back_from_the_start_moves_along() -> None:
    roles = (Role(name="kok", capacity=1, starts_at=START - HOUR, ends_at=END), Role(name="hjælper", capacity=3))
    before = FULL.model_copy(update={"be_there_at": START - HOUR, "afbud_by": START - 24 * HOUR, "roles": roles})
    after = before.with_when(START + 48 * HOUR, END + 49 * HOUR)
    assert (after.starts_at, after.ends_at) == (START + 48 * HOUR, END + 49 * HOUR)
    assert after.be_there_at == START + 47 * HOUR
    assert after.afbud_by == START + 24 * HOUR
    assert after.roles[0].starts_at == START + 47 * HOUR
    assert after.roles[1].starts_at is None
    assert Proposal().with_when(START, END).be_there_at is None


def test_a_draft_survives_the_database() -> None:
    stored = FULL.model_copy(update={"base": FULL}).model_dump(mode="json", exclude_defaults=True)
    again = Proposal.model_validate(stored)
    assert again.base == FULL
    assert again.starts_at == START


@pytest.mark.parametrize(
    ("starts_in", "by"),
    [
        (timedelta(days=5), timedelta(days=4)),
        (timedelta(hours=25), timedelta(hours=1)),
        (timedelta(hours=24), timedelta(hours=12)),  # sooner: from half-way
        (timedelta(hours=2), timedelta(hours=1)),
    ],
)
def test_afbud_is_late_a_day_before(starts_in: timedelta, by: timedelta) -> None:
    assert default_afbud(NOW + starts_in, NOW) == NOW + by


# An edit over what somebody else changed meanwhile


def test_an_edit_changes_only_what_it_changed() -> None:
    mine = FULL.model_copy(update={"base": FULL, "title": "Kog suppe"})
    theirs = FULL.model_copy(update={"place": "Kirken", "title": "Lav gryde"})
    merged = mine.over(theirs)
    assert (merged.title, merged.place) == ("Kog suppe", "Kirken")
    assert merged.base == theirs
    assert mine.over(FULL) is mine
    assert FULL.over(theirs) is FULL


@pytest.mark.parametrize(
    ("before", "typed", "slots"),
    [
        ({"": (1, 4)}, {"": 5}, {"": 1}),
        ({"kok": (1, 1), "hjælper": (2, 3)}, {"kok": 2, "hjælper": 4}, {"kok": 1, "hjælper": 2}),
        ({"kok": (1, 1), "hjælper": (2, 3)}, {"hjælper": 3, "kok": 1}, {"kok": 1, "hjælper": 2}),
        ({"Kok": (1, 1)}, {"kok": 1, "chauffør": 1}, {"kok": 1, "chauffør": 0}),
        ({"kok": (1, 1), "hjælper": (2, 3)}, {"kok": 1, "medhjælper": 3}, {"kok": 1, "medhjælper": 2}),  # renamed
        ({"kok": (1, 1), "hjælper": (2, 3)}, {"kok": 1}, {"kok": 1}),  # one goes
        ({"": (1, 4)}, {"kok": 1, "hjælper": 3}, {"kok": 0, "hjælper": 1}),  # one becomes several: the largest
        ({"a": (1, 1), "b": (2, 2)}, {"c": 1, "d": 2}, {"c": 1, "d": 2}),  # both renamed, in order
    ],
)
def test_a_role_that_stays_is_the_same_slot(
    before: dict[str, tuple[int, int]], typed: dict[str, int], slots: dict[str, int]
) -> None:
    roles = tuple(Role(name=name, slot_id=slot, capacity=places) for name, (slot, places) in before.items())
    base = FULL.model_copy(update={"roles": roles})
    edit = base.model_copy(update={"base": base})
    after = edit.with_roles(tuple(Role(name=name, capacity=places) for name, places in typed.items()))
    assert {role.name: role.slot_id for role in after.roles} == slots
    assert {role.name: role.capacity for role in after.roles} == typed


def test_a_slot_keeps_its_own_time_unless_a_new_one_is_said() -> None:
    own = Role(name="kok", capacity=1, slot_id=1, starts_at=START - HOUR, ends_at=END)
    base = FULL.model_copy(update={"roles": (own, Role(name="hjælper", capacity=3, slot_id=2))})
    edit = base.model_copy(update={"base": base})
    kept, _ = edit.with_roles((Role(name="kok", capacity=2), Role(name="hjælper", capacity=3))).roles
    assert (kept.starts_at, kept.capacity) == (START - HOUR, 2)
    said = Role(name="kok", capacity=2, starts_at=START, ends_at=END - HOUR)
    moved, _ = edit.with_roles((said, Role(name="hjælper", capacity=3))).roles
    assert (moved.starts_at, moved.ends_at, moved.slot_id) == (START, END - HOUR, 1)


# The task it becomes


def test_a_full_proposal_is_a_task() -> None:
    task = as_task(FULL, CHURCH, ALICE, NOW)
    assert (task.title, task.place, task.benefit, task.organisation) == ("Lav suppe", "Sognegården", "Gæster", CHURCH)
    assert (task.starts_at, task.ends_at, task.be_there_at) == (START, END, START)
    assert task.afbud_by == START - 24 * HOUR
    assert task.whom_to_meet() == "Alice"
    assert [(slot.capacity, slot.starts_at, slot.ends_at) for slot in task.slots] == [(4, START, END)]


def test_a_task_spans_the_slots_that_have_a_time_of_their_own() -> None:
    early = Role(name="kok", capacity=1, starts_at=START - 2 * HOUR, ends_at=START)
    late = Role(name="opvask", capacity=2, starts_at=END, ends_at=END + HOUR)
    proposal = FULL.model_copy(update={"roles": (early, late), "be_there_at": START - timedelta(minutes=15)})
    task = as_task(proposal, CHURCH, ALICE, NOW)
    assert task.starts_at == START - 2 * HOUR
    assert task.ends_at == END + HOUR
    assert task.be_there_at == task.starts_at - timedelta(minutes=15)
    assert [slot.starts_at - slot.be_there_at for slot in task.slots] == [timedelta(minutes=15)] * 2


@pytest.mark.parametrize(
    ("said", "be_there", "afbud"),
    [
        ({"be_there_at": START + HOUR}, START, START - 24 * HOUR),  # never after the start
        ({"afbud_by": START + HOUR}, START, START),
        ({"be_there_at": START - HOUR, "afbud_by": START - 2 * HOUR}, START - HOUR, START - 2 * HOUR),
    ],
)
def test_nothing_is_asked_after_the_start(said: dict[str, datetime], be_there: datetime, afbud: datetime) -> None:
    task = as_task(FULL.model_copy(update=said), CHURCH, ALICE, NOW)
    assert (task.be_there_at, task.afbud_by) == (be_there, afbud)


def test_a_task_is_not_made_of_half_a_proposal() -> None:
    with pytest.raises(ValueError, match="place"):
        as_task(FULL.model_copy(update={"place": ""}), CHURCH, ALICE, NOW)


def published(proposal: Proposal) -> Task:
    task = as_task(proposal, CHURCH, ALICE, NOW)
    return replace(task, slots=tuple(replace(slot, id=number) for number, slot in enumerate(task.slots, start=1)))


@pytest.mark.parametrize(
    "proposal",
    [
        FULL,
        FULL.model_copy(update={"be_there_at": START - HOUR, "contact": "Bo", "details": "Tag forklæde med"}),
        FULL.model_copy(update={"roles": (Role(name="kok", capacity=1), Role(name="hjælper", capacity=3))}),
        FULL.model_copy(
            update={
                "roles": (
                    Role(name="kok", capacity=1, starts_at=START - HOUR, ends_at=END - HOUR),
                    Role(name="hjælper", capacity=3),
                )
            }
        ),
    ],
)
def test_an_edit_that_changes_nothing_leaves_the_task_as_it_was(proposal: Proposal) -> None:
    task = published(proposal)
    again = as_task(of_task(task), CHURCH, ALICE, NOW + HOUR)
    for name in ("title", "place", "starts_at", "ends_at", "be_there_at", "afbud_by", "details", "contact", "slots"):
        assert getattr(again, name) == getattr(task, name), name
