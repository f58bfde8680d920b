"""What the disk is asked at each tick, by /find and by a press: with a large town, and with a tenth of it."""

import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from bot import lining, reminding, telling
from bot.model import Search
from bot.store import Tx
from measure.town import Size, build
from storage.database import Database
from storage.transaction import Storage

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
ROUNDS = 60
Question = Callable[[Tx], Awaitable[object]]

QUESTIONS: dict[str, Question] = {
    "/find": lambda tx: tx.finding.open_tasks(Search(), NOW, 0, 5),
    "/find, free places": lambda tx: tx.finding.open_tasks(Search(only_free=True), NOW, 0, 5),
    "/find, page 200": lambda tx: tx.finding.open_tasks(Search(), NOW, 995, 5),
    "what fits instead": lambda tx: tx.finding.fitting(17, NOW, NOW + timedelta(days=3), 3),
    "a task's page": lambda tx: tx.tasks.standing(17, 17),
    "tick: reminders": lambda tx: tx.notices.reminders_missing(NOW, int(reminding.SLACK.total_seconds())),
    "tick: offers": lambda tx: lining.lapse_offers(tx, NOW),
    "tick: lines": lambda tx: lining.close_lines(tx, NOW),
    "tick: short": lambda tx: tx.finding.short(NOW, NOW + telling.SHORT_BEFORE),
    "after a commit: cards": lambda tx: tx.posts.stale(),
}


async def measure(size: Size) -> dict[str, float]:
    """The median of each question, in a transaction of its own, in milliseconds."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "t.db"
        await build(path, size, NOW)
        database = await Database.open(path)
        storage = Storage(database, frozenset())
        async with storage.transaction() as tx:
            await reminding.promise_reminders(tx, NOW, ZoneInfo("Europe/Copenhagen"))
        figures = {name: await _median(storage, question) for name, question in QUESTIONS.items()}
        await database.close()
    return figures


async def _median(storage: Storage, question: Question) -> float:
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        async with storage.transaction() as tx:
            await question(tx)
        times.append((time.perf_counter() - begun) * 1000)
    return sorted(times)[ROUNDS // 2]
