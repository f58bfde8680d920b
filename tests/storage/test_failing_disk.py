"""A disk that fails: nothing of a transaction happened, it is said once, and it heals with the disk."""

import logging
import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from bot.errors import Unstored
from storage.database import Database
from tests.storage.disks import BIG, full, impatient, locked


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = await Database.open(tmp_path / "t.db")
    yield opened
    await opened.close()


async def _put(database: Database, name: str, value: str = "x") -> None:
    async with database.transaction() as work:
        work.write("INSERT INTO meta (name, value) VALUES (?, ?)", (name, value))


async def _names(database: Database) -> list[str]:
    async with database.transaction() as work:
        return [row["name"] for row in await work.ask("SELECT name FROM meta ORDER BY name")]


async def test_a_full_disk_undoes_the_whole_transaction_and_heals(database: Database) -> None:
    async with full(database):
        with pytest.raises(Unstored, match="full"):  # noqa: PT012 - the block is what fails
            async with database.transaction() as work:
                work.write("INSERT INTO meta (name, value) VALUES ('small', 'x')")
                await work.flush()
                work.write("INSERT INTO meta (name, value) VALUES ('big', ?)", (BIG,))
        assert await _names(database) == []
    await _put(database, "big", BIG)
    assert await _names(database) == ["big"]


async def test_a_locked_database_is_the_disks_doing_too(database: Database, tmp_path: Path) -> None:
    await impatient(database)
    with locked(tmp_path / "t.db"), pytest.raises(Unstored, match="another program"):
        await _put(database, "a")
    await _put(database, "b")
    assert await _names(database) == ["b"]


@pytest.mark.parametrize("another", [False, True])
async def test_a_file_that_is_moved_away_takes_nothing_until_it_is_back(
    database: Database, tmp_path: Path, *, another: bool
) -> None:
    """Red when SQLite goes on in a file without a name: people are told, and the next start knows nothing of it."""
    path, away = tmp_path / "t.db", tmp_path / "away.db"
    await _put(database, "before")
    path.rename(away)
    if another:
        shutil.copy(away, path)
    with pytest.raises(Unstored, match="gone"):
        await _put(database, "meanwhile")
    away.rename(path)
    await _put(database, "after")
    assert await _names(database) == ["after", "before"]


async def test_nothing_stands_alone_after_sqlite_undid_the_transaction(database: Database, tmp_path: Path) -> None:
    """SQLite rolls back by itself where it must; whoever went on would write outside any transaction.

    Red without `Work._lost`.
    """
    async with full(database):
        with pytest.raises(Unstored):  # noqa: PT012 - the block is what fails
            async with database.transaction() as work:
                with suppress(Unstored):
                    async with work.part():
                        work.write("INSERT INTO meta (name, value) VALUES ('big', ?)", (BIG,))
                work.write("INSERT INTO meta (name, value) VALUES ('alone', 'x')")
                await work.flush()
    with closing(sqlite3.connect(tmp_path / "t.db")) as beside:
        assert beside.execute("SELECT name FROM meta").fetchall() == []


async def test_a_constraint_is_not_the_disks_doing(database: Database) -> None:
    await _put(database, "a")
    with pytest.raises(sqlite3.IntegrityError):
        await _put(database, "a")


async def test_it_is_said_once_and_once_that_it_is_over(
    database: Database, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await impatient(database)
    with caplog.at_level(logging.INFO, "storage"):
        with locked(tmp_path / "t.db"):
            for number in range(20):
                with pytest.raises(Unstored):
                    await _put(database, f"locked {number}")
        for number in range(20):
            await _names(database)
            await _put(database, f"open {number}")
    assert [record.getMessage() for record in caplog.records] == [
        "the database takes nothing, trying again until it does:"
        " another program holds the database locked: end that program",
        "the database works again",
    ]


async def test_small_things_that_find_room_do_not_make_it_say_so_again_and_again(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "storage"):
        async with full(database):
            for number in range(10):
                await _put(database, f"small {number}")
                await _names(database)
                with pytest.raises(Unstored):
                    await _put(database, f"big {number}", BIG)
    assert len(caplog.records) == 1
