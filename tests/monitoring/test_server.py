"""`/live`, `/ready` and `/metrics` over HTTP, on a real database."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import pytest
from aiohttp.test_utils import unused_port
from prometheus_client.parser import text_string_to_metric_families

from bot.errors import Unworkable
from bot.incoming import Arrival, Network
from bot.ports import Urgency
from bot.vitals import Part, Vitals
from monitoring.metrics import Metrics
from monitoring.server import Monitor, watched
from storage.backlog import QUESTION
from tests.usecases.linking_desk import on_discord
from tests.world import World


@dataclass
class Watch:
    """The monitor over a world, with a stopwatch turned by hand."""

    world: World
    url: str = ""
    seconds: float = 1000.0
    disk: bool = True
    networks: tuple[Network, ...] = (Network.TELEGRAM,)
    metrics: Metrics = field(default_factory=Metrics)
    vitals: Vitals = field(init=False)

    def __post_init__(self) -> None:
        self.vitals = Vitals(lambda: self.seconds)

    def now(self) -> datetime:
        return self.world.now

    async def sleep(self, seconds: float) -> None:
        raise AssertionError("the monitor never sleeps")

    def transaction(self) -> AbstractAsyncContextManager[Any]:
        if not self.disk:
            raise sqlite3.OperationalError("disk I/O error near what Anna wrote")
        return self.world.storage.transaction()

    async def get(self, path: str) -> tuple[int, str]:
        async with aiohttp.ClientSession() as session, session.get(self.url + path) as answer:
            return answer.status, await answer.text()

    async def numbers(self) -> dict[str, float]:
        """Every sample of `/metrics`, as `name{label=value}`."""
        status, text = await self.get("/metrics")
        assert status == 200
        return {
            sample.name
            + "".join(f"{{{name}={value}}}" for name, value in sorted(sample.labels.items())): sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
        }


@pytest.fixture
async def watch(world: World) -> AsyncIterator[Watch]:
    async with _watching(Watch(world)) as found:
        yield found


@asynccontextmanager
async def _watching(watch: Watch) -> AsyncIterator[Watch]:
    port = unused_port()
    watch.url = f"http://127.0.0.1:{port}"
    async with watched(Monitor(watch, watch, watch.vitals, watch.metrics, watch.networks), ("127.0.0.1", port)):
        yield watch


async def an_update(world: World) -> None:
    async with world.storage.transaction() as tx:
        await tx.inbox.store(Network.TELEGRAM, 1, [Arrival(number=1, lane="telegram:u:5", raw="{}")], world.now)


async def test_it_is_live_as_long_as_it_answers(watch: Watch) -> None:
    watch.disk = False
    assert await watch.get("/live") == (200, "live\n")


async def test_it_is_ready_when_disk_and_network_have_worked_lately_and_little_waits(watch: Watch) -> None:
    status, text = await watch.get("/ready")
    assert status == 503
    assert text == "disk: failing\nupdates: ok\nnotices: ok\ntelegram: failing\n"
    watch.vitals.works(Part.DISK)
    watch.vitals.works(Part.TELEGRAM)
    assert await watch.get("/ready") == (200, "disk: ok\nupdates: ok\nnotices: ok\ntelegram: ok\n")


@pytest.mark.parametrize(("part", "most"), [(Part.DISK, 60), (Part.TELEGRAM, 90)])
async def test_what_has_not_worked_for_long_is_not_ready(watch: Watch, part: Part, most: float) -> None:
    other = Part.TELEGRAM if part is Part.DISK else Part.DISK
    watch.vitals.works(part)
    watch.seconds += most
    watch.vitals.works(other)
    assert (await watch.get("/ready"))[0] == 200
    watch.seconds += 1
    watch.vitals.works(other)
    status, text = await watch.get("/ready")
    assert (status, f"{part}: failing" in text) == (503, True)


async def test_one_network_of_two_that_is_away_is_named_and_ends_nothing(watch: Watch, world: World) -> None:
    """Nor does what waits for it. Red when one sign of life stands for both, or a supervisor restarts what works."""
    watch.networks = (Network.TELEGRAM, Network.DISCORD)
    async with _watching(watch):
        bo = await on_discord(world, "Bo")
        await world.claims(bo, await world.task(3))
        world.now += timedelta(minutes=20)
        watch.vitals.works(Part.DISK)
        watch.vitals.works(Part.TELEGRAM)
        lines = "disk: ok\nupdates: ok\nnotices: {}\ntelegram: ok\ndiscord: {}\n"
        assert await watch.get("/ready") == (200, lines.format("ok", "failing"))
        watch.vitals.works(Part.DISCORD)
        assert await watch.get("/ready") == (503, lines.format("failing", "ok"))
        watch.seconds += 91
        watch.vitals.works(Part.DISK)
        assert (await watch.get("/ready"))[0] == 503


async def test_an_update_or_a_notice_that_waits_too_long_is_not_ready(watch: Watch, world: World) -> None:
    watch.vitals.works(Part.DISK)
    watch.vitals.works(Part.TELEGRAM)
    await an_update(world)
    await world.claims(world.bob, await world.task(3))
    world.now += timedelta(seconds=60)
    assert (await watch.get("/ready"))[0] == 200
    world.now += timedelta(seconds=1)
    assert await watch.get("/ready") == (503, "disk: ok\nupdates: failing\nnotices: ok\ntelegram: ok\n")
    world.now += timedelta(minutes=10)
    assert "notices: failing" in (await watch.get("/ready"))[1]


async def test_a_disk_that_cannot_be_asked_is_not_ready_and_the_counts_are_still_shown(
    watch: Watch, caplog: pytest.LogCaptureFixture
) -> None:
    watch.vitals.works(Part.DISK)
    watch.vitals.works(Part.TELEGRAM)
    watch.metrics.handled(Network.TELEGRAM, "pressed", "answered")
    watch.disk = False
    assert (await watch.get("/ready"))[0] == 503
    numbers = await watch.numbers()
    assert numbers["tjans_updates_total{kind=pressed}{network=telegram}{outcome=answered}"] == 1
    assert numbers["tjans_inbox_updates"] != numbers["tjans_inbox_updates"]
    assert "Anna" not in caplog.text
    assert len(caplog.records) == 1  # whoever watches asks every few seconds


async def test_what_waits_is_asked_of_the_tables(watch: Watch, world: World) -> None:
    await an_update(world)
    task = await world.task(3)
    await world.claims(world.bob, task)
    world.now += timedelta(seconds=7)
    numbers = await watch.numbers()
    assert {name: value for name, value in numbers.items() if name.startswith(("tjans_inbox", "tjans_outbox"))} == {
        "tjans_inbox_updates": 1,
        "tjans_inbox_oldest_seconds": 7,
        "tjans_outbox_notices": 1,
        "tjans_outbox_oldest_seconds": 7,
    }
    assert numbers["tjans_stale_cards"] == 1


async def test_everything_that_is_counted_is_shown(watch: Watch) -> None:
    meter = watch.metrics
    begun = meter.begin()
    for _ in range(2):
        meter.handled(Network.DISCORD, "pressed", "refused")
        meter.refused("SlotIsFull")
        meter.claimed("held")
        meter.called(Network.TELEGRAM, "sendMessage", 429)
        meter.called(Network.TELEGRAM, "getUpdates", 0)
        meter.sent(Network.DISCORD, "send", Urgency.REMINDER, "slow_down")
        meter.answered(Network.DISCORD, begun)
    meter.ticked()
    watch.vitals.fails(Part.BACKUP)
    watch.seconds += 30
    numbers = await watch.numbers()
    assert numbers["tjans_updates_total{kind=pressed}{network=discord}{outcome=refused}"] == 2
    assert numbers["tjans_refusals_total{reason=SlotIsFull}"] == 2
    assert numbers["tjans_claims_total{state=held}"] == 2
    assert numbers["tjans_network_calls_total{method=sendMessage}{network=telegram}{status=429}"] == 2
    assert numbers["tjans_network_calls_total{method=getUpdates}{network=telegram}{status=none}"] == 2
    assert numbers["tjans_sends_total{network=discord}{outcome=slow_down}{urgency=reminder}{what=send}"] == 2
    assert numbers["tjans_answer_seconds_count{network=discord}"] == 2
    assert numbers["tjans_answer_seconds_bucket{le=+Inf}{network=discord}"] == 2
    assert numbers["tjans_last_tick_timestamp_seconds"] > 0
    assert numbers["tjans_failing_seconds{part=backup}"] == 30
    assert numbers["tjans_failing_seconds{part=disk}"] == 0
    assert any(name.startswith("tjans_build_info{python=3.") for name in numbers)
    assert numbers["tjans_process_resident_memory_bytes"] > 0


async def test_an_address_that_is_taken_stops_the_start(watch: Watch) -> None:
    port = int(watch.url.rpartition(":")[2])
    with pytest.raises(Unworkable, match=r"^TJANS_METRICS_LISTEN: cannot listen on 127.0.0.1"):
        async with watched(Monitor(watch, watch, watch.vitals, watch.metrics, watch.networks), ("127.0.0.1", port)):
            raise AssertionError("it listens")


async def test_the_backlog_is_answered_by_indexes(world: World) -> None:
    """Red when the words of the partial index are left out: a month of updates is then read at every scrape."""
    plan = [str(row[3]) for row in await world.rows(f"EXPLAIN QUERY PLAN {QUESTION.replace(':now', '0')}")]
    for table in ("inbox", "notices", "s"):
        (step,) = [line for line in plan if line.split()[1] == table]
        assert "USING INDEX" in step or "USING COVERING INDEX" in step, plan
