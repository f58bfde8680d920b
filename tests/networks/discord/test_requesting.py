"""Whose answer it is: Discord's, or that of whoever stands before it."""

import asyncio
import json
import logging
from datetime import datetime, timedelta

import pytest

from bot.cards import Card, Event
from bot.errors import Undelivered, Why
from bot.incoming import Address, Network
from bot.ports import Urgency
from handlers.networks.discord.messenger import DiscordMessenger
from handlers.networks.discord.requesting import Requests
from sandbox import SandboxClock
from sandbox.discord import DiscordSandbox, Refused
from sandbox.faults import Page
from tests.people import NOW

SEND = "POST /channels/{channel}/messages"
WHO = "GET /users/@me"
TO = Address(network=Network.DISCORD, chat_id=5)
JSON, WITH_CHARSET = "application/json", "application/json; charset=utf-8"


@pytest.mark.parametrize(
    "page",
    [
        Page(403),
        Page(400),
        Page(401),
        Page(404),
        Page(409),
        Page(200),
        Page(200, '{"id": "1', JSON),
        Page(200, "[]", JSON),
        Page(200, "", JSON),
        Page(200, "{}", WITH_CHARSET),
        Page(403, '{"error": "blocked"}', JSON),
        Page(429, '{"error": "slow down"}', JSON, via="1.1 proxy"),
        Page(429, '{"retry_after": "soon"}', JSON, via="1.1 proxy"),
        Page(429, "[]", JSON, via="1.1 proxy"),
    ],
    ids=str,
)
async def test_an_answer_that_is_not_discords_says_nothing(
    sandbox: DiscordSandbox, messenger: DiscordMessenger, page: Page
) -> None:
    """Red when the status alone counts: one page of a firewall would end a notice, and an offer, for good."""
    sandbox.faults.answer_with(SEND, page)
    with pytest.raises(Undelivered) as lost:
        await messenger.send(TO, Card("Hej"), Urgency.OFFER)
    assert lost.value.why is Why.UNCERTAIN


async def test_json_may_name_its_charset(sandbox: DiscordSandbox, messenger: DiscordMessenger) -> None:
    sandbox.faults.answer_with(SEND, Page(200, '{"id": "17"}', WITH_CHARSET))
    assert await messenger.send(TO, Card("Hej"), Urgency.OFFER) == 17
    sandbox.faults.answer_with(SEND, Page(403, '{"code": 50007, "message": "Cannot send"}', WITH_CHARSET))
    with pytest.raises(Undelivered) as lost:
        await messenger.send(TO, Card("Hej"), Urgency.OFFER)
    assert lost.value.why is Why.BLOCKED


async def test_a_refusal_without_a_code_is_still_discords(
    sandbox: DiscordSandbox, messenger: DiscordMessenger
) -> None:
    sandbox.faults.refuse(SEND, Refused(404, 0, "404: Not Found"))
    with pytest.raises(Undelivered) as lost:
        await messenger.send(TO, Card("Hej"), Urgency.OFFER)
    assert lost.value.why is Why.REFUSED


@pytest.mark.parametrize(
    "page", [Page(200), Page(401), Page(200, '{"portal": true}', JSON), Page(200, "[]", JSON)], ids=str
)
async def test_a_captive_portal_at_the_start_is_waited_for(
    sandbox: DiscordSandbox, caplog: pytest.LogCaptureFixture, page: Page
) -> None:
    """Red when it counts as a bug, which stops the whole program, the other network included."""
    caplog.set_level(logging.WARNING, "handlers")
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    sandbox.faults.answer_with(WHO, page, times=2)
    messenger = DiscordMessenger(sandbox.token, sandbox.base_url, sandbox.gateway_url, sleep=sleep)
    await messenger.reach()
    assert (messenger.bot_id, waits) == (sandbox.bot.id, [1.0, 2.0])
    assert "reaching Discord fails" in caplog.text
    await messenger.close()


async def test_who_we_are_may_come_with_a_charset(sandbox: DiscordSandbox) -> None:
    me = {"id": str(sandbox.bot.id), "username": "tjans", "discriminator": "0", "avatar": None, "bot": True}
    sandbox.faults.answer_with(WHO, Page(200, json.dumps(me), WITH_CHARSET))
    messenger = DiscordMessenger(sandbox.token, sandbox.base_url, sandbox.gateway_url)
    await messenger.reach()
    assert messenger.username == "tjans"
    await messenger.close()


async def test_a_long_window_is_used_up_before_anything_waits_for_it() -> None:
    """Red when discord.py may decide: after the first of five calls in a minute it refuses the other four."""
    async with DiscordSandbox(clock=SandboxClock(NOW, frozen=True)) as sandbox:
        sandbox.add_bot(guild := sandbox.add_guild("Frivillige", sandbox.add_user("Alice")))
        messenger = DiscordMessenger(sandbox.token, sandbox.base_url, sandbox.gateway_url)
        await messenger.reach()
        starts = NOW + timedelta(days=1)
        events = [_event(f"Tjans {count}", starts) for count in range(6)]
        for event in events[:5]:
            assert await messenger.put_event(guild.id, None, event, sought=False)
        with pytest.raises(Undelivered) as lost:
            await messenger.put_event(guild.id, None, events[5], sought=False)
        await messenger.close()
    assert lost.value.why is Why.SLOW_DOWN
    assert lost.value.retry_in is not None
    assert lost.value.retry_in <= timedelta(minutes=1)


async def test_windows_that_nobody_uses_any_more_are_forgotten() -> None:
    """Red when the override leaves nothing to discord.py, which clears where it adds: memory grew with presses."""
    requests = Requests(asyncio.get_running_loop())
    for count in range(3000):
        requests.get_ratelimit(f"POST /interactions:{count}")._last_request -= 301
    newest = requests.get_ratelimit("POST /interactions:last")
    assert requests.get_ratelimit("POST /interactions:last") is newest
    assert len(requests._buckets) < 300


def _event(title: str, starts: datetime) -> Event:
    return Event(title=title, text="", place="Salen", starts_at=starts, ends_at=starts + timedelta(hours=1))
