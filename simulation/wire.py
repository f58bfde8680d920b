"""The wire: python-telegram-bot's calls, carried to the sandbox's rules in the same process, and what goes wrong."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextvars import Context
from dataclasses import dataclass
from typing import Any, Protocol

from telegram.error import NetworkError, TimedOut
from telegram.request import RequestData

from handlers.networks.telegram.http import AiohttpRequest, worth_reading
from sandbox import Sandbox
from sandbox.asking import Upload
from sandbox.errors import Refused, too_many
from sandbox.people import Json
from sandbox.wire import parameters
from simulation.weather import TOOK_EFFECT_UNTOLD, Mishap, Weather

PATIENCE = 15.0
"""Seconds after which the bot's client gives a call up."""
PAGE = b"<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
ERROR = b'{"ok":false,"error_code":500,"description":"Internal Server Error"}'


@dataclass(slots=True, eq=False)
class Call:
    """One call: what became of it on the way, what the server answered, and whether the program got to know."""

    method: str
    given: Json
    begun: float
    mishap: Mishap
    status: int = 0
    result: Any = None
    effect_at: float | None = None
    answered: bool = False


class Witness(Protocol):
    """Who sees what really happens between the program and Telegram."""

    def handed_over(self, updates: list[Json]) -> None:
        """Updates are on their way to the program."""

    def acknowledged(self, below: int) -> None:
        """The program says that it has all updates below this number."""

    def happened(self, call: Call) -> None:
        """A call took effect."""

    def failed(self, call: Call) -> None:
        """A call was refused or lost."""


