"""Taking, waiting, giving back: the rules of design.md on a real file."""

import asyncio
from datetime import timedelta

import pytest

from bot import claiming, lining, people, undoing
from bot.claiming import Now, Outcome
from bot.model import ClaimState
from bot.refusals import Full, NothingToUndo, NotYours, OfferIsGone, Overlap, TakenOff, TaskIsOver
from bot.wording import claims as wording
from bot.wording import shut
from tests.rules.test_task_wording import EN, ONE
from tests.usecases.desk import Desk
from tests.world import World


async def test_a_second_press_repeats_the_true_state(world: World) -> None:
    task = await world.task(1)
    assert (await world.claims(world.bob, task)).now is Now.IN
    assert (await world.claims(world.bob, task)).now is Now.STILL_IN
    assert len(await world.rows("SELECT id FROM claims")) == 1


async def test_whatever_changes_who_comes_makes_the_card_stale(world: World) -> None:
    """Design I7. Red when any of these use cases does not touch the task, whose revision says how old a card is."""
    task = await world.task(1)
    seen = [task.revision]
    for person, act in (
        (world.bob, world.claims),
        (world.charlie, world.waits),
        (world.dana, world.waits),
        (world.dana, world.leaves),
        (world.bob, world.leaves),
        (world.charlie, world.claims),
        (world.charlie, world.leaves),
    ):
        await act(person, task)
        seen.append((await world.see(task)).revision)
    assert seen == sorted(set(seen))


async def test_fifty_at_once_for_three_places(world: World) -> None:
    """Design I1. Red when the triggers are dropped and `if not slot.free` is removed from bot.claiming."""
    task = await world.task(3)
    crowd = [await world.person() for _ in range(50)]
    results = await asyncio.gather(*(world.claims(person, task) for person in crowd), return_exceptions=True)
    assert sum(isinstance(result, Full) for result in results) == 47
    assert (await world.see(task)).slots[0].taken == 3


async def test_full_names_how_many_wait(world: World) -> None:
    task = await world.task(1)
    await world.claims(world.bob, task)
    await world.waits(world.charlie, task)
    with pytest.raises(Full) as refused:
        await world.claims(world.alice, task)
    assert refused.value.slot.waiting == 1


async def test_the_first_in_line_is_offered_the_freed_place(world: World) -> None:
    task = await world.task(1)
    await world.claims(world.bob, task)
    await world.waits(world.charlie, task)
    await world.waits(world.alice, task)
    await world.leaves(world.bob, task)
    standing = await world.standing(world.charlie, task)
    assert standing.live
    assert standing.live.state is ClaimState.OFFERED
    assert await world.owed(world.charlie) == ["offer"]
    with pytest.raises(Full):
        await world.claims(world.dana, task)


async def test_who_cannot_be_reached_is_passed_over_and_keeps_the_number(world: World) -> None:
    """Design I4. Red when rules.next_in_line ignores whether somebody can be reached."""
    task = await world.task(1)
    ghost = await world.person(reachable=False)
    await world.claims(world.bob, task)
    await world.waits(ghost, task)
    await world.waits(world.charlie, task)
    await world.leaves(world.bob, task)
    assert (await world.standing(world.charlie, task)).live.state is ClaimState.OFFERED  # type: ignore[union-attr]
    ghostly = (await world.standing(ghost, task)).live
    assert ghostly
    assert (ghostly.state, ghostly.line) == (ClaimState.WAITING, 1)


async def test_another_slot_offers_to_move_and_the_old_place_is_kept(world: World) -> None:
    """Design I2. Red when `_offer_to_move` takes the new slot at once."""
    task = await world.task(roles={"kok": 1, "hjælper": 2})
    await world.claims(world.bob, task, 0)
    outcome = await world.claims(world.bob, task, 1)
    assert outcome.now is Now.MAY_MOVE
    assert (await world.see(task)).slots[0].taken == 1
    async with world.storage.transaction() as tx:
        await claiming.move(tx, world.bob, task.id, task.slots[1].id, world.now)
    slots = (await world.see(task)).slots
    assert (slots[0].taken, slots[1].taken) == (0, 1)


async def test_an_overlap_is_refused_naming_the_other(world: World) -> None:
    first, second = await world.task(2), await world.task(2, title="Pas kiosken")
    await world.claims(world.bob, first)
    with pytest.raises(Overlap) as refused:
        await world.claims(world.bob, second)
    assert refused.value.other.title == "Lav suppe"


