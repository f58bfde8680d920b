"""The disk of a simulated program: SQLite on the loop's own thread, what each commit changed, and kill -9."""

import asyncio
import json
import shutil
import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from storage.connection import Connection, Rows, Statement

WATCHED = {
    "accounts": "id, person_id, native_id, reach",
    "channels": "id, native_id, state",
    "channel_organisations": "channel_id, organisation_id",
    "claims": "id, task_id, slot_id, person_id, state, turn, offered_until",
    "coordinators": "organisation_id, person_id",
    "drafts": "id, person_id, kind, task_id, step, fields",
    "inbox": "id, number, lane, state",
    "invitations": "token_hash, organisation_id, used_by",
    "messages": "id, task_id, text",
    "notices": "id, kind, person_id, task_id, claim_id, state, facts, due_at",
    "organisations": "id",
    "persons": "id, name, offsets, quiet_from, quiet_to, guest_of",
    "posts": "id, task_id, channel_id, message_id, state",
    "slots": "id, task_id, position, capacity, starts_at, ends_at, be_there_at",
    "tasks": "id, organisation_id, posted_by, title, place, contact, state, starts_at, ends_at, afbud_by",
}
"""The columns whose changes are watched, by triggers of the connection alone: the file never holds them."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """A row before and after; None: it was not there, or is gone."""

    table: str
    before: Row | None
    after: Row | None


Committed = Callable[[list[Change]], None]
Step = Callable[[str], Awaitable[None]]
"""Called between any two steps; does not return if the program was killed there."""


class Disk(Connection):
    """The program's own connection, without its thread, that dies with its program.

    `step` is called before each script and after each commit, so that a program can be killed between any two.
    """

    def __init__(self, path: Path, committed: Committed, step: Step) -> None:
        super().__init__(lambda: _connected(path), iter_chunk_size=64)
        self.path = path
        self._connection = _connected(path)
        self._committed = committed
        self._step = step
        self._watching = False
        self._told = 0  # changes of the connection, as of the last commit that was told
        self._killed = False

    async def run(self, script: Sequence[Statement]) -> Rows:
        self._alive()
        await self._step("before a statement")
        self._alive()
        rows = self._run(script)
        if script and script[-1][0] == "COMMIT":
            self._tell()
            await self._step("after a commit")
        return rows

    async def _execute(self, fn: Any, *args: Any, **kwargs: Any) -> Any:
        """What aiosqlite hands to its thread is done at once, here."""
        self._alive()
        return fn(*args, **kwargs)

    async def rollback(self) -> None:
        if not self._killed:
            self._conn.rollback()

    async def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def watch(self) -> None:
        """From now on every change is told, as soon as it is committed."""
        # kill -9 loses nothing that the kernel has; what FULL is for is a power cut, which is not simulated.
        self._conn.execute("PRAGMA synchronous = OFF")
        self._conn.executescript(_triggers())
        self._watching = True

    def kill(self, remains: Path) -> None:
        """The program is dead. What another process would find on the disk now is copied to `remains`."""
        self._killed = True
        for ending in ("", "-wal"):
            if (file := Path(f"{self.path}{ending}")).exists():
                shutil.copyfile(file, f"{remains}{ending}")

    def busy(self) -> bool:
        """A transaction is open."""
        return self._conn.in_transaction

    def plant(self, sql: str, *values: object) -> None:
        """For the tests of the rules: change the database behind the program's back."""
        self._conn.execute(sql, values)

    def _alive(self) -> None:
        if self._killed:
            raise asyncio.CancelledError("the program was killed")

    def _tell(self) -> None:
        if not self._watching or self._conn.total_changes == self._told:
            return
        rows = self._conn.execute("SELECT what, before, after FROM seen ORDER BY n").fetchall()
        self._conn.execute("DELETE FROM seen")
        self._told = self._conn.total_changes
        if rows:
            self._committed([Change(what, _row(before), _row(after)) for what, before, after in rows])


def _connected(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, cached_statements=256)
    connection.row_factory = sqlite3.Row
    return connection


def _triggers() -> str:
    made = ["CREATE TEMP TABLE seen (n INTEGER PRIMARY KEY, what TEXT, before TEXT, after TEXT)"]
    for table, columns in WATCHED.items():
        before, after = (f"json_object({_columns(table, which)})" for which in ("OLD", "NEW"))
        changed = " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in columns.split(", "))
        for event, values in (
            ("INSERT", f"NULL, {after}"),
            ("DELETE", f"{before}, NULL"),
            ("UPDATE", f"{before}, {after}"),
        ):
            when = f"WHEN {changed} " if event == "UPDATE" else ""
            made.append(
                f"CREATE TEMP TRIGGER seen_{table}_{event} AFTER {event} ON main.{table} {when}"
                f"BEGIN INSERT INTO seen (what, before, after) VALUES ('{table}', {values}); END"
            )
    return ";".join(made)


def _columns(table: str, which: str) -> str:
    return ", ".join(f"'{name}', {which}.{name}" for name in WATCHED[table].split(", "))


def _row(text: str | None) -> Row | None:
    return json.loads(text) if text else None
