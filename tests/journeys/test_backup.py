"""`tjans backup` and `tjans restore` beside the real program, while people press."""

import asyncio
import os
import sqlite3
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from sandbox import Message, Person, Sandbox
from storage.database import Database
from tests.journeys.stage import Process, connects, posts, running, says

CROWD, WAVES, PLACES = 150, 6, 30


async def _tjans(status: int, *arguments: str | Path, database: Path, before: Sequence[str] = ()) -> str:
    """What it says when it ends with this status."""
    process = await asyncio.create_subprocess_exec(
        *(*before, sys.executable, "-m", "bot", *map(str, arguments)),
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
        first = tmp_path / "first.db"
        await _tjans(0, "backup", first, database=database)
        copies = await _copied_meanwhile(sandbox, database, card, crowd)
        await says(sandbox, channel, "Fyldt op")
        held = [_held(copy, crowd) for copy in copies]
        assert held == sorted(held)
        assert held[0] < PLACES

        assert "another process is using" in await _tjans(1, "restore", first, "--replace", database=database)
        await process.stop()
        assert "--replace" in await _tjans(1, "restore", first, database=database)
        said = await _tjans(0, "restore", first, "--replace", database=database)
        assert "tjans-replaced-" in said
        await process.start()
        await says(sandbox, channel, f"{PLACES} ledige pladser")
        assert _held(database, crowd) == 0
        assert await process.stop() == 0


async def test_a_full_disk_leaves_no_half_a_backup(tmp_path: Path) -> None:
    database = tmp_path / "tjans.db"
    await (await Database.open(database)).close()
    limited = ("prlimit", "--fsize=50000")
    said = await _tjans(1, "backup", tmp_path / "copy.db", database=database, before=limited)
    assert "backup: " in said
    assert "full" in said
    assert "\n" not in said
    assert [path.name for path in tmp_path.iterdir() if "copy" in path.name] == []


async def test_the_running_bot_makes_one_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Red when nothing asks for it."""
    monkeypatch.setattr("bot.clockwork.MINUTE", 0.05)
    async with Sandbox() as sandbox, running(sandbox, tmp_path / "tjans.db", sandbox.add_person("Karen")):
        async with asyncio.timeout(30):
            while not list(tmp_path.glob("backups/tjans-*.db")):  # noqa: ASYNC110 - a file tells nobody
                await asyncio.sleep(0.05)
    [copy] = tmp_path.glob("backups/tjans-*.db")
    assert _held(copy, []) == 0


async def _copied_meanwhile(sandbox: Sandbox, database: Path, card: Message, crowd: list[Person]) -> list[Path]:
    """The crowd presses in waves, and in each of them the database is copied."""
    presses, copies = [], []
    for wave in range(WAVES):
        presses += [sandbox.press(person, card, card.buttons[0]) for person in crowd[wave::WAVES]]
        copies.append(database.with_name(f"copy-{wave}.db"))
        await _tjans(0, "backup", copies[-1], database=database)
    await asyncio.gather(*(press.answer(timeout=30) for press in presses))
    return copies
