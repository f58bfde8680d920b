"""The disk fails under the loops: nobody is told what is not on it, nothing is sent twice, all goes on by itself."""

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager, suppress
from datetime import datetime
from pathlib import Path

import pytest

from bot.cards import Card
from bot.clockwork import Clockwork
from bot.handled import Handled
from bot.incoming import Address, Incoming, Network
from bot.outage import Outages
from bot.ports import Urgency
from bot.publishing import Publisher
from bot.store import Tx
from bot.wording.tasks import public_card
from bot.wording.words import Words
from tests.core.delivering import Follows, sending
from tests.core.recorder import Recorder
from tests.core.test_inbox import Desk, Running, arrival
from tests.people import ZONE
from tests.storage.disks import BIG, full, impatient, locked
from tests.world import World


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.persisting.AGAIN", 0.01)


async def _until(true: Callable[[], bool]) -> None:
    while not true():  # noqa: ASYNC110 - what is waited for tells nobody
        await asyncio.sleep(0.005)


class Writer(Desk):
    """A handler that needs more room than there is."""

    tries = 0

    async def handle(self, tx: Tx, incoming: Incoming, now: datetime) -> Handled:
        self.tries += 1
        handled = await super().handle(tx, incoming, now)
        tx.meta.set(f"big:{self.texts[-1]}", BIG)
        return handled


async def test_what_meets_a_full_disk_is_handled_and_answered_once_it_is_not(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Design I3, I5. Red when a full disk counts as the update's own failure."""
    network, desk = Recorder(), Writer()
    async with Running(tmp_path / "t.db", network, desk) as running:
        await running.inbox.receive(Network.TELEGRAM, [arrival(1, 5, "hej"), arrival(2, 6, "dav")])
        async with full(running.database):
            await _until(lambda: desk.tries > 10)
            assert network.answered == []
            assert await running.rows("SELECT state, tries FROM inbox") == [("new", 0), ("new", 0)]
        await running.settled()
        assert {reply.toast for reply in network.answered} == {"dav", "hej"}
        assert len(network.answered) == 2
        assert await running.meta("done:hej") == "1"
    assert len([record for record in caplog.records if record.levelname == "ERROR"]) == 1


class LocksWhen(Recorder):
    """Another program locks the database in the moment in which something is on its way."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self.stack = ExitStack()

    async def send(self, to: Address, card: Card, urgency: Urgency, *, key: str = "") -> int:
        await self._lock()
        return await super().send(to, card, urgency)

    async def _lock(self) -> None:
        try:
            self.stack.enter_context(locked(self._path))
        except sqlite3.OperationalError:  # a transaction of ours is under way
            await asyncio.sleep(0)
            await self._lock()


@pytest.fixture
def network(world: World, tmp_path: Path) -> LocksWhen:
    return LocksWhen(tmp_path / "tjans.db")


async def test_a_notice_that_cannot_be_recorded_is_sent_once(world: World, network: LocksWhen) -> None:
    await world.claims(world.bob, await world.task(2))
    await impatient(world.database)
    async with sending(world, network) as outbox:
        outbox.nudge()
        await _until(lambda: bool(network.sent))
        for _ in range(10):
            outbox.nudge()
            await asyncio.sleep(0.01)
        network.stack.close()
        await _until(outbox.idle)
    assert [card.headline for _, card in network.sent] == ["Du er med"]
    assert await world.owed(world.bob, "sent") == ["claimed"]


async def test_a_notice_that_meets_a_full_disk_is_not_given_up(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """Red when the outbox takes a full disk for a notice that cannot be worded."""
    await world.claims(world.bob, await world.task(2))
    recorder, tried = Recorder(), []

    async def word_much(tx: Tx, *_: object) -> Card:
        tried.append(1)
        tx.meta.set("big", BIG)
        await tx.meta.get("big")
        return Card("Du er med")

    async with sending(world, recorder) as outbox:
        outbox._word = word_much
        async with full(world.database):
            outbox.nudge()
            await _until(lambda: len(tried) > 5)
            assert await world.owed(world.bob) == ["claimed"]
        await _until(lambda: bool(recorder.sent))
    assert len([record for record in caplog.records if record.levelname == "ERROR"]) == 1


@asynccontextmanager
async def publishing(world: World, network: Recorder) -> AsyncIterator[Publisher]:
    publisher = Publisher(
        world.storage,
        {Network.TELEGRAM: network},
        lambda task, language, now: public_card(task, Words(language, ZONE), now),
        Follows(world),
        Outages(),
    )
    serving = asyncio.ensure_future(publisher.run())
    yield publisher
    serving.cancel()
    with suppress(asyncio.CancelledError):
        await serving


async def test_a_card_that_cannot_be_recorded_is_sent_once(
    world: World, network: LocksWhen, caplog: pytest.LogCaptureFixture
) -> None:
    """Red when the card is forgotten with the error: the channel then gets it again and again."""
    await world.task(2)
    await impatient(world.database)
    async with publishing(world, network) as publisher:
        publisher.nudge()
        await _until(lambda: bool(network.sent))
        for _ in range(10):
            publisher.nudge()
            await asyncio.sleep(0.01)
        network.stack.close()
        await _until(lambda: not publisher._busy)
    assert len(network.sent) == 1
    assert await world.rows("SELECT message_id, revision > 0 FROM posts") == [(1, 1)]
    assert [record.levelname for record in caplog.records if record.exc_info] == []


async def test_the_ticks_do_not_flood_the_log(world: World, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    await impatient(world.database)
    clockwork = Clockwork(world.storage, Follows(world), ZONE, lambda: None)
    with caplog.at_level(logging.INFO), locked(tmp_path / "tjans.db"):
        for _ in range(5):
            await clockwork.tick()
    assert len(caplog.records) == 1
