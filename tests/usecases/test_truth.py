"""What people are told is how it is: old buttons, tasks that were called off, numbers in line.

Found by tests/properties/test_town.py, and told here as they happen.
"""

import pytest

from bot import claiming, lining, posting, staffing, undoing
from bot.claiming import Now
from bot.model import Claim, ClaimState, Person, Reach, Task
from bot.refusals import TaskIsCancelled
from tests.usecases.desk import Desk
from tests.world import World


async def live(world: World, person: Person, task: Task) -> Claim:
    found = (await world.standing(person, task)).live
    assert found
    return found


async def is_cancelled(world: World, task: Task) -> None:
    async with world.storage.transaction() as tx:
        await posting.cancel(tx, world.alice, task.id, world.now)


async def offered_to_charlie(world: World) -> tuple[Task, Claim]:
    """A task with one place, which Bob had."""
    task = await world.task(1)
    await world.claims(world.bob, task)
    await world.waits(world.charlie, task)
    await world.leaves(world.bob, task)
    return task, await live(world, world.charlie, task)


async def test_nobody_is_told_that_they_are_in_on_what_is_cancelled(world: World) -> None:
    """Red when `stands` does not look whether the task is cancelled."""
    task = await world.task(2)
    claim = (await world.claims(world.bob, task)).claim
    assert claim
    await is_cancelled(world, task)
    with pytest.raises(TaskIsCancelled):
        await world.claims(world.bob, task)
    with pytest.raises(TaskIsCancelled):
        async with world.storage.transaction() as tx:
            await undoing.undo(tx, world.bob, claim.id, world.now)


async def test_who_was_taken_off_just_before_hears_that_first(world: World) -> None:
    """Red when a cancelled task drops every notice but that it is cancelled: they would have come."""
    task = await world.task(1)
    await world.claims(world.bob, task)
    held = await live(world, world.bob, task)
    async with world.storage.transaction() as tx:
        await staffing.take_off(tx, world.alice, held.id, world.now)
    await is_cancelled(world, task)
    assert list(await Desk(world, world.bob).told()) == ["removed"]


async def test_whose_offer_ran_out_just_before_hears_that_it_is_cancelled(world: World) -> None:
    """Red when nobody but those who are on it must hear that it is cancelled."""
    task, offer = await offered_to_charlie(world)
    async with world.storage.transaction() as tx:
        tx.claims.set_deadline(offer.id, world.now)
        await lining.lapse_offers(tx, world.now)
    await is_cancelled(world, task)
    assert (await Desk(world, world.charlie).told())["offer_lapsed"].headline == "The task is cancelled"


async def test_an_old_button_of_a_place_given_back_says_where_they_stand_now(world: World) -> None:
    """Red when `leave` answers NOT_IN for any claim that is over."""
    task = await world.task(2)
    await world.claims(world.bob, task)
    old = await live(world, world.bob, task)
    await world.leaves(world.bob, task)
    await world.claims(world.bob, task)
    async with world.storage.transaction() as tx:
        outcome = await claiming.leave(tx, world.bob, old.id, world.now)
    assert outcome.now is Now.STILL_IN
    assert (await live(world, world.bob, task)).state is ClaimState.HELD


async def test_an_old_yes_beside_another_offer_says_how_it_stands(world: World) -> None:
    """Design I2. Red when `accept` makes the old claim live beside the new one: the database refuses it."""
    task = await world.task(roles={"kok": 1, "hjælper": 1})
    for slot, holder in enumerate((world.alice, world.dana)):
        await world.claims(holder, task, slot)
    await world.waits(world.bob, task, 0)
    await world.leaves(world.alice, task)
    first = await live(world, world.bob, task)
    async with world.storage.transaction() as tx:
        tx.claims.set_deadline(first.id, world.now)
        await lining.lapse_offers(tx, world.now)
    await world.waits(world.bob, task, 1)
    await world.leaves(world.dana, task)
    async with world.storage.transaction() as tx:
        outcome = await claiming.accept(tx, world.bob, first.id, world.now)
    assert (outcome.now, outcome.slot.name) == (Now.OFFERED, "hjælper")


async def test_who_waited_and_takes_what_is_free_has_one_claim(world: World) -> None:
    """Design I2. Red when `claim` makes a claim beside the one in line."""
    task = await world.task(1)
    ghost = await world.person(reachable=False)
    await world.claims(world.bob, task)
    await world.waits(ghost, task)
    waiting = await live(world, ghost, task)
    await world.leaves(world.bob, task)
    await world.claims(ghost, task)
    assert await world.rows("SELECT id, state FROM claims WHERE person_id = ?", ghost.id) == [(waiting.id, "held")]


async def test_the_cards_button_takes_what_was_offered_before_the_task_was_closed(world: World) -> None:
    """As "Yes please" does. Red when `claim` looks only whether the task takes more people."""
    task, offer = await offered_to_charlie(world)
    async with world.storage.transaction() as tx:
        tx.claims.set_deadline(offer.id, task.starts_at)
        await posting.close(tx, world.alice, task.id, world.now, closed=True)
    assert (await world.claims(world.charlie, task)).now is Now.IN


async def test_no_two_in_line_have_the_same_number(world: World) -> None:
    """An offer that comes back gives the old number back. Red when the front is before those who wait now."""
    task = await world.task(1)
    await world.claims(world.dana, task)
    await world.waits(world.bob, task)
    await world.leaves(world.dana, task)
    offered = await live(world, world.bob, task)
    await world.rows("UPDATE slots SET capacity = 2")
    await world.claims(world.alice, task)
    left = (await world.leaves(world.alice, task)).claim
    assert left
    await world.claims(world.charlie, task)
    async with world.storage.transaction() as tx:
        await undoing.undo(tx, world.alice, left.id, world.now)
        for person in (world.alice, world.bob):
            tx.people.set_reach(person.account_id, Reach.BLOCKED)
        await lining.withdraw_offer(tx, offered.id, world.now)
    assert [(await live(world, person, task)).line for person in (world.alice, world.bob)] == [1, 2]
