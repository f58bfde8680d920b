"""Live cards when nobody knows what became of an edit, or the network takes none."""

# ruff: noqa: ASYNC110 - the publisher tells nobody when it is done

import asyncio

import pytest

from bot.cards import Card
from bot.errors import Undelivered, Why
from bot.incoming import Address, ChatKind, Network
from bot.model import Task
from bot.outage import BEGINS_AT, Outages
from bot.ports import Urgency
from bot.publishing import MOST_REFUSALS
from bot.wording.tasks import public_card
from tests.core.recorder import Recorder
from tests.core.test_publishing import publishes
from tests.usecases.desk import COMMUNITY
from tests.world import World

CHANNELS = 12
FRESH = "SELECT COUNT(*) FROM posts WHERE stale = 0"


class Line(Recorder):
    """A network whose calls fail as the test says, before or after they took effect; counts the tries."""

    def __init__(self) -> None:
        super().__init__()
        self.why: Why | None = None
        self.after = False
        self.tries = 0

    async def send(self, to: Address, card: Card, urgency: Urgency, *, key: str = "") -> int:
        self._try()
        return await super().send(to, card, urgency)

    async def edit(self, to: Address, message_id: int, card: Card, urgency: Urgency) -> None:
        if not self.after:
            self._try()
        await super().edit(to, message_id, card, urgency)
        if self.after:
            self._try()

    def _try(self) -> None:
        self.tries += 1
        if self.why is not None:
            raise Undelivered(self.why)


class Pauses:
    """Sleeps that take no time, and how long they would have taken."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.slept.append(seconds)
        await asyncio.sleep(0)


async def _until(world: World, sql: str, wanted: object) -> None:
    async with asyncio.timeout(20):
        while (await world.rows(sql))[0][0] != wanted:
            await asyncio.sleep(0)


async def _shown(world: World, network: Recorder) -> Task:
    """A task whose card stands in the channel."""
    task = await world.task(2)
    async with publishes(world, network):
        await _until(world, FRESH, 1)
    return task


async def _wanted(world: World, task: Task) -> Card:
    return public_card(await world.see(task), COMMUNITY.words("da"), world.now)


@pytest.mark.parametrize("killed", [True, False], ids=["killed", "answer lost"])
async def test_an_edit_that_may_have_arrived_is_not_taken_for_one_that_did_not(world: World, *, killed: bool) -> None:
    """It arrived, nobody knows, and the task is again as it was before it: the card must follow.

    Red when the card is compared with what it showed before the edit.
    """
    network = Line()
    task = await _shown(world, network)
    await world.claims(world.bob, task)
    network.why, network.after = Why.UNCERTAIN, True
    async with publishes(world, network, sleep=Pauses()):
        async with asyncio.timeout(20):
            while not network.edited:
                await asyncio.sleep(0)
        await world.leaves(world.bob, task)
        if not killed:
            network.why = None
            await _until(world, FRESH, 1)
    network.why = None
    async with publishes(world, network, recovers=True):
        await _until(world, FRESH, 1)
    assert network.edited[-1] == (1, await _wanted(world, task))


async def _many_channels(world: World) -> None:
    async with world.storage.transaction() as tx:
        for number in range(1, CHANNELS):
            address = Address(network=Network.TELEGRAM, chat_id=-100300 - number)
            channel = tx.channels.add(address, ChatKind.CHANNEL, f"Kanal {number}", "da", world.now)
            tx.channels.connect(channel.id, world.organisation.id)


async def _until_tried(network: Line, times: int) -> None:
    async with asyncio.timeout(20):
        while network.tries < times:
            await asyncio.sleep(0)


async def test_a_network_that_is_away_is_asked_by_one_card_at_a_time(world: World) -> None:
    """Red when every channel tries for itself every five seconds, as long as the network is away."""
    network, seconds = Line(), [0.0]
    await _many_channels(world)
    await world.task(2)
    network.why = Why.UNCERTAIN
    async with publishes(world, network, outages=Outages(lambda: seconds[0]), sleep=Pauses()) as publisher:
        await _until_tried(network, CHANNELS)
        for asked in range(1, 6):
            seconds[0] += 30
            publisher.nudge()
            await _until_tried(network, CHANNELS + asked)
            for _ in range(50):
                publisher.nudge()
                await world.rows("SELECT 1")
            assert network.tries == CHANNELS + asked
        network.why = None
        seconds[0] += 30
        publisher.nudge()
        await _until(world, FRESH, CHANNELS)
    assert len(network.sent) == CHANNELS


async def test_where_one_network_is_away_the_cards_of_the_other_are_right(world: World) -> None:
    """Red when the networks share an outage: the card on the other one then waits for a probe that never comes."""
    away, there = Line(), Recorder()
    async with world.storage.transaction() as tx:
        address = Address(network=Network.DISCORD, chat_id=77)
        channel = tx.channels.add(address, ChatKind.CHANNEL, "opgaver", "da", world.now)
        tx.channels.connect(channel.id, world.organisation.id)
    outages = Outages(lambda: 0.0)
    for _ in range(BEGINS_AT):
        outages.of(Network.TELEGRAM).failed()
    networks = {Network.TELEGRAM: away, Network.DISCORD: there}
    async with publishes(world, networks, outages=outages, sleep=Pauses()) as publisher:
        await world.task(2)
        publisher.nudge()
        await _until(world, FRESH, 1)
    assert (away.tries, len(there.sent)) == (0, 1)


async def test_a_chat_that_alone_fails_is_tried_more_and_more_rarely(world: World) -> None:
    network, pauses, outages = Line(), Pauses(), Outages()
    await world.task(2)
    network.why = Why.UNCERTAIN
    async with publishes(world, network, outages=outages, sleep=pauses):
        async with asyncio.timeout(20):
            while network.tries < 12:
                outages.of(Network.TELEGRAM).got_through()  # others get through meanwhile
                await asyncio.sleep(0)
    waited = [round(seconds) for seconds in pauses.slept]
    assert waited[:12] == [0, 5, 10, 20, 40, 80, 160, 300, 300, 300, 300, 300]


@pytest.mark.parametrize("times", [1, MOST_REFUSALS - 1, MOST_REFUSALS])
async def test_a_card_refused_in_odd_words_is_tried_again_before_it_counts_as_gone(world: World, times: int) -> None:
    """Red when one refusal that nobody understands tells the coordinator that the card is gone: it still stands."""
    network = Recorder()
    task = await _shown(world, network)
    network.failing = [Undelivered(Why.REFUSED, detail="WC_CONVERT_URL_INVALID") for _ in range(times)]
    await world.claims(world.bob, task)
    gone = times == MOST_REFUSALS
    async with publishes(world, network, sleep=Pauses()):
        await _until(world, "SELECT state = 'gone' OR stale = 0 FROM posts", 1)
    assert await world.rows("SELECT state FROM posts") == [("gone" if gone else "live",)]
    assert ("card_gone" in await world.owed(world.alice)) == gone
    assert len(network.edited) == (0 if gone else 1)