class Wire(AiohttpRequest):
    """python-telegram-bot's request of one life of the program.

    A call that has left goes on without the program: killed meanwhile, it never learns what came of it.
    """

    def __init__(
        self, sandbox: Sandbox, weather: Weather, witness: Witness, step: Callable[[str], Awaitable[None]]
    ) -> None:
        super().__init__()
        self._sandbox = sandbox
        self._weather = weather
        self._witness = witness
        self._step = step
        self._loop = asyncio.get_running_loop()

    async def initialize(self) -> None:
        """There is no session."""

    async def shutdown(self) -> None:
        """Nor anything to close."""

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *timeouts: object, **more: object
    ) -> tuple[int, bytes]:
        name = url.rsplit("/", 1)[1]
        given, uploads = _given(request_data)
        await self._step("before a call")
        if name == "getUpdates":
            return await self._poll(given)
        call = Call(name, given, self._loop.time(), self._weather.fate(self._loop.time()))
        server = self._loop.create_task(self._carry(call, uploads), context=Context())
        server.add_done_callback(_nobody_asks)  # if the program was killed meanwhile
        status, body = await asyncio.shield(server)
        await self._step("after a call")
        call.answered = True
        return status, body if status != 200 else worth_reading(url, body)

    async def _carry(self, call: Call, uploads: dict[str, Upload]) -> tuple[int, bytes]:
        """There, to its effect, and back."""
        await self._way_there(call)
        status, body = await self._effect(call, uploads)
        if call.mishap in TOOK_EFFECT_UNTOLD:
            await asyncio.sleep(PATIENCE if call.mishap is Mishap.TIMED_OUT_AFTER else self._weather.seconds(0, 1))
            raise TimedOut if call.mishap is Mishap.TIMED_OUT_AFTER else NetworkError("ServerDisconnectedError")
        await asyncio.sleep(self._weather.seconds(0.01, 0.06))
        return status, body

    async def _way_there(self, call: Call) -> None:
        mishap, seconds = call.mishap, self._weather.seconds
        await asyncio.sleep(seconds(1, 12) if mishap is Mishap.SLOW else seconds(0.02, 0.09))
        if mishap is Mishap.AWAY:
            await asyncio.sleep(seconds(0, PATIENCE))
        if mishap in (Mishap.BROKEN_BEFORE, Mishap.AWAY):
            self._witness.failed(call)
            raise NetworkError("ClientConnectorError: Cannot connect to host")
        if mishap is Mishap.TIMED_OUT_BEFORE:
            await asyncio.sleep(PATIENCE)
            self._witness.failed(call)
            raise TimedOut

    async def _effect(self, call: Call, uploads: dict[str, Upload]) -> tuple[int, bytes]:
        if (refused := self._refused(call)) is not None:
            call.status = refused[0]
            self._witness.failed(call)
            return refused
        status, body = await _answer(self._sandbox, call.method, call.given, uploads)
        call.status, call.effect_at = status, self._loop.time()
        call.result = json.loads(body)
        if status == 200:
            self._witness.happened(call)
        else:
            self._witness.failed(call)
        return status, body

    def _refused(self, call: Call) -> tuple[int, bytes] | None:
        match call.mishap:
            case Mishap.TOO_MANY:
                refusal: Refused = too_many(int(self._weather.seconds(1, 20)))
                return 429, json.dumps(refusal.body()).encode()
            case Mishap.ERROR:
                return 500, ERROR
            case Mishap.BAD_GATEWAY:
                return 502, PAGE
        return None

    async def _poll(self, given: Json) -> tuple[int, bytes]:
        """Long polling. An idle poll is held until something happens: a year of empty answers proves nothing."""
        mishap = self._weather.fate(self._loop.time())
        if mishap not in (Mishap.NONE, Mishap.SLOW, *TOOK_EFFECT_UNTOLD):
            await asyncio.sleep(self._weather.seconds(0.1, PATIENCE))
            raise NetworkError("ClientConnectorError: Cannot connect to host")
        at_once = {**given, "timeout": 0}
        self._witness.acknowledged(int(given.get("offset") or 0))
        status, body = await _answer(self._sandbox, "getUpdates", at_once, {})
        if mishap in TOOK_EFFECT_UNTOLD:
            raise NetworkError("ServerDisconnectedError")
        if not self._waiting():
            await self._until_there_is_something()
            status, body = await _answer(self._sandbox, "getUpdates", at_once, {})
        await asyncio.sleep(self._weather.seconds(0.01, 0.06))
        if status == 200:
            self._witness.handed_over(json.loads(body)["result"])
        await self._step("updates have come")
        return status, body

    def _waiting(self) -> int:
        return len(self._sandbox.world.updates)

    async def _until_there_is_something(self) -> None:
        """Raises NetworkError when the network goes away first."""
        while not self._waiting():
            left = self._weather.next_outage(self._loop.time()) - self._loop.time()
            try:
                async with asyncio.timeout(None if left == float("inf") else left):
                    await self._sandbox.world.watch.happening()
            except TimeoutError:
                raise NetworkError("ServerDisconnectedError") from None


def _nobody_asks(server: "asyncio.Task[tuple[int, bytes]]") -> None:
    if not server.cancelled():
        server.exception()


async def _answer(sandbox: Sandbox, method: str, given: Json, uploads: dict[str, Upload]) -> tuple[int, bytes]:
    async def parameters_and_files() -> tuple[Json, dict[str, Upload]]:
        return given, uploads

    return await sandbox.api.answer(sandbox.token, method, parameters_and_files)


def _given(request_data: RequestData | None) -> tuple[Json, dict[str, Upload]]:
    """As it would come out of the request at the other end: JSON, or a form with files in it."""
    if request_data is None:
        return {}, {}
    if not request_data.contains_files:
        return parameters(json.dumps(request_data.parameters).encode()), {}
    given: Json = dict(request_data.json_parameters)
    uploads = {}
    for name, (filename, content, kind) in request_data.multipart_data.items():
        uploads[name] = Upload(filename, kind, content if isinstance(content, bytes) else content.read())
    given |= {name: f"attach://{name}" for name in uploads if f"attach://{name}" not in str(given)}
    return given, uploads
