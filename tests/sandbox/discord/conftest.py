"""A pocket Discord with frozen time, the same three people, a guild with a channel and a thread."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest

from sandbox import SandboxClock
from sandbox.discord import Channel, DiscordSandbox, Guild, User

NOW = datetime(2027, 1, 18, 9, 0, tzinfo=UTC)


@dataclass(slots=True)
class Rest:
    """Raw calls over HTTP."""

    sandbox: DiscordSandbox
    http: aiohttp.ClientSession

    async def __call__(self, route: str, body: Any = None, **more: Any) -> tuple[int, Any]:
        """One call, as `POST /channels/5/messages`; its status and what it answers (None for 204)."""
        method, path = route.split(" ")
        headers = {"Authorization": f"Bot {self.sandbox.token}"} | more.pop("headers", {})
        sent = {} if body is None else {"json": body}
        url = f"{self.sandbox.base_url}/api/v10{path}"
        async with self.http.request(method, url, headers=headers, **sent, **more) as response:
            if response.status == 204:
                return 204, None
            assert response.headers["Content-Type"] == "application/json"
            return response.status, await response.json()

    async def result(self, route: str, body: Any = None) -> Any:
        """The result of a call that must succeed."""
        status, answer = await self(route, body)
        assert status in (200, 204), answer
        return answer

    async def code(self, route: str, body: Any = None) -> tuple[int, int]:
        """Status and error code of a call that must fail."""
        status, answer = await self(route, body)
        assert status >= 400, answer
        return status, answer["code"]


@dataclass(slots=True)
class Socket:
    """A raw gateway client, which reads everything in order."""

    ws: aiohttp.ClientWebSocketResponse
    seen: list[dict[str, Any]] = field(default_factory=list)

    async def next(self) -> dict[str, Any]:
        """The next payload."""
        payload: dict[str, Any] = json.loads(await self.ws.receive_str(timeout=5))
        self.seen.append(payload)
        return payload

    async def event(self, name: str) -> dict[str, Any]:
        """The body of the next event of that name."""
        while True:
            payload = await self.next()
            if payload.get("t") == name:
                body: dict[str, Any] = payload["d"]
                return body

    async def say(self, op: int, body: Any) -> None:
        await self.ws.send_str(json.dumps({"op": op, "d": body}))

    async def closed(self) -> int | None:
        """Read to the end; the code the server closed with."""
        while (await asyncio.wait_for(self.ws.receive(), 5)).type is aiohttp.WSMsgType.TEXT:
            pass
        return self.ws.close_code


@dataclass(slots=True)
class Place:
    """Alice organises, Bob volunteers, Charlie is a stranger who is in no guild of the bot."""

    sandbox: DiscordSandbox
    alice: User
    bob: User
    charlie: User
    guild: Guild
    channel: Channel
    thread: Channel


def furnish(sandbox: DiscordSandbox) -> Place:
    """People and places, with the bot in the guild."""
    alice, bob, charlie = sandbox.add_user("Alice"), sandbox.add_user("Bob"), sandbox.add_user("Charlie", "en-GB")
    guild = sandbox.add_guild("Frivilligcentret", alice)
    channel = sandbox.add_channel(guild, "opgaver")
    thread = sandbox.add_thread(channel, "Suppe")
    sandbox.join(bob, guild)
    sandbox.add_bot(guild)
    return Place(sandbox, alice, bob, charlie, guild, channel, thread)


@pytest.fixture
def clock() -> SandboxClock:
    return SandboxClock(NOW, frozen=True)


@pytest.fixture
async def sandbox(clock: SandboxClock) -> AsyncIterator[DiscordSandbox]:
    async with DiscordSandbox(clock=clock, rates=False) as server:
        yield server


@pytest.fixture
def place(sandbox: DiscordSandbox) -> Place:
    return furnish(sandbox)


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def call(sandbox: DiscordSandbox, http: aiohttp.ClientSession) -> Rest:
    return Rest(sandbox, http)
