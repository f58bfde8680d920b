"""`tjans backup` and `tjans restore` beside the real program, while people press."""

import asyncio
import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from sandbox import Message, Person, Sandbox
from tests.journeys.stage import Process, connects, posts, says

CROWD, WAVES, PLACES = 150, 6, 30


async def _tjans(status: int, *arguments: str | Path, database: Path) -> str:
    """What it says when it ends with this status."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *map(str, arguments)),
        env=os.environ | {"TJANS_DATABASE": str(database)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    assert process.returncode == status, said
    return said.decode().strip()


def _held(copy: Path, crowd: list[Person]) -> int:
    """Places taken in the copy. Each press took effect in it whole (person, claim, end of its row) or not at all."""
    known = ",".join(str(person.id) for person in crowd)
    with closing(sqlite3.connect(copy)) as connection:

        def count(what: str) -> int:
            return int(connection.execute(f"SELECT COUNT(*) FROM {what}").fetchone()[0])  # noqa: S608

        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        met = count(f"accounts WHERE native_id IN ({known})")
        ended = count(f"inbox JOIN accounts USING (person_id) WHERE native_id IN ({known}) AND raw = ''")
        held = count("claims WHERE state = 'held'")
    assert (ended, held) == (met, min(met, PLACES))
    return held


async def test_under_traffic_and_back_again(tmp_path: Path) -> None:
    database = tmp_path / "tjans.db"
    async with Sandbox() as sandbox:
        karen = sandbox.add_person("Karen")
        channel = sandbox.add_channel("Frivillige i Lyngby", karen)
        crowd = [sandbox.add_person(f"Person {number}") for number in range(CROWD)]
        for person in crowd:
            sandbox.join(person, channel)
        process = Process(sandbox, database, karen)
        await process.start()
        await connects(sandbox, karen, channel)
        card = await posts(sandbox, karen, channel, places=str(PLACES))
        copies = await _copied_meanwhile(sandbox, database, card, crowd)
        await says(sandbox, channel, "Fyldt op")
        held = [_held(copy, crowd) for copy in copies]
        assert held == sorted(held)
        assert held[0] < PLACES

        assert "another process is using" in await _tjans(1, "restore", copies[0], "--replace", database=database)
        await process.stop()
        assert "--replace" in await _tjans(1, "restore", copies[0], database=database)
        said = await _tjans(0, "restore", copies[0], "--replace", database=database)
        assert "tjans-replaced-" in said
        await process.start()
        await says(sandbox, channel, f"{PLACES - held[0]} ledige pladser")
        assert _held(database, crowd) == held[0]
        assert await process.stop() == 0


async def _copied_meanwhile(sandbox: Sandbox, database: Path, card: Message, crowd: list[Person]) -> list[Path]:
    """The crowd presses in waves, and in each of them the database is copied."""
    presses, copies = [], []
    for wave in range(WAVES):
        presses += [sandbox.press(person, card, card.buttons[0]) for person in crowd[wave::WAVES]]
        copies.append(database.with_name(f"copy-{wave}.db"))
        await _tjans(0, "backup", copies[-1], database=database)
    await asyncio.gather(*(press.answer(timeout=30) for press in presses))
    return copies
