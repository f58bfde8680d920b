"""Typed words that answer us mean what they say, also while a form lies forgotten; and lists have pages."""

from datetime import timedelta

from bot.model import ClaimState
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


async def test_a_form_just_opened_takes_the_same_word_as_its_answer(world: World) -> None:
    task = await world.task(2)
    await world.claims(world.alice, task)
    alice = Desk(world, world.alice)
    await alice.says("/post")
    world.now += timedelta(minutes=59)
    await alice.says("afbud")
    assert (await world.standing(world.alice, task)).live
    assert await alice.step() == "when"


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
