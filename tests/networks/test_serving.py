"""What comes first when a network is reached."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.errors import Unworkable
from bot.incoming import Network
from bot.outage import Outages
from bot.vitals import Vitals
from handlers.networks import serving
from handlers.networks.discord.messenger import DiscordMessenger
from handlers.networks.telegram.messenger import TelegramMessenger
from sandbox import Sandbox, SandboxClock
from sandbox.discord import DiscordSandbox
from tests.people import NOW
from tests.world import World


@pytest.fixture(params=[Network.TELEGRAM, Network.DISCORD])
async def messenger(request: pytest.FixtureRequest) -> AsyncIterator[TelegramMessenger | DiscordMessenger]:
    made: TelegramMessenger | DiscordMessenger
    clock = SandboxClock(NOW, frozen=True)
    if request.param is Network.TELEGRAM:
        async with Sandbox(clock=clock) as telegram:
            yield (made := TelegramMessenger(telegram.token, telegram.base_url))
            await made.close()
    else:
        async with DiscordSandbox(clock=clock) as discord:
            yield (made := DiscordMessenger(discord.token, discord.base_url, discord.gateway_url))
            await made.close()


async def test_nothing_is_sent_before_what_another_bot_left_is_forgotten(
    messenger: TelegramMessenger | DiscordMessenger, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Red when it is let in first: on a disk that fails, cards of the bot before were edited meanwhile."""
    seen: list[tuple[bool, bool]] = []

    async def succeed(tx: object, network: Network, bot_id: int) -> bool:
        seen.append((messenger.reached, bot_id > 0))
        raise Unworkable("that is enough")

    async def listen(receive: object) -> None: ...

    monkeypatch.setattr(serving, "succeed", succeed)
    inbox: Any = None
    with pytest.raises(Unworkable, match="enough"):
        await serving._served(
            messenger,
            listen,
            storage=world.storage,
            inbox=inbox,
            outages=Outages(),
            vitals=Vitals(),
            look=lambda: None,
        )
    assert (seen, messenger.reached) == ([(False, True)], False)
