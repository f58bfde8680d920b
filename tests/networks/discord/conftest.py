"""A messenger that is logged in to a pocket Discord."""

from collections.abc import AsyncIterator

import pytest

from handlers.networks.discord.messenger import DiscordMessenger
from sandbox import SandboxClock
from sandbox.discord import DiscordSandbox
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
