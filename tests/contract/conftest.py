"""Each journey is played on each network: a driver more in the list is a network more.

The limits of the networks have proofs of their own. Here their seconds go by sixty times as fast, for the program
and for the pocket Telegram alike, so that nobody waits.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path

import pytest

from bot import publishing
from handlers.networks import serving
from handlers.networks.telegram.pacing import Alarm, Pacer
from sandbox import SandboxClock
from tests.contract.driver import Driver
from tests.contract.on_discord import DiscordDriver
from tests.contract.on_telegram import TelegramDriver
from tests.contract.stage import Stage
from tests.people import NOW

HASTE = 60


def hasty_seconds() -> float:
    return time.monotonic() * HASTE


def hasty_alarm(seconds: float, ring: Callable[[], None]) -> Alarm:
    return asyncio.get_running_loop().call_later(seconds / HASTE, ring)


Drive = Callable[[SandboxClock], Driver]
NETWORKS: dict[str, tuple[Drive, Drive]] = {
    "telegram": (partial(TelegramDriver, timer=hasty_seconds), partial(TelegramDriver, timer=time.monotonic)),
    "discord": (DiscordDriver, DiscordDriver),
}
"""How each is driven in haste, and at its own pace."""


@pytest.fixture(params=NETWORKS)
def network(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
async def bare(network: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    """The stage without the program, which a journey starts itself."""
    monkeypatch.setattr(serving, "Pacer", partial(Pacer, hasty_seconds, hasty_alarm))
    monkeypatch.setattr(publishing, "SPACING", publishing.SPACING / HASTE)
    async with NETWORKS[network][0](SandboxClock(NOW)) as driver:
        yield await Stage.of(driver, tmp_path / "tjans.db")
        assert driver.refusals() == []


@pytest.fixture
async def stage(bare: Stage) -> AsyncIterator[Stage]:
    """The program serves, and the channel is connected."""
    async with bare.running():
        await bare.opens()
        yield bare


@pytest.fixture
async def unhurried(network: str, tmp_path: Path) -> AsyncIterator[Stage]:
    """A stage at the networks' own pace and in real time, for the program as a process of its own.

    What a killed program was about to say, the next one says, perhaps a second time, and is refused.
    """
    async with NETWORKS[network][1](SandboxClock()) as driver:
        yield await Stage.of(driver, tmp_path / "tjans.db")
