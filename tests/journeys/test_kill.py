"""kill -9 in the middle of the crowd, and start again: nothing told is lost, nobody is forgotten."""

import asyncio
from pathlib import Path

import pytest

from sandbox import Message, Person, Press, Sandbox
from tests.journeys.stage import Process, connects, posts

CROWD, PLACES = 120, 20


def _told_in(press: Press) -> bool:
    answer = press.answered
    return answer is not None and ("Du er med" in answer.text or "?start=t" in answer.url)


def _knows(sandbox: Sandbox, person: Person, press: Press) -> bool:
    """The person has heard how it went: on the screen, or in private."""
    if press.answered is not None:
        return True
    return any("Lav suppe" in message.text for message in sandbox.messages(person) if message.by_bot)


@pytest.mark.parametrize("answers_before_the_kill", [1, 15, 60])
async def test_a_kill_in_the_middle_of_the_crowd(tmp_path: Path, answers_before_the_kill: int) -> None:
    """Design I3, I5, I6, I7. Red when the inbox acknowledges before it stores, or recover() is not called."""
    async with Sandbox() as sandbox:
        karen = sandbox.add_person("Karen")
        channel = sandbox.add_channel("Frivillige i Lyngby", karen)
        crowd = [sandbox.add_person(f"Person {number}") for number in range(CROWD)]
        process = Process(sandbox, tmp_path / "tjans.db", karen)
        await process.start()
        await connects(sandbox, karen, channel)
        card = await posts(sandbox, karen, channel, places=str(PLACES))
        for person in crowd:
            sandbox.join(person, channel)
            sandbox.start(person)
        await sandbox.until(lambda: all(len(sandbox.messages(person)) > 1 for person in crowd), timeout=60)
        presses = {person: sandbox.press(person, card, card.buttons[0]) for person in crowd}
        await sandbox.until(
            lambda: sum(press.answered is not None for press in presses.values()) >= answers_before_the_kill,
            timeout=30,
        )
        await process.kill()
        told_before = [person for person, press in presses.items() if _told_in(press)]
        await process.start()
        await sandbox.until(
            lambda: all(_knows(sandbox, person, press) for person, press in presses.items()), timeout=60
        )
        await sandbox.until(lambda: "Fyldt op" in sandbox.last(channel).text, timeout=10)
        holders = await _holders(sandbox, crowd)
        assert len(holders) == PLACES
        assert set(told_before) <= set(holders)
        assert [call.method for call in sandbox.refusals] == []
        assert await process.stop() == 0
        assert isinstance(card, Message)


async def _holders(sandbox: Sandbox, crowd: list[Person]) -> list[Person]:
    """Who holds, asked as people would ask: everyone looks at their newest message about the task."""
    await asyncio.sleep(0)
    await sandbox.until(
        lambda: sum("Du er med" in sandbox.last(person).text for person in crowd) >= PLACES, timeout=30
    )
    return [person for person in crowd if "Du er med" in sandbox.last(person).text]
