"""A town on disk, written straight into the tables: tasks, people and claims by the thousand."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from measure.plain_bot import SCHEMA
from storage.database import Database, Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How large: open tasks (and as many that are over), people, claims."""

    tasks: int
    people: int
    claims: int

    def tenth(self) -> "Size":
        return Size(tasks=self.tasks // 10, people=self.people // 10, claims=self.claims // 10)


LARGE = Size(tasks=10_000, people=50_000, claims=200_000)
"""design.md, Numbers to reach."""

_PEOPLE = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :people)
INSERT INTO persons (id, name, created_at, seen_at) SELECT i, 'P' || i, 0, :now FROM n
"""
_TASKS = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :tasks)
INSERT INTO tasks (id, organisation_id, title, benefit, place, starts_at, ends_at, be_there_at, afbud_by, state,
state_at, created_at) SELECT :first + i, 1, 'T' || i, 'b', 'p', :from + i * 5184000 / :tasks,
:from + i * 5184000 / :tasks + 7200, :from + i * 5184000 / :tasks, :from + i * 5184000 / :tasks - 86400, :state, 0, 0
FROM n
"""
_SLOTS = """
INSERT INTO slots (id, task_id, position, capacity, starts_at, ends_at, be_there_at)
SELECT id, id, 0, 1000, starts_at, ends_at, be_there_at FROM tasks
"""
_CLAIMS = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :claims)
INSERT OR IGNORE INTO claims (task_id, slot_id, person_id, state, turn, created_at, changed_at)
SELECT task, task, person, 'held', i, 0, 0 FROM (SELECT i, 1 + (i * 7919) % :people AS person,
CASE WHEN i % 5 = 0 THEN 1 + i % :tasks ELSE :tasks + 1 + i % :tasks END AS task FROM n)
"""


async def build(path: Path, size: Size, now: datetime) -> None:
    """Tasks spread over two months; a fifth of the claims lie on tasks ahead, the rest on tasks long over."""
    database = await Database.open(path)
    async with database.transaction() as work:
        _fill(work, size, int(now.timestamp()))
    await database.close()


def _fill(work: Work, size: Size, now: int) -> None:
    numbers = {"tasks": size.tasks, "people": size.people, "claims": size.claims, "now": now}
    work.write("INSERT INTO organisations (id, name, created_at) VALUES (1, 'O', 0)")
    work.write(_PEOPLE, numbers)
    work.write(_TASKS, numbers | {"first": 0, "from": now + 3600, "state": "open"})
    work.write(_TASKS, numbers | {"first": size.tasks, "from": now - 90 * 86400, "state": "ended"})
    work.write(_SLOTS)
    work.write(_CLAIMS, numbers)


def build_plain(path: Path, size: Size) -> None:
    """As many tasks for the plain bot."""
    with closing(sqlite3.connect(path)) as database, database:
        database.executescript(SCHEMA)
        database.executemany(
            "INSERT INTO tasks (title, starts_at) VALUES (?, ?)", ((f"T{i}", i) for i in range(size.tasks))
        )


async def build_reminders(path: Path, native_ids: Sequence[int], be_there_at: datetime, now: datetime) -> None:
    """Everyone holds a place on a task; their quiet hours are off, so that it is day at any hour."""
    moment, seconds = int(be_there_at.timestamp()), int((now - timedelta(minutes=5)).timestamp())
    database = await Database.open(path)
    async with database.transaction() as work:
        work.write("INSERT INTO organisations (id, name, created_at) VALUES (1, 'O', 0)")
        work.write(
            "INSERT INTO tasks (id, organisation_id, title, benefit, place, starts_at, ends_at, be_there_at,"
            " afbud_by, state, state_at, short_told, created_at)"
            " VALUES (1, 1, 'T', 'b', 'p', ?, ?, ?, ?, 'open', 0, 1, 0)",  # nobody is told that it is short
            (moment, moment + 7200, moment, moment),
        )
        for slot in range(1, len(native_ids) // 1000 + 2):
            work.write(
                "INSERT INTO slots (id, task_id, position, name, capacity, starts_at, ends_at, be_there_at)"
                " VALUES (?, 1, ?, ?, 1000, ?, ?, ?)",
                (slot, slot, f"R{slot}", moment, moment + 7200, moment),
            )
        for number, native_id in enumerate(native_ids):
            _holder(work, number, native_id, seconds)
    await database.close()


def _holder(work: Work, number: int, native_id: int, seconds: int) -> None:
    person = number + 1
    work.write(
        "INSERT INTO persons (id, name, quiet_from, quiet_to, created_at, seen_at) VALUES (?, 'P', 0, 0, 0, ?)",
        (person, seconds),
    )
    work.write(
        "INSERT INTO accounts (person_id, network, native_id, chat_id, reach) VALUES (?, 'telegram', ?, ?, 'yes')",
        (person, native_id, native_id),
    )
    work.write(
        "INSERT INTO claims (task_id, slot_id, person_id, state, turn, created_at, changed_at)"
        " VALUES (1, ?, ?, 'held', ?, ?, ?)",
        (number // 1000 + 1, person, person, seconds, seconds),
    )
