"""The REST API over HTTP: who may call, the limits, faults, and Discord's form of every answer."""

import inspect
import json
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiohttp import web

from sandbox.discord.asking import Ask, taken_apart
from sandbox.discord.errors import Refused, TooMany, no_route, unauthorized
from sandbox.discord.methods import ROUTES, Route
from sandbox.discord.world import World
from sandbox.faults import FAULTS, Dropped, Fault, Faults, Instead, Kind, befall, befall_after
from sandbox.journal import Call, Journal

PREFIX = "/api/v10"
_JSON = {"Content-Type": "application/json"}  # without a charset: discord.py reads any other as text
_QUIET = Fault()
_PATIENCE = 40.0
"""Seconds after which no client of ours waits any more: discord.py itself sits limits out for half a minute."""
WAYS = FAULTS | {
    Kind.REFUSED: Fault(refusal=Refused(400, 50035, "Invalid Form Body")),
    Kind.FORBIDDEN: Fault(refusal=Refused(403, 50007, "Cannot send messages to this user")),
    Kind.TOO_MANY: Fault(refusal=TooMany(1.0, "user")),
    Kind.ERROR: Fault(refusal=Refused(500, 0, "500: Internal Server Error")),
    Kind.SLOW_BEFORE: Fault(delay=_PATIENCE),
    Kind.SLOW_AFTER: Fault(delay_after=_PATIENCE),
}
"""How calls fail here."""
_INVALID = (401, 403, 429)


class RestApi:
    """Answers the bot's calls from the world; every call is in the journal, by its route's name."""

    def __init__(self, world: World, token: str) -> None:
        self.journal = Journal()
        self.faults = Faults(WAYS)
        self._world = world
        self.token = token

    def add_routes(self, app: web.Application) -> None:
        """Put the API into the server's application; what it does not know is a 404 in the journal."""
        for route in ROUTES:
            method, path = route.name.split(" ")
            app.router.add_route(method, f"{PREFIX}{path}", self._handler(route))
        app.router.add_route("*", "/api/{rest:.*}", self._handler(_NOWHERE))

    async def answer(
        self, method: str, path: str, query: Mapping[str, str], body: Any, authorization: str | None
    ) -> tuple[int, dict[str, str], bytes]:
        """A call that came another way than over a socket, by the same rules: its status, headers and body.

        Args:
            path: what follows the prefix.
        """
        route, parts = _routed(method, path)
        call = self.journal.open(route.name or f"{method} {path}", {}, self._world.timer())
        try:
            headers = self._let_in(route, authorization, parts)
            ask = Ask(path=parts, query=query, body=body)
            call.params = {**parts, "body": body}
            result = await _result(route, self._world, ask)
            call.done = True
        except Refused as refusal:
            self.journal.refuse(call, refusal)
            return self._refused(refusal)
        finally:
            self._world.watch.stir()
        return _response(result, headers)

    def _handler(self, route: Route) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def handle(request: web.Request) -> web.StreamResponse:
            call = self.journal.open(route.name or f"{request.method} {request.path}", {}, self._world.timer())
            try:
                return _sent(*await self._answered(route, request, call))
            except Refused as refusal:
                self.journal.refuse(call, refusal, scripted=call.scripted)
                return _sent(*self._refused(refusal))
            except Instead as instead:
                page = instead.page
                named = {"Via": page.via} if page.via else {}
                return _sent(page.status, {"Content-Type": page.content_type, **named}, page.text.encode())
            except Dropped:
                if request.transport is not None:
                    request.transport.abort()
                return web.Response(status=502)
            finally:
                self._world.watch.stir()

        return handle

    def _let_in(self, route: Route, authorization: str | None, path: Mapping[str, str]) -> dict[str, str]:
        """The headers that tell how much of the route's limit is left."""
        if not route.by_token and authorization != f"Bot {self.token}":
            raise unauthorized()
        return self._world.rates.count(route.name, path.get(route.major, "")) if route.name else {}

    async def _answered(self, route: Route, request: web.Request, call: Call) -> tuple[int, dict[str, str], bytes]:
        headers = self._let_in(route, request.headers.get("Authorization"), request.match_info)
        ask = await taken_apart(request)
        call.params = {**ask.path, **(ask.body if isinstance(ask.body, dict) else {"body": ask.body})}
        fault = self.faults.next_for(call.method, call.params) or _QUIET
        call.scripted = fault is not _QUIET
        await befall(fault)
        call.scripted = False
        result = await _result(route, self._world, ask)
        call.done = True
        call.scripted = fault.drop_after or fault.delay_after > 0
        await befall_after(fault)
        return _response(result, headers)

    def _refused(self, refusal: Refused) -> tuple[int, dict[str, str], bytes]:
        self._world.rates.invalid += refusal.status in _INVALID
        headers = dict(_JSON)
        if isinstance(refusal, TooMany):
            headers |= {"Via": "1.1 google", "Retry-After": f"{refusal.seconds:.3f}"}
            headers |= {"X-RateLimit-Scope": refusal.scope}
            headers |= {"X-RateLimit-Global": "true"} if refusal.scope == "global" else {}
        return refusal.status, headers, json.dumps(refusal.body()).encode()


async def _result(route: Route, world: World, ask: Ask) -> Any:
    result = route.answer(world, ask)
    return await result if inspect.isawaitable(result) else result


def _response(result: Any, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
    if result is None:
        return 204, headers, b""
    return 200, _JSON | headers, json.dumps(result).encode()


def _sent(status: int, headers: dict[str, str], body: bytes) -> web.Response:
    return web.Response(status=status, headers=headers, body=body or None)


def _nowhere(world: World, ask: Ask) -> Any:
    raise no_route()


_NOWHERE = Route("", _nowhere)
_PATHS = [(route, re.compile(re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", route.name))) for route in ROUTES]


def _routed(method: str, path: str) -> tuple[Route, dict[str, str]]:
    """The route of a call, and the parts of its path by name."""
    for route, pattern in _PATHS:
        if (found := pattern.fullmatch(f"{method} {path}")) is not None:
            return route, found.groupdict()
    return _NOWHERE, {}
