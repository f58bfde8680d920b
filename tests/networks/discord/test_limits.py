"""The limit over all calls, which discord.py sits out for everybody at once."""

import asyncio

import pytest

from bot.cards import Card, Reply
from bot.incoming import Address, Network
from bot.ports import Urgency
from handlers.networks.discord.messenger import DiscordMessenger
from sandbox.discord import DiscordSandbox, TooMany
from tests.networks.discord.scene import HOME, Scene

SEND = "POST /channels/{channel}/messages"
LONG = 20.0


async def test_an_answer_does_not_wait_for_a_limit_that_does_not_bind_it(scene: Scene) -> None:
    """Red when discord.py may hold back each call: whoever presses meanwhile reads that the interaction failed."""
    press = scene.sandbox.press(scene.bob, await scene.card(), "Jeg er med")
    incoming = await scene.incoming()
    scene.sandbox.faults.refuse(SEND, TooMany(LONG, "global"))
    sending = asyncio.ensure_future(scene.card())
    await scene.sandbox.until(lambda: scene.sandbox.calls[-1].refused)
    await asyncio.sleep(0.05)
    async with asyncio.timeout(2):
        await scene.messenger.answer(incoming, Reply(screen=HOME, toast="Ja"))
    assert [one.text for one in press.shown] == ["Ja"]
    sending.cancel()


async def test_a_call_that_is_given_up_leaves_no_limit_behind(
    sandbox: DiscordSandbox, messenger: DiscordMessenger
) -> None:
    """Red when only the end of the wait lets the others go: they waited for ever, and nothing was sent any more."""
    sandbox.add_bot(guild := sandbox.add_guild("Frivillige", sandbox.add_user("Alice")))
    channel = sandbox.add_channel(guild, "opgaver")
    sandbox.faults.refuse(SEND, TooMany(LONG, "global"))
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(_send(messenger, channel.id), 0.3)
    await asyncio.wait_for(_send(messenger, channel.id), 2)
    assert len(sandbox.messages(channel)) == 1


async def _send(messenger: DiscordMessenger, channel: int) -> None:
    await messenger.send(Address(network=Network.DISCORD, chat_id=channel), Card("Hej"), Urgency.ANSWER)
