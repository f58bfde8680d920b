"""A freed place on its way: told in time, never lost, never promised twice, and yes is yes."""

from datetime import timedelta

import pytest

from bot import claiming, lining, people, posting
from bot.cards import Card
from bot.claiming import Now
from bot.errors import Undelivered, Why
from bot.incoming import Address
from bot.model import Claim, ClaimState, Person, Task
from bot.ports import Urgency
from bot.refusals import TaskIsOver
from bot.wording.words import Words
from tests.core.delivering import deliver, heard
from tests.core.recorder import Recorder
from tests.people import ZONE
from tests.usecases.desk import Desk
from tests.usecases.test_editing import has_places, saves
from tests.world import World

OFFER = Words("da", ZONE).say("There is a place for you")


async def _freed(world: World) -> Task:
    """One place, given back by Charlie, and offered to Bob, who has not heard of it yet."""
    task = await world.task(1)
    await world.claims(world.charlie, task)
    await world.waits(world.bob, task)
    await world.rows("DELETE FROM notices")
    await world.leaves(world.charlie, task)
    return task


async def _live(world: World, person: Person, task: Task) -> Claim:
    live = (await world.standing(person, task)).live
    assert live
    return live


async def _lapses(world: World) -> None:
    async with world.storage.transaction() as tx:
        await lining.lapse_offers(tx, world.now)


async def test_an_offer_the_network_refuses_goes_to_the_next(world: World) -> None:
    """Red when `give_up` withdraws offers of the unreachable only (the place is locked for good), or when
    `withdraw_offer` may offer it to the same person again (the outbox turns for ever)."""
    task = await _freed(world)
    await world.waits(world.dana, task)
    network = Recorder()
    network.failing = [Undelivered(Why.REFUSED)]
    await deliver(world, network)
    bob = await _live(world, world.bob, task)
    assert (bob.state, bob.line) == (ClaimState.WAITING, 1)
    assert (await _live(world, world.dana, task)).state is ClaimState.OFFERED
    assert await world.owed(world.dana, "sent") == ["offer"]
    assert await heard(world, network, world.alice) == []  # told in the same round
    assert await world.owed(world.alice, "sent") == ["undeliverable"]


async def test_who_can_be_reached_again_is_offered_a_place_once(world: World) -> None:
    """Red when neither `owe_again` nor `supersede` keeps the old offer from going beside the line's new one."""
    task = await _freed(world)
    network = Recorder()
    network.failing = [Undelivered(Why.BLOCKED)]
    await deliver(world, network)
    assert (await _live(world, world.bob, task)).state is ClaimState.WAITING
    async with world.storage.transaction() as tx:
        bob = await tx.people.get(world.bob.id)
        assert bob
        await people.can_be_reached(tx, bob, world.now)
    assert await heard(world, network, world.bob) == [OFFER]


async def test_an_offer_goes_before_other_news(world: World) -> None:
    """Design, Pacing: answers, offers, reminders, announcements. Red when every notice is an announcement."""

    class Watchful(Recorder):
        async def send(self, to: Address, card: Card, urgency: Urgency, *, key: str = "") -> int:
            seen[card.headline] = urgency
            return await super().send(to, card, urgency)

    seen: dict[str, Urgency] = {}
    await _freed(world)
    await deliver(world, Watchful())
    assert seen == {OFFER: Urgency.OFFER}


# Cancelled and restored


async def test_an_offer_of_a_restored_task_is_made_anew_and_has_its_time(world: World) -> None:
    """Red when `restore` leaves the old offer as it is: it would never lapse."""
    task, network = await _freed(world), Recorder()
    async with world.storage.transaction() as tx:
        await posting.cancel(tx, world.alice, task.id, world.now)
    await deliver(world, network)
    async with world.storage.transaction() as tx:
        await posting.restore(tx, world.alice, task.id, world.now)
    assert OFFER in await heard(world, network, world.bob)
    until = (await _live(world, world.bob, task)).offered_until
    assert until
    world.now = until
    await _lapses(world)
    assert (await world.standing(world.bob, task)).live is None


async def test_an_offer_does_not_lapse_while_its_task_is_cancelled(world: World) -> None:
    """Red when `overdue_offers` asks of every task."""
    task = await _freed(world)
    offered = await _live(world, world.bob, task)
    async with world.storage.transaction() as tx:
        tx.claims.set_deadline(offered.id, world.now + timedelta(minutes=2))
        await posting.cancel(tx, world.alice, task.id, world.now)
    world.now += timedelta(minutes=5)
    await _lapses(world)
    async with world.storage.transaction() as tx:
        await posting.restore(tx, world.alice, task.id, world.now)
    assert (await _live(world, world.bob, task)).state is ClaimState.OFFERED


