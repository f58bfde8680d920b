"""What `tjans doctor` finds at the networks whose tokens are set."""

from collections.abc import Sequence

from bot.findings import Finding
from bot.model import Channel
from bot.ports import Clock
from bot.settings import Settings
from handlers.networks.telegram.examining import examine as examine_telegram


async def examine(settings: Settings, channels: Sequence[Channel], clock: Clock) -> list[Finding]:
    """See each network's own. discord.py is loaded only where its token is set."""
    found = await examine_telegram(settings, channels, clock)
    if settings.discord_token is not None:
        from handlers.networks.discord.examining import examine as examine_discord

        found += await examine_discord(settings, channels)
    return found
