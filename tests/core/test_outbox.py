"""Notices: at least once, never for what is no longer true, and nothing is lost when somebody cannot be reached."""

import asyncio
from datetime import timedelta

import pytest

from bot import people
from bot.cards import Card
from bot.errors import Undelivered, Why
from bot.incoming import Address
from bot.model import ClaimState, Notice, NoticeKind
from bot.ports import Urgency
from tests.core.delivering import deliver, sending
from tests.core.recorder import Recorder
from tests.world import World


async def test_a_confirmation_is_sent_once(world: World) -> None:
    network = Recorder()
    await world.claims(world.bob, await world.task(2))
    await deliver(world, network)
    await deliver(world, network)
    assert [card.headline for _, card in network.sent] == ["Du er med"]


async def test_what_is_no_longer_true_is_not_sent(world: World) -> None:
    """Design I6. Red when bot.noticing words what was promised for a claim that is over, whoever holds a place."""
    network = Recorder()
    task = await world.task(2)
    await world.claims(world.bob, task)
    await world.leaves(world.bob, task)
    await deliver(world, network)
    assert network.sent == []
    assert await world.owed(world.bob, "dropped") == ["claimed"]


async def test_a_blocked_person_is_marked_and_told_when_they_come_back(world: World) -> None:
    """Design I6. Red when an unreachable notice is dropped instead of kept."""
    network = Recorder()
    network.failing = [Undelivered(Why.BLOCKED)]
    await world.claims(world.bob, await world.task(2))
    await deliver(world, network)
    assert await world.owed(world.bob, "unreachable") == ["claimed"]
    async with world.storage.transaction() as tx:
        person = await tx.people.get(world.bob.id)
        assert person
        assert not person.reachable
        await people.can_be_reached(tx, person, world.now)
    await deliver(world, network)
    assert [card.headline for _, card in network.sent] == ["Du er med"]


async def test_an_offer_that_cannot_be_delivered_goes_to_the_next(world: World) -> None:
    network = Recorder()
    task = await world.task(1)
    await world.claims(world.alice, task)
    await world.waits(world.bob, task)
    await world.waits(world.charlie, task)
    await deliver(world, network)
    await world.leaves(world.alice, task)
    network.failing = [Undelivered(Why.BLOCKED)]
    await deliver(world, network)
    first, second = await world.standing(world.bob, task), await world.standing(world.charlie, task)
    assert first.live
    assert second.live
    assert (first.live.state, second.live.state) == (ClaimState.WAITING, ClaimState.OFFERED)
    assert second.live.offered_until


async def test_the_time_to_answer_an_offer_runs_from_its_delivery(world: World) -> None:
    """Twelve hours of day: eleven until 21, the last one from 08 the next morning."""
    network = Recorder()
    task = await world.task(1)
    await world.claims(world.alice, task)
    await world.waits(world.bob, task)
    await world.leaves(world.alice, task)
    assert (await world.standing(world.bob, task)).live.offered_until is None  # type: ignore[union-attr]
    await deliver(world, network)
    assert (await world.standing(world.bob, task)).live.offered_until == world.now + timedelta(hours=23)  # type: ignore[union-attr]


@pytest.mark.parametrize("why", [Why.UNCERTAIN, Why.SLOW_DOWN])
async def test_a_send_that_may_be_lost_is_tried_again(world: World, why: Why) -> None:
    network = Recorder()
    network.failing = [Undelivered(why, retry_in=timedelta(seconds=7))]
    await world.claims(world.bob, await world.task(2))
    await deliver(world, network)
    assert network.sent == []
    world.now += timedelta(minutes=1)
    await deliver(world, network)
    assert len(network.sent) == 1


async def test_one_person_with_much_news_holds_up_nobody(world: World) -> None:
    """Red when `due` hands out more than one notice a person: forty to Alice would take every lease."""
    network = Recorder()
    task = await world.task(3)
    async with world.storage.transaction() as tx:
        for number in range(40):
            news = Notice(key=f"{number}", kind=NoticeKind.FULL, person_id=world.alice.id, due_at=world.now)
            tx.notices.put(news, Urgency.ANSWER, world.now)
    await world.claims(world.bob, task)
    async with world.storage.transaction() as tx:
        due = await tx.notices.due(world.now, (), 8)
        beside = await tx.notices.due(world.now, (world.alice.id,), 8)
    assert [notice.person_id for notice in due] == [world.alice.id]
    assert [notice.person_id for notice in beside] == [world.bob.id]
    await deliver(world, network)
    assert [card.headline for _, card in network.sent] == ["Du er med"]


async def test_news_waits_for_the_end_of_quiet_hours_and_answers_do_not(world: World) -> None:
    network = Recorder()
    task = await world.task(2)
    world.now = world.now.replace(hour=22)
    await world.claims(world.bob, task)
    async with world.storage.transaction() as tx:
        news = Notice(
            key="x", kind=NoticeKind.FULL, person_id=world.alice.id, task_id=task.id, due_at=world.now, claim_id=None
        )
        tx.notices.put(news, Urgency.ANNOUNCEMENT, world.now)
    await deliver(world, network)
    assert [card.headline for _, card in network.sent] == ["Du er med"]
    assert (await world.rows("SELECT due_at FROM notices WHERE key = 'x'"))[0][0] == int(
        world.now.replace(day=24, hour=7).timestamp()
    )


class Unhurried(Recorder):
    """A send takes until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.begun: list[Address] = []
        self.let_go = asyncio.Event()

    async def send(self, to: Address, card: Card, urgency: Urgency, *, key: str = "") -> int:
        self.begun.append(to)
        await self.let_go.wait()
        return await super().send(to, card, urgency)


async def test_what_is_on_its_way_is_not_sent_again(world: World) -> None:
    """Design I6. Red when a look at what is due does not leave out what is leased."""
    network, task = Unhurried(), await world.task(2)
    async with sending(world, network) as outbox:
        for person in (world.bob, world.dana):  # who is looked for while the first is on the way
            await world.claims(person, task)
            outbox.nudge()
            while person.address not in network.begun:  # noqa: ASYNC110 - nor when it begins
                await asyncio.sleep(0.005)
        network.let_go.set()
        while not outbox.idle():  # noqa: ASYNC110 - the outbox tells nobody when it is done
            await asyncio.sleep(0.005)
    assert [to for to in network.begun if to == world.bob.address] == [world.bob.address]
