"""The ticks, and nothing else: APScheduler says when to look, the tables say what is due (design, One tap 6)."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot import cleaning, foreseeing, lining, posting, reminding, telling
from bot.errors import Unstored
from bot.metering import Unmetered
from bot.ports import Clock, Meter
from bot.store import Storage, Tx

log = logging.getLogger(__name__)

OFTEN, SELDOM = 5.0, 20.0
"""Real seconds between two looks at the tables: for what is due to the minute, and for the larger questions."""

MINUTE = 60.0

Duty = Callable[[Tx, datetime], Awaitable[object]]


class Clockwork:
    """At each tick, asks each duty what has come due. `promised` is told that there may be something to send."""

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        zone: ZoneInfo,
        promised: Callable[[], None],
        meter: Meter | None = None,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._zone = zone
        self._promised = promised
        self._meter = meter or Unmetered()
        self._scheduler = AsyncIOScheduler(timezone=zone)
        logging.getLogger("apscheduler").setLevel(logging.ERROR)  # else a line a tick, while one of them takes long

    def start(self) -> None:
        """Tick from now on; a tick that takes long is not doubled, and a late one is not skipped."""
        self._every(OFTEN, partial(self._do, self._quick_duties()))
        self._every(SELDOM, partial(self._do, self._large_duties()))
        self._scheduler.start()

    def every_minute(self, look: Callable[[], Awaitable[None]]) -> None:
        """Also look at this, from the start on; beside the ticks, which do not wait for it."""
        self._every(MINUTE, look)

    def _every(self, seconds: float, look: Callable[[], Awaitable[None]]) -> None:
        async def until_stopped() -> None:
            with suppress(asyncio.CancelledError):  # the stop; APScheduler would take it for a failure of the job
                await look()

        self._scheduler.add_job(
            until_stopped, "interval", seconds=seconds, max_instances=1, coalesce=True, misfire_grace_time=None
        )

    def stop(self) -> None:
        self._scheduler.shutdown(wait=False)

    async def tick(self) -> None:
        """Look at everything once."""
        await self._do((*self._quick_duties(), *self._large_duties()))

    async def _do(self, duties: Sequence[Duty]) -> None:
        """One duty that fails does not stop the others."""
        for duty in duties:
            try:
                async with self._storage.transaction() as tx:
                    await duty(tx, self._clock.now())
            except Unstored:  # the storage has said so; the next tick asks again
                break
            except Exception:  # the next tick asks again
                log.exception("a tick failed")
        self._meter.ticked()
        self._promised()

    async def next_moment(self, after: datetime, *, turns: bool) -> datetime | None:
        """When something is due next: what a moved clock stops at."""
        async with self._storage.transaction() as tx:
            return await foreseeing.next_moment(tx, after, self._zone, turns=turns)

    def _quick_duties(self) -> tuple[Duty, ...]:
        return lining.lapse_offers, lining.close_lines, posting.show_what_began, self._end_tasks

    def _large_duties(self) -> tuple[Duty, ...]:
        return self._remind, telling.tell_still_short, self._clean

    async def _remind(self, tx: Tx, now: datetime) -> None:
        await reminding.promise_reminders(tx, now, self._zone)

    async def _end_tasks(self, tx: Tx, now: datetime) -> None:
        await tx.tasks.end_those_over(now)

    async def _clean(self, tx: Tx, now: datetime) -> None:
        await cleaning.clean_daily(tx, now, self._zone)
