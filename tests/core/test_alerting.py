"""What stays wrong is told to the admins: once in six hours, and once more when it is over."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.alerting import AGAIN_AFTER, LASTS, LOOK_EVERY, Alerting
from bot.cards import Card
from bot.errors import Undelivered, Unstored, Why
from bot.incoming import Arrival, Network
from bot.model import Person
from bot.noticing import Noticing
from bot.ports import Messenger
from bot.vitals import Part, Vitals
from bot.wording import alerts
from bot.wording.words import Words
from storage.transaction import Storage, Tx
from tests.core.recorder import Recorder
from tests.people import ADMINS, DANA, NOW, ZONE
from tests.usecases.linking_desk import on_discord
from tests.world import World

DISK = "Jeg kan ikke skrive til min disk"


@dataclass
class Watch:
    """The alerting over a world; `passes` moves its clock and its stopwatch, looking every half minute."""

    world: World
    seconds: float = 0.0
    disk: bool = True
    full: bool = False
    sends: bool = True
    nudges: int = 0
    network: Recorder = field(default_factory=Recorder)
    both: bool = False

    def __post_init__(self) -> None:
        self.vitals = Vitals(lambda: self.seconds)
        self.restarts()

    def restarts(self) -> None:
        messengers: dict[Network, Messenger] = {Network.TELEGRAM: self.network}
        if self.both:
            messengers[Network.DISCORD] = Recorder()
        self.alerting = Alerting(self, messengers, self.vitals, self.words_for, self, ZONE, self.nudge)

    def words_for(self, person: Person) -> Words:
        return Words("da", ZONE)

    def nudge(self) -> None:
        self.nudges += 1

    def now(self) -> datetime:
        return self.world.now

    async def sleep(self, seconds: float) -> None:
        raise AssertionError("nobody sleeps by this clock")

    def transaction(self) -> AbstractAsyncContextManager[Any]:
        if not self.disk:
            raise Unstored("the disk is full")
        return self._full() if self.full else self.world.storage.transaction()

    @asynccontextmanager
    async def _full(self) -> AsyncIterator[Tx]:
        """A disk that can be read, and takes no new row."""
        async with self.world.storage.transaction() as tx:
            before = await tx.notices.due(self.world.now, [], 100)
            yield tx
            if len(await tx.notices.due(self.world.now, [], 100)) != len(before):
                raise Unstored("the disk is full")

    async def passes(self, time: timedelta, every: float = LOOK_EVERY) -> None:
        for _ in range(int(time.total_seconds() / every)):
            self.seconds += every
            self.world.now += timedelta(seconds=every)
            if not self.vitals.fails_now(Part.TELEGRAM):
                self.vitals.works(Part.TELEGRAM)
            if self.both and not self.vitals.fails_now(Part.DISCORD):
                self.vitals.works(Part.DISCORD)
            await self.alerting.look()
            if self.sends:
                await self.world.rows("UPDATE notices SET state = 'sent' WHERE kind = 'alert'")

    async def told(self) -> list[tuple[str, bool]]:
        """The alerts promised to Dana, the admin, and to nobody else: the part, and whether it is over."""
        rows = await self.world.rows(
            "SELECT facts ->> 'part', facts ->> 'until', person_id FROM notices WHERE kind = 'alert' ORDER BY id"
        )
        assert {row[2] for row in rows} <= {self.world.dana.id}
        return [(str(part), bool(until)) for part, until, _ in rows]

    async def worded(self) -> list[Card | None]:
        """What stands in the outbox now, worded as it would be sent."""
        noticing = Noticing(self.words_for, _no_screen, ZONE)
        async with self.world.storage.transaction() as tx:
            due = await tx.notices.due(self.world.now, [], 10)
            return [await noticing.word(tx, notice, self.world.dana, self.world.now) for notice in due]


async def _no_screen(tx: object, person: Person, packed: str, now: datetime) -> Card | None:
    raise AssertionError("an alert is no screen")


@pytest.fixture
def watch(world: World) -> Watch:
    return Watch(world)


@pytest.mark.parametrize("part", [Part.ALONE, Part.DISK])
async def test_what_passes_soon_is_told_to_nobody(watch: Watch, part: Part) -> None:
    watch.vitals.fails(part)
    await watch.passes(timedelta(seconds=LASTS[part] - LOOK_EVERY))
    watch.vitals.works(part)
    await watch.passes(timedelta(hours=1), every=60)
    assert await watch.told() == []
    assert watch.nudges == 0


@pytest.mark.parametrize("part", [Part.ALONE, Part.DISK, Part.BACKUP])
async def test_what_stays_wrong_is_told_once_in_six_hours_and_once_when_it_is_over(watch: Watch, part: Part) -> None:
    watch.vitals.fails(part)
    await watch.passes(timedelta(seconds=LASTS[part] + LOOK_EVERY))
    assert await watch.told() == [(part, False)]
    await watch.passes(AGAIN_AFTER - timedelta(minutes=2), every=60)
    assert await watch.told() == [(part, False)]
    await watch.passes(timedelta(minutes=3))
    assert await watch.told() == [(part, False)] * 2
    watch.vitals.works(part)
    await watch.passes(timedelta(seconds=90))
    assert len(await watch.told()) == 2
    await watch.passes(timedelta(hours=24), every=300)
    assert await watch.told() == [(part, False), (part, False), (part, True)]


async def test_trouble_that_comes_and_goes_is_not_told_each_time(watch: Watch) -> None:
    for _ in range(10):
        watch.vitals.fails(Part.ALONE)
        await watch.passes(timedelta(minutes=10))
        watch.vitals.works(Part.ALONE)
        await watch.passes(timedelta(minutes=10))
    assert await watch.told() == [("alone", False), ("alone", True)]


async def test_a_restart_forgets_nothing(watch: Watch) -> None:
    watch.vitals.fails(Part.BACKUP)
    await watch.passes(timedelta(minutes=1))
    watch.vitals = Vitals(lambda: watch.seconds)
    watch.restarts()
    await watch.passes(timedelta(hours=1), every=60)
    watch.vitals.fails(Part.BACKUP)
    await watch.passes(timedelta(hours=1), every=60)
    assert await watch.told() == [("backup", False)]
    watch.vitals.works(Part.BACKUP)
    await watch.passes(timedelta(minutes=5))
    assert await watch.told() == [("backup", False), ("backup", True)]


async def test_an_update_that_is_not_handled_for_minutes(watch: Watch, world: World) -> None:
    async with world.storage.transaction() as tx:
        (row,) = await tx.inbox.store(Network.TELEGRAM, 1, [Arrival(number=1, lane="telegram:u:5", raw="{}")], NOW)
    await watch.passes(timedelta(minutes=5, seconds=30))
    assert await watch.told() == []
    await watch.passes(timedelta(minutes=2))
    assert await watch.told() == [("inbox", False)]
    async with world.storage.transaction() as tx:
        tx.inbox.done(row.id, None, "", world.now)
    await watch.passes(timedelta(minutes=3))
    assert await watch.told() == [("inbox", False), ("inbox", True)]


async def test_a_clock_that_is_moved_makes_nobody_late(watch: Watch, world: World) -> None:
    async with world.storage.transaction() as tx:
        (row,) = await tx.inbox.store(Network.TELEGRAM, 1, [Arrival(number=1, lane="telegram:u:5", raw="{}")], NOW)
    world.now += timedelta(hours=5)
    await watch.passes(timedelta(seconds=30))
    async with world.storage.transaction() as tx:
        tx.inbox.done(row.id, None, "", world.now)
    await watch.passes(timedelta(minutes=10))
    assert await watch.told() == []


@pytest.mark.parametrize(("network", "alerts"), [(True, 1), (False, 0)], ids=["there", "away"])
async def test_notices_that_go_out_late(watch: Watch, world: World, *, network: bool, alerts: int) -> None:
    await world.claims(world.bob, await world.task(3))
    works = watch.vitals.works
    if not network:
        watch.vitals.works = lambda part: works(part) if part is not Part.TELEGRAM else None  # type: ignore[method-assign]
    await watch.passes(timedelta(minutes=18))
    assert await watch.told() == [("outbox", False)] * alerts


@pytest.mark.parametrize("part", [Part.TELEGRAM, Part.DISCORD])
async def test_a_network_that_stays_away_is_told_by_name_where_there_is_another(watch: Watch, part: Part) -> None:
    watch.both, watch.sends = True, False
    watch.restarts()
    watch.vitals.fails(part)
    await watch.passes(timedelta(minutes=4))
    assert await watch.told() == []
    await watch.passes(timedelta(minutes=2))
    (wrong,) = await watch.worded()
    assert wrong
    assert wrong.headline == f"Jeg kan ikke få forbindelse til {part.value.title()}"
    watch.sends = True
    watch.vitals.works(part)
    await watch.passes(timedelta(minutes=2))
    assert await watch.told() == [(part, False), (part, True)]


async def test_the_only_network_is_not_told_of_through_itself(watch: Watch) -> None:
    watch.vitals.fails(Part.TELEGRAM)
    await watch.passes(timedelta(minutes=20))
    assert await watch.told() == []


@pytest.mark.parametrize(("away", "alerts"), [(Part.DISCORD, 0), (Part.TELEGRAM, 1)])
async def test_what_waits_for_a_network_that_is_away_is_not_late(
    watch: Watch, world: World, *, away: Part, alerts: int
) -> None:
    """Red when one number stands for both: Telegram works, so what Discord's people wait for counted as late."""
    bo = await on_discord(world, "Bo")
    await world.claims(bo, await world.task(3))
    watch.both = True
    watch.restarts()
    watch.vitals.fails(away)
    await watch.passes(timedelta(minutes=18))
    assert (await watch.told()).count(("outbox", False)) == alerts


