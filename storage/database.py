"""Opens the file, owns the one connection, and runs one transaction at a time."""

import asyncio
import fcntl
import sqlite3
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import IO, Any, cast

import aiosqlite

from bot.errors import Unworkable
from storage import migrations

Values = Sequence[Any] | Mapping[str, Any]
Statement = tuple[str, Values]
Rows = list[sqlite3.Row]

PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # design I3: nobody is told before it is on disk
    "PRAGMA foreign_keys = ON",
    "PRAGMA busy_timeout = 5000",  # for `tjans backup` and `doctor` beside a running bot
    "PRAGMA cache_size = -16000",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA secure_delete = ON",  # what is deleted is overwritten (design I10); measured: no slower
)


class Connection(aiosqlite.Connection):
    """aiosqlite makes one trip to its thread a statement; a trip costs more than most statements do."""

    async def run(self, script: Sequence[Statement]) -> Rows:
        """Execute the statements in one trip; the rows of the last one."""
        return cast(Rows, await self._execute(self._run, script))  # type: ignore[no-untyped-call]

    def _run(self, script: Sequence[Statement]) -> Rows:
        cursor = None
        for sql, values in script:
            cursor = self._conn.execute(sql, values)
        return cursor.fetchall() if cursor else []


class Database:
    """One SQLite file, one writer, one transaction at a time.

    The kernel releases the lock file of a killed process, so whoever holds it owns every lease
    (design, One tap 3).
    """

    def __init__(self, connection: Connection, lock: IO[str]) -> None:
        self._connection = connection
        self._lock_file = lock
        self._turn = asyncio.Lock()
        self.ids = Ids()

    @classmethod
    async def open(cls, path: Path) -> "Database":
        """Open or make the file at its newest schema.

        Raises:
            Unworkable: another process owns the file, or it cannot be opened or is from a newer version.
        """
        lock = _own(path)
        try:
            connection = await _connect(path)
            database = cls(connection, lock)
            await migrations.bring_up(connection)
            await database.ids.load(connection)
        except (sqlite3.Error, OSError) as error:
            lock.close()
            raise Unworkable(f"TJANS_DATABASE: cannot open {path}: {error}") from error
        return database

    async def close(self) -> None:
        await self._connection.close()
        self._lock_file.close()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator["Work"]:
        """Everything inside is committed together when the block ends, or, on any error, not at all."""
        async with self._turn:
            work = Work(self._connection, self.ids)
            try:
                yield work
                await work.commit()
            except BaseException:
                await asyncio.shield(work.roll_back())
                raise


class Ids:
    """Hands out row ids before the row is written, so that a write needs no trip to learn its id.

    Only the process that owns the file writes, and AUTOINCREMENT remembers ids of rows long gone.
    """

    def __init__(self) -> None:
        self._last: dict[str, int] = {}

    async def load(self, connection: Connection) -> None:
        rows = await connection.run([("SELECT name, seq FROM sqlite_sequence", ())])
        self._last = {row["name"]: row["seq"] for row in rows}

    def next(self, table: str) -> int:
        self._last[table] = self._last.get(table, 0) + 1
        return self._last[table]


class Work:
    """The statements of one transaction. Writes wait and ride along with the next question or the commit."""

    def __init__(self, connection: Connection, ids: Ids) -> None:
        self._connection = connection
        self._waiting: list[Statement] = [("BEGIN IMMEDIATE", ())]
        self._begun = False
        self.ids = ids

    def write(self, sql: str, values: Values = ()) -> None:
        """Execute this before the next question, or with the commit. Constraints speak then."""
        self._waiting.append((sql, values))

    async def ask(self, sql: str, values: Values = ()) -> Rows:
        """The rows of one question, after everything written so far."""
        return await self._send([*self._waiting, (sql, values)])

    async def flush(self) -> None:
        if self._waiting:
            await self._send(self._waiting)

    async def _send(self, script: list[Statement]) -> Rows:
        self._waiting = []
        self._begun = True
        return await self._connection.run(script)

    @asynccontextmanager
    async def part(self) -> AsyncIterator[None]:
        """A part of the transaction that fails alone: on an error its writes are gone and the rest stands."""
        await self.flush_if_crowded()
        before = len(self._waiting)
        self.write("SAVEPOINT part")
        try:
            yield
            await self.flush()  # what is wrong with its writes is said here
            self.write("RELEASE part")  # and this can wait for the next trip
        except Exception:
            await self._undo_part(before)
            raise

    async def _undo_part(self, before: int) -> None:
        if len(self._waiting) > before and self._waiting[before][0] == "SAVEPOINT part":
            del self._waiting[before:]
            return
        self._waiting = []
        await self._send([("ROLLBACK TO part", ()), ("RELEASE part", ())])

    async def flush_if_crowded(self) -> None:
        if len(self._waiting) > 200:
            await self.flush()

    async def commit(self) -> None:
        if self._begun or len(self._waiting) > 1:
            await self._send([*self._waiting, ("COMMIT", ())])
        self._begun = False

    async def roll_back(self) -> None:
        """Undo what was begun. Asked of the database thread, because a statement may still be on its way there."""
        if self._begun:
            await self._connection.rollback()


async def _connect(path: Path) -> Connection:
    def connector() -> sqlite3.Connection:
        return sqlite3.connect(path, isolation_level=None, cached_statements=256)

    connection = Connection(connector, iter_chunk_size=64)
    await connection
    connection.row_factory = sqlite3.Row
    for pragma in PRAGMAS:
        await connection.run([(pragma, ())])
    return connection


def _own(path: Path) -> IO[str]:
    """Take the lock file beside the database; the kernel gives it back when the process dies."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = Path(f"{path}.lock").open("a")  # noqa: SIM115 - held as long as the process lives
    except OSError as error:
        raise Unworkable(f"TJANS_DATABASE: cannot open {path}: {error.strerror}") from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.close()
        raise Unworkable(f"TJANS_DATABASE: another process is using {path}") from error
    return lock
