"""The checks of the proofs on Discord see what is wrong: each is shown a lie, and must say so."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from proofs.discord import checks
from proofs.discord.ledger import Act
from proofs.discord.village import Village
from proofs.evidence import Evidence
from proofs.ledger import Deed, Ledger
from sandbox import SandboxClock
from sandbox.discord import Answer, DiscordSandbox, User
from sandbox.discord.messages import Content
from storage.connection import Statement
from storage.database import Database
from tests.people import NOW

TITLE = "Tjans 0001"
CARD = f"**{TITLE}**\nSalen\n\n1 ledig plads\n\nOpgave 1"
HOLDS = (
    "INSERT INTO claims (task_id, slot_id, person_id, state, turn, created_at, changed_at)"
    " VALUES (1, 1, 1, 'held', 1, 0, 0)"
)
SENT = (
    "INSERT INTO notices (key, kind, person_id, task_id, urgency, due_at, state, created_at)"
    " VALUES ('c', 'claimed', 1, 1, 0, 0, 'sent', 0)"
)


def _task(number: int) -> Statement:
    sql = (
        "INSERT INTO tasks (id, organisation_id, title, benefit, place, starts_at, ends_at, be_there_at,"
        " afbud_by, state, state_at, created_at)"
        " VALUES (?, 1, ?, 'b', 'Salen', 9000000000, 9000003600, 9000000000, 9000000000, 'open', 0, 0)"
    )
    return sql, (number, TITLE)


@dataclass
class Scene:
    """A task with two places; Ib's press on its card reached the bot, and nothing else did."""

    village: Village
    database: Database
    path: Path
    ib: User
    act: Act

    async def writes(self, *statements: str | Statement) -> Evidence:
        async with self.database.transaction() as work:
            for statement in statements:
                work.write(*((statement,) if isinstance(statement, str) else statement))
        return self.evidence()

    def evidence(self) -> Evidence:
        return Evidence(self.path, "discord")

    def received(self) -> Statement:
        sql = (
            "INSERT INTO inbox (network, bot_id, number, lane, raw, state, received_at)"
            " VALUES ('discord', 1, ?, 'x', '', 'answered', 0)"
        )
        return sql, (self.act.done.id,)

    def answers(self, text: str) -> None:
        world, done = self.village.sandbox.world, self.act.done
        done.shown.append(world.add(done.channel, Content(text), only_for=self.ib))
        done.give(Answer.MESSAGE)

    def writes_to_ib(self, text: str) -> None:
        world = self.village.sandbox.world
        world.add(world.dm(self.ib), Content(text))

    def later(self, **time: float) -> None:
        clock = self.village.sandbox.clock
        clock.move_to(clock.now() + timedelta(**time))


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    sandbox = DiscordSandbox(clock=SandboxClock(NOW, frozen=True))
    village = Village.build(sandbox, 1, channels=1, people=1)
    database = await Database.open(tmp_path / "t.db")
    ib, channel = village.people[0], village.channels[0]
    card = sandbox.world.add(channel, Content(CARD))
    done = sandbox.press_id(ib, card, "claim:1:1")
    act = Act(user=ib, title=TITLE, deed=Deed.TAKE, done=done, listening=True)
    village.ledger.note(act)
    made = Scene(village, database, tmp_path / "t.db", ib, act)
    made.later(seconds=1)
    await made.writes(
        "INSERT INTO organisations (id, name, created_at) VALUES (1, 'O', 0)",
        "INSERT INTO persons (id, name, created_at, seen_at) VALUES (1, 'Ib', 0, 0)",
        ("INSERT INTO accounts (person_id, network, native_id, reach) VALUES (1, 'discord', ?, 'yes')", (ib.id,)),
        _task(1),
        "INSERT INTO slots (id, task_id, position, capacity, starts_at, ends_at, be_there_at)"
        " VALUES (1, 1, 0, 2, 9000000000, 9000003600, 9000000000)",
        (
            "INSERT INTO channels (id, network, native_id, kind, title, language, state, created_at)"
            " VALUES (1, 'discord', ?, 'group', 'Kanal', 'da', 'connected', 0)",
            (channel.id,),
        ),
        ("INSERT INTO posts (task_id, channel_id, message_id, state) VALUES (1, 1, ?, 'live')", (card.id,)),
    )
    yield made
    await database.close()


