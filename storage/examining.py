"""What `tjans doctor` finds on disk. Beside a running bot, too; only reads."""

import shutil
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.errors import Unworkable
from bot.findings import Finding, length, note, ok, wrong
from storage import checking, counting
from storage.backups import Backups
from storage.copying import PART
from storage.inspecting import FRESH, last_sign_of_life, looking
from storage.migrations import scripts

LITTLE = 64 << 20
"""Bytes that should be free on the disk at least."""
LATE = timedelta(hours=36)
"""The age of the last backup from which on a day was left out."""


def examine(path: Path, backups: Backups, now: datetime) -> list[Finding]:
    """Everything about the database, the disk and what waits there. A file that cannot be read is a finding."""
    return [*_database(path, now), _disk(path), _backup(backups, now), *_put_aside(path)]


def _database(path: Path, now: datetime) -> list[Finding]:
    if not path.exists() or path.stat().st_size == 0:
        return [note("database", f"there is none at {path}", "`tjans run` makes it")]
    try:
        with looking(path) as connection:
            return list(_inside(connection, path, now))
    except Unworkable as reason:
        return [wrong("database", str(reason), "see the README, Run it for real")]


def _inside(connection: sqlite3.Connection, path: Path, now: datetime) -> Iterator[Finding]:
    if unfit := checking.why_unfit(connection):
        yield wrong("database", f"{path}: {unfit}", "check TJANS_DATABASE")
        return
    broken = checking.quick_damage(connection)
    restore = "stop the bot, and put a backup in its place with `tjans restore`"
    yield wrong("database", "; ".join(broken), restore) if broken else ok("database", f"{path} is sound")
    version, newest = checking.version_of(connection), len(scripts())
    if version < newest:
        says = f"{version}, and this program knows {newest}"
        yield note("schema", says, "`tjans run` changes it, after a copy; ask again then")
        return
    yield ok("schema", f"{version}, the newest")
    yield _alive(connection, now)
    yield from counting.counted(connection, now)


def _alive(connection: sqlite3.Connection, now: datetime) -> Finding:
    seen = last_sign_of_life(connection)
    if seen is not None and now - seen <= FRESH:
        return ok("bot", "alive")
    says = "it never ran" if seen is None else f"no sign of life for {length(now - seen)}"
    return wrong("bot", says, "start it with `tjans run`; if it runs, look in its log")


def _disk(path: Path) -> Finding:
    """Room for the database to grow and to be copied."""
    folder = path.parent if path.parent.exists() else Path()
    size = sum(one.stat().st_size for one in (path, Path(f"{path}-wal")) if one.exists())
    free = shutil.disk_usage(folder).free
    says = f"{free >> 20} MB free, the database takes {size >> 20}"
    if free < max(LITTLE, 2 * size):
        return wrong("disk", says, "make room: on a full disk nobody is answered")
    return ok("disk", says)


def _backup(backups: Backups, now: datetime) -> Finding:
    if not backups.kept:
        return note("backup", "none are made by the day (TJANS_BACKUPS_KEPT)", "make your own: `tjans backup FILE`")
    if backups.folder.exists() and not backups.folder.is_dir():
        return wrong("backup", f"{backups.folder} is no folder", "set TJANS_BACKUPS to one; none can be made there")
    newest = backups.newest()
    if newest is None:
        return note(
            "backup", f"none in {backups.folder}", "a running bot makes one within minutes; if not, see its log"
        )
    age = now - datetime.fromtimestamp(newest.stat().st_mtime, UTC)
    if age > LATE:
        return wrong(
            "backup", f"the last one is {length(age)} old", "look in the bot's log; `tjans backup FILE` meanwhile"
        )
    return ok("backup", f"{newest}, {length(age)} old")


def _put_aside(path: Path) -> Iterator[Finding]:
    """What `tjans restore` kept, or left half made when it was killed, and nobody else thinks of."""
    patterns = (f"{path.stem}-replaced-*{path.suffix}", f".{path.name}.*{PART}")
    kept = sorted(one for pattern in patterns for one in path.parent.glob(pattern))
    if kept:
        yield note(
            "put aside", ", ".join(one.name for one in kept), "delete what is no longer needed: it is personal data"
        )
