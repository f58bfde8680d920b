"""A clean stop: what is in hand is finished and answered, what only waits its turn is left to the next start."""

import asyncio
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import pytest

from bot.clockwork import Clockwork
from bot.handled import Handled
from bot.incoming import Incoming, Network
from bot.store import Tx
from tests.core.delivering import Follows
from tests.core.recorder import Recorder
from tests.core.test_failing_disk import publishing
from tests.core.test_inbox import Desk, Running, arrival
from tests.people import ZONE
from tests.storage.disks import impatient, locked
from tests.world import World


class Slow(Desk):
    """A handler in whose middle the stop comes."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.may_end = asyncio.Event(), asyncio.Event()

    async def handle(self, tx: Tx, incoming: Incoming, now: datetime) -> Handled:
        self.begun.set()
        await self.may_end.wait()
        return await super().handle(tx, incoming, now)


async def test_an_update_in_hand_is_finished_and_answered(tmp_path: Path) -> None:
    """Red when the turn is cancelled with the loop: the person is answered by the next start only."""
    network, desk = Recorder(), Slow()
    async with Running(tmp_path / "t.db", network, desk) as running:
        await running.inbox.receive(Network.TELEGRAM, [arrival(1, 5, "hej")])
        await desk.begun.wait()
        running.task.cancel()
        desk.may_end.set()
        with suppress(asyncio.CancelledError):
            await running.task
        assert [reply.toast for reply in network.answered] == ["hej"]
        assert await running.rows("SELECT state FROM inbox") == [("answered",)]


async def test_a_stop_while_the_disk_fails_is_clean(tmp_path: Path) -> None:
    """Red when the last write of the inbox lets its error out: the program would end with a traceback."""
    network = Recorder()
    async with Running(tmp_path / "t.db", network, Desk()) as running:
        await running.inbox.receive(Network.TELEGRAM, [arrival(1, 5, "hej")])
        await running.settled()
        await impatient(running.database)
        running.inbox._answers.outcome.rows.append(1)
        with locked(tmp_path / "t.db"):
            running.task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await running.task


async def test_a_stop_does_not_wait_for_a_card_that_waits_its_turn(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Red when the publisher waits for its pauses, too: whoever stops the program waits as long as a minute."""
    monkeypatch.setattr("bot.stopping.GRACE", 3600)
    monkeypatch.setattr("bot.publishing.SPACING", 3600)
    network = Recorder()
    task = await world.task(2)
    async with asyncio.timeout(60), publishing(world, network) as publisher:
        publisher.nudge()
        while not network.sent:  # noqa: ASYNC110 - nor does the network
            await asyncio.sleep(0)
        await world.claims(world.bob, task)
        while not publisher._pausing:
            publisher.nudge()
            await asyncio.sleep(0)
    assert len(network.sent) == 1
    assert network.edited == []


async def test_a_duty_that_a_stop_cuts_off_is_no_failure(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Red when APScheduler sees it end: it logs a traceback, and whoever reads the log looks for a crash."""
    monkeypatch.setattr("bot.clockwork.MINUTE", 0.01)
    begun, ended = asyncio.Event(), asyncio.Event()

    async def look() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    clockwork = Clockwork(world.storage, Follows(world), ZONE, lambda: None)
    clockwork.every_minute(look)
    clockwork.start()
    await begun.wait()
    clockwork.stop()
    await ended.wait()
    await asyncio.sleep(0)
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []
