"""How many are told is how many can be; guests and the unreachable are named, for the coordinator to tell."""

from datetime import timedelta

import pytest

from bot import staffing, telling
from bot.model import NoticeKind, Person, Task
from tests.core.delivering import heard
from tests.core.recorder import Recorder
from tests.usecases.desk import Desk
from tests.usecases.test_editing import edits
from tests.world import World


@pytest.fixture
async def mixed(world: World) -> Task:
    """Bob can be told; Gert has not opened the chat, Gerda is a guest."""
    task = await world.task(4)
    ghost: Person = await world.person("Gert", reachable=False)
    await world.claims(world.bob, task)
    await world.claims(ghost, task)
    async with world.storage.transaction() as tx:
        fields: dict[str, object] = {"slot": task.slots[0].id, "name": "Gerda"}
        draft = tx.drafts.add(world.alice.id, "add", "who", fields, world.now, task.id)
        await staffing.add_guest(tx, world.alice, draft, world.now, in_line=False)
    return task


NAMED = "I cannot write to: Gert, Gerda"


async def test_cancelling_counts_those_who_can_be_told_and_names_the_others(world: World, mixed: Task) -> None:
    """Red when `overview` counts everyone on the task."""
    alice = Desk(world, world.alice)
    await alice.forges(f"cancel_ask:{mixed.id}")
    assert "1 person is told." in alice.card.body
    assert NAMED in alice.card.body
    assert (await alice.presses("cancel")).headline == "Cancelled. 1 person is told."
    assert NAMED in alice.card.body
    assert (await alice.presses("restore")).headline == "It takes place after all. 1 person is told."


async def test_the_preview_of_an_edit_counts_and_names_them(world: World, mixed: Task) -> None:
    moved = mixed.starts_at + timedelta(hours=1)
    draft = await edits(world, mixed, starts_at=moved, ends_at=moved + timedelta(hours=2))
    card = await Desk(world, world.alice).forges(f"preview:{draft.id}")
    assert "1 person is asked whether the new time is all right." in card.body
    assert NAMED in card.body
    draft = await edits(world, mixed, place="Havnen")
    card = await Desk(world, world.alice).forges(f"preview:{draft.id}")
    assert "1 person is told what changed." in card.body
    assert NAMED in card.body


async def test_a_message_counts_and_names_them_before_and_after_it_is_sent(world: World, mixed: Task) -> None:
    alice = Desk(world, world.alice)
    await alice.forges(f"message:{mixed.id}")
    await alice.says("Tag forklæde med")
    assert "It goes to 1 person." in alice.card.body
    assert NAMED in alice.card.body
    assert (await alice.presses("send")).headline == "I am sending it to 1 person."
    assert NAMED in alice.card.body


async def test_the_coordinator_is_asked_to_tell_whoever_is_taken_off_and_cannot_be_told(
    world: World, mixed: Task
) -> None:
    """Red when the card says that a guest gets a message."""
    async with world.storage.transaction() as tx:
        everyone = {someone.name: claim.id for claim, someone in await tx.claims.roster(mixed.id)}
    said = {name: (await Desk(world, world.alice).forges(f"remove:{it}")).headline for name, it in everyone.items()}
    assert said == {
        "Bob": "Bob is off the task. I am telling them.",
        "Gert": "Gert is off the task. I cannot write to them: please tell them.",
        "Gerda": "Gerda is off the task. I cannot write to them: please tell them.",
    }


# Quiet hours of the coordinator: 21-08


async def _news(world: World, kind: NoticeKind, task: Task, claim_id: int | None = None) -> list[str]:
    facts: dict[str, int | str] = {"refused": 1} if kind is NoticeKind.UNDELIVERABLE else {}
    await world.rows("DELETE FROM notices")
    async with world.storage.transaction() as tx:
        await telling.tell_coordinator(tx, task, kind, "x", world.now, claim_id=claim_id, facts=facts)
    return await heard(world, Recorder(), world.alice)


@pytest.mark.parametrize(
    ("kind", "starts_in", "wakes"),
    [
        (NoticeKind.LATE_AFBUD, 10, True),
        (NoticeKind.UNDELIVERABLE, 10, True),
        (NoticeKind.LATE_AFBUD, 20, False),
        (NoticeKind.UNDELIVERABLE, 20, False),
        (NoticeKind.FULL, 10, False),
    ],
)
async def test_only_what_must_be_acted_on_before_the_start_wakes_a_coordinator(
    world: World, kind: NoticeKind, starts_in: int, *, wakes: bool
) -> None:
    """Design, The coordinator is told at once and Quiet hours: within 14 hours of the start, and in waking hours."""
    task = await world.task(1, starts_in=timedelta(hours=13 + starts_in))
    held = (await world.claims(world.bob, task)).claim
    assert held
    if kind is NoticeKind.LATE_AFBUD:
        await world.leaves(world.bob, task)
    world.now = world.now.replace(hour=22)  # 23 in Copenhagen
    about = None if kind is NoticeKind.FULL else held.id
    assert len(await _news(world, kind, task, about)) == int(wakes)
    world.now = world.now.replace(hour=14)
    assert len(await _news(world, kind, task, about)) == 1
