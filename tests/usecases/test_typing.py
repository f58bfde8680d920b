"""Typed words that answer us mean what they say, also while a form lies forgotten; and lists have pages."""

from datetime import timedelta

import pytest

from bot.model import ClaimState, Task
from tests.usecases.desk import Desk
from tests.world import World


async def test_a_form_left_for_an_hour_does_not_swallow_an_afbud(world: World) -> None:
    """Red when every typed word goes to an open form: the coordinator hears nothing."""
    task = await world.task(2)
    await world.claims(world.alice, task)
    alice = Desk(world, world.alice)
    await alice.says("/post")
    world.now += timedelta(hours=1)
    await alice.says("afbud")
    assert (await world.standing(world.alice, task)).live is None
    assert await alice.step() == "title"


async def test_afbud_is_meant_while_a_form_is_open_and_is_its_answer_only_to_who_has_nothing(world: World) -> None:
    """Red when every typed word goes to an open form: the coordinator hears nothing."""
    task = await world.task(2)
    await world.claims(world.alice, task)
    alice = Desk(world, world.alice)
    await alice.says("/post")
    await alice.says("afbud")
    assert (await world.standing(world.alice, task)).live is None
    assert await alice.step() == "title"
    await alice.says("afbud")
    assert await alice.step() == "when"


async def test_the_question_about_quiet_hours_swallows_no_wish_and_ends_with_a_command(world: World) -> None:
    task = await world.task(2)
    await world.claims(world.bob, task)
    bob = Desk(world, world.bob)
    await bob.presses_through("/settings", "quiet", "hush_write")
    await bob.says("afbud")
    assert (await world.standing(world.bob, task)).live is None
    await bob.says("nonsense")
    assert "hush_stop" in " ".join(bob.actions())
    await bob.says("/mine")
    await bob.says("nonsense")
    assert "hush_stop" not in " ".join(bob.actions())


async def test_an_old_no_thanks_does_not_give_back_a_place_that_was_taken(world: World) -> None:
    task = await world.task(1)
    await world.claims(world.charlie, task)
    await world.waits(world.bob, task)
    await world.leaves(world.charlie, task)
    bob = Desk(world, world.bob)
    claim = (await world.standing(world.bob, task)).live
    assert claim
    await bob.says("jeg er med 1")
    await bob.forges(f"no:{claim.id}")
    live = (await world.standing(world.bob, task)).live
    assert live
    assert live.state is ClaimState.HELD


async def test_who_waits_for_one_role_is_asked_before_another_is_taken(world: World) -> None:
    """Design I2. Red when the press takes the place and the number in line is gone without a word."""
    task = await world.task(roles={"kok": 1, "hjælper": 2})
    await world.claims(world.charlie, task, 0)
    await world.waits(world.bob, task, 0)
    bob = Desk(world, world.bob)
    await bob.forges(f"claim:{task.id}:{task.slots[1].id}")
    assert "number 1" in bob.card.body
    live = (await world.standing(world.bob, task)).live
    assert live
    assert live.state is ClaimState.WAITING
    await bob.presses("move")
    standing = await world.standing(world.bob, task)
    assert standing.live
    assert (standing.live.state, standing.live.slot_id) == (ClaimState.HELD, task.slots[1].id)


async def test_mine_has_pages_and_shows_every_task(world: World) -> None:
    """Red when /mine shows the first five only."""
    tasks = [await world.task(2, title=f"T{day}", starts_in=timedelta(days=day)) for day in range(5, 12)]
    for task in tasks:
        await world.claims(world.bob, task)
    bob = Desk(world, world.bob)
    await bob.says("/mine")
    assert "7" in bob.card.headline
    assert bob.actions() == [*(f"task:{task.id}" for task in tasks[:5]), "mine:5"]
    await bob.presses("mine:5")
    assert bob.actions() == [*(f"task:{task.id}" for task in tasks[5:]), "mine:0"]


async def test_no_thanks_typed_declines_the_one_offer_and_touches_nothing_else(world: World) -> None:
    offered, held = await world.task(1), await world.task(2, starts_in=timedelta(days=7))
    await world.claims(world.charlie, offered)
    await world.waits(world.bob, offered)
    await world.claims(world.bob, held)
    await world.leaves(world.charlie, offered)
    await Desk(world, world.bob).says("nej tak")
    assert (await world.standing(world.bob, offered)).live is None
    live = (await world.standing(world.bob, held)).live
    assert live
    assert live.state is ClaimState.HELD


# Several offers, and forms without a title


async def _two_offers(world: World) -> tuple[Task, Task]:
    """Two places that came free for Bob, on two days."""
    first, second = await world.task(1), await world.task(1, title="Pas kiosken", starts_in=timedelta(days=7))
    for task in (first, second):
        await world.claims(world.charlie, task)
        await world.waits(world.bob, task)
        await world.leaves(world.charlie, task)
    return first, second


@pytest.mark.parametrize(("said", "verb"), [("nej tak", "no"), ("ja tak", "yes")])
async def test_an_answer_that_fits_several_offers_asks_which_offer(world: World, said: str, verb: str) -> None:
    """Red when "nej" asks which task to give back, or when "ja" only shows a list."""
    first, second = await _two_offers(world)
    bob = Desk(world, world.bob)
    await bob.says(said)
    assert bob.verbs() == [verb, verb]
    assert any(second.title in label for label in bob.labels())
    await bob.forges(bob.actions()[0])
    live = (await world.standing(world.bob, first)).live
    assert (live.state if live else None) is (ClaimState.HELD if verb == "yes" else None)
    assert (await world.standing(world.bob, second)).live


async def test_an_answer_with_a_number_needs_no_question(world: World) -> None:
    first, second = await _two_offers(world)
    await Desk(world, world.bob).says(f"nej tak {second.id}")
    assert (await world.standing(world.bob, first)).live
    assert (await world.standing(world.bob, second)).live is None


async def test_a_form_without_a_title_is_offered_by_what_it_holds(world: World) -> None:
    """Red when the button says three dots: two such forms cannot be told apart."""
    alice = Desk(world, world.alice)
    await alice.says(f"/post {'x' * 200} | 5/12 14-17 | Sognegården")
    await alice.says(f"/post {'x' * 200} | | Havnen")
    await alice.says("/post")
    assert alice.labels()[:2] == ["Continue: no title yet, Havnen", "Continue: no title yet, Sat 5/12 14:00"]
