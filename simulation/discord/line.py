"""The line of one life of the program: discord.py's client, its requests on the wire, no socket to its gateway."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from discord.http import Route

from bot.vitals import Vitals
from handlers.networks.discord.line import Line
from handlers.networks.discord.messenger import DiscordMessenger
from handlers.networks.discord.pacing import Pacer
from handlers.networks.discord.requesting import Requests
from sandbox.discord import DiscordSandbox
from sandbox.discord.gateway import GUILDS, Connection
from simulation.discord.wire import Wire, Witness
from simulation.weather import Weather

Step = Callable[[str], Awaitable[None]]
Session = tuple[str, int]
"""Its id, and the number of the last event that came."""


class WiredRequests(Requests):
    """discord.py's, with its rate limits and retries, over our wire."""

    def __init__(self, wire: Wire) -> None:
        super().__init__(asyncio.get_running_loop())
        self._wire = wire

    async def static_login(self, token: str) -> Any:
        self._HTTPClient__session = self._wire
        self._global_over = asyncio.Event()
        self._global_over.set()
        self.token = token
        return await self.request(Route("GET", "/users/@me"))

    async def close(self) -> None:
        await self._wire.close()


def wired(
    sandbox: DiscordSandbox, weather: Weather, witness: Witness, step: Step, vitals: Vitals
) -> DiscordMessenger:
    """The messenger of one life of the program."""

    def line() -> WiredLine:
        return WiredLine(sandbox, Wire(sandbox, weather, witness, step), weather, witness, step)

    pacer = Pacer(asyncio.get_running_loop().time)
    return DiscordMessenger(sandbox.token, line=line, pacer=pacer, vitals=vitals)


class WiredLine(Line):
    """Hears what the pocket Discord dispatches. An outage drops the socket; the session is resumed after it."""

    def __init__(
        self,
        sandbox: DiscordSandbox,
        wire: Wire,
        weather: Weather,
        witness: Witness,
        step: Step,
    ) -> None:
        super().__init__()
        self.http = WiredRequests(wire)
        self._sandbox = sandbox
        self._weather = weather
        self._witness = witness
        self._step = step
        self._loop = asyncio.get_running_loop()

    async def connect(self, *, reconnect: bool = True) -> None:
        session: Session | None = None
        while True:
            if (outage := self._weather.away(self._loop.time())) is not None:
                await asyncio.sleep(outage.ends - self._loop.time() + self._weather.seconds(1, 30))
            connection = self._sandbox.gateway.connection()
            try:
                session = await self._converse(connection, session)
            finally:
                connection.leave(None)
            self.disconnected()
            await asyncio.sleep(self._weather.seconds(0.1, 5))

    async def _converse(self, connection: Connection, session: Session | None) -> Session | None:
        """Until the network goes away, or the server does."""
        connection.hear(json.dumps(self._greeting(session)))
        ends = self._weather.next_outage(self._loop.time())
        try:
            async with asyncio.timeout_at(None if ends == float("inf") else ends):
                while isinstance(text := await connection.outgoing.get(), str):
                    await asyncio.sleep(self._weather.seconds(0.01, 0.06))
                    payload = json.loads(text)
                    session = self._taken(payload, session)
                    await self._step("an event has come")
                    self._witness.gesture(payload)
                    self.hear(text)
        except TimeoutError:
            return session
        return session

    def _greeting(self, session: Session | None) -> dict[str, Any]:
        token = self.http.token
        if session is None:
            return {"op": 2, "d": {"token": token, "intents": GUILDS, "properties": {"os": "linux"}}}
        return {"op": 6, "d": {"token": token, "session_id": session[0], "seq": session[1]}}

    def _taken(self, payload: dict[str, Any], session: Session | None) -> Session | None:
        match payload:
            case {"t": "READY", "s": int(number), "d": {"session_id": str(name)}}:
                self.connected("connect")
                return name, number
            case {"t": "RESUMED", "s": int(number)} if session is not None:
                self.connected("resume")
                return session[0], number
            case {"op": 0, "s": int(number)} if session is not None:
                return session[0], number
        return session
