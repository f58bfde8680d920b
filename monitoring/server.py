"""`/live`, `/ready` and `/metrics`, over HTTP: for a service manager, a load balancer, Prometheus."""

import asyncio
import logging
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager

from aiohttp import web

from bot.errors import Unworkable
from bot.incoming import Network
from bot.model import Backlog
from bot.ports import Clock
from bot.store import Storage
from bot.vitals import Part, Vitals
from monitoring.metrics import Metrics

log = logging.getLogger(__name__)

LATELY = 60.0
"""Seconds. The disk is written to every 20."""
SMALL = {"updates": 60.0, "notices": 600.0}
"""Seconds for which the oldest may have waited."""
LOOK_WITHIN = 5.0
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Monitor:
    """Answers whoever watches over the bot. `networks`: those that are served."""

    def __init__(
        self, storage: Storage, clock: Clock, vitals: Vitals, metrics: Metrics, networks: Sequence[Network]
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._vitals = vitals
        self._metrics = metrics
        self._networks = networks
        self._told = False

    async def live(self, request: web.Request) -> web.Response:
        """The loop turns."""
        return web.Response(text="live\n")

    async def ready(self, request: web.Request) -> web.Response:
        """200 if the disk and a network worked lately and little waits; else 503. A line for each check and network.

        One network of several that is away says so in its line and leaves the status alone, as does what waits for
        it: whoever takes a bot that is not ready out of service, or starts it again, would end the other one, too.
        """
        away = self._vitals.silent(self._networks)
        backlog, now = await self._backlog(away), self._clock.now()
        checks = {
            "disk": self._vitals.idle(Part.DISK) <= LATELY,
            "updates": backlog is not None and backlog.updates_wait(now) <= SMALL["updates"],
            "notices": backlog is not None and backlog.notices_wait(now) <= SMALL["notices"],
        }
        ready = all(checks.values()) and len(away) < len(self._networks)
        checks |= {network.value: network not in away for network in self._networks}
        text = "".join(f"{name}: {'ok' if fine else 'failing'}\n" for name, fine in checks.items())
        return web.Response(text=text, status=200 if ready else 503)

    async def metrics(self, request: web.Request) -> web.Response:
        """Prometheus text, version 0.0.4."""
        backlog, now = await self._backlog(), self._clock.now()
        waits = (backlog.updates_wait(now), backlog.notices_wait(now)) if backlog else (0.0, 0.0)
        page = self._metrics.page(backlog, waits, self._vitals)
        return web.Response(body=page, headers={"Content-Type": CONTENT_TYPE})

    async def _backlog(self, away: Collection[Network] = ()) -> Backlog | None:
        try:
            async with asyncio.timeout(LOOK_WITHIN), self._storage.transaction() as tx:
                backlog = await tx.backlog(self._clock.now(), away)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with the disk is what is to be told
            if not self._told:  # somebody asks every few seconds
                log.warning("the backlog cannot be looked at: %s", type(error).__name__)
            self._told = True
            return None
        self._told = False
        return backlog


@asynccontextmanager
async def watched(monitor: Monitor, address: tuple[str, int]) -> AsyncIterator[None]:
    """Answer there meanwhile.

    Raises:
        Unworkable: the address is taken, or not ours.
    """
    app = web.Application()
    for path, handler in (("/live", monitor.live), ("/ready", monitor.ready), ("/metrics", monitor.metrics)):
        app.router.add_get(path, handler)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, *address).start()
        except OSError as error:
            where = f"{address[0]}:{address[1]}"
            raise Unworkable(f"TJANS_METRICS_LISTEN: cannot listen on {where}: {error.strerror or error}") from error
        yield
    finally:
        await runner.cleanup()
