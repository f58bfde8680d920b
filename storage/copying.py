"""A whole copy of a database as of one moment, while others read and write it. Sync: runs in any thread."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import mkstemp

from bot.errors import Unworkable
from storage import checking, failures

PART = ".part"
PAGES = 1024
"""Copied at a time; between two times it is asked whether to go on."""
STEPS = 100_000
"""Of SQLite's machine, between two such questions while the copy is checked."""

GoOn = Callable[[], bool]


def always() -> bool:
    return True


def reading(path: Path) -> sqlite3.Connection:
    """A connection that can only read; Unworkable if there is no such file."""
    if not path.exists():
        raise Unworkable(f"there is no database at {path}")
    if not path.is_file():
        raise Unworkable(f"{path} is no file")
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=10, isolation_level=None)
    connection.row_factory = sqlite3.Row
    return connection


@contextmanager
def copied(source: Path, to: Path, go_on: GoOn = always) -> Iterator[Path]:
    """A checked copy on disk, beside `to` under a passing name, for its owner alone; gone at the end unless renamed.

    Raises:
        Unworkable: the source cannot be read or is damaged, there is no room, or it should not go on.
    """
    try:
        with closing(reading(source)) as original:
            _refuse_without_room(original, source, to.parent)
            part = _part(to)
            try:
                _fill(original, part, go_on)
                _check(part, go_on)
                _sync(part)
                yield part
            finally:
                _remove(part)
    except (sqlite3.Error, OSError) as error:
        raise Unworkable(failures.reason(error)) from error


def place(part: Path, to: Path) -> None:
    """Give the copy its name, in one step; Unworkable, and nothing overwritten, if there is such a file."""
    try:
        os.link(part, to)
    except FileExistsError:
        raise Unworkable(f"{to} exists already") from None
    except OSError:  # a file system without links, as on memory sticks
        refuse_existing(to)
        part.rename(to)
    _sync(to.parent)


def put_in_place_of(part: Path, to: Path) -> None:
    """Give the copy its name, in one step; what had that name is gone."""
    part.replace(to)
    _sync(to.parent)


def refuse_existing(to: Path) -> None:
    if to.exists():
        raise Unworkable(f"{to} exists already")


def _refuse_without_room(source: sqlite3.Connection, path: Path, folder: Path) -> None:
    """On the database's own disk as much again must stay free: the bot works there."""
    if not folder.is_dir():
        raise Unworkable(f"there is no folder {folder}")
    size = source.execute("PRAGMA page_count").fetchone()[0] * source.execute("PRAGMA page_size").fetchone()[0]
    needed = 2 * size if folder.stat().st_dev == path.stat().st_dev else size
    free = shutil.disk_usage(folder).free
    if free < needed:
        at_least = (needed >> 20) + 1
        raise Unworkable(f"there is no room in {folder}: {at_least} MB are needed, {free >> 20} MB are free")


def _part(to: Path) -> Path:
    try:
        handle, name = mkstemp(prefix=f".{to.name}.", suffix=PART, dir=to.parent)
    except OSError as error:
        raise Unworkable(f"cannot write in {to.parent}: {error.strerror}") from error
    os.close(handle)
    return Path(name)


def _fill(source: sqlite3.Connection, part: Path, go_on: GoOn) -> None:
    """In steps, all of them from the one moment that the open transaction sees, whoever writes meanwhile."""

    def ask(status: int, remaining: int, total: int) -> None:
        if not go_on():
            raise Unworkable("stopped")

    with closing(sqlite3.connect(part, isolation_level=None)) as target:
        target.execute("PRAGMA journal_mode = OFF")
        target.execute("PRAGMA synchronous = OFF")  # nobody sees the file before it is synced
        source.execute("BEGIN")
        source.execute("SELECT 1 FROM sqlite_master").fetchone()
        source.backup(target, pages=PAGES, progress=ask)
        source.execute("COMMIT")


def _check(part: Path, go_on: GoOn) -> None:
    """The copy is one file that needs no other beside it, and unbroken."""
    with closing(sqlite3.connect(part, isolation_level=None)) as copy:
        copy.execute("PRAGMA journal_mode = DELETE")
        copy.set_progress_handler(lambda: not go_on(), STEPS)
        if broken := checking.damage(copy):
            raise Unworkable(f"the database is damaged: {'; '.join(broken)}")


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove(part: Path) -> None:
    for suffix in ("", "-journal", "-wal", "-shm"):
        Path(f"{part}{suffix}").unlink(missing_ok=True)
