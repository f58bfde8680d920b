"""The network is away for hours: politely asked whether it is back, nothing held against anybody, then in order."""

import asyncio
from datetime import timedelta

import pytest

from bot import people, reminding
from bot.cards import Card
from bot.errors import Undelivered, Why
from bot.incoming import Address, Network, Sender
from bot.model import Notice, NoticeKind, Person
from bot.outage import BEGINS_AT, WAITS, Outage, Outages
from bot.outbox import MOST_IN_FLIGHT, Outbox
from bot.ports import Urgency
from bot.returned import BACK_OFF, LONGEST_BACK_OFF, MOST_TRIES
from tests.core.delivering import sending
from tests.core.recorder import Recorder
from tests.people import ZONE
from tests.world import World

STEP = 5.0
"""Seconds between two looks: a tick."""


class Line(Recorder):
    """A network that can be away, for everybody or for one chat; notes who was tried."""

    def __init__(self) -> None:
        super().__init__()
        self.away = False
        self.broken: int | None = None
        self.tried: list[int] = []

    async def send(self, to: Address, card: Card, urgency: Urgency, *, key: str = "") -> int:
        self.tried.append(to.chat_id)
        if self.away or to.chat_id == self.broken:
            raise Undelivered(Why.UNCERTAIN)
        return await super().send(to, card, urgency)