# Closed


async def test_an_offer_still_to_be_delivered_stands_on_a_closed_task(world: World) -> None:
    """Red when `close` takes it back, or nobody sends it: a press on the card may have shown it."""
    task = await _freed(world)
    assert (await world.waits(world.bob, task)).now is Now.OFFERED
    async with world.storage.transaction() as tx:
        await posting.close(tx, world.alice, task.id, world.now, closed=True)
    offered = await _live(world, world.bob, task)
    assert offered.state is ClaimState.OFFERED
    assert len(await heard(world, Recorder(), world.bob)) == 1
    assert (await _live(world, world.bob, task)).offered_until is not None
    async with world.storage.transaction() as tx:
        assert (await claiming.accept(tx, world.bob, offered.id, world.now)).now is Now.IN


async def test_an_offer_that_was_delivered_stands_on_a_closed_task(world: World) -> None:
    task = await _freed(world)
    await deliver(world, Recorder())
    async with world.storage.transaction() as tx:
        await posting.close(tx, world.alice, task.id, world.now, closed=True)
    offered = await _live(world, world.bob, task)
    async with world.storage.transaction() as tx:
        outcome = await claiming.accept(tx, world.bob, offered.id, world.now)
    assert outcome.now is Now.IN


# Yes and no


async def test_joining_the_line_with_an_offer_in_hand_repeats_the_offer(world: World) -> None:
    """Red when `wait` goes on to `claim`: who asked to wait would have a place."""
    task = await _freed(world)
    assert (await world.waits(world.bob, task)).now is Now.OFFERED
    assert (await _live(world, world.bob, task)).state is ClaimState.OFFERED


async def test_a_late_yes_that_fills_the_task_tells_the_coordinator(world: World) -> None:
    task = await _freed(world)
    offered = await _live(world, world.bob, task)
    async with world.storage.transaction() as tx:
        tx.claims.set_deadline(offered.id, world.now)
    await _lapses(world)
    await world.rows("DELETE FROM notices")
    async with world.storage.transaction() as tx:
        assert (await claiming.accept(tx, world.bob, offered.id, world.now)).now is Now.IN
    assert await world.owed(world.alice) == ["full"]


# Too late


async def test_what_was_done_cannot_be_given_back(world: World) -> None:
    """Red when `leave` does not look at the clock."""
    task = await world.task(2)
    held = (await world.claims(world.bob, task)).claim
    assert held
    world.now = task.ends_at
    with pytest.raises(TaskIsOver):
        async with world.storage.transaction() as tx:
            await claiming.leave(tx, world.bob, held.id, world.now)
    assert (await _live(world, world.bob, task)).state is ClaimState.HELD


async def test_nobody_moves_out_of_a_role_that_has_begun(world: World) -> None:
    task = await world.task(roles={"kok": 1, "opvask": 1})
    await world.claims(world.bob, task, 0)
    await world.rows(
        "UPDATE slots SET starts_at = starts_at + 7200, be_there_at = be_there_at + 7200 WHERE id = ?",
        task.slots[1].id,
    )
    world.now = task.starts_at + timedelta(minutes=30)
    with pytest.raises(TaskIsOver):
        async with world.storage.transaction() as tx:
            await claiming.move(tx, world.bob, task.id, task.slots[1].id, world.now)
    assert (await _live(world, world.bob, task)).slot_id == task.slots[0].id


async def test_who_lost_a_place_at_night_and_is_offered_it_again_hears_both_in_one_message(world: World) -> None:
    """Red when DROPPED is said to the offered: "your place is gone" came after "there is a place for you"."""
    task = await world.task(2)
    await world.claims(world.charlie, task)
    await world.claims(world.bob, task)
    await saves(world, await has_places(world, task, 1))
    bob = Desk(world, world.bob)
    assert "dropped" in await bob.told()
    await world.leaves(world.charlie, task)
    told = await bob.told()
    assert sorted(told) == ["offer"]
    assert "your place was gone" in told["offer"].body
    await world.rows("UPDATE notices SET state = 'sent' WHERE kind = 'dropped'")
    assert "your place was gone" not in (await bob.told())["offer"].body


async def test_who_only_had_an_offer_lost_no_place(world: World) -> None:
    """Red when whoever had not said yes yet is told that their place is gone."""
    task = await world.task(1)
    await world.claims(world.charlie, task)
    await world.waits(world.bob, task)
    await saves(world, await has_places(world, task, 2))
    await saves(world, await has_places(world, task, 1))
    bob = Desk(world, world.bob)
    assert (await bob.told())["dropped"].headline == "Sorry, the offer is off"
    await world.leaves(world.charlie, task)
    assert "your place was gone" not in (await bob.told())["offer"].body
