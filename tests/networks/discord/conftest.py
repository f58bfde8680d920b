"""A messenger that is logged in to a pocket Discord."""

from collections.abc import AsyncIterator

import pytest

from handlers.networks.discord.messenger import DiscordMessenger
from sandbox import SandboxClock
from sandbox.discord import DiscordSandbox
from tests.networks.discord.scene import Scene, listening
from tests.people import NOW


@pytest.fixture
async def sandbox() -> AsyncIterator[DiscordSandbox]:
    async with DiscordSandbox(clock=SandboxClock(NOW, frozen=True), rates=False) as server:
        yield server


@pytest.fixture
async def messenger(sandbox: DiscordSandbox) -> AsyncIterator[DiscordMessenger]:
    made = DiscordMessenger(sandbox.token, sandbox.base_url, sandbox.gateway_url)
    await made.reach()
    yield made
    await made.close()


@pytest.fixture
async def scene(sandbox: DiscordSandbox) -> AsyncIterator[Scene]:
    async with listening(sandbox, 60) as made:
        yield made


@pytest.fixture
async def slow(sandbox: DiscordSandbox) -> AsyncIterator[Scene]:
    """Every interaction is deferred before the core can answer."""
    async with listening(sandbox, 0) as made:
        yield made
