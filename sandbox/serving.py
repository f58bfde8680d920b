"""The Bot API: one call in, one answer out; over HTTP as `/bot<token>/<method>`, or in the same process."""

import inspect
import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from sandbox.asking import Ask, Upload
from sandbox.checking import checked, decoded
from sandbox.errors import Refused
from sandbox.faults import Dropped, Fault, Faults, Instead, befall, befall_after
from sandbox.journal import Call, Journal
from sandbox.methods import METHODS, Known
from sandbox.people import Json
from sandbox.wire import read
from sandbox.world import World

_HEADERS = {"Content-Type": "application/json"}
_QUIET: Fault = Fault()
_AS_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))

Given = tuple[Json, dict[str, Upload]]
"""The parameters of a call as they came, and its files by the name they go by."""


class BotApi:
    """Answers the bot's calls from the world; every call is in the journal."""

    def __init__(self, world: World, token: str) -> None:
        self.journal = Journal()
        self.faults = Faults()
        self._world = world
        self._token = token

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One call over HTTP."""
        token, name = request.match_info["token"], request.match_info["method"]
        try:
            status, body = await self.answer(token, name, lambda: read(request))
        except Dropped:
            return _broken(request)
        except Instead as instead:
            page = instead.page
            return web.Response(status=page.status, headers={"Content-Type": page.content_type}, body=page.text)
        return web.Response(body=body, status=status, headers=_HEADERS)

    async def answer(self, token: str, name: str, given: Callable[[], Awaitable[Given]]) -> tuple[int, bytes]:
        """One call, however it came: the status and the body. A 401 or 404 is journalled, too.

        Raises:
            Dropped, Instead: what a test wants to happen instead of an answer.
        """
        call = self.journal.open(name, {}, self._world.timer())
        self._world.watch.stir()
        try:
            return 200, _bytes({"ok": True, "result": await self._result(token, call, given)})
        except Refused as refusal:
            self.journal.refuse(call, refusal, scripted=call.scripted)
            return refusal.code, _bytes(refusal.body())
        finally:
            self._world.watch.stir()

    async def _result(self, token: str, call: Call, read_given: Callable[[], Awaitable[Given]]) -> Any:
        known = METHODS.get(call.method.lower())
        if token != self._token:
            raise Refused(401, "Unauthorized")
        if known is None:
            raise Refused(404, "Not Found")
        given, uploads = await read_given()
        call.params = given
        fault = self.faults.next_for(call.method, given) or _QUIET
        call.scripted = fault is not _QUIET
        await befall(fault)
        call.scripted = False
        result = await self._take_effect(known, given, uploads)
        call.done = True
        call.scripted = fault.drop_after or fault.delay_after > 0
        await befall_after(fault)
        return result

    async def _take_effect(self, known: Known, given: Json, uploads: dict[str, Upload]) -> Any:
        given = decoded(known.model, given)
        result = known.answer(self._world, Ask(checked(known.model, given), given, uploads))
        return await result if inspect.isawaitable(result) else result


def _bytes(body: Json) -> bytes:
    return _AS_JSON.encode(body).encode()


def _broken(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=502)
