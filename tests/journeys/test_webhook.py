"""The program behind a webhook: a crowd, a kill, and the way there and back without losing an update."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from aiohttp.test_utils import unused_port

from sandbox import Message, Person, Press, Sandbox
from tests.journeys.stage import Process, connects, posts, says

CROWD, PLACES = 120, 20


def behind_a_webhook(sandbox: Sandbox, database: Path, admin: Person) -> Process:
    port = unused_port()
    return Process(
        sandbox,
        database,
        admin,
        TELEGRAM_WEBHOOK_URL=f"http://127.0.0.1:{port}/telegram",
        TELEGRAM_WEBHOOK_LISTEN=f"127.0.0.1:{port}",
        TELEGRAM_WEBHOOK_SECRET="a_Secret-1",
    )


async def gather(sandbox: Sandbox, process: Process, karen: Person) -> tuple[list[Person], Message]:
    """A channel with a card, and a crowd that has met the bot."""
    channel = sandbox.add_channel("Frivillige i Lyngby", karen)
    crowd = [sandbox.add_person(f"Person {number}") for number in range(CROWD)]
    await process.start()
    await connects(sandbox, karen, channel)
    card = await posts(sandbox, karen, channel, places=str(PLACES))
    for person in crowd:
        sandbox.join(person, channel)
        sandbox.start(person)
    await sandbox.until(lambda: all(len(sandbox.messages(person)) > 1 for person in crowd), timeout=60)
    return crowd, card


def told_in(press: Press) -> bool:
    answer = press.answered
    return answer is not None and ("Du er med" in answer.text or "?start=t" in answer.url)


def knows(sandbox: Sandbox, person: Person, press: Press) -> bool:
    """The person has heard how it went: on the screen, or in private."""
    return press.answered is not None or any(
        "Lav suppe" in message.text for message in sandbox.messages(person) if message.by_bot
    )


async def test_a_crowd_through_the_webhook(tmp_path: Path) -> None:
    """Some requests' answers are lost, so that their updates come twice."""
    async with Sandbox() as sandbox:
        karen = sandbox.add_person("Karen")
        process = behind_a_webhook(sandbox, tmp_path / "tjans.db", karen)
        crowd, card = await gather(sandbox, process, karen)
        sandbox.webhook.first_wait, sandbox.webhook.lose_answers = 0.1, 30
        presses = [sandbox.press(person, card, card.buttons[0]) for person in crowd]
        answers = await asyncio.gather(*(press.answer(timeout=30) for press in presses))
        full = [answer for answer in answers if "Fyldt op" in answer.text]
        assert (sum(map(told_in, presses)), len(full)) == (PLACES, CROWD - PLACES)
        await says(sandbox, card.chat, "Fyldt op", seconds=10)
        assert sandbox.webhook.failed == 30
        assert [call.method for call in sandbox.refusals] == []
        assert "getUpdates" not in {call.method for call in sandbox.calls}
        assert await process.stop() == 0
        assert sandbox.webhook.hook is not None


@pytest.mark.parametrize("answers_before_the_kill", [1, 40])
async def test_a_kill_in_the_middle_of_the_crowd(tmp_path: Path, answers_before_the_kill: int) -> None:
    """Design I3, I5, I7: what was not answered 200 is delivered again, what was is on disk."""
    async with Sandbox() as sandbox:
        karen = sandbox.add_person("Karen")
        process = behind_a_webhook(sandbox, tmp_path / "tjans.db", karen)
        crowd, card = await gather(sandbox, process, karen)
        sandbox.webhook.first_wait = 0.3
        presses = {person: sandbox.press(person, card, card.buttons[0]) for person in crowd}
        await sandbox.until(
            lambda: sum(press.answered is not None for press in presses.values()) >= answers_before_the_kill,
            timeout=30,
        )
        await process.kill()
        told_before = {person.id for person, press in presses.items() if told_in(press)}
        await process.start()
        await sandbox.until(
            lambda: all(knows(sandbox, person, press) for person, press in presses.items()), timeout=60
        )
        await sandbox.until(lambda: "Fyldt op" in sandbox.last(card.chat).text, timeout=10)

        def holders() -> set[int]:
            return {person.id for person in crowd if "Du er med" in sandbox.last(person).text}

        await sandbox.until(lambda: len(holders()) >= PLACES, timeout=30)
        assert len(holders()) == PLACES
        assert told_before <= holders()
        # A press whose answer got out, and was not written down before the kill, is answered once more.
        assert {call.method for call in sandbox.refusals} <= {"answerCallbackQuery"}
        assert await process.stop() == 0


async def test_from_polling_to_a_webhook_and_back(tmp_path: Path) -> None:
    """What people write while nobody is there, or just as one way gives way to the other, is answered once."""
    async with Sandbox() as sandbox:
        karen = sandbox.add_person("Karen")
        people = [sandbox.add_person(f"Person {number}") for number in range(30)]
        sandbox.webhook.first_wait = 0.1
        ways = [
            Process(sandbox, tmp_path / "tjans.db", karen),
            behind_a_webhook(sandbox, tmp_path / "tjans.db", karen),
            behind_a_webhook(sandbox, tmp_path / "tjans.db", karen),
            Process(sandbox, tmp_path / "tjans.db", karen),
        ]
        for turn, process in enumerate(ways):
            early, late = people[:15], people[15:]
            heard = told(sandbox, people[0])
            for person in early:  # nobody is there
                sandbox.start(person)
            await process.start()
            await hears_more(sandbox, people[0], heard)
            for person in late:  # it is about to go
                sandbox.start(person)
            await (process.stop() if turn % 2 else process.kill())
        last = Process(sandbox, tmp_path / "tjans.db", karen)
        await last.start()
        async with asyncio.timeout(60):
            while states(tmp_path / "tjans.db") != {"answered": len(ways) * len(people)}:  # noqa: ASYNC110 - another process writes
                await asyncio.sleep(0.2)
        assert min(told(sandbox, person) for person in people) >= len(ways)
        assert {call.method for call in sandbox.refusals} <= {"getUpdates"}
        assert await last.stop() == 0
        assert sandbox.webhook.hook is None


def states(path: Path) -> dict[str, int]:
    """How many updates are in which state: each of them is one row."""
    with closing(sqlite3.connect(path)) as database:
        return dict(database.execute("SELECT state, COUNT(*) FROM inbox GROUP BY state").fetchall())


async def hears_more(sandbox: Sandbox, person: Person, before: int) -> None:
    await sandbox.until(lambda: told(sandbox, person) > before, timeout=30)


def told(sandbox: Sandbox, person: Person) -> int:
    """How many messages the bot wrote to them."""
    return sum(message.by_bot for message in sandbox.messages(person))
