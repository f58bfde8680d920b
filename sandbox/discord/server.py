"""The sandbox itself: a pocket Discord on loopback."""

import time
from collections.abc import Callable
from ipaddress import ip_address
from typing import Self, TypeVar

from aiohttp import web

from sandbox.clock import SandboxClock
from sandbox.discord import limits
from sandbox.discord.acts import Acts
from sandbox.discord.gateway import Gateway
from sandbox.discord.messages import Message
from sandbox.discord.people import User
from sandbox.discord.places import Channel
from sandbox.discord.residents import Residents
from sandbox.discord.rest import RestApi
from sandbox.discord.world import World
from sandbox.faults import Faults
from sandbox.journal import Call
from sandbox.watching import Watch

T = TypeVar("T")


class DiscordSandbox(Acts, Residents):
    """REST API and gateway for one bot, and the people and guilds around it.

    Args:
        token: the bot's token.
        bot_id: its user id.
        application_id: another one, as that of each application made before 2016.
        clock: the time of messages and interactions; real time when left out.
        rates: enforce the rate limits.
        timer: monotonic real seconds, for the rate limits.
        heartbeat: seconds between two heartbeats that HELLO asks for.
        watch: that of a pocket Telegram beside it, so that one page sees what happens on either.
    """

    def __init__(
        self,
        token: str = "sandbox.discord.token",  # noqa: S107
        bot_id: int = 1_300_000_000_000_000_001,
        application_id: int = 1_300_000_000_000_000_002,
        clock: SandboxClock | None = None,
        *,
        name: str = "Tjans",
        rates: bool = True,
        timer: Callable[[], float] = time.monotonic,
        heartbeat: float = limits.HEARTBEAT_SECONDS,
        watch: Watch | None = None,
    ) -> None:
        self.token = token
        self.clock = clock or SandboxClock()
        self.bot = User(id=bot_id, name=name, bot=True)
        self.world = World(self.bot, application_id, self.clock, rates=rates, timer=timer, watch=watch)
        self.base_url = ""
        self.gateway_url = ""
        self.api = RestApi(self.world, token)
        self.gateway = Gateway(self.world, token, heartbeat)
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        await self.listen()
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.stop()

    async def listen(self, port: int = 0, host: str = "127.0.0.1") -> str:
        """Answer calls and sockets, on a free port if none is given; returns the base URL without a path."""
        if not ip_address(host).is_loopback:
            raise ValueError(f"The sandbox listens on loopback only, not on {host}.")
        app = web.Application(client_max_size=limits.UPLOAD + 1024 * 1024)
        self.api.add_routes(app)
        app.router.add_get("/", self.gateway.handle)
        self._runner = web.AppRunner(app, handler_cancellation=True, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port, backlog=4096).start()
        address = f"{host}:{self._runner.addresses[0][1]}"
        self.base_url, self.gateway_url = f"http://{address}", f"ws://{address}/"
        self.gateway.url = self.world.gateway_url = self.gateway_url
        return self.base_url

    async def stop(self) -> None:
        """Close the socket, as Discord does when it goes away, and stop listening."""
        self.world.sessions.drop(1001)
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    def replace_bot(self, token: str) -> None:
        """Another application with another bot from now on, invited wherever the one before was."""
        former = self.bot
        self.bot = User(id=self.world.snowflake(), name=former.name, bot=True)
        for guild in self.world.guilds.values():
            if former.id in guild.members:
                guild.members[self.bot.id] = guild.members.pop(former.id)
        self.world.be_of(self.bot, self.world.snowflake())
        self.token = self.api.token = self.gateway.token = token

    @property
    def calls(self) -> list[Call]:
        """Every call of the bot."""
        return self.api.journal.calls

    @property
    def refusals(self) -> list[Call]:
        """Every call the server refused of itself (not the scripted ones)."""
        return self.api.journal.refusals

    @property
    def faults(self) -> Faults:
        """Where a test asks for faults, by a route's name such as `POST /channels/{channel}/messages`."""
        return self.api.faults

    def messages(self, where: Channel | User) -> list[Message]:
        """What stands in a channel, or in a person's direct messages with the bot, oldest first."""
        channel = self.world.dm(where) if isinstance(where, User) else where
        return list(channel.messages.values())

    def last(self, where: Channel | User) -> Message:
        """The newest message there; LookupError when there is none."""
        if not (found := self.messages(where)):
            raise LookupError("There is no message here yet.")
        return found[-1]

    async def connected(self, timeout: float = 5.0) -> None:  # noqa: ASYNC109
        """Wait (real seconds) until the bot has a session and a socket."""
        await self.until(lambda: self.world.sessions.connected, timeout)

    async def until(self, predicate: Callable[[], T], timeout: float = 5.0) -> T:  # noqa: ASYNC109
        """Wait until the predicate says something true; it is asked again whenever something happens."""
        try:
            return await self.world.watch.until(predicate, timeout)
        except TimeoutError as error:
            error.add_note(f"Last calls: {[str(call) for call in self.calls[-5:]]}")
            error.add_note(f"Refused: {[str(call) for call in self.refusals[-5:]]}")
            raise
