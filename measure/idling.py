"""What a bot costs while nothing happens, with a large town on its disk."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from bot import reminding, telling
from measure.bots import PLAIN, running
from measure.crowd import first_answer
from measure.town import LARGE, build, build_plain
from sandbox import Sandbox
from storage.database import Database
from storage.transaction import Storage

CATCHES_UP = 25.0
"""Seconds: by then each question has been asked once (bot.clockwork), and what was overdue in the town is done."""
SECONDS = 40.0


async def measure(arguments: Sequence[str]) -> float:
    """Percent of a core."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "tjans.db"
        if arguments == PLAIN:
            build_plain(path, LARGE)
        else:
            now = datetime.now(UTC)
            await build(path, LARGE, now)
            await _settle(path, now)
        async with Sandbox() as sandbox:
            karen = sandbox.add_person("Karen")
            async with running(arguments, sandbox, path, karen) as bot:
                await first_answer(sandbox, karen, 0.0)
                await asyncio.sleep(CATCHES_UP)
                spent = bot.cpu_seconds()
                await asyncio.sleep(SECONDS)
                return (bot.cpu_seconds() - spent) / SECONDS * 100


async def _settle(path: Path, now: datetime) -> None:
    """Whatever is due has been told. It would be told now, one message a second, which is not idle."""
    database = await Database.open(path)
    async with Storage(database, frozenset()).transaction() as tx:
        await reminding.promise_reminders(tx, now, ZoneInfo("Europe/Copenhagen"))
        await telling.tell_still_short(tx, now)
    async with database.transaction() as work:
        work.write("UPDATE notices SET state = 'sent', ended_at = ?", (int(now.timestamp()),))
    await database.close()
