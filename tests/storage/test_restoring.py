"""A backup in the database's place: checked first, in one step, and the old one is kept."""

import os
import shutil
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.errors import Unworkable
from storage.backups import backup
from storage.database import Database
from storage.restoring import restore
from tests.storage.disks import BIG, scratched

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
ASIDE = "tjans-replaced-2026-11-24T093000Z.db"


async def _add(path: Path, name: str) -> None:
    database = await Database.open(path)
    async with database.transaction() as work:
        work.write("INSERT INTO meta (name, value) VALUES (?, ?)", (name, BIG))
    await database.close()


def _names(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute("SELECT name FROM meta ORDER BY name")]


@pytest.fixture
async def file(tmp_path: Path) -> Path:
    """A database with one fact, of which there is a backup, and one fact more."""
    path = tmp_path / "data" / "tjans.db"
    await _add(path, "old")
    backup(path, tmp_path / "copy.db")
    await _add(path, "new")
    return path


@pytest.fixture
def copy(tmp_path: Path, file: Path) -> Path:
    return tmp_path / "copy.db"


def test_the_backup_is_what_the_bot_starts_with(file: Path, copy: Path) -> None:
    aside = restore(file, copy, NOW, replace=True)
    assert aside == file.with_name(ASIDE)
    assert (_names(file), _names(aside)) == (["old"], ["new", "old"])
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert copy.exists()


async def test_where_there_is_none_it_is_put_there(tmp_path: Path, copy: Path) -> None:
    path = tmp_path / "elsewhere" / "tjans.db"
    assert restore(path, copy, NOW, replace=False) is None
    await _add(path, "goes on")
    assert _names(path) == ["goes on", "old"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_what_root_restores_belongs_to_the_bots_account(tmp_path: Path, copy: Path) -> None:
    """Red when the files are root's: the service could not open them."""
    path = tmp_path / "service" / "tjans.db"
    path.parent.mkdir()
    os.chown(path.parent, 12345, 12345)
    restore(path, copy, NOW, replace=False)
    assert {one.name: one.stat().st_uid for one in path.parent.iterdir()} == {
        "tjans.db": 12345,
        "tjans.db.lock": 12345,
    }


def test_nothing_is_overwritten_silently(file: Path, copy: Path) -> None:
    with pytest.raises(Unworkable, match=r"restore: .*exists already; --replace"):
        restore(file, copy, NOW, replace=False)
    assert _names(file) == ["new", "old"]


async def test_while_a_bot_runs_it_is_refused(file: Path, copy: Path) -> None:
    database = await Database.open(file)
    with pytest.raises(Unworkable, match="another process is using"):
        restore(file, copy, NOW, replace=True)
    await database.close()
    assert _names(file) == ["new", "old"]


async def test_while_it_is_restored_no_bot_starts(file: Path, copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refused: list[str] = []

    def meanwhile(source: Path, to: Path) -> None:
        try:
            Database.open(file).send(None)
        except Unworkable as reason:
            refused.append(str(reason))
        shutil.copy(source, to)

    monkeypatch.setattr(os, "link", meanwhile)
    restore(file, copy, NOW, replace=True)
    assert "another process is using" in refused[0]


def _other(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")


def _newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")


def _garbled(path: Path) -> None:
    path.write_bytes(b"\xff" * 8192)


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (Path.unlink, "there is no file"),
        (lambda path: path.write_bytes(b""), "it is empty"),
        (_garbled, "no SQLite database"),
        (scratched, "damaged"),
        (lambda path: os.truncate(path, 30_000), "damaged"),
        (_other, "another program's"),
        (_newer, "schema 99"),
    ],
    ids=["missing", "empty", "none", "damaged", "cut", "another", "newer"],
)
def test_a_file_that_is_no_good_changes_nothing(
    file: Path, copy: Path, spoil: Callable[[Path], None], reason: str
) -> None:
    spoil(copy)
    with pytest.raises(Unworkable, match=f"restore: .*{reason}") as refused:
        restore(file, copy, NOW, replace=True)
    assert "tjans restore" not in str(refused.value)  # it is what was just tried
    assert _names(file) == ["new", "old"]
    assert {path.name for path in file.parent.iterdir()} <= {
        "tjans.db",
        "tjans.db.lock",
        "tjans.db-wal",
        "tjans.db-shm",
    }


def test_a_folder_is_no_backup(file: Path, tmp_path: Path) -> None:
    with pytest.raises(Unworkable, match="there is no file"):
        restore(file, tmp_path, NOW, replace=True)


@pytest.fixture
def killed(file: Path) -> Path:
    """The last thing that the bot committed is in the -wal file alone, because it was killed."""
    with closing(sqlite3.connect(file, isolation_level=None)) as writer:
        writer.execute("INSERT INTO meta (name, value) VALUES ('last', 'x')")
        kept = {end: Path(f"{file}{end}").read_bytes() for end in ("", "-wal", "-shm")}
    for end, content in kept.items():
        Path(f"{file}{end}").write_bytes(content)
    return file


def test_what_a_killed_bot_left_beside_the_file_stays_with_the_old_one(killed: Path, copy: Path) -> None:
    """Red when the -wal file stays where it was: SQLite plays it into the new file."""
    aside = restore(killed, copy, NOW, replace=True)
    assert aside
    assert _names(killed) == ["old"]
    assert _names(aside) == ["last", "new", "old"]


def test_a_damaged_database_is_put_aside_as_it_is(killed: Path, copy: Path) -> None:
    _garbled(killed)
    left = Path(f"{killed}-wal").read_bytes()
    aside = restore(killed, copy, NOW, replace=True)
    assert aside
    assert aside.read_bytes() == b"\xff" * 8192
    assert Path(f"{aside}-wal").read_bytes() == left
    assert _names(killed) == ["old"]


class Crash(BaseException):
    """The power goes."""


def _cut_off(monkeypatch: pytest.MonkeyPatch, after: int) -> None:
    """The power goes at the so-many-th change of a name in a folder."""
    done = [0]

    def guarded(change: Callable[..., object]) -> Callable[..., object]:
        def step(*arguments: object, **named: object) -> object:
            if done[0] == after:
                raise Crash
            done[0] += 1
            return change(*arguments, **named)

        return step

    for owner, name in ((os, "link"), (Path, "unlink"), (Path, "replace")):
        monkeypatch.setattr(owner, name, guarded(getattr(owner, name)))


@pytest.mark.parametrize("after", range(8))
def test_a_crash_in_the_middle_leaves_one_or_the_other(
    killed: Path, copy: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    with monkeypatch.context() as patch:
        _cut_off(patch, after)
        with suppress(Crash):
            restore(killed, copy, NOW, replace=True)
    assert _names(killed) in (["old"], ["last", "new", "old"])
    aside = killed.with_name(ASIDE)
    assert "old" in _names(killed)
    assert aside.exists() or _names(killed) == ["last", "new", "old"]


def test_also_where_the_disk_knows_no_links(killed: Path, copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    aside = restore(killed, copy, NOW, replace=True)
    assert aside
    assert (_names(killed), _names(aside)) == (["old"], ["last", "new", "old"])
