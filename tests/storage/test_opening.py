"""What the program finds in the database's place at its start: it uses it, or leaves it alone and says why."""

import asyncio
import shutil
import sqlite3
import stat
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.errors import Unworkable
from storage import migrations
from storage.database import Database
from tests.storage.disks import damaged, locked


@pytest.fixture
async def file(tmp_path: Path) -> Path:
    """A database of ours, closed."""
    path = tmp_path / "t.db"
    await (await Database.open(path)).close()
    return path


async def _refused(path: Path) -> str:
    with pytest.raises(Unworkable) as caught:
        await Database.open(path)
    said = str(caught.value)
    assert said.startswith("TJANS_DATABASE: ")
    assert "\n" not in said
    return said


@contextmanager
def _untouched(path: Path) -> Iterator[None]:
    before, changed = path.read_bytes(), path.stat().st_mtime_ns
    yield
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (before, changed)


async def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "t.db"
    path.write_text("Once upon a time " * 500, encoding="utf-8")
    with _untouched(path):
        assert "is no SQLite database" in await _refused(path)


@pytest.mark.parametrize("version", [0, 1])
async def test_another_programs_database_is_left_as_it_is(tmp_path: Path, version: int) -> None:
    """Red when the migrations run on whatever has no version."""
    path = tmp_path / "t.db"
    with closing(sqlite3.connect(path)) as other:
        other.executescript(f"CREATE TABLE recipes (name TEXT); PRAGMA user_version = {version};")
    with _untouched(path):
        assert "another program's" in await _refused(path)


async def test_a_newer_schema_is_left_as_it_is(file: Path) -> None:
    with closing(sqlite3.connect(file)) as newer:
        newer.execute("PRAGMA user_version = 99")
    with _untouched(file):
        assert "schema 99" in await _refused(file)


async def test_a_damaged_file_is_left_as_it_is(file: Path) -> None:
    damaged(file)
    with _untouched(file):
        assert "damaged" in await _refused(file)


async def test_a_database_that_is_locked(file: Path) -> None:
    with locked(file):
        assert "another program holds the database locked" in await _refused(file)
    await (await Database.open(file)).close()


async def test_a_folder(tmp_path: Path) -> None:
    assert "is a folder" in await _refused(tmp_path)


@pytest.mark.parametrize("name", [":memory:", "file:t.db?mode=memory"])
async def test_a_name_that_means_something_to_sqlite_is_a_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Red when everything is kept in memory alone, until the next start."""
    monkeypatch.chdir(tmp_path)
    await (await Database.open(Path(name))).close()
    assert (tmp_path / name).stat().st_size > 0


def _of_aiosqlite() -> set[str]:
    return {thread.name for thread in threading.enumerate() if "_connection_worker_thread" in thread.name}


async def test_who_cannot_open_it_leaves_no_thread_behind(tmp_path: Path) -> None:
    """Red when the thread outlives the program's loop, and ends in a traceback beside the one line."""
    (tmp_path / "t.db").symlink_to(tmp_path / "gone" / "t.db")
    before = _of_aiosqlite()
    await _refused(tmp_path / "t.db")
    assert _of_aiosqlite() <= before  # those of tests before may end meanwhile


async def test_a_migration_that_fails_leaves_no_trace(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scripts = tmp_path / "migrations"
    shutil.copytree(migrations.FOLDER, scripts)
    newest = len(migrations.scripts())
    (scripts / f"{newest + 1:04}_broken.sql").write_text("CREATE TABLE half (a); CREATE TABLE meta (a);")
    monkeypatch.setattr(migrations, "FOLDER", scripts)
    assert "already exists" in await _refused(file)
    with closing(sqlite3.connect(file)) as beside:
        assert beside.execute("SELECT 1 FROM sqlite_master WHERE name = 'half'").fetchall() == []
        assert beside.execute("PRAGMA user_version").fetchone() == (newest,)


async def test_what_is_made_is_for_its_owner_alone(tmp_path: Path) -> None:
    database = await Database.open(tmp_path / "t.db")
    modes = _modes(tmp_path)
    await database.close()
    assert modes == dict.fromkeys(("t.db", "t.db.lock", "t.db-shm", "t.db-wal"), 0o600)


def _modes(folder: Path) -> dict[str, int]:
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}


async def test_who_is_refused_lets_go(file: Path) -> None:
    """A second try meets the same reason, not a lock or a thread left behind by the first."""
    damaged(file)
    assert await _refused(file) == await _refused(file)


async def test_a_stop_meanwhile_waits_until_the_file_is_open_and_closes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, connect = threading.Event(), sqlite3.connect

    def slowly(*where: Any, **how: Any) -> sqlite3.Connection:
        opened.wait(10)
        connection: sqlite3.Connection = connect(*where, **how)
        return connection

    monkeypatch.setattr(sqlite3, "connect", slowly)
    opening = asyncio.ensure_future(Database.open(tmp_path / "t.db"))
    await asyncio.sleep(0)
    opening.cancel()
    for _ in range(5):
        await asyncio.sleep(0)
    assert not opening.done()
    opened.set()
    with pytest.raises(asyncio.CancelledError):
        await opening
