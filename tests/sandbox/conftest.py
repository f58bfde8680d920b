"""A sandbox with frozen time, the same three people, a channel and a group."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest
from telegram import Bot

from sandbox import Chat, Person, Sandbox, SandboxClock

NOW = datetime(2027, 1, 18, 9, 0, tzinfo=UTC)


@dataclass(slots=True)
class Wire:
    """Raw calls over HTTP."""

    sandbox: Sandbox
    http: aiohttp.ClientSession

    async def __call__(self, method: str, params: dict[str, Any] | None = None) -> dict[str, Any]:
        """One call with a JSON body; returns the whole answer, whose status must agree with it."""
        url = f"{self.sandbox.base_url}/bot{self.sandbox.token}/{method}"
        async with self.http.post(url, json=params or {}) as response:
            answer: dict[str, Any] = await response.json()
        assert response.status == answer.get("error_code", 200)
        return answer

    async def result(self, method: str, **params: Any) -> Any:
        """The result of a call that must succeed."""
        answer = await self(method, params)
        assert answer["ok"], answer
        return answer["result"]

    async def updates(self, **params: Any) -> list[dict[str, Any]]:
        """Fetch and confirm what waits."""
        found: list[dict[str, Any]] = await self.result("getUpdates", **params)
        if found:
            await self.result("getUpdates", offset=found[-1]["update_id"] + 1)
        return found

    async def get(self, path: str) -> Any:
        """The control API."""
        async with self.http.get(self.sandbox.base_url + path) as response:
            return await response.json()

    async def post(self, path: str, body: Any, status: int = 200) -> Any:
        """The control API."""
        async with self.http.post(self.sandbox.base_url + path, json=body) as response:
            answer = await response.json()
        assert response.status == status, answer
        return answer


@dataclass(slots=True)
class Place:
    """Alice organises, Bob volunteers, Charlie is a stranger who never met the bot."""

    sandbox: Sandbox
    alice: Person
    bob: Person
    charlie: Person
    channel: Chat
    group: Chat


def furnish(sandbox: Sandbox) -> Place:
    """People and chats, with the bot in both; no update is left waiting."""
    alice, bob = sandbox.add_person("Alice"), sandbox.add_person("Bob", username="bob_b", last_name="Berg")
    charlie = sandbox.add_person("Charlie", "en")
    channel = sandbox.add_channel("Frivillig i byen", alice)
    group = sandbox.add_group("Suppekøkkenet", alice, forum=True)
    place = Place(sandbox, alice, bob, charlie, channel, group)
    sandbox.add_bot(channel)
    sandbox.add_bot(group)
    sandbox.start(alice)
    sandbox.start(bob)
    sandbox.world.updates.drop()
    return place


@pytest.fixture
def clock() -> SandboxClock:
    return SandboxClock(NOW, frozen=True)


@pytest.fixture
async def sandbox(clock: SandboxClock) -> AsyncIterator[Sandbox]:
    async with Sandbox(clock=clock, floods=False) as server:
        yield server


@pytest.fixture
def place(sandbox: Sandbox) -> Place:
    return furnish(sandbox)


@pytest.fixture
async def call(sandbox: Sandbox) -> AsyncIterator[Wire]:
    async with aiohttp.ClientSession() as http:
        yield Wire(sandbox, http)


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[Bot]:
    async with Bot(sandbox.token, base_url=f"{sandbox.base_url}/bot") as client:
        yield client
