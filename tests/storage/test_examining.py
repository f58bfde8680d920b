"""`tjans doctor` at the disk: each thing that can be wrong, made wrong, is found; and nobody's words are in it."""

import os
import shutil
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot.findings import Finding, Grade, length
from storage import migrations
from storage.backups import Backups
from storage.database import Database
from storage.examining import examine
from storage.inspecting import connected_channels, is_alive
from tests.people import NOW
from tests.storage.disks import scratched
from tests.world import World

AT = int(NOW.timestamp())

ALL = {
    "database",
    "schema",
    "bot",
    "updates waiting",
    "updates that failed in the last day",
    "notices due",
    "notices refused in the last day",
    "notices for people who cannot be reached",
    "cards stale",
    "cards gone",
    "channels lost",
    "slots oversold",
    "disk",
    "backup",
}


def _at(path: Path, *, kept: int = 7) -> dict[str, Finding]:
    found = examine(path, Backups(path, path.parent / "backups", kept), NOW)
    said = "\n".join(finding.line() for finding in found)
    assert not any(word in said for word in ("Alice", "Bob", "Lav suppe", "Suppegryden", "Frivillige", "hemmelig"))
    return {finding.what: finding for finding in found}


@pytest.fixture
async def file(world: World, tmp_path: Path) -> Path:
    """A community that is well, with a bot that runs and a backup of this night."""
    async with world.storage.transaction() as tx:
        tx.meta.stamp(NOW)
    path = tmp_path / "tjans.db"
    await Backups(path, tmp_path / "backups", 7).make(date(2026, 11, 23))
    stamp = NOW.timestamp() - 3600
    os.utime(tmp_path / "backups" / "tjans-2026-11-23.db", (stamp, stamp))
    return path


def test_all_is_well(file: Path) -> None:
    found = _at(file)
    assert found.keys() == ALL
    assert [finding.line() for finding in found.values() if finding.grade is not Grade.OK] == []
    assert found["backup"].says.endswith("60 min old")


def _update(state: str, received: int, ended: int = 0) -> str:
    """An update whose moments are so many seconds ago."""
    return (
        "INSERT INTO inbox (network, bot_id, number, lane, raw, state, trouble, received_at, ended_at)"  # noqa: S608
        f" VALUES ('telegram', 1, 1, 'l', 'hemmelig', '{state}', 'hemmelig', {AT - received}, {AT - ended})"
    )


def _notice(state: str, due: int, ended: int = 0) -> str:
    return (
        "INSERT INTO notices (key, kind, person_id, urgency, due_at, state, trouble, created_at, ended_at)"  # noqa: S608
        f" SELECT 'x', 'claimed', MIN(id), 0, {AT - due}, '{state}', 'hemmelig', 0, {AT - ended} FROM persons"
    )


FAILED, REFUSED = "updates that failed in the last day", "notices refused in the last day"
UNREACHED = "notices for people who cannot be reached"


@pytest.mark.parametrize(
    ("what", "sql", "grade", "says"),
    [
        ("bot", f"UPDATE meta SET value = {AT - 600} WHERE name = 'alive'", "wrong", "no sign of life for 10 min"),  # noqa: S608
        ("bot", "DELETE FROM meta WHERE name = 'alive'", "wrong", "it never ran"),
        ("updates waiting", _update("new", 30), "ok", "1, the oldest 30 s ago"),
        ("updates waiting", _update("new", 300), "wrong", "1, the oldest 5 min ago"),
        (FAILED, _update("failed", 9000, 7200), "wrong", "1, the oldest 2 h ago"),
        (FAILED, _update("failed", 99000, 90000), "ok", "none"),
        ("notices due", _notice("owed", 60), "ok", "1, the oldest 60 s ago"),
        ("notices due", _notice("owed", 9000), "wrong", "1, the oldest 2 h ago"),
        ("notices due", _notice("owed", -9000), "ok", "none"),
        (REFUSED, _notice("trouble", 0, 60), "wrong", "1, the oldest 60 s ago"),
        (REFUSED, _notice("trouble", 0, 90000), "ok", "none"),
        (UNREACHED, _notice("unreachable", 0), "note", "1, the oldest 0 s ago"),
        ("channels lost", "UPDATE channels SET state = 'lost'", "note", "1"),
    ],
)
def test_what_is_wrong_is_found(file: Path, what: str, sql: str, grade: str, says: str) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as beside:
        beside.execute(sql)
    found = _at(file)
    assert (found[what].grade, found[what].says) == (grade, says)
    assert all(finding.grade is Grade.OK for name, finding in found.items() if name != what)
    assert bool(found[what].advice) == (grade != "ok")