async def test_waiting_does_not_count_as_an_overlap_but_yes_please_does(world: World) -> None:
    first, second = await world.task(1), await world.task(2, title="Pas kiosken")
    await world.claims(world.charlie, first)
    await world.waits(world.bob, first)
    await world.claims(world.bob, second)
    await world.leaves(world.charlie, first)
    offered = (await world.standing(world.bob, first)).live
    assert offered
    with pytest.raises(Overlap):
        async with world.storage.transaction() as tx:
            await claiming.accept(tx, world.bob, offered.id, world.now)


async def test_a_late_yes_counts_while_the_place_is_unpromised(world: World) -> None:
    task = await world.task(1)
    await world.claims(world.bob, task)
    await world.waits(world.charlie, task)
    await world.leaves(world.bob, task)
    offered = (await world.standing(world.charlie, task)).live
    assert offered
    async with world.storage.transaction() as tx:
        tx.claims.set_deadline(offered.id, world.now + timedelta(hours=1))
    world.now += timedelta(hours=2)
    async with world.storage.transaction() as tx:
        await lining.lapse_offers(tx, world.now)
    assert await world.owed(world.charlie) == ["offer", "offer_lapsed"]
    async with world.storage.transaction() as tx:
        outcome = await claiming.accept(tx, world.charlie, offered.id, world.now)
    assert outcome.now is Now.IN


async def test_a_late_yes_is_refused_when_somebody_else_has_the_place(world: World) -> None:
    task = await world.task(1)
    await world.claims(world.bob, task)
    await world.waits(world.charlie, task)
    await world.waits(world.alice, task)
    await world.leaves(world.bob, task)
    offered = (await world.standing(world.charlie, task)).live
    assert offered
    async with world.storage.transaction() as tx:
        tx.claims.set_deadline(offered.id, world.now)
        await lining.lapse_offers(tx, world.now)
    with pytest.raises(OfferIsGone):
        async with world.storage.transaction() as tx:
            await claiming.accept(tx, world.charlie, offered.id, world.now)


async def test_undo_gives_back_what_is_still_free(world: World) -> None:
    task = await world.task(1)
    await world.claims(world.bob, task)
    left = await world.leaves(world.bob, task)
    assert left.claim
    async with world.storage.transaction() as tx:
        outcome = await undoing.undo(tx, world.bob, left.claim.id, world.now + timedelta(minutes=9))
    assert outcome.now is Now.BACK_IN


async def test_undo_stands_first_in_line_when_the_place_is_promised(world: World) -> None:
    task = await world.task(1)
    await world.claims(world.bob, task)
    await world.waits(world.charlie, task)
    await world.waits(world.dana, task)
    left = await world.leaves(world.bob, task)
    assert left.claim
    async with world.storage.transaction() as tx:
        outcome = await undoing.undo(tx, world.bob, left.claim.id, world.now)
    assert (outcome.now, outcome.claim.line) == (Now.FRONT_OF_LINE, 1)  # type: ignore[union-attr]


async def test_undo_is_over_after_ten_minutes(world: World) -> None:
    task = await world.task(1)
    await world.claims(world.bob, task)
    left = await world.leaves(world.bob, task)
    assert left.claim
    with pytest.raises(NothingToUndo):
        async with world.storage.transaction() as tx:
            await undoing.undo(tx, world.bob, left.claim.id, world.now + timedelta(minutes=11))


async def test_a_late_afbud_is_told_at_once_and_a_regretted_claim_is_not(world: World) -> None:
    task = await world.task(2, starts_in=timedelta(hours=30))
    await world.claims(world.bob, task)
    await world.claims(world.charlie, task)
    await world.leaves(world.charlie, task)
    assert await world.owed(world.alice) == ["full"]
    world.now += timedelta(hours=10)
    await world.leaves(world.bob, task)
    assert await world.owed(world.alice) == ["full", "late_afbud"]


async def test_somebody_elses_claim_cannot_be_given_back(world: World) -> None:
    """Design I8. Red when neither `own_claim` nor the question behind it compares the person."""
    task = await world.task(1)
    held = (await world.claims(world.bob, task)).claim
    assert held
    with pytest.raises(NotYours):
        async with world.storage.transaction() as tx:
            await claiming.leave(tx, world.charlie, held.id, world.now)
    assert (await world.standing(world.bob, task)).live


