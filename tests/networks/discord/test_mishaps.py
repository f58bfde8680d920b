"""Discord's errors in words that fit every network, through a real client against the sandbox."""

import asyncio
import logging
import math
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta

import pytest

from bot.cards import Card
from bot.errors import Undelivered, Unworkable, Why
from bot.incoming import Address, Arrival, Network
from bot.metering import Unmetered
from bot.ports import Urgency
from bot.vitals import Part, Vitals
from handlers.networks.discord.line import aim
from handlers.networks.discord.messenger import DiscordMessenger
from sandbox.discord import DiscordSandbox, Refused, TooMany

CASES = [
    (Refused(404, 10003, ""), Why.CHAT_GONE, None),
    (Refused(403, 50001, ""), Why.NO_RIGHTS, None),
    (Refused(403, 50013, ""), Why.NO_RIGHTS, None),
    (Refused(403, 160005, ""), Why.NO_RIGHTS, None),
    (Refused(403, 50007, ""), Why.BLOCKED, None),
    (Refused(403, 50278, ""), Why.NEVER_STARTED, None),
    (Refused(403, 20026, ""), Why.NO_NEW_CHATS, timedelta(minutes=10)),
    (Refused(403, 40003, ""), Why.NO_NEW_CHATS, timedelta(minutes=10)),
    (Refused(404, 10008, ""), Why.MESSAGE_GONE, None),
    (Refused(400, 50035, ""), Why.REFUSED, None),
    (TooMany(3600, "user"), Why.SLOW_DOWN, timedelta(hours=1)),
    (Refused(503, 0, ""), Why.UNCERTAIN, None),
]


@pytest.mark.parametrize(("refusal", "why", "delay"), CASES)
async def test_why_it_was_not_taken(
    sandbox: DiscordSandbox, messenger: DiscordMessenger, refusal: Refused, why: Why, delay: timedelta | None
) -> None:
    sandbox.faults.refuse("POST /channels/{channel}/messages", refusal)
    with pytest.raises(Undelivered) as lost:
        await messenger.send(Address(network=Network.DISCORD, chat_id=5), Card("Hej"), Urgency.ANSWER)
    assert (lost.value.why, lost.value.retry_in) == (why, delay)


async def test_a_broken_connection_is_uncertain(sandbox: DiscordSandbox, messenger: DiscordMessenger) -> None:
    sandbox.faults.drop_before("POST /channels/{channel}/messages", times=5)
    with pytest.raises(Undelivered) as lost:
        await messenger.send(Address(network=Network.DISCORD, chat_id=5), Card("Hej"), Urgency.ANSWER)
    assert lost.value.why is Why.UNCERTAIN


async def test_whoever_opens_too_many_chats_leaves_discord_alone(sandbox: DiscordSandbox) -> None:
    """40003, and asking on, ends in quarantine: the next is refused here, and the admins are told."""
    vitals = Vitals()
    messenger = DiscordMessenger(sandbox.token, sandbox.base_url, sandbox.gateway_url, vitals=vitals)
    await messenger.reach()
    alice, bob = sandbox.add_user("Alice"), sandbox.add_user("Bob")
    await messenger.open_chat(alice.id)
    assert messenger.opens_chats
    sandbox.world.new_dms = 0
    for _ in range(3):
        with pytest.raises(Undelivered) as lost:
            await messenger.open_chat(bob.id)
        assert lost.value.why is Why.NO_NEW_CHATS
        assert lost.value.retry_in is not None
        assert lost.value.retry_in <= timedelta(minutes=10)
    assert len(sandbox.refusals) == 1
    assert not messenger.opens_chats
    assert vitals.fails_now(Part.OPENING)
    await messenger.close()


async def test_whoever_is_in_quarantine_leaves_discord_alone_and_says_so(sandbox: DiscordSandbox) -> None:
    """Red when it counts as a refusal: each notice to somebody new would be given up, and no admin know why."""
    vitals = Vitals()
    messenger = DiscordMessenger(sandbox.token, sandbox.base_url, sandbox.gateway_url, vitals=vitals)
    await messenger.reach()
    sandbox.faults.refuse("POST /users/@me/channels", Refused(403, 20026, "Your bot has been flagged"))
    for _ in range(2):
        with pytest.raises(Undelivered) as lost:
            await messenger.open_chat(sandbox.add_user("Alice").id)
        assert lost.value.why is Why.NO_NEW_CHATS
    assert vitals.fails_now(Part.OPENING)
    await messenger.close()


async def test_a_refused_token_stops_the_start(sandbox: DiscordSandbox) -> None:
    with pytest.raises(Unworkable, match="TJANS_DISCORD_TOKEN"):
        await DiscordMessenger("wrong.to.ken", sandbox.base_url, sandbox.gateway_url).reach()


async def test_a_token_refused_later_ends_the_network_and_loses_nothing(
    sandbox: DiscordSandbox, messenger: DiscordMessenger
) -> None:
    """Discord closes the gateway soon after; until then nothing that is sent may count as a bug of ours."""
    listening = asyncio.ensure_future(messenger.run(_nothing))
    await sandbox.connected(10)
    sandbox.faults.refuse("POST /channels/{channel}/messages", Refused(401, 0, "401: Unauthorized"))
    for _ in range(2):
        with pytest.raises(Undelivered) as lost:
            await messenger.send(Address(network=Network.DISCORD, chat_id=5), Card("Hej"), Urgency.ANSWER)
        assert lost.value.why is Why.UNCERTAIN
    with pytest.raises(Unworkable, match="TJANS_DISCORD_TOKEN"):
        await listening


