"""The wire to Discord: discord.py's requests, carried to the pocket Discord in-process, and what goes wrong."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from contextvars import Context
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Protocol
from urllib.parse import urlsplit

import aiohttp
from multidict import CIMultiDict

from handlers.networks.discord.requesting import PATIENCE
from sandbox.discord import DiscordSandbox, TooMany
from sandbox.discord.rest import PREFIX
from sandbox.people import Json
from simulation.weather import TOOK_EFFECT_UNTOLD, Mishap, Weather
from simulation.wire import PAGE, Call

Answer = tuple[int, dict[str, str], bytes]
FOREVER = PATIENCE + 5
"""Seconds after which the bot's client has given a call up."""


class Witness(Protocol):
    """Who sees what really happens between the program and Discord."""

    def gesture(self, event: Json) -> None:
        """An event of the gateway is handed to the program."""

    def happened(self, call: Call) -> None:
        """A call took effect."""

    def failed(self, call: Call) -> None:
        """A call was refused or lost."""


@dataclass(frozen=True, slots=True)
class Response:
    """As much of aiohttp's as discord.py reads."""

    status: int
    headers: CIMultiDict[str]
    body: bytes
    reason: str = ""

    async def text(self, encoding: str = "utf-8") -> str:
        return self.body.decode(encoding)


class Request:
    """A request under way; entered once."""

    def __init__(self, sending: Awaitable[Response]) -> None:
        self._sending = sending

    async def __aenter__(self) -> Response:
        return await self._sending

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None


class Wire:
    """The session of one life of the program. A call that has left goes on without it: see the wire to Telegram."""

    closed = False

    def __init__(
        self, sandbox: DiscordSandbox, weather: Weather, witness: Witness, step: Callable[[str], Awaitable[None]]
    ) -> None:
        self._sandbox = sandbox
        self._weather = weather
        self._witness = witness
        self._step = step
        self._loop = asyncio.get_running_loop()

    async def close(self) -> None:
        """There is nothing to close."""

    def request(
        self, method: str, url: str, *, headers: Mapping[str, str], data: str | None = None, **more: object
    ) -> Request:
        parts = urlsplit(url)
        given = {"path": parts.path.removeprefix(PREFIX), "body": json.loads(data) if data else None}
        return Request(self._send(method, given, headers.get("Authorization")))

    async def _send(self, method: str, given: dict[str, Any], authorization: str | None) -> Response:
        await self._step("before a call")
        call = Call(f"{method} {given['path']}", given, self._loop.time(), self._weather.fate(self._loop.time()))
        server = self._loop.create_task(self._carry(call, method, authorization), context=Context())
        server.add_done_callback(_nobody_asks)
        status, headers, body = await asyncio.shield(server)
        await self._step("after a call")
        call.answered = True
        return Response(status, CIMultiDict(headers), body)

    async def _carry(self, call: Call, method: str, authorization: str | None) -> Answer:
        """There, to its effect, and back."""
        await self._way_there(call)
        answer = self._refused(call) or await self._sandbox.api.answer(
            method, call.given["path"], {}, call.given["body"], authorization
        )
        call.status, call.effect_at = answer[0], self._loop.time()
        if call.status < 300:
            call.result = json.loads(answer[2]) if answer[2] else None
            self._witness.happened(call)
        else:
            self._witness.failed(call)
        if call.mishap in TOOK_EFFECT_UNTOLD:
            await asyncio.sleep(FOREVER if call.mishap is Mishap.TIMED_OUT_AFTER else self._weather.seconds(0, 1))
            raise aiohttp.ServerDisconnectedError
        await asyncio.sleep(self._weather.seconds(0.01, 0.06))
        return answer

    async def _way_there(self, call: Call) -> None:
        mishap, seconds = call.mishap, self._weather.seconds
        await asyncio.sleep(seconds(1, 12) if mishap is Mishap.SLOW else seconds(0.02, 0.09))
        if mishap is Mishap.AWAY:
            await asyncio.sleep(seconds(0, PATIENCE))
        if mishap is Mishap.TIMED_OUT_BEFORE:
            await asyncio.sleep(FOREVER)
        if mishap in (Mishap.BROKEN_BEFORE, Mishap.AWAY, Mishap.TIMED_OUT_BEFORE):
            self._witness.failed(call)
            raise aiohttp.ClientConnectionError

    def _refused(self, call: Call) -> Answer | None:
        """What discord.py tries again by itself: 429 after the time that is named, 500 and 502 a few times."""
        match call.mishap:
            case Mishap.TOO_MANY:
                refusal = TooMany(self._weather.seconds(1, 20), "user")
                headers = {"Content-Type": "application/json", "Via": "1.1 google"}
                return 429, headers, json.dumps(refusal.body()).encode()
            case Mishap.ERROR:
                return (
                    500,
                    {"Content-Type": "application/json"},
                    b'{"message": "500: Internal Server Error", "code": 0}',
                )
            case Mishap.BAD_GATEWAY:
                return 502, {"Content-Type": "text/html"}, PAGE
        return None


def _nobody_asks(server: "asyncio.Task[Answer]") -> None:
    if not server.cancelled():
        server.exception()
