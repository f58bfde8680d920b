"""The one connection to the file, in a thread of its own."""

import asyncio
import os
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar, cast

import aiosqlite

from bot.errors import Unstored
from storage import failures
from storage.owning import PRIVATE

T = TypeVar("T")
Values = Sequence[Any] | Mapping[str, Any]
Statement = tuple[str, Values]
Rows = list[sqlite3.Row]

PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # design I3: nobody is told before it is on disk
    "PRAGMA foreign_keys = ON",
    "PRAGMA busy_timeout = 2000",  # then it is said, and asked again: a stop must not wait long
    "PRAGMA cache_size = -16000",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA secure_delete = ON",  # what is deleted is overwritten (design I10); measured: no slower
)


class Connection(aiosqlite.Connection):
    """aiosqlite makes one trip to its thread a statement; a trip costs more than most statements do."""

    changes = 0
    """Rows written so far, as of the last trip."""
    _place: tuple[Path, os.stat_result] | None = None

    def keep_to(self, path: Path) -> None:
        """From now on nothing is done unless this file is where it is now. SQLite itself would not notice."""
        place = path.absolute()
        self._place = place, place.stat()

    async def run(self, script: Sequence[Statement]) -> Rows:
        """Execute the statements in one trip; the rows of the last one. Unstored: the disk did not do it."""
        return cast(Rows, await self._execute(self._run, script))  # type: ignore[no-untyped-call]

    def _run(self, script: Sequence[Statement]) -> Rows:
        if not self._is_in_place():
            raise Unstored("its file is gone, or another is in its place: put it back, or start the bot anew")
        cursor = None
        try:
            for sql, values in script:
                cursor = self._conn.execute(sql, values)
            rows = cursor.fetchall() if cursor else []
        except sqlite3.Error as error:
            if (unstored := failures.unstored(error)) is None:
                raise
            raise unstored from error
        self.changes = self._conn.total_changes
        return rows

    def _is_in_place(self) -> bool:
        if self._place is None:
            return True
        path, file = self._place
        try:
            return os.path.samestat(path.stat(), file)
        except OSError:
            return False

    async def call(self, look: Callable[[sqlite3.Connection], T]) -> T:
        """What this function finds when it is run in the thread."""
        return cast(T, await self._execute(look, self._conn))  # type: ignore[no-untyped-call]


async def connect(path: Path) -> Connection:
    """Connected, and nothing touched yet: whose file it is must be seen first. `prepare` comes then."""

    def connector() -> sqlite3.Connection:
        if not path.exists():
            path.touch(PRIVATE)
        # the whole path: ":memory:" and what begins with "file:" mean something else to SQLite
        connection = sqlite3.connect(path.absolute(), isolation_level=None, cached_statements=256, timeout=2)
        connection.row_factory = sqlite3.Row
        return connection

    connection = Connection(connector, iter_chunk_size=64)
    opening = asyncio.ensure_future(connection)
    try:
        await asyncio.shield(opening)
    except asyncio.CancelledError:
        await opening  # cut off by itself, its thread would answer to a loop that may be closed by then
        await connection.close()
        raise
    except Exception:  # it could not be opened: why is the caller's to say, once the thread, told to stop, is gone
        await asyncio.to_thread(connection._thread.join)
        raise
    connection.keep_to(path)
    return connection


async def prepare(connection: Connection) -> None:
    for pragma in PRAGMAS:
        await connection.run([(pragma, ())])
