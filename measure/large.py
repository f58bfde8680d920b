"""How a large town feels: the questions of a tick and of /find, with 10,000 open tasks and with a tenth of that."""

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from bot import lining, reminding, telling
from bot.model import Search
from bot.store import Tx
from storage.database import Database
from storage.transaction import Storage

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
ROUNDS = 60


async def _fill(database: Database, tasks: int, persons: int, claims: int) -> None:
    """Tasks spread over two months; a fifth of the claims lie on tasks ahead, the rest on tasks long over."""
    start = int(NOW.timestamp())
    async with database.transaction() as work:
        work.write("INSERT INTO organisations (id, name, created_at) VALUES (1, 'O', 0)")
        work.write(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)"
            " INSERT INTO persons (id, name, created_at, seen_at) SELECT i, 'P' || i, 0, 0 FROM n",
            (persons,),
        )
        for first, ahead, state in ((0, start + 3600, "open"), (tasks, start - 90 * 86400, "ended")):
            work.write(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :tasks)"
                " INSERT INTO tasks (id, organisation_id, title, benefit, place, starts_at, ends_at, be_there_at,"
                " afbud_by, state, state_at, created_at) SELECT :first + i, 1, 'T' || i, 'b', 'p',"
                " :ahead + i * 5184000 / :tasks, :ahead + i * 5184000 / :tasks + 7200, :ahead + i * 5184000 / :tasks,"
                " :ahead + i * 5184000 / :tasks - 86400, :state, 0, 0 FROM n",
                {"tasks": tasks, "first": first, "ahead": ahead, "state": state},
            )
        work.write(
            "INSERT INTO slots (id, task_id, position, capacity, starts_at, ends_at, be_there_at)"
            " SELECT id, id, 0, 1000, starts_at, ends_at, be_there_at FROM tasks"
        )
        work.write(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :claims)"
            " INSERT OR IGNORE INTO claims (task_id, slot_id, person_id, state, turn, created_at, changed_at)"
            " SELECT task, task, person, 'held', i, 0, 0 FROM (SELECT i, 1 + (i * 7919) % :persons AS person,"
            " CASE WHEN i % 5 = 0 THEN 1 + i % :tasks ELSE :tasks + 1 + i % :tasks END AS task FROM n)",
            {"claims": claims, "persons": persons, "tasks": tasks},
        )


async def _median(storage: Storage, question: Callable[[Tx], Awaitable[object]]) -> tuple[float, float]:
    """The median and the 99th percentile of one question in a transaction of its own, in milliseconds."""
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        async with storage.transaction() as tx:
            await question(tx)
        times.append((time.perf_counter() - begun) * 1000)
    times.sort()
    return times[ROUNDS // 2], times[-1]


QUESTIONS: dict[str, Callable[[Tx], Awaitable[object]]] = {
    "/find": lambda tx: tx.finding.open_tasks(Search(), NOW, 0, 5),
    "/find, free places": lambda tx: tx.finding.open_tasks(Search(only_free=True), NOW, 0, 5),
    "/find, page 200": lambda tx: tx.finding.open_tasks(Search(), NOW, 995, 5),
    "what fits instead": lambda tx: tx.finding.fitting(17, NOW, NOW + timedelta(days=3), 3),
    "a task's page": lambda tx: tx.tasks.standing(17, 17),
    "tick: reminders": lambda tx: tx.notices.reminders_missing(NOW, int(reminding.SLACK.total_seconds())),
    "tick: offers": lambda tx: lining.lapse_offers(tx, NOW),
    "tick: lines": lambda tx: lining.close_lines(tx, NOW),
    "tick: short": lambda tx: tx.finding.short(NOW, NOW + telling.SHORT_BEFORE),
    "tick: cards": lambda tx: tx.posts.stale(),
}


async def _measure(size: int) -> dict[str, tuple[float, float]]:
    with TemporaryDirectory() as folder:
        database = await Database.open(Path(folder) / "t.db")
        await _fill(database, 10_000 // size, 50_000 // size, 200_000 // size)
        storage = Storage(database, frozenset())
        async with storage.transaction() as tx:
            await reminding.promise_reminders(tx, NOW, ZoneInfo("Europe/Copenhagen"))
        figures = {name: await _median(storage, question) for name, question in QUESTIONS.items()}
        await database.close()
    return figures


async def main() -> None:
    tenth, whole = await _measure(10), await _measure(1)
    for name, (median, worst) in whole.items():
        ratio = median / tenth[name][0]
        sys.stdout.write(
            f"{name:22} p50 {median:7.2f} ms  worst {worst:7.2f} ms  {ratio:5.2f} × a tenth of the data\n"
        )


if __name__ == "__main__":
    asyncio.run(main())
