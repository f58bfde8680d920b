"""Where Telegram knocks: an update is answered 200 when it is on disk, and not before (design, One tap 1)."""

import asyncio
import hmac
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from bot.errors import Unstored, Unworkable
from bot.incoming import Arrival
from bot.ports import Receive
from handlers.networks.telegram.patience import Patience
from handlers.networks.telegram.reading import arrival_of

log = logging.getLogger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
LARGEST_BODY = 1024 * 1024
"""Bytes. The largest update that people can cause is a fifth of it."""
BODY_WITHIN = 10.0
"""Seconds for a body to arrive."""
FINISH_WITHIN = 10.0
"""Seconds for the requests in hand when we stop."""

_OK = 200


class SharedCommits:
    """Updates that arrive while others are being written share the next transaction."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._waiting: list[tuple[Arrival, asyncio.Future[None]]] = []
        self._writer: asyncio.Task[None] | None = None

    async def store(self, arrival: Arrival) -> None:
        """Return when it is on disk; whatever `receive` raises is raised here, for each that shared it."""
        stored = asyncio.get_running_loop().create_future()
        self._waiting.append((arrival, stored))
        if self._writer is None:
            self._writer = asyncio.ensure_future(self._write())
        await stored

    async def _write(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            error = await self._try(sorted((arrival for arrival, _ in batch), key=lambda arrival: arrival.number))
            for _, stored in batch:
                if stored.done():  # nobody waits any more
                    continue
                if error is None:
                    stored.set_result(None)
                else:
                    stored.set_exception(error)
        self._writer = None

    async def _try(self, arrivals: list[Arrival]) -> Exception | None:
        try:
            await self._receive(arrivals)
        except Exception as error:  # noqa: BLE001 - each request says so, and is delivered again
            return error
        return None


class Door:
    """Checks who knocks, and hands over what they bring.

    Args:
        secret: what Telegram sends in `X-Telegram-Bot-Api-Secret-Token`, as it was told with setWebhook.
    """

    def __init__(self, secret: str, receive: Receive) -> None:
        self._secret = secret.encode()
        self._commits = SharedCommits(receive)
        self._patience = Patience("storing updates", log)
        self._told_of_strangers = False

    async def handle(self, request: web.Request) -> web.Response:
        """200: on disk, or nothing that could be stored. 503: the disk failed, so it is to be delivered again."""
        if (refused := self._refusal(request)) is not None:
            return web.Response(status=refused)
        try:
            async with asyncio.timeout(BODY_WITHIN):
                body = await request.read()
        except TimeoutError:
            return web.Response(status=408)
        arrival = _arrival(body)
        return web.Response(status=_OK if arrival is None else await self._store(arrival))

    def _refusal(self, request: web.Request) -> int | None:
        given = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, self._secret):
            self._tell_of_strangers()
            return 403
        return None if request.content_type == "application/json" else 415

    def _tell_of_strangers(self) -> None:
        """Once: whoever finds the address may knock a thousand times."""
        if not self._told_of_strangers:
            log.warning("a request without the right secret was refused; further ones are not logged")
            self._told_of_strangers = True

    async def _store(self, arrival: Arrival) -> int:
        try:
            await self._commits.store(arrival)
        except Unstored:  # the storage has said so
            return 503
        except Exception as error:  # noqa: BLE001 - whatever it is, the update is not on disk and must not be lost
            self._patience.after(error)
            return 503
        self._patience.over()
        return _OK


@asynccontextmanager
async def listening(door: Door, address: tuple[str, int], path: str) -> AsyncIterator[None]:
    """Take requests meanwhile; at the end, those in hand are finished.

    Raises:
        Unworkable: the address is taken, or not ours.
    """
    app = web.Application(client_max_size=LARGEST_BODY)
    app.router.add_post(path, door.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=FINISH_WITHIN)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, *address, backlog=1024).start()
        except OSError as error:
            where = f"{address[0]}:{address[1]}"
            reason = f"TJANS_TELEGRAM_WEBHOOK_LISTEN: cannot listen on {where}: {error.strerror or error}"
            raise Unworkable(reason) from error
        yield
    finally:
        await runner.cleanup()


def _arrival(body: bytes) -> Arrival | None:
    try:
        return arrival_of(json.loads(body))
    except (ValueError, RecursionError):
        log.warning("an update that is not JSON was skipped")
        return None
