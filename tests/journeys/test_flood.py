"""Somebody sends five hundred messages while others take their places: only they themselves wait for it."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.flooding import MOST_WAITING
from sandbox import Sandbox
from tests.journeys.stage import Process, connects, posts, says

FLOOD, CROWD, PLACES = 500, 60, 40


async def test_a_flood_of_one_person_keeps_nobody_else_waiting(tmp_path: Path) -> None:
    async with Sandbox() as sandbox:
        karen, mallory = sandbox.add_person("Karen"), sandbox.add_person("Mallory")
        channel = sandbox.add_channel("Frivillige i Lyngby", karen)
        crowd = [sandbox.add_person(f"Person {number}") for number in range(CROWD)]
        process = Process(sandbox, tmp_path / "tjans.db", karen)
        await process.start()
        await connects(sandbox, karen, channel)
        card = await posts(sandbox, karen, channel, places=str(PLACES))
        sandbox.start(mallory)
        await says(sandbox, mallory, "Velkommen")
        before = len(sandbox.messages(mallory))
        for number in range(FLOOD):
            sandbox.write(mallory, None, f"besked {number} til alle")
        presses = [sandbox.press(person, card, card.buttons[0]) for person in crowd]
        await asyncio.gather(*(press.answer(timeout=20) for press in presses))
        answered = sum(message.by_bot for message in sandbox.messages(mallory)[before:])
        assert answered <= MOST_WAITING / 2, "the crowd waited for the answers to the flood"
        await says(sandbox, channel, "Fyldt op")
        slow_down = [message for message in sandbox.messages(mallory) if "meget på én gang" in message.text]
        assert len(slow_down) == 1
        assert [call.method for call in sandbox.refusals] == []
        assert await process.stop() == 0
        with closing(sqlite3.connect(tmp_path / "tjans.db")) as database:
            (closed,) = database.execute("SELECT COUNT(*) FROM inbox WHERE trouble = 'too many at once'").fetchone()
            texts = database.execute("SELECT COUNT(*) FROM inbox WHERE trouble IS NOT NULL AND raw != ''").fetchone()
        assert FLOOD - 2 * MOST_WAITING <= closed <= FLOOD - MOST_WAITING, "some were answered meanwhile"
        assert texts == (0,)
