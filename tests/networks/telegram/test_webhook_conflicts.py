"""Polling beside a webhook, and two webhooks: the one that started last gives up, and never the other."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from aiohttp.test_utils import unused_port
from telegram.error import Conflict, NetworkError

from bot.errors import Unworkable
from bot.incoming import Arrival
from bot.vitals import Part, Vitals
from handlers.networks.telegram.polling import Poller
from handlers.networks.telegram.webhook import Webhook
from tests.networks.telegram.fast_time import now, play

ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)


class Telegram:
    """Where updates go, as its server has it: a webhook ends every poll, and a poll waits for 25 s."""

    def __init__(self) -> None:
        self.url = ""
        self.away = False
        self.calls: list[tuple[str, dict[str, object]]] = []
        self._poll: asyncio.Future[list[Any]] | None = None

    async def ask(self, method: str, /, *, read_timeout: float | None = None, **parameters: object) -> Any:
        if self.away:
            raise NetworkError("no route")
        self.calls.append((method, parameters))
        match method:
            case "getUpdates":
                return await self._get_updates()
            case "getWebhookInfo":
                return {"url": self.url}
        self.url = str(parameters.get("url", ""))
        if self.url:
            self._end_poll("Conflict: terminated by setWebhook request")
        return True

    async def _get_updates(self) -> list[Any]:
        if self.url:
            raise Conflict(ACTIVE)
        self._end_poll("Conflict: terminated by other getUpdates request; make sure that only one bot instance runs")
        mine: asyncio.Future[list[Any]] = asyncio.get_running_loop().create_future()
        self._poll = mine
        try:
            async with asyncio.timeout(25):
                return await mine
        except TimeoutError:
            return []

    def _end_poll(self, why: str) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_exception(Conflict(why))


async def receive(arrivals: Sequence[Arrival]) -> None:
    raise AssertionError("there is nothing to receive")


Start = Callable[[Telegram], asyncio.Task[Any]]


def polling(telegram: Telegram) -> asyncio.Task[Any]:
    return asyncio.create_task(Poller(telegram.ask, now=now).run(receive))


def webhook(telegram: Telegram) -> asyncio.Task[Any]:
    port = unused_port()
    url = f"https://example.org/{port}"
    serving = Webhook(telegram.ask, url=url, listen=("127.0.0.1", port), secret="x", now=now)
    return asyncio.create_task(serving.run(receive))


async def ends(first: asyncio.Task[Any], last: asyncio.Task[Any], within: float) -> tuple[bool, bool]:
    """Which of them gave up; the other is cancelled."""
    await asyncio.wait([first, last], timeout=within)
    given_up = (first.done(), last.done())
    first.cancel()
    last.cancel()
    for ended in await asyncio.gather(first, last, return_exceptions=True):
        assert isinstance(ended, Unworkable | asyncio.CancelledError)
    return given_up


@pytest.mark.parametrize("head_start", [95.0, 104.9, 119.9, 120.1, 10_000.0])
@pytest.mark.parametrize(("first", "last"), [(polling, webhook), (webhook, polling), (webhook, webhook)])
def test_the_one_that_started_last_gives_up(first: Start, last: Start, head_start: float) -> None:
    async def story() -> tuple[bool, bool]:
        telegram = Telegram()
        there = first(telegram)
        await asyncio.sleep(head_start)
        newcomer = last(telegram)
        given_up = await ends(there, newcomer, within=150)
        assert bool(telegram.url) == (first is webhook)
        return given_up

    assert play(story()) == (False, True)


@pytest.mark.parametrize("head_start", [0.0, 9.0, 31.0, 61.0])
@pytest.mark.parametrize(("first", "last"), [(polling, webhook), (webhook, polling), (webhook, webhook)])
def test_of_two_that_start_together_one_stays(first: Start, last: Start, head_start: float) -> None:
    async def story() -> tuple[bool, bool]:
        telegram = Telegram()
        there = first(telegram)
        await asyncio.sleep(head_start)
        return await ends(there, last(telegram), within=3600)

    assert sorted(play(story())) == [False, True]


@pytest.mark.parametrize(("start", "wanted"), [(polling, True), (webhook, False)])
def test_what_a_hand_did_by_mistake_is_taken_back(
    start: Start, wanted: bool, caplog: pytest.LogCaptureFixture
) -> None:
    """Somebody sets a webhook, or deletes ours, once: who was here for long goes on."""

    async def story() -> None:
        telegram = Telegram()
        ours = start(telegram)
        await asyncio.sleep(600)
        mine = telegram.url
        await telegram.ask("setWebhook", url="https://example.com/" if start is polling else "")
        await asyncio.sleep(60)
        assert telegram.url == mine
        assert not ours.done()
        assert all(not call[1].get("drop_pending_updates") for call in telegram.calls)
        ours.cancel()
        await asyncio.gather(ours, return_exceptions=True)

    with caplog.at_level(logging.INFO):
        play(story())
    assert caplog.records == []


@pytest.mark.parametrize("start", [polling, webhook])
def test_the_line_says_what_to_do(start: Start) -> None:
    async def story() -> BaseException | None:
        telegram = Telegram()
        there = webhook(telegram)
        await asyncio.sleep(600)
        newcomer = start(telegram)
        await asyncio.wait([newcomer])
        there.cancel()
        await asyncio.gather(there, return_exceptions=True)
        return newcomer.exception()

    assert "stop it first, or use another TJANS_TELEGRAM_TOKEN" in str(play(story()))


def test_whether_we_are_alone_is_noted() -> None:
    """The alert to the admins follows from it."""

    async def story() -> list[bool]:
        telegram, vitals = Telegram(), Vitals(now)
        ours = asyncio.create_task(Poller(telegram.ask, now=now, vitals=vitals).run(receive))
        await asyncio.sleep(60)
        noted = [vitals.fails_now(Part.ALONE)]
        await telegram.ask("setWebhook", url="https://example.com/")
        await asyncio.sleep(1)
        noted.append(vitals.fails_now(Part.ALONE))
        await asyncio.sleep(120)
        noted.append(vitals.fails_now(Part.ALONE))
        ours.cancel()
        await asyncio.gather(ours, return_exceptions=True)
        return noted

    assert play(story()) == [False, True, False]


def test_a_network_that_was_away_is_no_rival() -> None:
    async def story() -> bool:
        telegram = Telegram()
        ours = webhook(telegram)
        await asyncio.sleep(40)
        telegram.away = True
        await asyncio.sleep(3600)
        telegram.away = False
        await asyncio.sleep(600)
        gave_up = ours.done()
        ours.cancel()
        await asyncio.gather(ours, return_exceptions=True)
        return gave_up

    assert play(story()) is False