async def test_the_token_of_an_interaction_is_not_the_bots(
    sandbox: DiscordSandbox, messenger: DiscordMessenger
) -> None:
    sandbox.faults.refuse("POST /channels/{channel}/messages", Refused(401, 50027, "Invalid Webhook Token"))
    alice = sandbox.add_user("Alice")
    with pytest.raises(Undelivered) as lost:
        await messenger.send(Address(network=Network.DISCORD, chat_id=5), Card("Hej"), Urgency.ANSWER)
    assert lost.value.why is Why.TOO_OLD
    assert await messenger.open_chat(alice.id)


async def test_no_network_at_the_start_is_waited_for(sandbox: DiscordSandbox) -> None:
    """And counted, so that people are told on their other network meanwhile."""
    waits: list[float] = []
    failed: list[str] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    sandbox.faults.refuse("GET /users/@me", Refused(503, 0, ""), times=2)
    messenger = DiscordMessenger(sandbox.token, sandbox.base_url, sandbox.gateway_url, sleep=sleep)
    await messenger.reach(lambda: failed.append("again"))
    assert (messenger.bot_id, waits, len(failed)) == (sandbox.bot.id, [1.0, 2.0], 2)
    await messenger.close()


async def test_no_gateway_at_the_start_is_waited_for(sandbox: DiscordSandbox) -> None:
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 2:
            aim(sandbox.base_url, sandbox.gateway_url)

    messenger = DiscordMessenger(sandbox.token, sandbox.base_url, "ws://127.0.0.1:1", sleep=sleep)
    await messenger.reach()
    listening = asyncio.ensure_future(messenger.run(_nothing))
    await sandbox.connected(15)
    assert [0.5 <= one / longest <= 1 for one, longest in zip(waits, (1, 2), strict=True)] == [True, True]
    listening.cancel()
    with suppress(asyncio.CancelledError):
        await listening
    await messenger.close()


async def test_before_discord_is_reached_nothing_is_known(sandbox: DiscordSandbox) -> None:
    messenger = DiscordMessenger(sandbox.token, sandbox.base_url, sandbox.gateway_url)
    with pytest.raises(Undelivered) as lost:
        await messenger.send(Address(network=Network.DISCORD, chat_id=5), Card("Hej"), Urgency.ANSWER)
    assert lost.value.why is Why.UNCERTAIN
    await messenger.close()


async def test_the_library_logs_no_words_and_no_tokens(
    sandbox: DiscordSandbox, messenger: DiscordMessenger, caplog: pytest.LogCaptureFixture
) -> None:
    """discord.py logs whole bodies below INFO, and the address of a call that was refused with 429."""
    caplog.set_level(logging.DEBUG)
    alice = sandbox.add_user("Alice")
    sandbox.add_bot(guild := sandbox.add_guild("G", alice))
    channel = sandbox.add_channel(guild, "opgaver")
    sandbox.faults.refuse("POST /channels/{channel}/messages", TooMany(0.01, "user"))
    to = Address(network=Network.DISCORD, chat_id=channel.id)
    await messenger.send(to, Card("Hemmeligt"), Urgency.ANSWER)
    assert "Hemmeligt" not in caplog.text
    assert "/channels/" not in caplog.text


class Tally(Unmetered):
    """Remembers the calls and what became of messages."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, int]] = []
        self.sends: list[tuple[str, str]] = []
        self.connected = asyncio.Event()

    def called(self, network: Network, method: str, status: int) -> None:
        self.calls.append((method, status))
        if (method, status) == ("GATEWAY connect", 101):
            self.connected.set()

    def sent(self, network: Network, method: str, urgency: Urgency, outcome: str) -> None:
        self.sends.append((method, outcome))


async def _nothing(arrivals: Sequence[Arrival]) -> None: ...


async def test_calls_and_the_gateway_are_counted_and_noted(sandbox: DiscordSandbox) -> None:
    """Red when a bot on Discord alone never counts as connected: it would not be ready, and nobody would be told."""
    tally, vitals = Tally(), Vitals()
    messenger = DiscordMessenger(sandbox.token, sandbox.base_url, sandbox.gateway_url, meter=tally, vitals=vitals)
    await messenger.reach()
    await messenger.open_chat(sandbox.add_user("Alice").id)
    assert vitals.idle(Part.DISCORD) == math.inf, "nobody is heard without the gateway"
    listening = asyncio.ensure_future(messenger.run(_nothing))
    async with asyncio.timeout(10):
        await tally.connected.wait()
    assert vitals.idle(Part.DISCORD) < math.inf
    sandbox.faults.refuse("POST /channels/{channel}/messages", Refused(403, 50001, ""))
    with pytest.raises(Undelivered):
        await messenger.send(Address(network=Network.DISCORD, chat_id=5), Card("Hej"), Urgency.ANSWER)
    assert tally.calls[-1] == ("POST /channels/{channel_id}/messages", 403)
    assert tally.sends == [("open", "sent"), ("send", "no_rights")]
    assert not vitals.fails_now(Part.DISCORD)
    listening.cancel()
    with suppress(asyncio.CancelledError):
        await listening
    await messenger.close()
