"""Copies of a database that is written meanwhile: of one moment, whole, for the owner alone, as many as promised."""

import asyncio
import os
import shutil
import sqlite3
import stat
import threading
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot.errors import Unworkable
from storage import copying, migrations
from storage.backups import Backups, backup
from storage.database import Database
from tests.storage.disks import BIG, scratched

DAY = date(2026, 11, 24)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = await Database.open(tmp_path / "tjans.db")
    yield opened
    await opened.close()


@pytest.fixture
def file(tmp_path: Path, database: Database) -> Path:
    return tmp_path / "tjans.db"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backups"


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def _is_whole(copy: Path) -> int:
    """Each transaction writes a row `a` and a row `b`, and counts them; how many there are in the copy."""
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA journal_mode").fetchall() == [("delete",)]
        asked = "SELECT COUNT(*) FROM meta WHERE name LIKE ?"
        first, second = (connection.execute(asked, (f"{half}:%",)).fetchone()[0] for half in "ab")
        counted = connection.execute("SELECT value FROM meta WHERE name = 'count'").fetchone()
    assert first == second == int(counted[0] if counted else 0)
    return int(first)


_PAIR = (
    "BEGIN IMMEDIATE",
    "INSERT INTO meta (name, value) VALUES ('a:' || :n, :big)",
    "INSERT INTO meta (name, value) VALUES ('count', :n) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    "INSERT INTO meta (name, value) VALUES ('b:' || :n, :big)",
    "COMMIT",
)


async def _write(database: Database, numbers: "count[int]") -> None:
    while True:
        async with database.transaction() as work:
            values = {"n": next(numbers), "big": BIG}
            for statement in _PAIR[1:-1]:
                work.write(statement, values)
                await work.flush()


async def test_a_copy_under_load_has_all_of_a_transaction_or_nothing(database: Database, file: Path) -> None:
    numbers = count(1)
    writer = asyncio.ensure_future(_write(database, numbers))
    held = []
    for number in range(12):
        copy = file.with_name(f"copy-{number}.db")
        await asyncio.to_thread(backup, file, copy)
        held.append(_is_whole(copy))
    writer.cancel()
    await asyncio.gather(writer, return_exceptions=True)
    assert held == sorted(held)
    assert held[-1] > held[0]


