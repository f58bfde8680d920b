"""Two claims of one person on a task became one: the buttons of the one that went are of the one that stays."""

import pytest

from bot import merging, staffing
from bot.model import ClaimState, Person, Task
from tests.usecases.desk import Desk
from tests.usecases.linking_desk import fresh, links, on_discord
from tests.world import World

HELD, OFFERED = ClaimState.HELD, ClaimState.OFFERED


@pytest.fixture
async def bo(world: World) -> Person:
    """Bob on Discord."""
    return await on_discord(world, "Bo")


async def _state(world: World, person: Person, task: Task) -> ClaimState | None:
    live = (await world.standing(await fresh(world, person), task)).live
    return live.state if live else None


async def _both(world: World, bo: Person, task: Task) -> tuple[int, int]:
    """Bob and Bo take a place each and turn out to be one: the claim that stays, and the one that goes."""
    stays, gone = [(await world.claims(one, task)).claim for one in (bo, world.bob)]
    await links(world, world.bob, bo)
    assert stays
    assert gone
    return stays.id, gone.id


async def test_the_afbud_of_a_claim_that_became_one_is_of_the_one(world: World, bo: Person) -> None:
    """The message of the other network has that button. Red when it says "you are in", and they stay on the task."""
    task = await world.task(2)
    stays, gone = await _both(world, bo, task)
    at = Desk(world, await fresh(world, bo))
    await at.forges(f"leave:{gone}")
    assert at.card.headline == "You are off the task. Thank you for telling us."
    assert await _state(world, bo, task) is None
    assert (await world.see(task)).free == 2
    assert "undo:" + str(stays) in at.actions()
    await at.forges(f"leave:{gone}")
    assert "undo:" + str(stays) in at.actions()


async def test_a_newer_claim_is_not_given_back_by_the_button_of_one_that_ended(world: World, bo: Person) -> None:
    task = await world.task(2)
    _, gone = await _both(world, bo, task)
    await world.leaves(bo, task)
    await world.claims(await fresh(world, bo), task)
    await Desk(world, await fresh(world, bo)).forges(f"leave:{gone}")
    assert await _state(world, bo, task) is HELD


async def test_the_answer_to_an_offer_that_became_one_is_of_the_one(world: World, bo: Person) -> None:
    """Of an offer and a turn in line the offer stays. Red when `yes` on the other's message takes a second place."""
    task = await world.task(roles={"kok": 1, "hjælper": 1})
    for slot in (0, 1):
        await world.claims((world.alice, world.charlie)[slot], task, slot)
    stays = (await world.waits(bo, task, 0)).claim
    gone = (await world.waits(world.bob, task, 1)).claim
    assert stays
    assert gone
    await world.leaves(world.alice, task)
    await world.leaves(world.charlie, task)
    await links(world, world.bob, bo)
    at = Desk(world, await fresh(world, bo))
    assert await _state(world, bo, task) is OFFERED
    await at.forges(f"yes:{gone.id}")
    live = (await world.standing(await fresh(world, bo), task)).live
    assert live
    assert (live.id, live.state) == (stays.id, HELD)
    await at.forges(f"no:{gone.id}")
    assert await _state(world, bo, task) is HELD


async def test_an_old_roster_takes_off_whom_it_names(world: World, bo: Person) -> None:
    """Red when a claim that became one is "off the task", and its person is still on it."""
    task = await world.task(2)
    _, gone = await _both(world, bo, task)
    async with world.storage.transaction() as tx:
        await staffing.take_off(tx, world.alice, gone, world.now)
    assert await _state(world, bo, task) is None


async def test_claims_that_became_one_twice_are_all_of_the_last(world: World, bo: Person) -> None:
    """Linked, parted, and linked with somebody who came before. Red when only one step is followed."""
    task = await world.task(3)
    await world.claims(world.charlie, task)
    _, gone = await _both(world, bo, task)
    person, theirs = await fresh(world, bo), await fresh(world, world.charlie)
    async with world.storage.transaction() as tx:
        await merging.merge(tx, person, theirs, world.now)
    await Desk(world, await fresh(world, bo)).forges(f"leave:{gone}")
    assert (await world.see(task)).free == 3
