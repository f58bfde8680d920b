"""Stories through the sandbox, over real HTTP: each person does what a person would do."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.__main__ import Program
from sandbox import Chat, Person, Rights, Sandbox, SandboxClock
from tests.journeys.stage import connects, posts, running, says
from tests.people import NOW


@dataclass
class Town:
    sandbox: Sandbox
    program: Program
    karen: Person
    bo: Person
    channel: Chat


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with Sandbox(clock=SandboxClock(NOW)) as sandbox:
        karen, bo = sandbox.add_person("Karen"), sandbox.add_person("Bo")
        channel = sandbox.add_channel("Frivillige i Lyngby", karen)
        sandbox.join(bo, channel)
        async with running(sandbox, tmp_path / "tjans.db", karen) as program:
            yield Town(sandbox, program, karen, bo, channel)
        flooded = [str(call) for call in sandbox.refusals if "Too Many" in str(call)]
        assert flooded == []


async def test_a_coordinator_hears_that_the_right_to_post_is_missing(town: Town) -> None:
    town.sandbox.start(town.karen)
    await says(town.sandbox, town.karen, "Velkommen")
    town.sandbox.add_bot(town.channel, by=town.karen, rights=Rights(can_post_messages=False))
    await says(town.sandbox, town.karen, "Jeg må ikke skrive", town.channel.title)
    town.sandbox.add_bot(town.channel, by=town.karen)
    await says(town.sandbox, town.karen, town.channel.title, "?")


async def test_a_group_is_connected_by_its_button(town: Town) -> None:
    await connects(town.sandbox, town.karen, town.channel)
    group = town.sandbox.add_group("Naboer", town.karen)
    town.sandbox.join(town.bo, group)
    town.sandbox.add_bot(group, by=town.bo)
    town.sandbox.write(town.karen, group, "/tilslut")
    here = await says(town.sandbox, group, "?", button="Tilslut")
    stranger = await town.sandbox.press(town.bo, here, "Tilslut").answer(10)
    assert "administrator" in stranger.text
    await town.sandbox.press(town.karen, here, "Tilslut").answer(10)
    question = await says(town.sandbox, town.karen, "Naboer", "?")
    town.sandbox.press(town.karen, question, question.buttons[0])
    await says(town.sandbox, town.karen, "Tilsluttet")


async def test_words_work_as_well_as_buttons(town: Town) -> None:
    await connects(town.sandbox, town.karen, town.channel)
    await posts(town.sandbox, town.karen, town.channel, places="1")
    for text, answer in [
        ("/start", "Velkommen"),
        ("jeg er med 1", "Du er med"),
        ("mine", "Du er med"),
        ("kan ikke", "meldt afbud"),
        ("fortryd", "Du er med"),
        ("hvad koster en banan", ""),
    ]:
        town.sandbox.write(town.bo, None, text)
        await says(town.sandbox, town.bo, answer)
    last = await says(town.sandbox, town.bo, "/opgaver")
    assert "010203-1234" not in last.text
    town.sandbox.write(town.bo, None, "mit cpr er 010203-1234")
    await says(town.sandbox, town.bo, "CPR-nummer")


async def test_blocked_and_back_again(town: Town) -> None:
    await connects(town.sandbox, town.karen, town.channel)
    card = await posts(town.sandbox, town.karen, town.channel, places="2")
    town.sandbox.start(town.bo)
    await says(town.sandbox, town.bo, "Velkommen")
    town.sandbox.block(town.bo)
    answer = await town.sandbox.press(town.bo, card, "Jeg er med").answer(10)
    assert "?start=t1" in answer.url
    town.sandbox.unblock(town.bo)
    await says(town.sandbox, town.bo, "Du er med", button="Meld afbud")


async def test_a_migrated_group_gets_its_cards_anew(town: Town) -> None:
    group = town.sandbox.add_group("Naboer", town.karen, supergroup=False)
    await connects(town.sandbox, town.karen, group)
    await posts(town.sandbox, town.karen, group, places="2")
    new = town.sandbox.migrate(group)
    await says(town.sandbox, new, "Lav suppe", button="Jeg er med", seconds=20)


async def test_nonsense_from_the_network_stops_nobody(town: Town) -> None:
    town.sandbox.inject({"message": {"chat": "?"}, "callback_query": 7})
    town.sandbox.inject({"message": {"from": {"id": "x"}}})
    town.sandbox.start(town.bo)
    await says(town.sandbox, town.bo, "Velkommen")