async def test_the_truth_passes(scene: Scene) -> None:
    scene.answers(f"Du er med: {TITLE}.")
    scene.writes_to_ib(f"**Du er med**\n{TITLE}")
    evidence = await scene.writes(HOLDS, scene.received(), SENT)
    village = scene.village
    assert checks.at_rest(evidence, village) == []
    assert checks.unsettled(evidence, village) == []
    assert [*checks.owed_and_not_told(evidence, village, Ledger(), NOW)] == []
    assert [*checks.said_and_not_sent(evidence, village)] == []
    assert checks.repeats(evidence, village) == checks.stray_cards(evidence, village) == 0


async def test_told_in_and_not_on_disk(scene: Scene) -> None:
    scene.answers(f"Du er med: {TITLE}.")
    assert "was told in" in checks.at_rest(await scene.writes(scene.received()), scene.village)[0]


async def test_what_was_told_holds_also_after_a_gesture_that_was_lost(scene: Scene) -> None:
    scene.answers(f"Du er med: {TITLE}.")
    page = scene.village.sandbox.world.add(scene.act.done.channel, Content("x"))
    done = scene.village.sandbox.press_id(scene.ib, page, "leave:1")
    scene.village.ledger.note(Act(user=scene.ib, title=TITLE, deed=Deed.LEAVE, done=done, listening=False))
    scene.later(minutes=1)
    assert checks.at_rest(await scene.writes(scene.received(), HOLDS), scene.village) == []
    evidence = await scene.writes("UPDATE claims SET state = 'released'")
    assert "was told in" in checks.at_rest(evidence, scene.village)[0]


async def test_heard_and_not_stored(scene: Scene) -> None:
    assert checks.at_rest(scene.evidence(), scene.village) == []  # it may have been killed before it could
    scene.later(seconds=5)
    assert "heard and lost" in checks.at_rest(scene.evidence(), scene.village)[0]


async def test_published_without_a_press_and_published_twice(scene: Scene) -> None:
    scene.village.ledger.posts[TITLE] = [scene.act]
    assert "published 1 times, 0 of its presses" in checks.at_rest(scene.evidence(), scene.village)[0]
    assert checks.at_rest(await scene.writes(scene.received()), scene.village) == []
    evidence = await scene.writes(_task(2))
    assert "published 2 times" in checks.at_rest(evidence, scene.village)[0]


async def test_stored_and_never_answered_and_a_wrong_card(scene: Scene) -> None:
    evidence = await scene.writes(scene.received(), "UPDATE slots SET capacity = 9")
    assert [line.split()[0] for line in checks.unsettled(evidence, scene.village)] == ["unanswered:", "card"]


async def test_held_and_never_told_and_recorded_as_sent_without_arriving(scene: Scene) -> None:
    evidence = await scene.writes(HOLDS, scene.received(), SENT)
    assert [*checks.owed_and_not_told(evidence, scene.village, Ledger(), NOW)] == [
        f"Bruger 0 was never told 'Du er med' about {TITLE}"
    ]
    assert len([*checks.said_and_not_sent(evidence, scene.village)]) == 1


async def test_told_twice(scene: Scene) -> None:
    for _ in range(2):
        scene.writes_to_ib(f"**Du er med**\n{TITLE}")
    assert checks.repeats(await scene.writes(HOLDS, scene.received(), SENT), scene.village) == 1


async def test_a_message_that_stands_twice(scene: Scene) -> None:
    world = scene.village.sandbox.world
    world.add(world.dm(scene.ib), Content("x"), nonce="n")
    assert checks.doubles(scene.village) == []
    world.add(world.dm(scene.ib), Content("x"), nonce="n")
    assert len(checks.doubles(scene.village)) == 1


async def test_whoever_is_called_by_name_in_the_channel_has_been_told(scene: Scene) -> None:
    evidence = await scene.writes(HOLDS, scene.received(), SENT)
    assert "1 × standing recorded as sent, 0 arrived" in next(checks.said_and_not_sent(evidence, scene.village))
    scene.village.sandbox.world.add(scene.village.channels[0], Content(f"<@{scene.ib.id}> Husk {TITLE}: i morgen"))
    assert [*checks.said_and_not_sent(evidence, scene.village)] == []
    assert [*checks.owed_and_not_told(evidence, scene.village, Ledger(), NOW)] == []
    assert checks.stray_cards(evidence, scene.village) == 0