class Seconds:
    """Monotonic seconds, as the test wants them."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Watch:
    """The outbox at its ticks, while hours go by in no time."""

    def __init__(self, world: World, network: Line, outbox: Outbox, seconds: Seconds) -> None:
        self.world, self.network, self._outbox, self._seconds = world, network, outbox, seconds

    async def tick(self) -> None:
        self._outbox.nudge()
        await asyncio.sleep(0)
        while not self._outbox.idle():  # noqa: ASYNC110 - the outbox tells nobody when it is done
            await asyncio.sleep(0.0005)

    async def pass_by(self, time: timedelta, step: float = STEP) -> None:
        end = self.world.now + time
        while self.world.now < end:
            self.world.now += timedelta(seconds=step)
            self._seconds.now += step
            await self.tick()


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


def _fails(outage: Outage, times: int) -> None:
    for _ in range(times):
        outage.failed()


def test_a_send_that_is_lost_now_and_then_is_no_outage(seconds: Seconds) -> None:
    """Red when one lost send in ten makes everybody wait."""
    outage = Outage(Network.TELEGRAM, seconds)
    for _ in range(50):
        _fails(outage, BEGINS_AT - 1)
        assert outage.room(8, 3) == 5
        assert not outage.got_through()


def test_it_is_asked_one_at_a_time_and_more_and_more_rarely(seconds: Seconds) -> None:
    outage = Outage(Network.TELEGRAM, seconds)
    _fails(outage, BEGINS_AT)
    waits = []
    for _ in range(7):
        asked = seconds.now
        while not outage.room(8, 0):
            seconds.now += 1
        assert outage.room(8, 1) == 0
        waits.append(seconds.now - asked)
        outage.failed()
    assert waits == [*WAITS, WAITS[-1], WAITS[-1], WAITS[-1]]
    assert outage.got_through()
    assert outage.room(8, 3) == 5


def test_sends_that_were_under_way_when_it_began_say_nothing_new(seconds: Seconds) -> None:
    """Red when eight sends that fail together make the first pause as long as the eighth."""
    outage = Outage(Network.TELEGRAM, seconds)
    _fails(outage, MOST_IN_FLIGHT)
    seconds.now = WAITS[0]
    assert outage.room(8, 0) == 1


def test_it_is_said_once_in_the_log(seconds: Seconds, caplog: pytest.LogCaptureFixture) -> None:
    outage = Outage(Network.TELEGRAM, seconds)
    for _ in range(2):
        for _ in range(20):
            outage.failed()
            seconds.now += 30
        outage.got_through()
    assert [record.levelname for record in caplog.records] == ["WARNING"] * 4


async def _news(world: World, person: Person, kind: NoticeKind, urgency: Urgency) -> None:
    """News whose cause stays true: `FULL` of a full task, whatever it is called."""
    async with world.storage.transaction() as tx:
        notice = Notice(kind=kind, person_id=person.id, facts={"screen": f"{urgency.value}"}, due_at=world.now)
        tx.notices.put(notice, urgency, world.now)


async def test_six_hours_away_hold_nothing_against_anybody(world: World, seconds: Seconds) -> None:
    """Red when each try while the network is away counts: after a day of that everything would be in trouble."""
    network = Line()
    people = [await world.person() for _ in range(12)]
    for person in people:
        await _news(world, person, NoticeKind.ANSWER, Urgency.ANNOUNCEMENT)
    network.away = True
    async with sending(world, network, Outages(seconds)) as outbox:
        watch = Watch(world, network, outbox, seconds)
        await watch.pass_by(timedelta(hours=6))
        assert MOST_IN_FLIGHT < len(network.tried) <= MOST_IN_FLIGHT + len(WAITS) + 6 * 3600 / WAITS[-1]
        assert await world.rows("SELECT COUNT(*) FROM notices WHERE state = 'owed' AND attempts <= 1") == [(12,)]
        network.away = False
        await watch.pass_by(timedelta(seconds=40))
    assert {to.chat_id for to, _ in network.sent} == {person.address.chat_id for person in people if person.address}
    assert len(network.sent) == 12


async def test_one_network_that_is_away_holds_back_nothing_on_the_other(world: World, seconds: Seconds) -> None:
    """Red when the networks share an outage: what is urgent on the one would then keep the other waiting."""
    away, there = Line(), Line()
    away.away = True
    for number in range(2 * MOST_IN_FLIGHT):
        await _news(world, await world.person(), NoticeKind.ANSWER, Urgency.ANSWER)
        sender = Sender(native_id=5000 + number, name=f"D{number}", language="da", private_chat=9000 + number)
        async with world.storage.transaction() as tx:
            person = await people.recognise(tx, Network.DISCORD, sender, world.now, in_private=True)
        await _news(world, person, NoticeKind.ANSWER, Urgency.DIGEST)
    outages = Outages(seconds)
    _fails(outages.of(Network.TELEGRAM), BEGINS_AT)
    networks = {Network.TELEGRAM: away, Network.DISCORD: there}
    async with sending(world, networks, outages) as outbox:
        watch = Watch(world, away, outbox, seconds)
        await watch.tick()
        assert (len(away.tried), len(there.sent)) == (0, 2 * MOST_IN_FLIGHT)
        await watch.pass_by(timedelta(minutes=2))
        assert 0 < len(away.tried) <= len(WAITS) + 120 / WAITS[-1]
        away.away = False
        await watch.pass_by(timedelta(minutes=2))
    assert (len(away.sent), len(there.sent)) == (2 * MOST_IN_FLIGHT, 2 * MOST_IN_FLIGHT)


async def test_after_an_outage_the_most_urgent_goes_first(world: World, seconds: Seconds) -> None:
    """Red when what was tried during the outage, the most urgent of all, still waits for its next turn (`hurry`)."""
    network = Line()
    urgencies = [Urgency.DIGEST, Urgency.ANNOUNCEMENT, Urgency.REMINDER, Urgency.OFFER, Urgency.ANSWER]
    for urgency in urgencies * 3:
        await _news(world, await world.person(), NoticeKind.ANSWER, urgency)
    await world.rows("UPDATE notices SET attempts = 6")
    network.away = True
    async with sending(world, network, Outages(seconds)) as outbox:
        watch = Watch(world, network, outbox, seconds)
        await watch.pass_by(timedelta(minutes=10))
        network.away = False
        await watch.pass_by(timedelta(seconds=40))
    order = [int(card.headline) for _, card in network.sent]
    assert len(order) == 15
    assert order[1:] == sorted(order[1:])


async def test_a_chat_that_alone_never_answers_is_tried_for_a_day_and_holds_up_nobody(
    world: World, seconds: Seconds
) -> None:
    network = Line()
    assert world.bob.address
    network.broken = world.bob.address.chat_id
    await _news(world, world.bob, NoticeKind.ANSWER, Urgency.ANSWER)
    begun = world.now
    async with sending(world, network, Outages(seconds)) as outbox:
        watch = Watch(world, network, outbox, seconds)
        while await world.owed(world.bob):
            await _news(world, world.alice, NoticeKind.ANSWER, Urgency.ANNOUNCEMENT)
            await watch.pass_by(timedelta(minutes=5), step=300)
    assert await world.owed(world.bob, "trouble") == ["answer"]
    assert network.tried.count(network.broken) == MOST_TRIES + 1
    assert timedelta(hours=20) < world.now - begun < timedelta(hours=36)
    assert await world.owed(world.alice) == []


@pytest.mark.parametrize(
    ("attempts", "wait"),
    [(0, BACK_OFF), (1, 2 * BACK_OFF), (3, 8 * BACK_OFF), (7, LONGEST_BACK_OFF), (29, LONGEST_BACK_OFF)],
)
async def test_the_pause_before_the_next_try_doubles_up_to_an_hour(
    world: World, attempts: int, wait: timedelta
) -> None:
    network = Line()
    network.away = True
    await _news(world, world.bob, NoticeKind.ANSWER, Urgency.ANSWER)
    await world.rows("UPDATE notices SET attempts = ?", attempts)
    async with sending(world, network) as outbox:
        await Watch(world, network, outbox, Seconds()).tick()
    due = int((world.now + wait).timestamp())
    assert await world.rows("SELECT due_at, attempts FROM notices") == [(due, attempts + 1)]


async def _remind(world: World) -> None:
    async with world.storage.transaction() as tx:
        await reminding.promise_reminders(tx, world.now, ZONE)


async def test_reminders_missed_meanwhile_become_one_that_says_it_is_late(world: World, seconds: Seconds) -> None:
    """The day-before reminder at 11 and the two-hours one the next day at 9 both fall into the outage."""
    network = Line()
    task = await world.task(2, starts_in=timedelta(hours=26))
    await world.claims(world.bob, task)
    async with sending(world, network, Outages(seconds)) as outbox:
        watch = Watch(world, network, outbox, seconds)
        await watch.tick()
        network.away = True
        for _ in range(25 * 4):
            await watch.pass_by(timedelta(minutes=15), step=60)
            await _remind(world)
        network.away = False
        await watch.pass_by(timedelta(minutes=1))
    assert [card.headline[:5] for _, card in network.sent] == ["Du er", "Husk:"]
    assert "Beklager, at denne påmindelse kommer sent." in network.sent[-1][1].body
    states = await world.rows("SELECT state FROM notices WHERE kind = 'reminder' ORDER BY id")
    assert states == [("missed",), ("sent",)]


async def test_a_reminder_missed_until_the_night_waits_for_the_morning(world: World, seconds: Seconds) -> None:
    """At 22 the network is back: for a task at 14 the morning is early enough, for one at 8.30 it is not."""
    network = Line()
    world.now = world.now.replace(hour=12)  # 13 in Copenhagen
    early = await world.task(2, starts_in=timedelta(hours=19, minutes=30), title="Tidlig")
    late = await world.task(2, starts_in=timedelta(hours=25), title="Sen")
    await world.claims(world.bob, early)
    await world.claims(world.charlie, late)
    async with sending(world, network, Outages(seconds)) as outbox:
        watch = Watch(world, network, outbox, seconds)
        await watch.tick()
        network.sent.clear()
        network.away = True
        for _ in range(9 * 4):
            await watch.pass_by(timedelta(minutes=15), step=60)
            await _remind(world)
        network.away = False
        await watch.pass_by(timedelta(minutes=5))
        assert [(to.chat_id, "Tidlig" in card.body) for to, card in network.sent] == [(102, True)]
        await watch.pass_by(timedelta(hours=9, minutes=55), step=300)
        await watch.pass_by(timedelta(minutes=5))
    assert [to.chat_id for to, _ in network.sent] == [102, 103]
    assert world.now.astimezone(ZONE).hour == 8