def test_a_copy_is_of_the_moment_in_which_it_was_begun(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody commits between any two steps. Red without the open transaction: the copy begins anew each time."""
    monkeypatch.setattr(copying, "PAGES", 1)
    numbers = count(1)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:

        def write() -> bool:
            values = {"n": next(numbers), "big": BIG}
            for statement in _PAIR:
                other.execute(statement, values)
            return True

        for _ in range(3):
            write()
        with copying.copied(file, file.with_name("copy.db"), write) as part:
            assert _is_whole(part) == 3
    assert next(numbers) > 20


def test_it_is_one_file_for_its_owner_alone(file: Path) -> None:
    before = _names(file.parent)
    backup(file, file.with_name("copy.db"))
    assert _names(file.parent) - before == {"copy.db"}
    assert stat.S_IMODE(file.with_name("copy.db").stat().st_mode) == 0o600


def test_nothing_is_overwritten(file: Path) -> None:
    copy = file.with_name("copy.db")
    copy.write_text("mine", encoding="utf-8")
    for target in (copy, file, file.parent):
        with pytest.raises(Unworkable, match=r"backup: .*exists already"):
            backup(file, target)
    assert copy.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("links", [True, False], ids=["links", "no links"])
def test_not_even_what_came_in_the_last_moment(file: Path, monkeypatch: pytest.MonkeyPatch, *, links: bool) -> None:
    copy = file.with_name("copy.db")
    if not links:
        monkeypatch.setattr(os, "link", _no_links)
    with copying.copied(file, copy) as part:
        copy.write_text("mine", encoding="utf-8")
        with pytest.raises(Unworkable, match="exists already"):
            copying.place(part, copy)
    assert copy.read_text(encoding="utf-8") == "mine"


def test_also_on_a_memory_stick(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "link", _no_links)
    backup(file, file.with_name("copy.db"))
    assert _is_whole(file.with_name("copy.db")) == 0


def _no_links(*_: object) -> None:
    raise OSError(1, "Operation not permitted")


@pytest.mark.parametrize(
    ("target", "reason"), [("nowhere/copy.db", "there is no folder"), ("tjans.db.lock/copy.db", "there is no folder")]
)
def test_where_it_cannot_be_written_it_says_so(file: Path, target: str, reason: str) -> None:
    with pytest.raises(Unworkable, match=reason):
        backup(file, file.parent / target)


def test_a_database_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Unworkable, match="there is no database"):
        backup(tmp_path / "none.db", tmp_path / "copy.db")
    assert _names(tmp_path) == set()


def test_the_bots_own_room_is_not_taken(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The copy would fit, but then the database could not grow."""
    before = _names(file.parent)
    size = 2 * file.with_name("tjans.db-wal").stat().st_size
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=size // 4))
    with pytest.raises(Unworkable, match=r"there is no room in .*: 1 MB are needed, 0 MB are free"):
        backup(file, file.with_name("copy.db"))
    assert _names(file.parent) == before


@pytest.mark.parametrize(
    ("script", "reason"),
    [("", "it is empty"), ("CREATE TABLE recipes (name TEXT)", "another program's"), (None, "is no file")],
)
def test_what_could_never_be_restored_makes_no_backup(tmp_path: Path, script: str | None, reason: str) -> None:
    """Red when whatever stands at TJANS_DATABASE is copied: it would be missed on the day it is needed."""
    path = tmp_path / "t.db"
    if script is None:
        path.mkdir()
    else:
        with closing(sqlite3.connect(path)) as other:
            other.executescript(f"{script};VACUUM;")
    with pytest.raises(Unworkable, match=f"^backup: .*{reason}"):
        backup(path, tmp_path / "copy.db")
    assert _names(tmp_path) == {"t.db"}


def test_a_newer_versions_database_can_be_copied(file: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(file)) as newer:
        newer.execute("PRAGMA user_version = 99")
    backup(file, tmp_path / "copy.db")
    assert _is_whole(tmp_path / "copy.db") == 0


async def test_a_damaged_database_makes_no_backup(tmp_path: Path) -> None:
    path = tmp_path / "tjans.db"
    database = await Database.open(path)
    async with database.transaction() as work:
        work.write("INSERT INTO meta (name, value) VALUES ('big', ?)", (BIG,))
    await database.close()
    scratched(path)
    with pytest.raises(Unworkable, match="damaged"):
        backup(path, tmp_path / "copy.db")
    assert [name for name in _names(tmp_path) if "copy" in name] == []


@pytest.mark.parametrize("steps", [0, 1, 3])
def test_who_is_stopped_leaves_nothing(file: Path, monkeypatch: pytest.MonkeyPatch, steps: int) -> None:
    monkeypatch.setattr(copying, "PAGES", 1)
    before, left = _names(file.parent), count(steps, -1)
    with pytest.raises(Unworkable, match="stopped"), copying.copied(file, file, lambda: next(left) > 0):
        pass
    assert _names(file.parent) == before


def test_a_check_is_stopped_too(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copying, "STEPS", 1)
    asked = count()
    before = _names(file.parent)
    with pytest.raises(Unworkable, match="interrupted"), copying.copied(file, file, lambda: next(asked) < 5):
        pass
    assert _names(file.parent) == before


# The program's own


async def test_a_stop_in_the_middle_ends_the_thread_and_leaves_nothing(
    file: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Red when the thread is not told: the program would not end before the copy does."""
    begun = threading.Event()

    def check(part: Path, go_on: copying.GoOn) -> None:
        begun.set()
        while go_on():
            pass
        raise Unworkable("stopped")

    monkeypatch.setattr(copying, "_check", check)
    making = asyncio.ensure_future(Backups(file, folder, 3).make(DAY))
    assert await asyncio.to_thread(begun.wait, 30)
    making.cancel()
    await asyncio.gather(making, return_exceptions=True)
    await asyncio.get_running_loop().shutdown_default_executor()
    assert _names(folder) == set()


async def test_the_days_kept_are_the_last_ones(file: Path, folder: Path) -> None:
    backups = Backups(file, folder, 3)
    for number in range(5):
        assert await backups.make(DAY + timedelta(days=number))
    assert _names(folder) == {"tjans-2026-11-26.db", "tjans-2026-11-27.db", "tjans-2026-11-28.db"}
    assert backups.newest() == folder / "tjans-2026-11-28.db"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


async def test_a_day_has_one_copy_and_keeps_it(file: Path, folder: Path) -> None:
    backups = Backups(file, folder, 3)
    assert await backups.make(DAY)
    (folder / "tjans-2026-11-24.db").write_text("the first", encoding="utf-8")
    assert not await backups.make(DAY)
    assert (folder / "tjans-2026-11-24.db").read_text(encoding="utf-8") == "the first"


async def test_only_its_own_copies_are_dropped(file: Path, folder: Path) -> None:
    folder.mkdir()
    others = {"tjans-2020-01-01.db.gz", "mine.db", "tjans-before-the-move.db", "other-2020-01-01.db", "notes.txt"}
    for name in others:
        (folder / name).touch()
    await Backups(file, folder, 1).make(DAY)
    assert _names(folder) == {*others, "tjans-2026-11-24.db"}


async def test_what_a_kill_left_half_made_goes(file: Path, folder: Path) -> None:
    """Personal data is in it. Red when only whole copies are looked at."""
    folder.mkdir()
    (folder / ".tjans-2026-11-20.db.x1y2.part").touch()
    (folder / ".tjans-schema-1.db.x1y2.part-journal").touch()
    await Backups(file, folder, 2).make(DAY)
    assert _names(folder) == {"tjans-2026-11-24.db"}


async def test_when_it_fails_the_older_ones_stay(file: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    backups = Backups(file, folder, 1)
    await backups.make(DAY)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=0))
    with pytest.raises(Unworkable, match=r"no backup could be made in .*: there is no room"):
        await backups.make(DAY + timedelta(days=1))
    assert _names(folder) == {"tjans-2026-11-24.db"}


async def test_none_are_kept_where_none_are_wanted(file: Path, folder: Path) -> None:
    await Backups(file, folder, 2).make(DAY)
    Backups(file, folder, 2).before_migration(1)
    assert not await Backups(file, folder, 0).make(DAY + timedelta(days=1))
    assert _names(folder) == set()


async def test_the_copy_of_before_a_migration_goes_when_the_days_kept_are_all_newer(file: Path, folder: Path) -> None:
    """Else what somebody had deleted would live on in it for ever."""
    backups = Backups(file, folder, 2)
    backups.before_migration(1)
    os.utime(folder / "tjans-schema-1.db", (1, 1))
    await backups.make(DAY)
    assert "tjans-schema-1.db" in _names(folder)
    await backups.make(DAY + timedelta(days=1))
    assert "tjans-schema-1.db" not in _names(folder)


@pytest.fixture
def one_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """The program knows one migration more from now on; the version before it."""
    newest = len(migrations.scripts())
    scripts = tmp_path / "migrations"
    shutil.copytree(migrations.FOLDER, scripts)
    (scripts / f"{newest + 1:04}_more.sql").write_text("CREATE TABLE more (a) STRICT;".replace("(a)", "(a TEXT)"))
    monkeypatch.setattr(migrations, "FOLDER", scripts)
    return newest


async def test_before_a_migration_the_database_is_copied(
    database: Database, file: Path, folder: Path, one_more: int
) -> None:
    await database.close()
    again = await Database.open(file, Backups(file, folder, 7))
    await again.close()
    assert _names(folder) == {f"tjans-schema-{one_more}.db"}
    with closing(sqlite3.connect(folder / f"tjans-schema-{one_more}.db")) as copy:
        assert copy.execute("PRAGMA user_version").fetchone() == (one_more,)
        assert copy.execute("SELECT 1 FROM sqlite_master WHERE name = 'more'").fetchall() == []
    await (await Database.open(file, Backups(file, folder, 7))).close()
    assert _names(folder) == {f"tjans-schema-{one_more}.db"}


async def test_without_that_copy_the_database_is_not_changed(
    database: Database, file: Path, folder: Path, one_more: int
) -> None:
    await database.close()
    folder.touch()
    with pytest.raises(Unworkable, match="before the database is changed"):
        await Database.open(file, Backups(file, folder, 7))
    with closing(sqlite3.connect(file)) as beside:
        assert beside.execute("PRAGMA user_version").fetchone() == (one_more,)


async def test_a_new_database_needs_no_copy(tmp_path: Path, folder: Path) -> None:
    await (await Database.open(tmp_path / "new.db", Backups(tmp_path / "new.db", folder, 7))).close()
    assert not folder.exists()
