"""The JSON control API under /sandbox/, for the page: look, act, move the clock.

Bad input is a 400 with a sentence in `error`, never a 500. Only JSON bodies are read, so that no other web page
can act through a visitor's browser.
"""

import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from aiohttp import web

from sandbox.acting import act
from sandbox.discord.desk import Told
from sandbox.discord.desk import act as act_on_discord
from sandbox.people import Json
from sandbox.said import Said, Unclear
from sandbox.state import state

if TYPE_CHECKING:
    from sandbox.server import Sandbox

LONGEST_WAIT = 25.0  # seconds a request for changes waits before it is answered with the state as it was
GLANCE = 1.0  # seconds after which such a request looks whether the bot is still there


def add_routes(app: web.Application, sandbox: "Sandbox") -> None:
    """Put the control API into the server's application."""
    control = Control(sandbox)
    app.router.add_get("/sandbox/state", control.answering(control.state))
    app.router.add_get("/sandbox/changes", control.answering(control.changes))
    app.router.add_post("/sandbox/act", control.answering(control.act))
    app.router.add_post("/sandbox/discord", control.answering(control.discord))
    app.router.add_post("/sandbox/clock", control.answering(control.clock))


class Control:
    """What the page asks for."""

    def __init__(self, sandbox: "Sandbox") -> None:
        self._sandbox = sandbox

    def answering(
        self, handler: Callable[[web.Request], Awaitable[Json]]
    ) -> Callable[[web.Request], Awaitable[web.Response]]:
        """A route that answers in JSON; what was asked wrongly is told in a sentence."""

        async def answer(request: web.Request) -> web.Response:
            try:
                return web.json_response(await handler(request))
            except (ValueError, LookupError, OverflowError) as error:
                return web.json_response({"error": _sentence(error)}, status=400)

        return answer

    async def state(self, request: web.Request) -> Json:
        """Everything visible."""
        return state(self._sandbox)

    async def changes(self, request: web.Request) -> Json:
        """The state, as soon as its revision is not `since` or the bot came or went."""
        since = request.query.get("since", "")
        if not since.isdecimal():
            raise Unclear("`since` is the revision you know.")
        world = self._sandbox.world
        there = self._there()
        for _ in range(int(LONGEST_WAIT / GLANCE)):
            with suppress(TimeoutError):
                await world.watch.until(lambda: world.watch.revision != int(since), GLANCE)
                break
            if self._there() != there:
                break
        return state(self._sandbox)

    def _there(self) -> tuple[bool, bool]:
        """Does the bot listen here, and on Discord?"""
        discord = self._sandbox.discord
        return self._sandbox.world.listening, discord is not None and discord.world.sessions.connected

    async def act(self, request: web.Request) -> Json:
        """Do what a person does."""
        return await act(self._sandbox, Said(self._sandbox, await _body(request)))

    async def discord(self, request: web.Request) -> Json:
        """Do what a person does on the Discord beside it."""
        body = await _body(request)
        if self._sandbox.discord is None:
            raise Unclear("There is no Discord here.")
        return await act_on_discord(Told(self._sandbox.discord, body))

    async def clock(self, request: web.Request) -> Json:
        """Move the clock: `by_seconds`, or `to` a moment or `next`; it has not `moved` where nothing comes next."""
        said = Said(self._sandbox, await _body(request))
        moved = True
        if "by_seconds" in said.body:
            await self._sandbox.travel_by(said.number("by_seconds"))
        elif said.text("to") == "next":
            moved = await self._sandbox.travel_to_next() is not None
        else:
            await self._sandbox.travel(_moment(said.text("to")))
        return {"now": self._sandbox.clock.now().isoformat(), "moved": moved}


async def _body(request: web.Request) -> Json:
    if request.content_type != "application/json":
        raise Unclear("The body has to be JSON, with that content type.")
    body = json.loads(await request.read())
    if not isinstance(body, dict):
        raise Unclear("The body has to be a JSON object.")
    return body


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise Unclear("A moment needs its offset from UTC, as in 2027-01-24T12:00:00+00:00.")
    return moment


def _sentence(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return "The body is not JSON."
    return str(error.args[0]) if error.args else "That does not exist."
