"""A small Bot API and a messenger that talks to it over HTTP."""

import asyncio
from collections.abc import AsyncIterator, Callable
from itertools import count

import pytest

from handlers.networks.telegram.messenger import TelegramMessenger
from handlers.networks.telegram.pacing import Alarm, Pacer
from tests.networks.telegram.bot_api import TOKEN, BotApi, bot_api


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with bot_api() as server:
        yield server


@pytest.fixture
def slept() -> list[float]:
    """What the messenger slept, which took no time."""
    return []


@pytest.fixture
async def messenger(api: BotApi, slept: list[float]) -> AsyncIterator[TelegramMessenger]:
    """Paced by a clock that is a minute further at each look, so that it never waits."""

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    pacer = Pacer(count(0, 60).__next__, at_once)
    opened = TelegramMessenger(TOKEN, api.base, pacer=pacer, sleep=sleep)
    await opened.reach()
    api.calls.clear()
    yield opened
    await opened.close()


def at_once(seconds: float, callback: Callable[[], None]) -> Alarm:
    return asyncio.get_running_loop().call_soon(callback)
