"""Undo gives back what is still free, and nothing a coordinator took; what it says is where the person stands."""

from datetime import timedelta

import pytest

from bot import claiming, posting, staffing, undoing
from bot.claiming import Now, Outcome
from bot.model import Claim, ClaimState, Person, Task
from bot.refusals import TakenOff
from tests.usecases.desk import Desk
from tests.world import World


async def undoes(world: World, person: Person, claim: Claim | None) -> Outcome:
    assert claim
    async with world.storage.transaction() as tx:
        return await undoing.undo(tx, person, claim.id, world.now)


async def _state(world: World, person: Person, task: Task) -> ClaimState | None:
    live = (await world.standing(person, task)).live
    return live.state if live else None


async def test_an_older_afbud_undone_does_not_bring_back_somebody_taken_off(world: World) -> None:
    """Design, Taken off. Red when `undo` does not look at `standing.removed`."""
    task = await world.task(2)
    first = (await world.claims(world.bob, task)).claim
    await world.leaves(world.bob, task)
    second = (await world.claims(world.bob, task)).claim
    assert second
    async with world.storage.transaction() as tx:
        await staffing.take_off(tx, world.alice, second.id, world.now)
    with pytest.raises(TakenOff):
        await undoes(world, world.bob, first)
    assert await _state(world, world.bob, task) is None


async def test_an_afbud_on_a_closed_task_can_be_undone(world: World) -> None:
    """They were among those it had. Red when `undo` refuses a closed task."""
    task = await world.task(2)
    held = (await world.claims(world.bob, task)).claim
    async with world.storage.transaction() as tx:
        await posting.close(tx, world.alice, task.id, world.now, closed=True)
    await world.leaves(world.bob, task)
    assert (await undoes(world, world.bob, held)).now is Now.BACK_IN


async def test_who_left_the_line_and_undoes_it_is_offered_the_place_that_came_free(world: World) -> None:
    """Never "number 0 on the waiting list". Red when `_restand` does not look at the new state."""
    task = await world.task(1)
    await world.claims(world.alice, task)
    waiting = (await world.waits(world.bob, task)).claim
    await world.leaves(world.bob, task)
    await world.leaves(world.alice, task)
    bob = Desk(world, world.bob)
    assert waiting
    await bob.forges(f"undo:{waiting.id}")
    assert await _state(world, world.bob, task) is ClaimState.OFFERED
    assert bob.reply
    assert bob.reply.toast == "There is a place for you"
    assert "yes" in bob.verbs()


async def test_no_thanks_undone_is_an_offer_again_and_not_a_place(world: World) -> None:
    """Red when `_give_back` holds whatever is free."""
    task = await world.task(1)
    await world.claims(world.alice, task)
    offered = (await world.waits(world.bob, task)).claim
    await world.leaves(world.alice, task)
    assert offered
    bob = Desk(world, world.bob)
    await bob.forges(f"no:{offered.id}")
    await bob.presses("undo")
    assert await _state(world, world.bob, task) is ClaimState.OFFERED
    assert bob.card.headline == "There is a place for you"


async def test_undo_of_an_older_afbud_by_somebody_with_an_offer_says_so(world: World) -> None:
    task = await world.task(1)
    await world.claims(world.alice, task)
    first = (await world.waits(world.bob, task)).claim
    await world.leaves(world.bob, task)
    await world.waits(world.bob, task)
    await world.leaves(world.alice, task)
    assert (await undoes(world, world.bob, first)).now is Now.OFFERED
    assert await _state(world, world.bob, task) is ClaimState.OFFERED


async def test_undo_that_fills_the_task_tells_the_coordinator(world: World) -> None:
    """Red when `hold` does not ask whether it is full."""
    task = await world.task(1)
    held = (await world.claims(world.bob, task)).claim
    await world.leaves(world.bob, task)
    await world.rows("DELETE FROM notices")
    await undoes(world, world.bob, held)
    assert await world.owed(world.alice) == ["full"]


async def test_the_minutes_of_a_silent_afbud_run_from_the_place_and_not_from_the_waiting(world: World) -> None:
    """Design, Undo of a claim. Red when `leave` counts from `created_at`."""
    task = await world.task(1, starts_in=timedelta(hours=30))
    await world.claims(world.alice, task)
    await world.waits(world.bob, task)
    world.now += timedelta(hours=10)
    await world.leaves(world.alice, task)
    offered = (await world.standing(world.bob, task)).live
    assert offered
    async with world.storage.transaction() as tx:
        await claiming.accept(tx, world.bob, offered.id, world.now)
    await world.rows("DELETE FROM notices")
    world.now += timedelta(minutes=1)
    await world.leaves(world.bob, task)
    assert await world.owed(world.alice) == []


@pytest.mark.parametrize(("verb", "thanks"), [("leave", "You are off the task."), ("no", "You said no thanks.")])
async def test_afbud_pressed_twice_is_answered_as_once(world: World, verb: str, thanks: str) -> None:
    """A double press. Red when the second answer takes the thanks away, and the ten minutes to undo it."""
    task = await world.task(1)
    await world.claims(world.alice, task)
    claim = (await world.waits(world.bob, task)).claim
    await world.leaves(world.alice, task)
    assert claim
    if verb == "leave":
        async with world.storage.transaction() as tx:
            await claiming.accept(tx, world.bob, claim.id, world.now)
    bob = Desk(world, world.bob)
    first = await bob.forges(f"{verb}:{claim.id}")
    toast = bob.reply and bob.reply.toast
    assert first.headline.startswith(thanks)
    assert await bob.forges(f"{verb}:{claim.id}") == first
    assert bob.reply
    assert bob.reply.toast == toast
    await bob.presses("undo")
    assert await _state(world, world.bob, task) is (ClaimState.HELD if verb == "leave" else ClaimState.OFFERED)


async def test_leaving_the_line_twice_is_answered_as_once(world: World) -> None:
    task = await world.task(1)
    await world.claims(world.alice, task)
    claim = (await world.waits(world.bob, task)).claim
    assert claim
    bob = Desk(world, world.bob)
    first = await bob.forges(f"leave:{claim.id}")
    assert first.headline.startswith("You are off the waiting list.")
    assert await bob.forges(f"leave:{claim.id}") == first


async def test_afbud_pressed_after_the_minutes_of_undo_says_where_they_stand(world: World) -> None:
    task = await world.task(1)
    claim = (await world.claims(world.bob, task)).claim
    assert claim
    bob = Desk(world, world.bob)
    await bob.forges(f"leave:{claim.id}")
    world.now += timedelta(minutes=11)
    card = await bob.forges(f"leave:{claim.id}")
    assert card.headline == "You are not on this task."
    assert "undo" not in bob.verbs()
