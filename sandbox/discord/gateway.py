"""The gateway: hello, identify or resume, heartbeats, and the events (docs, topics/gateway)."""

import asyncio
import json
import zlib
from contextlib import suppress
from typing import Any

from aiohttp import WSMsgType, web

from sandbox.discord import limits
from sandbox.discord.sessions import Session
from sandbox.discord.world import World
from sandbox.people import Json

GUILDS = 1
"""The only intent this application has been given; Discord grants others, and Tjans must not need them."""

_UNKNOWN_OP, _UNREADABLE, _NOT_YET, _BAD_TOKEN, _TWICE = 4001, 4002, 4003, 4004, 4005
_TOO_FAST, _SILENT, _INTENTS = 4008, 4009, 4014


class Closing(Exception):
    """The server closes the socket with this code."""

    def __init__(self, code: int) -> None:
        super().__init__(str(code))
        self.code = code


class Gateway:
    """Answers sockets. One living session at a time: a new IDENTIFY ends the one before."""

    def __init__(self, world: World, token: str, heartbeat: float) -> None:
        self.url = ""
        self._world = world
        self.token = token
        self._heartbeat = heartbeat

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One socket, from HELLO to its end."""
        socket = web.WebSocketResponse(max_msg_size=4096, compress=False)
        await socket.prepare(request)
        line = _Line(socket, request.query.get("compress", ""))
        if request.query.get("v") != "10" or request.query.get("encoding") != "json":
            await socket.close(code=4012)
            return socket
        await line.send(json.dumps({"op": 10, "d": {"heartbeat_interval": int(self._heartbeat * 1000)}}))
        connection = self.connection()
        try:
            await connection.converse(line)
        except Closing as closing:
            await socket.close(code=closing.code)
        finally:
            connection.leave(socket.close_code)
        return socket

    def connection(self) -> "Connection":
        """For a socket that has just been opened."""
        return Connection(self, self._world)

    @property
    def patience(self) -> float:
        """Seconds without a word after which a client counts as dead."""
        return self._heartbeat * 1.5


class _Line:
    """Sends text, compressed where the client asked for it (docs, topics/gateway, Transport Compression)."""

    def __init__(self, socket: web.WebSocketResponse, compress: str) -> None:
        if compress not in ("", "zlib-stream"):
            raise web.HTTPBadRequest(text="the sandbox knows zlib-stream only")
        self.socket = socket
        self._zlib = zlib.compressobj() if compress else None

    async def send(self, text: str) -> None:
        if self._zlib is None:
            await self.socket.send_str(text)
        else:
            await self.socket.send_bytes(self._zlib.compress(text.encode()) + self._zlib.flush(zlib.Z_SYNC_FLUSH))


class Connection:
    """One socket and the session it carries. `outgoing`: what is to be sent, a number closes the socket."""

    def __init__(self, gateway: Gateway, world: World) -> None:
        self._gateway = gateway
        self._world = world
        self.outgoing: asyncio.Queue[str | int] = asyncio.Queue()
        self._session: Session | None = None
        self._times: list[float] = []

    async def converse(self, line: _Line) -> None:
        """Listen and speak until either side ends it."""
        speaking = asyncio.ensure_future(self._speak(line))
        listening = asyncio.ensure_future(self._listen(line))
        try:
            done, _ = await asyncio.wait({speaking, listening}, return_when=asyncio.FIRST_COMPLETED)
            for one in done:
                one.result()
        finally:
            for one in (speaking, listening):
                one.cancel()
                with suppress(asyncio.CancelledError, Closing, ConnectionError):
                    await one

    def leave(self, code: int | None) -> None:
        """The socket is gone. A client that closed it with 1000 or 1001 has ended the session, too."""
        session = self._session
        if session is not None and session.outgoing is self.outgoing:
            session.outgoing = None
            if code in (1000, 1001) and self._world.sessions.current is session:
                self._world.sessions.current = None
        self._world.watch.stir()

    async def _speak(self, line: _Line) -> None:
        while True:
            what = await self.outgoing.get()
            if isinstance(what, int):
                raise Closing(what)
            await line.send(what)

    async def _listen(self, line: _Line) -> None:
        while True:
            try:
                message = await line.socket.receive(self._gateway.patience)
            except TimeoutError:
                raise Closing(_SILENT) from None
            if message.type is not WSMsgType.TEXT:
                return
            self._count()
            self.hear(message.data)
            self._world.watch.stir()

    def _count(self) -> None:
        now = self._world.timer()
        self._times = [one for one in self._times if one > now - limits.GATEWAY_SECONDS] + [now]
        if len(self._times) > limits.GATEWAY_SENDS:
            raise Closing(_TOO_FAST)

    def hear(self, text: str) -> None:
        """What the client says. Closing if it may not say that."""
        try:
            said: Any = json.loads(text)
            op, body = said["op"], said.get("d")
        except (ValueError, TypeError, KeyError):
            raise Closing(_UNREADABLE) from None
        match op:
            case 1:
                self._world.sessions.heartbeats += 1
                self.outgoing.put_nowait(json.dumps({"op": 11}))
            case 2:
                self._identify(body)
            case 6:
                self._resume(body)
            case 3 | 4 | 8:
                if self._session is None:
                    raise Closing(_NOT_YET)
            case _:
                raise Closing(_UNKNOWN_OP)

    def _identify(self, body: Json) -> None:
        if self._session is not None:
            raise Closing(_TWICE)
        self._must_know(body)
        if not {"properties", "intents"} <= body.keys():
            raise Closing(_UNREADABLE)
        self._world.sessions.identified.append(body["intents"])
        if body["intents"] != GUILDS:
            raise Closing(_INTENTS)
        session = self._attach(Session())
        world = self._world
        guilds = [guild for guild in world.guilds.values() if world.bot.id in guild.members]
        session.dispatch("READY", self._ready(session, [str(guild.id) for guild in guilds]))
        for guild in guilds:
            session.dispatch("GUILD_CREATE", guild.json(world.bot, world.clock.now()))

    def _ready(self, session: Session, guilds: list[str]) -> Json:
        """Docs, topics/gateway-events, Ready."""
        bot = self._world.bot
        return {
            "v": 10,
            "user": bot.json() | {"verified": True, "mfa_enabled": False, "email": None, "flags": 0},
            "guilds": [{"id": guild, "unavailable": True} for guild in guilds],
            "session_id": session.id,
            "session_type": "normal",
            "resume_gateway_url": self._gateway.url,
            "application": {"id": str(self._world.application), "flags": 0},
            "private_channels": [],
            "relationships": [],
        }

    def _resume(self, body: Json) -> None:
        if self._session is not None:
            raise Closing(_TWICE)
        self._must_know(body)
        session = self._world.sessions.current
        if session is None or session.id != body.get("session_id") or not session.can_replay(body.get("seq") or 0):
            self.outgoing.put_nowait(json.dumps({"op": 9, "d": False}))
            return
        missed = session.replay(body.get("seq") or 0)
        self._attach(session)
        for text in missed:
            self.outgoing.put_nowait(text)
        session.dispatch("RESUMED", {})
        self._world.sessions.resumed += 1

    def _must_know(self, body: Any) -> None:
        if not isinstance(body, dict) or body.get("token") != self._gateway.token:
            raise Closing(_BAD_TOKEN)

    def _attach(self, session: Session) -> Session:
        self._world.sessions.drop()  # the socket of the session before, or a dead one of this session
        self._session = self._world.sessions.current = session
        session.outgoing = self.outgoing
        return session
