"""Disks that fail: full, locked, and well again."""

import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from pathlib import Path

from storage.database import Database

BIG = "x" * 20_000
"""More than fits in the room that any page has left."""


@asynccontextmanager
async def full(database: Database) -> AsyncIterator[None]:
    """No page can be added meanwhile: SQLite's own SQLITE_FULL."""
    async with database.transaction() as work:
        await work.ask("PRAGMA max_page_count = 1")  # which makes it as many as there are
    yield
    async with database.transaction() as work:
        await work.ask("PRAGMA max_page_count = 1000000")


@contextmanager
def locked(path: Path, patience: float = 0) -> Iterator[None]:
    """Another program holds the database for itself meanwhile; it waits so many seconds for its turn."""
    with closing(sqlite3.connect(path, isolation_level=None, timeout=patience)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield


async def impatient(database: Database) -> None:
    """A locked database is reported at once, so that tests need not wait."""
    async with database.transaction() as work:
        await work.ask("PRAGMA busy_timeout = 0")


def damaged(path: Path) -> None:
    """Every page of this closed database but its first is garbled."""
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\x5a" * (len(content) - 4096))


def scratched(path: Path) -> None:
    """Only the last page of this closed database is: whoever does not look there finds all well."""
    path.write_bytes(path.read_bytes()[:-4096] + b"\x5a" * 4096)