async def test_cards_and_slots(world: World, file: Path) -> None:
    task = await world.task(1)
    await world.claims(world.bob, task)
    assert _at(file)["cards stale"].says == "1"
    with closing(sqlite3.connect(file, isolation_level=None)) as beside:
        beside.execute("UPDATE posts SET state = 'gone'")
        beside.execute("DROP TRIGGER never_oversold_by_capacity")
        beside.execute("UPDATE slots SET capacity = 0")
    found = _at(file)
    assert (found["cards gone"].grade, found["cards gone"].says) == (Grade.NOTE, "1")
    assert (found["slots oversold"].grade, found["slots oversold"].says) == (Grade.WRONG, "1")


def test_a_disk_that_fills_up(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=50 << 20))
    found = _at(file)["disk"]
    assert found.grade is Grade.WRONG
    assert found.says.startswith("50 MB free")


def test_the_age_of_the_last_backup(file: Path) -> None:
    copy = file.parent / "backups" / "tjans-2026-11-23.db"
    os.utime(copy, (NOW.timestamp(), NOW.timestamp() - 3 * 86400))
    assert _at(file)["backup"].line().startswith("wrong  backup: the last one is 3 days old")
    copy.unlink()
    assert _at(file)["backup"].grade is Grade.NOTE
    assert "TJANS_BACKUPS_KEPT" in _at(file, kept=0)["backup"].says


def test_backups_that_cannot_be_made(file: Path) -> None:
    shutil.rmtree(file.parent / "backups")
    (file.parent / "backups").touch()
    assert _at(file)["backup"].grade is Grade.WRONG


def test_what_a_restore_put_aside_is_not_forgotten(file: Path) -> None:
    for name in ("tjans-replaced-2026-11-20T093000Z.db", ".tjans.db.x1y2.part", "tjans.db.mine"):
        (file.parent / name).touch()
    assert _at(file)["put aside"].says == ".tjans.db.x1y2.part, tjans-replaced-2026-11-20T093000Z.db"


async def test_a_damaged_database(tmp_path: Path) -> None:
    path = tmp_path / "tjans.db"
    await (await Database.open(path)).close()
    with closing(sqlite3.connect(path)) as beside:
        beside.execute("INSERT INTO meta VALUES ('big', ?)", ("x" * 20_000,))
        beside.commit()
    scratched(path)
    assert _at(path)["database"].grade is Grade.WRONG
    assert "tjans restore" in _at(path)["database"].advice


def test_an_older_schema(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables that this program does not know yet, or no more, are not asked."""
    scripts = tmp_path / "migrations"
    shutil.copytree(migrations.FOLDER, scripts)
    newest = len(migrations.scripts()) + 1
    (scripts / f"{newest:04}_more.sql").write_text("ALTER TABLE inbox RENAME TO received;", encoding="utf-8")
    monkeypatch.setattr(migrations, "FOLDER", scripts)
    found = _at(file)
    assert found.keys() == {"database", "schema", "disk", "backup"}
    assert found["schema"].says == f"{newest - 1}, and this program knows {newest}"


@pytest.mark.parametrize(
    ("content", "says"), [(b"\xff" * 8192, "is no SQLite database"), (b"", "there is none"), (None, "there is none")]
)
def test_what_is_no_database(tmp_path: Path, content: bytes | None, says: str) -> None:
    path = tmp_path / "tjans.db"
    if content is not None:
        path.write_bytes(content)
    found = _at(path)
    assert found.keys() == {"database", "disk", "backup"}
    assert says in found["database"].says
    assert found["database"].grade is (Grade.WRONG if content else Grade.NOTE)


async def test_the_channels_to_ask_about(world: World, tmp_path: Path) -> None:
    channels = connected_channels(tmp_path / "tjans.db")
    assert [(one.id, one.address) for one in channels] == [(world.channel.id, world.channel.address)]
    assert connected_channels(tmp_path / "none.db") == []


@pytest.mark.parametrize("script", ["", "CREATE TABLE recipes (name TEXT)"])
def test_what_never_was_ours_is_not_alive(tmp_path: Path, script: str) -> None:
    with closing(sqlite3.connect(tmp_path / "t.db")) as other:
        other.executescript(f"{script};VACUUM;")
    assert not is_alive(tmp_path / "t.db", NOW)


def test_life(file: Path) -> None:
    assert is_alive(file, NOW + timedelta(seconds=60))
    assert not is_alive(file, NOW + timedelta(seconds=61))


@pytest.mark.parametrize(
    ("time", "said"),
    [
        (timedelta(seconds=-5), "0 s"),
        (timedelta(seconds=119), "119 s"),
        (timedelta(seconds=120), "2 min"),
        (timedelta(minutes=119), "119 min"),
        (timedelta(hours=47), "47 h"),
        (timedelta(hours=48), "2 days"),
    ],
)
def test_a_length_of_time(time: timedelta, said: str) -> None:
    assert length(time) == said