async def test_taken_off_cannot_claim_again(world: World) -> None:
    task = await world.task(2)
    held = (await world.claims(world.bob, task)).claim
    assert held
    async with world.storage.transaction() as tx:
        tx.claims.set_state(held, ClaimState.REMOVED, world.now)
    with pytest.raises(TakenOff):
        await world.claims(world.bob, task)


async def test_nothing_is_taken_after_the_start(world: World) -> None:
    task = await world.task(1)
    world.now = task.starts_at
    with pytest.raises(TaskIsOver):
        await world.claims(world.bob, task)


async def test_those_who_still_wait_at_the_start_are_told(world: World) -> None:
    task = await world.task(1)
    await world.claims(world.bob, task)
    await world.waits(world.charlie, task)
    async with world.storage.transaction() as tx:
        await lining.close_lines(tx, task.starts_at)
    assert await world.owed(world.charlie) == ["no_place"]


async def test_somebody_who_becomes_reachable_is_offered_what_is_free(world: World) -> None:
    task = await world.task(1)
    ghost = await world.person(reachable=False)
    await world.claims(world.bob, task)
    await world.waits(ghost, task)
    await world.leaves(world.bob, task)
    async with world.storage.transaction() as tx:
        await lining.can_be_reached_again(tx, ghost.id, world.now)  # still cannot
    assert (await world.standing(ghost, task)).live.state is ClaimState.WAITING  # type: ignore[union-attr]
    async with world.storage.transaction() as tx:
        await people.can_be_reached(tx, ghost, world.now)
    assert (await world.standing(ghost, task)).live.state is ClaimState.OFFERED  # type: ignore[union-attr]


async def test_another_role_that_is_full_keeps_the_place_held_and_offers_no_line(world: World) -> None:
    """Red when the refusal has the button of the waiting list: its press comes back to the same refusal."""
    task = await world.task(roles={"kok": 1, "hjælper": 1})
    kok, helper = task.slots
    await world.claims(world.bob, task, 0)
    await world.claims(world.charlie, task, 1)
    bob = Desk(world, world.bob)
    for door in ("claim", "wait", "move"):
        await bob.forges(f"{door}:{task.id}:{helper.id}")
        assert bob.refused(Full(task, helper, held=kok))
        assert bob.card.headline == "Full: hjælper. You are still in as kok."
        assert bob.actions() == [f"task:{task.id}"]
    live = (await world.standing(world.bob, task)).live
    assert live
    assert live.slot_id == kok.id


async def test_nobody_is_asked_to_move_out_of_a_role_that_has_begun(world: World) -> None:
    task = await world.task(roles={"kok": 1, "opvask": 1})
    await world.claims(world.bob, task, 0)
    await world.rows(
        "UPDATE slots SET starts_at = starts_at + 7200, be_there_at = be_there_at + 7200 WHERE id = ?",
        task.slots[1].id,
    )
    world.now = task.starts_at + timedelta(minutes=30)
    with pytest.raises(TaskIsOver):
        await world.claims(world.bob, task, 1)
    page = Desk(world, world.bob)
    await page.forges(f"task:{task.id}")
    assert page.verbs() == ["leave"]


async def test_an_afbud_after_the_start_has_no_undo(world: World) -> None:
    """It would be refused: the task has begun."""
    task = await world.task(2)
    held = (await world.claims(world.bob, task)).claim
    assert held
    world.now = task.starts_at + timedelta(minutes=5)
    bob = Desk(world, world.bob)
    await bob.forges(f"leave:{held.id}")
    assert bob.verbs() == ["find"]


def test_who_cannot_be_reached_at_the_front_of_the_line_is_asked_to_press_start() -> None:
    toasts = [_front_of_line(reachable=reachable) for reachable in (True, False)]
    assert ["press Start" in toast for toast in toasts] == [False, True]


def test_where_nobody_presses_start_they_are_asked_to_allow_letters() -> None:
    """Or they hear that they are called by name. Red when they are told that they are passed over, and are not."""
    outcome = Outcome(now=Now.FRONT_OF_LINE, task=ONE, slot=ONE.slots[0])
    allow, named = (shut.toast(outcome, EN, called=called) for called in (False, True))
    assert "Allow me to write to you" in allow
    assert "I call you by name in the channel" in named
    assert "press Start" not in allow + named


def _front_of_line(*, reachable: bool) -> str:
    outcome = Outcome(now=Now.FRONT_OF_LINE, task=ONE, slot=ONE.slots[0])
    return wording.toast(outcome, EN, reachable=reachable, in_private=False)
