"""The limit over all calls, which discord.py sits out for everybody at once."""

import asyncio

import pytest

from bot.cards import Card, Reply
from bot.incoming import Address, Network
from bot.ports import Urgency
from handlers.networks.discord import requesting
from handlers.networks.discord.messenger import DiscordMessenger
from handlers.networks.discord.pacing import MOST
from handlers.networks.discord.requesting import Bucket
from sandbox.discord import DiscordSandbox, TooMany
from sandbox.discord.rates import _OF_ROUTES
from tests.networks.discord.scene import HOME, Scene

SEND = "POST /channels/{channel}/messages"
OPEN = "POST /users/@me/channels"
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


async def test_what_waited_for_its_route_takes_its_turn_then(monkeypatch: pytest.MonkeyPatch) -> None:
    """Red when a call takes its turn before it waits for its route: ten start beside the 45 of that second."""
    monkeypatch.setitem(_OF_ROUTES, OPEN, (10, 2.0))
    async with DiscordSandbox() as sandbox:
        sandbox.add_bot(guild := sandbox.add_guild("Frivillige", sandbox.add_user("Alice")))
        people = [sandbox.add_user(f"Bo {number}") for number in range(20)]
        channels = [sandbox.add_channel(guild, f"kanal-{number}") for number in range(MOST)]
        messenger = DiscordMessenger(sandbox.token, sandbox.base_url, sandbox.gateway_url)
        await messenger.reach()
        opening = [asyncio.ensure_future(messenger.open_chat(person.id)) for person in people]
        await asyncio.sleep(1.6)
        await asyncio.gather(*(_send(messenger, channel.id) for channel in channels), *opening)
        await messenger.close()
        assert [str(call) for call in sandbox.refusals] == []


async def test_a_call_that_lets_others_go_first_is_not_given_up(
    sandbox: DiscordSandbox, messenger: DiscordMessenger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Red when that counts: a card behind thousands of reminders would be uncertain, and Discord taken for away."""
    monkeypatch.setattr(requesting, "PATIENCE", 0.7)
    sandbox.add_bot(guild := sandbox.add_guild("Frivillige", sandbox.add_user("Alice")))
    channels = [sandbox.add_channel(guild, f"kanal-{number}") for number in range(MOST + 1)]
    await asyncio.gather(*(_send(messenger, channel.id) for channel in channels))
    assert all(len(sandbox.messages(channel)) == 1 for channel in channels)


async def test_a_call_given_up_before_its_turn_leaves_its_route_to_the_next() -> None:
    """Red when only calls that were made let the next one go."""
    turn = asyncio.Event()

    async def admit() -> None:
        await turn.wait()

    async def call() -> None:
        async with bucket:
            pass

    bucket = Bucket(LONG, admit)
    first, second = asyncio.ensure_future(call()), asyncio.ensure_future(call())
    await asyncio.sleep(0)
    first.cancel()
    turn.set()
    await asyncio.wait_for(second, 2)


async def _send(messenger: DiscordMessenger, channel: int) -> None:
    await messenger.send(Address(network=Network.DISCORD, chat_id=channel), Card("Hej"), Urgency.ANSWER)
