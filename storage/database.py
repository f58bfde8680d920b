"""Opens the file, owns the one connection, and runs one transaction at a time."""

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from typing import IO

from bot.errors import Unstored, Unworkable
from storage import checking, failures, migrations
from storage.backups import Backups
from storage.connection import Connection, Rows, Statement, Values, connect, prepare
from storage.owning import own

log = logging.getLogger(__name__)

STEADY = 3
"""Commits in a row after which the disk is said to work again."""


class Database:
    """One SQLite file, one writer, one transaction at a time.

    The kernel releases the lock file of a killed process, so whoever holds it owns every lease
    (design, One tap 3).
    """

    def __init__(self, connection: Connection, lock: IO[str]) -> None:
        self._connection = connection
        self._lock_file = lock
        self._turn = asyncio.Lock()
        self._disk = Disk()
        self.ids = Ids()

    @classmethod
    async def open(
        cls, path: Path, backups: Backups | None = None, connect: Callable[[Path], Awaitable[Connection]] = connect
    ) -> "Database":
        """Open or make the file at its newest schema, after a copy if that changes it.

        Args:
            connect: makes the connection; another one than usual where time is not the real one.

        Raises:
            Unworkable: another process owns the file; it cannot be opened or written; it is another program's, or
                from a newer version. It is then left as it was.
        """
        async with AsyncExitStack() as stack:
            lock = stack.enter_context(own(path))
            with _named(path):
                connection = await connect(path)
                stack.push_async_callback(connection.close)
                await _make_ready(connection, backups)
                database = cls(connection, lock)
                await database.ids.load(connection)
            stack.pop_all()
            return database

    async def close(self) -> None:
        await self._connection.close()
        self._lock_file.close()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator["Work"]:
        """Everything inside is committed together when the block ends, or, on any error, not at all.

        Unstored: the disk failed. That it does is logged here, once; whoever asked asks again.
        """
        async with self._turn:
            before = self._connection.changes
            work = Work(self._connection, self.ids)
            try:
                yield work
                await work.commit()
            except BaseException as error:
                await asyncio.shield(work.roll_back())
                if isinstance(error, Unstored):
                    self._disk.failed(error)
                raise
            if self._connection.changes != before:
                self._disk.took()


class Disk:
    """Says once that the disk fails, and once that it works again, whoever meets it and how often."""

    def __init__(self) -> None:
        self._failing = False
        self._taken = 0

    def failed(self, why: Unstored) -> None:
        self._taken = 0
        if not self._failing:
            log.error("the database takes nothing, trying again until it does: %s", why)
        self._failing = True

    def took(self) -> None:
        """Something was committed. One small thing may find room where the next does not."""
        self._taken += 1
        if self._failing and self._taken >= STEADY:
            log.warning("the database works again")
            self._failing = False


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
        self._lost: Unstored | None = None
        self._noted: list[str] = []
        self.ids = ids

    def write(self, sql: str, values: Values = ()) -> None:
        """Execute this before the next question, or with the commit. Constraints speak then."""
        self._waiting.append((sql, values))

    def note(self, what: str) -> None:
        """Worth counting, if it comes to the commit."""
        self._noted.append(what)

    @property
    def noted(self) -> Sequence[str]:
        return self._noted

    async def ask(self, sql: str, values: Values = ()) -> Rows:
        """The rows of one question, after everything written so far."""
        return await self._send([*self._waiting, (sql, values)])

    async def flush(self) -> None:
        if self._waiting:
            await self._send(self._waiting)

    async def _send(self, script: list[Statement]) -> Rows:
        """SQLite may have undone a transaction whose disk failed: what came after would stand alone."""
        self._waiting = []
        self._begun = True
        if self._lost is not None:
            raise self._lost
        try:
            return await self._connection.run(script)
        except Unstored as error:
            self._lost = error
            raise

    @asynccontextmanager
    async def part(self) -> AsyncIterator[None]:
        """A part of the transaction that fails alone: on an error its writes are gone and the rest stands."""
        await self.flush_if_crowded()
        before, noted = len(self._waiting), len(self._noted)
        self.write("SAVEPOINT part")
        try:
            yield
            await self.flush()  # what is wrong with its writes is said here
            self.write("RELEASE part")  # and this can wait for the next trip
        except Unstored:
            raise
        except Exception:  # whatever it is, it goes on to the caller once the part's writes are undone
            del self._noted[noted:]
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


async def _make_ready(connection: Connection, backups: Backups | None) -> None:
    """Bring the file up to the newest schema, if it is ours."""
    if unfit := await connection.call(checking.why_unfit):
        raise Unworkable(unfit)
    version = await connection.call(checking.version_of)
    if backups is not None and 0 < version < len(migrations.scripts()):
        await asyncio.to_thread(backups.before_migration, version)
    await prepare(connection)
    await connection.call(lambda thread: migrations.bring_up(thread, version))


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """What goes wrong inside, as the one line that names the setting and the file."""
    try:
        yield
    except (sqlite3.Error, OSError, Unstored, Unworkable) as error:
        raise Unworkable(f"TJANS_DATABASE: cannot use {path}: {failures.reason(error)}") from error
