"""The REST API over HTTP: who may call, the limits, faults, and Discord's form of every answer."""

import inspect
import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from sandbox.discord.asking import taken_apart
from sandbox.discord.errors import Refused, TooMany, no_route, unauthorized
from sandbox.discord.methods import ROUTES, Route
from sandbox.discord.world import World
from sandbox.faults import Dropped, Fault, Faults, befall
from sandbox.journal import Call, Journal

PREFIX = "/api/v10"
_JSON = {"Content-Type": "application/json"}  # without a charset: discord.py reads any other as text
_QUIET = Fault()
_INVALID = (401, 403, 429)


class RestApi:
    """Answers the bot's calls from the world; every call is in the journal, by its route's name."""

    def __init__(self, world: World, token: str) -> None:
        self.journal = Journal()
        self.faults = Faults()
        self._world = world
        self._token = token

    def add_routes(self, app: web.Application) -> None:
        """Put the API into the server's application; what it does not know is a 404 in the journal."""
        for route in ROUTES:
            method, path = route.name.split(" ")
            app.router.add_route(method, f"{PREFIX}{path}", self._handler(route))
        nowhere = Route("", lambda world, ask: (_ for _ in ()).throw(no_route()))
        app.router.add_route("*", "/api/{rest:.*}", self._handler(nowhere))

    def _handler(self, route: Route) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def handle(request: web.Request) -> web.StreamResponse:
            call = self.journal.open(route.name or f"{request.method} {request.path}", {}, self._world.timer())
            try:
                return await self._answered(route, request, call)
            except Refused as refusal:
                self.journal.refuse(call, refusal, scripted=call.scripted)
                return self._refused(refusal)
            except Dropped:
                if request.transport is not None:
                    request.transport.abort()
                return web.Response(status=502)
            finally:
                self._world.watch.stir()

        return handle

    async def _answered(self, route: Route, request: web.Request, call: Call) -> web.Response:
        if not route.by_token and request.headers.get("Authorization") != f"Bot {self._token}":
            raise unauthorized()
        headers = self._world.rates.count(route.name, request.match_info.get(route.major, "")) if route.name else {}
        ask = await taken_apart(request)
        call.params = {**ask.path, **(ask.body if isinstance(ask.body, dict) else {"body": ask.body})}
        fault = self.faults.next_for(call.method, call.params) or _QUIET
        call.scripted = fault is not _QUIET
        await befall(fault)
        call.scripted = False
        result = route.answer(self._world, ask)
        if inspect.isawaitable(result):
            result = await result
        call.done = True
        if fault.drop_after:
            call.scripted = True
            raise Dropped
        return _response(result, headers)

    def _refused(self, refusal: Refused) -> web.Response:
        self._world.rates.invalid += refusal.status in _INVALID
        headers = dict(_JSON)
        if isinstance(refusal, TooMany):
            headers |= {"Via": "1.1 google", "Retry-After": f"{refusal.seconds:.3f}"}
            headers |= {"X-RateLimit-Scope": refusal.scope}
            headers |= {"X-RateLimit-Global": "true"} if refusal.scope == "global" else {}
        return web.Response(body=json.dumps(refusal.body()).encode(), status=refusal.status, headers=headers)


def _response(result: Any, headers: dict[str, str]) -> web.Response:
    if result is None:
        return web.Response(status=204, headers=headers)
    return web.Response(body=json.dumps(result).encode(), headers=_JSON | headers)
