"""Threads that are archived are opened again; those that are locked, too, are what the coordinator is told of."""

import pytest

from bot.cards import Card
from bot.errors import Lack, Undelivered, Why
from bot.incoming import Address, Network
from bot.ports import Urgency
from handlers.networks.discord.messenger import DiscordMessenger
from sandbox.discord import DiscordSandbox


@pytest.mark.parametrize("locked", [False, True])
async def test_an_edit_in_an_archived_thread(
    sandbox: DiscordSandbox, messenger: DiscordMessenger, locked: bool
) -> None:
    """Red when a thread that is locked is told of as one where the bot may not write."""
    guild = sandbox.add_guild("Frivillige", sandbox.add_user("Alice"))
    sandbox.add_bot(guild)
    thread = sandbox.add_thread(sandbox.add_channel(guild, "opgaver"), "aftensmad")
    at = Address(network=Network.DISCORD, chat_id=thread.id)
    card = await messenger.send(at, Card("Lav suppe"), Urgency.ANNOUNCEMENT)
    if not locked:
        sandbox.archive(thread)
        await messenger.edit(at, card, Card("Lav kage"), Urgency.STALE_CARD)
        assert "kage" in sandbox.last(thread).text
        return
    sandbox.lock(thread)
    with pytest.raises(Undelivered) as refused:
        await messenger.edit(at, card, Card("Lav kage"), Urgency.STALE_CARD)
    assert (refused.value.why, refused.value.lacks) == (Why.NO_RIGHTS, (Lack.OPEN,))
