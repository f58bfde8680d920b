"""The sandbox itself: a pocket Telegram on loopback."""

import asyncio
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import Self, TypeVar

from aiohttp import web

from sandbox import control, paging
from sandbox.acts import Acts
from sandbox.chats import Chat
from sandbox.clock import SandboxClock, Timekeeper
from sandbox.discord.server import DiscordSandbox
from sandbox.faults import Faults
from sandbox.journal import Call
from sandbox.messages import Message
from sandbox.methods.sending import LARGEST_UPLOAD
from sandbox.people import BotUser, Person
from sandbox.places import Places
from sandbox.serving import BotApi
from sandbox.state import menu
from sandbox.story import Story
from sandbox.webhook import Webhook
from sandbox.world import World

T = TypeVar("T")


class Sandbox(Acts, Places):
    """A Bot API server for one bot, and the people and chats around it.

    Args:
        token: the bot's token; its number is the bot's id.
        username: the bot's username, for t.me links and commands with @.
        clock: the time of messages and presses; real time when left out.
        floods: enforce Telegram's flood limits.
        timer: monotonic real seconds, for the flood limits.
        timekeeper: who knows what is due when the clock is moved.
    """

    def __init__(
        self,
        token: str = "7000000001:sandbox",  # noqa: S107
        username: str = "tjans_bot",
        clock: SandboxClock | None = None,
        *,
        floods: bool = True,
        name: str = "Tjans",
        timer: Callable[[], float] = time.monotonic,
        timekeeper: Timekeeper | None = None,
    ) -> None:
        self.token = token
        self.bot: BotUser = BotUser(int(token.partition(":")[0]), username, name)
        self.base_url = ""
        self._floods = floods
        self._timer = timer
        self._raise_curtain(clock or SandboxClock(), timekeeper)
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        await self.listen()
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.stop()

    async def listen(self, port: int = 0, host: str = "127.0.0.1") -> str:
        """Answer calls, on a free port if none is given; returns the base URL without a path."""
        if not ip_address(host).is_loopback:
            raise ValueError(f"The sandbox listens on loopback only, not on {host}.")
        self._runner = web.AppRunner(
            self._application(), handler_cancellation=True, access_log=None, shutdown_timeout=1.0
        )
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port, backlog=4096)
        try:
            await site.start()
        except OSError:
            await self._runner.cleanup()
            raise
        self.base_url = f"http://{host}:{self._runner.addresses[0][1]}"
        return self.base_url

    def begin_anew(self, clock: SandboxClock) -> None:
        """An empty world at the same address; whoever waits for news of the old one is answered from this one."""
        old = self.world
        self._raise_curtain(clock, None)
        old.updates.close()
        old.watch.changed()

    def _raise_curtain(self, clock: SandboxClock, timekeeper: Timekeeper | None) -> None:
        self.clock = clock
        self.timekeeper = timekeeper
        self.world = World(self.bot, clock, floods=self._floods, timer=self._timer)
        self.story = Story()
        self.discord: DiscordSandbox | None = None  # the pocket Discord the page shows beside this one
        self.api = BotApi(self.world, self.token)
        self._moving = asyncio.Lock()

    async def stop(self) -> None:
        """Let go of waiting polls, deliver no more, and stop listening."""
        self.world.updates.close()
        await self.world.webhook.remove()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    def _application(self) -> web.Application:
        app = web.Application(client_max_size=LARGEST_UPLOAD + 1024 * 1024)
        app.router.add_route("*", r"/bot{token:[^/]+}/{method}", self._call)
        control.add_routes(app, self)
        paging.add_routes(app)
        return app

    async def _call(self, request: web.Request) -> web.StreamResponse:
        return await self.api.handle(request)

    async def settled(self) -> None:
        """Return when no clock is being moved."""
        async with self._moving:
            return

    @property
    def calls(self) -> list[Call]:
        """Every call of the bot."""
        return self.api.journal.calls

    @property
    def refusals(self) -> list[Call]:
        """Every call the server refused of itself (not the scripted ones)."""
        return self.api.journal.refusals

    @property
    def webhook(self) -> Webhook:
        """Where updates are delivered, if a webhook is set."""
        return self.world.webhook

    @property
    def faults(self) -> Faults:
        """Where a test asks for faults."""
        return self.api.faults

    def messages(self, where: Chat | Person) -> list[Message]:
        """What stands in a chat, or in a person's chat with the bot, oldest first."""
        chat = self.private(where) if isinstance(where, Person) else where
        return list(chat.messages.values())

    def last(self, where: Chat | Person) -> Message:
        """The newest message there; LookupError when there is none."""
        if not (found := self.messages(where)):
            raise LookupError("There is no message here yet.")
        return found[-1]

    def menu(self, person: Person, chat: Chat | None = None) -> list[str]:
        """The names of the commands this person is offered there (or in private)."""
        return [one["command"] for one in menu(self, person, chat or self.private(person))]

    async def until(self, predicate: Callable[[], T], timeout: float = 5.0) -> T:  # noqa: ASYNC109
        """Wait until the predicate says something true; it is asked again whenever something happens."""
        try:
            return await self.world.watch.until(predicate, timeout)
        except TimeoutError as error:
            error.add_note(f"Last calls: {[str(call) for call in self.calls[-5:]]}")
            error.add_note(f"Refused: {[str(call) for call in self.refusals[-5:]]}")
            raise

    async def travel(self, to: datetime) -> None:
        """Move the clock, playing each moment at which something is due, in order."""
        async with self._moving:
            await self._travel(to)

    async def travel_by(self, seconds: float) -> None:
        """Move the clock by so much."""
        await self.travel(self.clock.now() + timedelta(seconds=seconds))

    async def travel_to_next(self) -> datetime | None:
        """Move to the next moment at which something is due, and return it; None (and no move) if there is none."""
        async with self._moving:
            moment = await self._next(self.clock.now(), None)
            if moment is not None:
                await self._travel(moment)
        return moment

    async def _travel(self, to: datetime) -> None:
        after = self.clock.now()
        if to < after:
            raise ValueError("The clock only moves forward.")
        while (moment := await self._next(after, to)) is not None:
            await self._play(moment)
            after = moment
        if after < to:
            await self._play(to)

    async def _next(self, after: datetime, until: datetime | None) -> datetime | None:
        if self.timekeeper is None:
            return None
        moment = await self.timekeeper.next_moment(after, until)
        if moment is not None and (moment <= after or (until is not None and moment > until)):
            raise ValueError(f"The timekeeper named {moment}, which is not after {after}.")
        return moment

    async def _play(self, moment: datetime) -> None:
        self.clock.move_to(moment)
        self.world.watch.changed()
        if self.timekeeper is not None:
            await self.timekeeper.settle()
