"""One transaction at a time, whole or not at all, whoever is cancelled in the middle."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.errors import Unworkable
from storage.database import Database


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """Closed even by a test that fails: an open connection's thread would keep the process."""
    opened = await Database.open(tmp_path / "t.db")
    yield opened
    await opened.close()


async def _names(database: Database) -> list[str]:
    async with database.transaction() as work:
        return [row["name"] for row in await work.ask("SELECT name FROM meta ORDER BY name")]


def _insert(name: str) -> tuple[str, tuple[str, str]]:
    return "INSERT INTO meta (name, value) VALUES (?, ?)", (name, "x")


async def test_an_error_undoes_everything(database: Database) -> None:
    with pytest.raises(RuntimeError):  # noqa: PT012 - the block is what fails
        async with database.transaction() as work:
            work.write(*_insert("a"))
            await work.flush()
            raise RuntimeError
    assert await _names(database) == []


async def test_a_part_fails_alone(database: Database) -> None:
    async with database.transaction() as work:
        async with work.part():
            work.write(*_insert("a"))
        with pytest.raises(sqlite3.IntegrityError):  # noqa: PT012 - the block is what fails
            async with work.part():
                work.write(*_insert("b"))
                work.write(*_insert("a"))
        async with work.part():
            work.write(*_insert("c"))
    assert await _names(database) == ["a", "c"]


@pytest.mark.parametrize("steps", range(6))
async def test_a_cancelled_transaction_leaves_the_next_one_clean(database: Database, steps: int) -> None:
    """Red when roll_back asks `in_transaction` on the loop: BEGIN may still be on its way to the thread."""

    async def work_on() -> None:
        async with database.transaction() as work:
            work.write(*_insert("a"))
            await work.flush()
            await work.ask("SELECT 1")

    task = asyncio.ensure_future(work_on())
    for _ in range(steps):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    async with database.transaction() as work:
        work.write(*_insert("b"))
    assert "b" in await _names(database)


async def test_a_second_process_is_refused(tmp_path: Path) -> None:
    database = await Database.open(tmp_path / "t.db")
    with pytest.raises(Unworkable, match="another process"):
        await Database.open(tmp_path / "t.db")
    await database.close()


async def test_ids_are_not_given_twice_over_a_restart(tmp_path: Path) -> None:
    database = await Database.open(tmp_path / "t.db")
    first = database.ids.next("persons")
    async with database.transaction() as work:
        work.write("INSERT INTO persons (id, name, created_at, seen_at) VALUES (?, 'x', 0, 0)", (first,))
        work.write("DELETE FROM persons")
    await database.close()
    again = await Database.open(tmp_path / "t.db")
    assert again.ids.next("persons") > first
    await again.close()


async def test_it_is_durable_at_commit(database: Database) -> None:
    """Design I3: WAL with synchronous=FULL (2). Red when the pragma says NORMAL."""
    async with database.transaction() as work:
        assert (await work.ask("PRAGMA synchronous"))[0][0] == 2
        assert (await work.ask("PRAGMA journal_mode"))[0][0] == "wal"
