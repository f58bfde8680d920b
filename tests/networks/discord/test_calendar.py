"""Tasks as Discord's scheduled events: they fit, and one that was made unseen is found."""

from datetime import timedelta

import pytest

from bot.cards import Event
from bot.errors import Undelivered, Why
from handlers.networks.discord.messenger import DiscordMessenger
from sandbox.discord import DiscordSandbox, Guild
from tests.people import NOW

LONG = Event(
    title="Suppe " * 40,
    text="Tag forklæde med. " * 99,
    place="Sognegården " * 20,
    starts_at=NOW + timedelta(days=1),
    ends_at=NOW + timedelta(days=1, hours=2),
)


@pytest.fixture
def guild(sandbox: DiscordSandbox) -> Guild:
    guild = sandbox.add_guild("Frivillige", sandbox.add_user("Alice"))
    sandbox.add_bot(guild)
    return guild


async def test_one_that_was_made_unseen_is_found(messenger: DiscordMessenger, guild: Guild) -> None:
    first = await messenger.put_event(guild.id, None, LONG, sought=False)
    assert await messenger.put_event(guild.id, None, LONG, sought=True) == first
    assert list(guild.events) == [first]
    guild.events[first]["creator_id"] = "5"
    assert await messenger.put_event(guild.id, None, LONG, sought=True) != first


async def test_one_that_is_gone_is_said_to_be(messenger: DiscordMessenger, guild: Guild) -> None:
    number = await messenger.put_event(guild.id, None, LONG, sought=True)
    await messenger.drop_event(guild.id, number)
    for call in (messenger.drop_event(guild.id, number), messenger.put_event(guild.id, number, LONG, sought=True)):
        with pytest.raises(Undelivered) as lost:
            await call
        assert lost.value.why is Why.MESSAGE_GONE
