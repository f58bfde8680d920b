"""Two processes that poll one bot: the one that started last gives up, and never the other."""

import asyncio
import logging
from collections.abc import Sequence
from typing import Any

import pytest
from telegram.error import Conflict, NetworkError

from bot.errors import Unworkable
from bot.incoming import Arrival
from handlers.networks.telegram.polling import Poller
from tests.networks.telegram.fast_time import now, play


class Telegram:
    """getUpdates as its server does it: held open for 25 s, and a new call ends an older one with 409."""

    def __init__(self) -> None:
        self._open: asyncio.Future[list[Any]] | None = None
        self.refuses_newcomers_until = 0.0

    async def ask(self, method: str, /, *, read_timeout: float | None = None, **parameters: object) -> Any:
        if method != "getUpdates":
            return {"url": ""}
        if now() < self.refuses_newcomers_until:
            raise Conflict("Conflict: terminated by other getUpdates request")
        if self._open is not None and not self._open.done():
            self._open.set_exception(Conflict("Conflict: terminated by other getUpdates request"))
        mine = self._open = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(25):
                return await mine
        except TimeoutError:
            return []


async def receive(arrivals: Sequence[Arrival]) -> None:
    raise AssertionError("there is nothing to receive")


def poller(telegram: Telegram, patience: float = 30.0) -> asyncio.Task[Any]:
    return asyncio.create_task(Poller(telegram.ask, now=now, patience=patience).run(receive))


async def ends(first: asyncio.Task[Any], last: asyncio.Task[Any], within: float) -> tuple[bool, bool]:
    """Which of them gave up; the other is cancelled."""
    await asyncio.wait([first, last], timeout=within)
    given_up = (first.done(), last.done())
    first.cancel()
    last.cancel()
    for task in await asyncio.gather(first, last, return_exceptions=True):
        assert isinstance(task, Unworkable | asyncio.CancelledError)
    return given_up


@pytest.mark.parametrize("head_start", [10.0, 17.5, 24.9, 25.1, 60.0, 10_000.0])
def test_the_one_that_started_last_gives_up(head_start: float) -> None:
    async def story() -> tuple[tuple[bool, bool], float]:
        telegram = Telegram()
        first = poller(telegram)
        await asyncio.sleep(head_start)
        last = poller(telegram)
        await asyncio.wait([last], timeout=60)
        gave_up_after = now() - head_start
        return await ends(first, last, within=3600), gave_up_after

    given_up, after = play(story())
    assert given_up == (False, True)
    assert 30 <= after <= 45


@pytest.mark.parametrize("head_start", [0.0, 1.0, 5.0, 9.0])
def test_of_two_that_start_together_one_stays(head_start: float) -> None:
    async def story() -> tuple[bool, bool]:
        telegram = Telegram()
        one = poller(telegram, patience=44)
        await asyncio.sleep(head_start)
        return await ends(one, poller(telegram, patience=31), within=3600)

    assert play(story()) == (False, True)


def test_the_poll_of_a_process_that_was_killed_is_waited_out(caplog: pytest.LogCaptureFixture) -> None:
    async def story() -> bool:
        telegram = Telegram()
        telegram.refuses_newcomers_until = 25.0
        alone = poller(telegram)
        await asyncio.wait([alone], timeout=600)
        gave_up = alone.done()
        alone.cancel()
        return gave_up

    with caplog.at_level(logging.INFO):
        assert play(story()) is False
    assert not caplog.records


def test_a_network_that_was_down_makes_nobody_the_first() -> None:
    async def story() -> tuple[bool, bool]:
        telegram = Telegram()
        first = poller(telegram)
        await asyncio.sleep(30)
        tries = 0

        class Unreachable(Telegram):
            async def ask(self, method: str, /, *, read_timeout: float | None = None, **rest: object) -> Any:
                nonlocal tries
                tries += 1
                if tries < 7:
                    raise NetworkError("no route")
                return await telegram.ask(method, read_timeout=read_timeout, **rest)

        return await ends(first, poller(Unreachable()), within=3600)

    assert play(story()) == (False, True)


def test_the_one_that_stays_says_so_once(caplog: pytest.LogCaptureFixture) -> None:
    async def story() -> None:
        telegram = Telegram()
        first = poller(telegram)
        await asyncio.sleep(60)
        stubborn = poller(telegram, patience=1e9)
        await ends(first, stubborn, within=600)

    with caplog.at_level(logging.INFO):
        play(story())
    assert [record.getMessage()[:36] for record in caplog.records] == ["another process polls this bot too; "]


def test_the_line_names_what_to_do() -> None:
    async def story() -> BaseException | None:
        telegram = Telegram()
        first = poller(telegram)
        await asyncio.sleep(60)
        last = poller(telegram)
        await asyncio.wait([last])
        await asyncio.gather(first, return_exceptions=True) if first.cancel() else None
        return last.exception()

    assert "another process polls this bot" in str(play(story()))