async def test_while_the_disk_fails_it_is_sent_past_it_and_the_end_is_a_notice(
    watch: Watch, caplog: pytest.LogCaptureFixture
) -> None:
    await watch.passes(timedelta(minutes=1))
    watch.disk = False
    await watch.passes(timedelta(hours=5), every=60)
    assert [(to.chat_id, card.headline) for to, card in watch.network.sent] == [(DANA.native_id, DISK)]
    watch.disk, watch.sends = True, False
    watch.vitals.works(Part.DISK)
    await watch.passes(timedelta(minutes=10))
    assert await watch.told() == [("disk", True)]
    (over,) = await watch.worded()
    assert over
    assert over.headline == "Jeg kan skrive til min disk igen"
    watch.disk = False
    await watch.passes(timedelta(minutes=30))
    assert len(watch.network.sent) == 2, "six hours have not passed, but of this the table could not tell"
    assert "full" not in caplog.text


async def test_a_disk_that_can_be_read_but_not_written_is_told_once(watch: Watch) -> None:
    """The look itself succeeds as long as it has nothing to write."""
    await watch.passes(timedelta(minutes=1))
    watch.full = True
    watch.vitals.fails(Part.DISK)
    await watch.passes(timedelta(hours=5), every=60)
    assert [card.headline for _, card in watch.network.sent] == [DISK]
    watch.full = False
    watch.vitals.works(Part.DISK)
    await watch.passes(timedelta(minutes=5))
    assert await watch.told() == [("disk", True)]


