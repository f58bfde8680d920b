"""The checks of the proofs see what is wrong: each is shown a lie, and must say so."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from proofs import checks
from proofs.evidence import Evidence
from proofs.ledger import Act, Deed
from proofs.town import Town
from sandbox import CallbackAnswer, Message, Person, Press, Sandbox
from sandbox.messages import Content
from storage.connection import Statement
from storage.database import Database

TITLE = "Tjans 0001"
CARD = f"{TITLE}\n\nSalen\n\n1 ledig plads\n\nOpgave 1"


@dataclass
class Scene:
    """A task with two places; Ib's press on its card reached the bot as the only update."""

    town: Town
    database: Database
    path: Path
    ib: Person
    press: Press
    card: Message

    async def writes(self, *statements: str | Statement) -> Evidence:
        async with self.database.transaction() as work:
            for statement in statements:
                work.write(*((statement,) if isinstance(statement, str) else statement))
        return Evidence(self.path)


HOLDS = (
    "INSERT INTO claims (task_id, slot_id, person_id, state, turn, created_at, changed_at)"
    " VALUES (1, 1, 1, 'held', 1, 0, 0)"
)
HOLDS_TOO = HOLDS.replace("(1, 1, 1,", "(1, 1, 2,")
RECEIVED = (
    "INSERT INTO inbox (network, bot_id, number, lane, raw, state, received_at)"
    " VALUES ('telegram', 1, 700000001, 'x', '', 'answered', 0)"
)


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    sandbox = Sandbox(floods=False)
    town = Town.build(sandbox, 1, channels=1, people=1)
    database = await Database.open(tmp_path / "t.db")
    ib, channel = town.people[0], town.channels[0]
    ib.started = True
    card = sandbox.post(channel, CARD)
    card.by_bot = True
    press = sandbox.press_data(ib, card, "claim:1:1")
    town.ledger.note(Act(person=ib, title=TITLE, deed=Deed.TAKE, update=press.update or 0, at=press.at, press=press))
    sandbox.world.updates.drop()
    async with database.transaction() as work:
        work.write("INSERT INTO organisations (id, name, created_at) VALUES (1, 'O', 0)")
        work.write("INSERT INTO persons (id, name, created_at, seen_at) VALUES (1, 'Ib', 0, 0), (2, 'Bo', 0, 0)")
        work.write(
            "INSERT INTO accounts (person_id, network, native_id, reach) VALUES (1, 'telegram', ?, 'yes')", (ib.id,)
        )
        work.write(
            "INSERT INTO tasks (id, organisation_id, title, benefit, place, starts_at, ends_at, be_there_at,"
            " afbud_by, state, state_at, created_at)"
            " VALUES (1, 1, ?, 'b', 'Salen', 9000000000, 9000003600, 9000000000, 9000000000, 'open', 0, 0)",
            (TITLE,),
        )
        work.write(
            "INSERT INTO slots (id, task_id, position, capacity, starts_at, ends_at, be_there_at)"
            " VALUES (1, 1, 0, 2, 9000000000, 9000003600, 9000000000)"
        )
        work.write(
            "INSERT INTO channels (id, network, native_id, kind, title, language, state, created_at)"
            " VALUES (1, 'telegram', ?, 'channel', 'Kanal', 'da', 'connected', 0)",
            (channel.id,),
        )
        work.write("INSERT INTO posts (task_id, channel_id, message_id, state) VALUES (1, 1, ?, 'live')", (card.id,))
    yield Scene(town, database, tmp_path / "t.db", ib, press, card)
    await database.close()


def _notice(kind: str, state: str) -> tuple[str, tuple[str, str, str]]:
    sql = (
        "INSERT INTO notices (key, kind, person_id, task_id, urgency, due_at, state, created_at)"
        " VALUES (?, ?, 1, 1, 0, 0, ?, 0)"
    )
    return sql, (kind, kind, state)


async def test_the_truth_passes(scene: Scene) -> None:
    scene.press.give(CallbackAnswer(f"Du er med: {TITLE}."))
    scene.town.sandbox.world.add_own(scene.town.sandbox.private(scene.ib), Content(f"Du er med\n{TITLE}"))
    evidence = await scene.writes(HOLDS, RECEIVED, _notice("claimed", "sent"))
    now = scene.town.sandbox.clock.now()
    assert checks.at_rest(evidence, scene.town) == []
    assert checks.unsettled(evidence, scene.town) == []
    assert [*checks.owed_and_not_told(evidence, scene.town, now)] == []
    assert [*checks.said_and_not_sent(evidence, scene.town)] == []
    assert checks.repeats(evidence, scene.town) == 0


async def test_told_in_and_not_on_disk(scene: Scene) -> None:
    scene.press.give(CallbackAnswer(f"Du er med: {TITLE}."))
    assert "was told in" in checks.at_rest(await scene.writes(RECEIVED), scene.town)[0]


async def test_acknowledged_and_not_stored(scene: Scene) -> None:
    await scene.writes(RECEIVED)
    scene.town.sandbox.press_data(scene.ib, scene.card, "claim:1:1")
    scene.town.sandbox.world.updates.drop()
    assert checks.at_rest(Evidence(scene.path), scene.town) == ["acknowledged and lost: update 700000002"]


async def test_published_twice_or_not_at_all(scene: Scene) -> None:
    scene.town.ledger.posts["Tjans 0002"] = [scene.press]
    assert checks.at_rest(await scene.writes(RECEIVED), scene.town) == []  # its answer may have been a refusal
    scene.press.give(CallbackAnswer())
    assert "took effect 0 times" in checks.at_rest(Evidence(scene.path), scene.town)[0]


async def test_more_claims_than_ways_in(scene: Scene) -> None:
    once_more = HOLDS.replace("'held'", "'released'")
    assert "has 2 claims" in checks.at_rest(await scene.writes(HOLDS, once_more, RECEIVED), scene.town)[0]


async def test_a_press_that_nobody_answered_a_notice_still_owed_a_wrong_card(scene: Scene) -> None:
    waiting = checks.unsettled(await scene.writes(RECEIVED, HOLDS, HOLDS_TOO, _notice("claimed", "owed")), scene.town)
    assert [line.split()[0] for line in waiting] == ["1", "press", "card"]


async def test_held_and_never_told_and_recorded_as_sent_without_arriving(scene: Scene) -> None:
    evidence = await scene.writes(HOLDS, RECEIVED, _notice("claimed", "sent"))
    now = scene.town.sandbox.clock.now()
    assert [*checks.owed_and_not_told(evidence, scene.town, now)] == [
        f"Person 0 was never told 'Du er med' about {TITLE}"
    ]
    assert len([*checks.said_and_not_sent(evidence, scene.town)]) == 1


async def test_told_twice(scene: Scene) -> None:
    for _ in range(2):
        scene.town.sandbox.world.add_own(scene.town.sandbox.private(scene.ib), Content(f"Du er med\n{TITLE}"))
    assert checks.repeats(await scene.writes(HOLDS, RECEIVED, _notice("claimed", "sent")), scene.town) == 1
