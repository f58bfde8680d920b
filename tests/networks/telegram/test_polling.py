"""Fetching updates over HTTP: acknowledged when they are on disk, whatever goes wrong."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from bot.errors import Unworkable
from bot.incoming import Arrival
from handlers.networks.telegram.messenger import TelegramMessenger
from handlers.networks.telegram.polling import Poller
from tests.networks.telegram.bot_api import Answer, BotApi, done, refusal

Receive = Callable[[Sequence[Arrival]], Any]


class Stop(BaseException):
    """The end of the story."""


def batch(*numbers: int) -> Answer:
    return done([{"update_id": number, "message": {"surprise": []}} for number in numbers])


async def polled(messenger: TelegramMessenger, receive: Receive, slept: list[float], *, stop_after: int) -> None:
    """Poll until so many updates were received."""
    received = 0

    async def counting(arrivals: Sequence[Arrival]) -> None:
        nonlocal received
        await receive(arrivals)
        received += len(arrivals)
        if received >= stop_after:
            raise Stop

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    with pytest.raises(Stop):
        await Poller(messenger.ask, sleep=sleep).run(counting)


@pytest.fixture
def numbers() -> list[int]:
    return []


@pytest.fixture
def note(numbers: list[int]) -> Receive:
    async def receive(arrivals: Sequence[Arrival]) -> None:
        numbers.extend(arrival.number for arrival in arrivals)

    return receive


async def test_each_batch_is_acknowledged_by_the_next_call(
    messenger: TelegramMessenger, api: BotApi, note: Receive, numbers: list[int]
) -> None:
    api.lay_ready("getUpdates", batch(7, 8), done([]), batch(9), batch(10))
    await polled(messenger, note, [], stop_after=4)
    assert numbers == [7, 8, 9, 10]
    asked = {
        "limit": 100,
        "timeout": 25,
        "allowed_updates": ["message", "channel_post", "callback_query", "my_chat_member"],
    }
    assert api.called("getUpdates") == [asked, *({"offset": n, **asked} for n in (9, 9, 10))]
    assert api.methods()[0] == "getWebhookInfo"


async def test_a_webhook_is_taken_down_and_what_waits_is_kept(
    messenger: TelegramMessenger, api: BotApi, note: Receive
) -> None:
    api.lay_ready("getWebhookInfo", done({"url": "https://example.org/hook", "pending_update_count": 3}))
    api.lay_ready("getUpdates", batch(1))
    await polled(messenger, note, [], stop_after=1)
    assert api.calls[1] == ("deleteWebhook", {"drop_pending_updates": False})


async def test_what_is_not_on_disk_is_tried_again_and_not_acknowledged(
    messenger: TelegramMessenger, api: BotApi, caplog: pytest.LogCaptureFixture
) -> None:
    """Design I5. Red when the next call, which acknowledges, is made before `receive` returned."""
    api.lay_ready("getUpdates", batch(7, 8), batch(9), batch(10), batch(11))
    tried: list[tuple[list[int], int]] = []
    slept: list[float] = []

    async def receive(arrivals: Sequence[Arrival]) -> None:
        tried.append(([arrival.number for arrival in arrivals], len(api.called("getUpdates"))))
        if len(tried) <= 3:
            raise OSError("disk full of what Anna wrote")

    await polled(messenger, receive, slept, stop_after=3)
    assert tried == [([7, 8], 1)] * 4 + [([9], 2)]
    assert slept == [1, 2, 4]
    assert len(caplog.records) == 2
    assert "Anna" not in caplog.text


async def test_an_update_without_a_number_does_not_hold_up_the_rest(
    messenger: TelegramMessenger, api: BotApi, note: Receive, numbers: list[int]
) -> None:
    nameless: dict[str, Any] = {"message": {}}
    api.lay_ready("getUpdates", done([nameless]), done([nameless, {"update_id": 3}, None]), batch(4))
    slept: list[float] = []
    await polled(messenger, note, slept, stop_after=2)
    assert numbers == [3, 4]
    assert slept == [1]


async def test_trouble_is_waited_out_with_one_line_at_its_beginning_and_one_at_its_end(
    messenger: TelegramMessenger, api: BotApi, note: Receive, caplog: pytest.LogCaptureFixture
) -> None:
    trouble = [refusal(502, "Bad Gateway")] * 7
    api.lay_ready("getUpdates", *trouble, refusal(429, "Too Many Requests", retry_after=17), batch(1))
    slept: list[float] = []
    with caplog.at_level(logging.INFO):
        await polled(messenger, note, slept, stop_after=1)
    assert slept == [1, 2, 4, 8, 16, 30, 30, 17]
    assert len(caplog.records) == 2


async def test_a_refused_token_ends_it(messenger: TelegramMessenger, api: BotApi, note: Receive) -> None:
    api.lay_ready("getUpdates", refusal(401, "Unauthorized"))
    with pytest.raises(Unworkable, match="TJANS_TELEGRAM_TOKEN"):
        await Poller(messenger.ask).run(note)


async def test_it_stops_at_once_while_a_call_is_open(
    messenger: TelegramMessenger, api: BotApi, note: Receive
) -> None:
    opened, never = asyncio.Event(), asyncio.Event()

    async def hold() -> tuple[int, dict[str, Any]]:
        opened.set()
        await never.wait()
        return done([])

    api.lay_ready("getUpdates", hold)
    polling = asyncio.create_task(Poller(messenger.ask).run(note))
    await opened.wait()
    polling.cancel()
    async with asyncio.timeout(1):
        with pytest.raises(asyncio.CancelledError):
            await polling
    never.set()