async def test_past_the_disk_quiet_hours_hold_too_and_a_send_that_fails_is_tried_again(
    watch: Watch, world: World
) -> None:
    world.now = NOW.replace(hour=22)
    await watch.passes(timedelta(minutes=1))
    watch.disk = False
    await watch.passes(timedelta(hours=8), every=60)
    assert watch.network.sent == []
    watch.network.failing = [Undelivered(Why.UNCERTAIN)] * 3
    await watch.passes(timedelta(hours=2), every=60)
    assert len(watch.network.sent) == 1
    assert watch.network.failing == []


async def test_what_is_over_before_it_could_be_sent_is_not_sent(watch: Watch) -> None:
    watch.sends = False
    watch.vitals.fails(Part.ALONE)
    await watch.passes(timedelta(minutes=2))
    (wrong,) = await watch.worded()
    assert wrong
    assert wrong.headline == "Et andet program kører med mit token"
    watch.vitals.works(Part.ALONE)
    await watch.passes(timedelta(minutes=3))
    async with watch.world.storage.transaction() as tx:
        rows = await tx.notices.due(watch.world.now, [], 10)
        noticing = Noticing(watch.words_for, _no_screen, ZONE)
        assert await noticing.word(tx, rows[0], watch.world.dana, watch.world.now) is None


async def test_an_admin_who_comes_later_is_told_then(watch: Watch, world: World) -> None:
    world.storage = Storage(world.database, frozenset())
    watch.vitals.fails(Part.BACKUP)
    await watch.passes(timedelta(minutes=10))
    assert await watch.told() == []
    world.storage = Storage(world.database, ADMINS)
    await watch.passes(timedelta(minutes=1))
    assert await watch.told() == [("backup", False)]


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("part", LASTS)
def test_every_part_has_its_words(part: Part, language: str) -> None:
    words = Words(language, ZONE)
    wrong = alerts.wrong(part, NOW - timedelta(minutes=5), words, NOW)
    over = alerts.over(part, NOW - timedelta(minutes=5), NOW, words, NOW)
    others = [alerts.wrong(one, NOW, words, NOW).headline for one in LASTS if one is not part]
    assert wrong.headline not in others
    assert over.headline not in (wrong.headline, *others)
    assert "9.55" in wrong.body or "09:55" in wrong.body
    assert "9.55" in over.body or "09:55" in over.body
    assert "10.00" in over.body or "10:00" in over.body
