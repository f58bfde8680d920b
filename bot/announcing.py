"""Tasks as events of a server: a projection of the database, as cards are, and never in their way.

Nothing of it fails a task: what a network refuses is logged and kept, and tried again when what the event says
changes, when a coordinator asks for it anew, and once an hour. Of a server without the right one is tried for all.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

from bot.cards import Event
from bot.errors import Undelivered, Unstored, Why
from bot.incoming import Network
from bot.model import ServerEvent, Task
from bot.persisting import a_moment, until_stored
from bot.ports import Calendar, Clock
from bot.store import Storage

log = logging.getLogger(__name__)

SPACING = 5.0
"""Seconds between two looks: an event is not urgent, and a crowd that presses has the disk to itself."""
AGAIN = 30.0
"""Seconds after which is tried again what the network did not say how long to wait for."""
ASKED_AGAIN = timedelta(hours=1)
"""After which a server that refused is asked again: rights may have been given, or events have gone."""
BATCH = 20

Announce = Callable[[Task, str], Event]
"""A task as an event, in a language."""


class Announcing:
    """Keeps each event equal to its task.

    Args:
        calendars: the networks that have events.
        sleep: in real seconds.
    """

    def __init__(
        self,
        storage: Storage,
        calendars: Mapping[Network, Calendar],
        announce: Announce,
        clock: Clock,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._storage = storage
        self._calendars = calendars
        self._announce = announce
        self._clock = clock
        self._sleep = sleep
        self._wake = asyncio.Event()

    def nudge(self) -> None:
        """An event may be stale: look before long."""
        self._wake.set()

    async def run(self) -> None:
        while self._calendars:
            await self._wake.wait()
            self._wake.clear()
            try:
                wait = await self.look()
            except Exception as error:  # they are still stale
                if not isinstance(error, Unstored):
                    log.exception("events could not be looked at, trying again")
                await a_moment()
                wait = SPACING
                self.nudge()
            await self._sleep(wait)

    async def look(self) -> float:
        """Bring some of those that are stale up to date; in how many seconds to look again."""
        now, wait = self._clock.now(), SPACING
        async with self._storage.transaction() as tx:
            stale = await tx.events.stale(now, now - ASKED_AGAIN, BATCH)
            tasks = {task.id: task for task in await tx.tasks.many({event.task_id for event in stale})}
        shut: set[tuple[Network, int]] = set()
        for event in stale:
            if (calendar := self._calendars.get(event.network)) is not None:
                wait = max(wait, await self._renew(event, tasks[event.task_id], calendar, shut))
        if stale:
            self.nudge()
        return wait

    async def _renew(
        self, event: ServerEvent, task: Task, calendar: Calendar, shut: set[tuple[Network, int]]
    ) -> float:
        """Show the task as it is; how many seconds to wait before anything is tried again.

        Args:
            shut: the servers that have just said that the right is missing.
        """
        wanted = self._announce(task, event.language) if event.wanted else None
        if wanted is not None and wanted.fingerprint() == event.shown:
            await self._seen(event, task)
            return SPACING
        if wanted is not None and event.native_id is None and (event.network, event.server) in shut:
            await self._keep_refusal(event, task, wanted)
            return SPACING
        try:
            native_id = await self._put_up(event, wanted, calendar)
        except Undelivered as error:
            if error.why is Why.NO_RIGHTS:
                shut.add((event.network, event.server))
            return await self._refused(event, task, wanted, error)
        await self._record(event, task, wanted, native_id)
        return SPACING

    async def _put_up(self, event: ServerEvent, wanted: Event | None, calendar: Calendar) -> int | None:
        if wanted is None:
            if event.native_id is not None:
                await calendar.drop_event(event.server, event.native_id)
            return None
        if event.native_id is None:
            async with self._storage.transaction() as tx:
                tx.events.begun(event)
        return await calendar.put_event(event.server, event.native_id, wanted, sought=event.begun)

    async def _refused(self, event: ServerEvent, task: Task, wanted: Event | None, error: Undelivered) -> float:
        if error.why in (Why.SLOW_DOWN, Why.UNCERTAIN):
            return error.retry_in.total_seconds() if error.retry_in else AGAIN
        if error.why is not Why.MESSAGE_GONE:
            log.warning("a task is not shown as an event: %s", error.why)
        elif wanted is not None:
            await until_stored(lambda: self._gone(event))
            return SPACING
        if wanted is not None:
            await self._keep_refusal(event, task, wanted)
        else:
            await self._record(event, task, None, None)
        return SPACING

    async def _seen(self, event: ServerEvent, task: Task) -> None:
        """The task changed in what the event does not say: what was refused is still refused."""

        async def see() -> None:
            async with self._storage.transaction() as tx:
                tx.events.seen(event, task.revision)

        await until_stored(see)

    async def _keep_refusal(self, event: ServerEvent, task: Task, wanted: Event) -> None:
        async def keep() -> None:
            async with self._storage.transaction() as tx:
                tx.events.refused(event, wanted.fingerprint(), task.revision, self._clock.now())

        await until_stored(keep)

    async def _record(self, event: ServerEvent, task: Task, wanted: Event | None, native_id: int | None) -> None:
        """However long the disk takes. One that was taken down is made anew as soon as it is wanted again."""

        async def record() -> None:
            async with self._storage.transaction() as tx:
                if wanted is None:
                    tx.events.shows(event, None, "", 0)
                else:
                    tx.events.shows(event, native_id, wanted.fingerprint(), task.revision)

        await until_stored(record)

    async def _gone(self, event: ServerEvent) -> None:
        async with self._storage.transaction() as tx:
            tx.events.gone(event)
