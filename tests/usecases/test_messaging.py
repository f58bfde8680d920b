"""A coordinator's message to everyone on a task."""

import pytest

from bot import messaging
from bot.refusals import NotCoordinator
from tests.usecases.conftest import World
from tests.usecases.desk import Desk


async def _sends(world: World, alice: Desk, task_id: int, text: str) -> None:
    await alice.forges(f"message:{task_id}")
    await alice.says(text)


async def test_it_goes_to_those_with_a_place_or_an_offer_and_the_text_is_stored_once(world: World) -> None:
    task = await world.task(2)
    for person in (world.bob, world.dana):
        await world.claims(person, task)
    await world.waits(world.charlie, task)
    alice = Desk(world, world.alice)
    await _sends(world, alice, task.id, "Vi mødes ved bagdøren.\nTag en jakke med.")
    assert "It goes to 2 people." in alice.card.body
    assert (await alice.presses("Send")).headline == "I am sending it to 2 people."
    assert (await Desk(world, world.bob).told())[-1].body == "Vi mødes ved bagdøren.\nTag en jakke med."
    assert await world.owed(world.charlie) == []
    assert await world.rows("SELECT COUNT(*) FROM messages") == [(1,)]
    assert not [row for row in await world.rows("SELECT facts FROM notices") if "bagdøren" in str(row[0])]
    assert not [row for row in await world.rows("SELECT fields FROM drafts") if "bagdøren" in str(row[0])]


async def test_those_who_wait_get_it_if_that_is_chosen(world: World) -> None:
    task = await world.task(1)
    await world.claims(world.bob, task)
    await world.waits(world.charlie, task)
    alice = Desk(world, world.alice)
    await _sends(world, alice, task.id, "Husk jakke")
    await alice.presses("Waiting list too: no")
    assert "It goes to 2 people." in alice.card.body
    await alice.presses("Send")
    assert await world.owed(world.charlie) == ["message"]


async def test_how_many_were_reached_is_shown_afterwards(world: World) -> None:
    task = await world.task(3)
    ghost = await world.person("Gert", reachable=False)
    for person in (world.bob, world.dana, ghost):
        await world.claims(person, task)
    alice = Desk(world, world.alice)
    await _sends(world, alice, task.id, "Husk jakke")
    await alice.presses("Send")
    async with world.storage.transaction() as tx:
        for notice in await tx.notices.due(world.now, [], 100):
            if notice.kind == "message" and notice.person_id != world.dana.id:
                tx.notices.end(notice.id, "unreachable" if notice.person_id == ghost.id else "sent", world.now)
    await alice.presses("How many got it?")
    assert alice.card.headline == "Your message has reached 1 person."
    assert "1 is still on its way." in alice.card.body
    assert "Not reached: Gert" in alice.card.body


async def test_pressing_send_twice_sends_once(world: World) -> None:
    task = await world.task(1)
    await world.claims(world.bob, task)
    alice = Desk(world, world.alice)
    await _sends(world, alice, task.id, "Husk jakke")
    send = alice.action("Send")
    await alice.forges(send)
    assert (await alice.forges(send)).headline.startswith("That is done already.")
    assert (await world.owed(world.bob)).count("message") == 1


async def test_too_long_or_a_cpr_number_is_asked_again_and_the_form_stands(world: World) -> None:
    task = await world.task(1)
    await world.claims(world.bob, task)
    alice = Desk(world, world.alice)
    await alice.forges(f"message:{task.id}")
    assert "1001" in (await alice.says("x" * 1001)).headline
    assert "CPR" in (await alice.says("Bobs nummer er 010190-1234")).headline
    assert "It goes to 1 person." in (await alice.says("x" * 1000)).body
    await alice.presses("Write it anew")
    assert "Husk jakke" in (await alice.says("Husk jakke")).body


async def test_who_left_meanwhile_is_not_told(world: World) -> None:
    task = await world.task(1)
    await world.claims(world.bob, task)
    alice = Desk(world, world.alice)
    await _sends(world, alice, task.id, "Husk jakke")
    await alice.presses("Send")
    await world.leaves(world.bob, task)
    assert await Desk(world, world.bob).told() == []


async def test_nobody_on_the_task_is_said(world: World) -> None:
    task = await world.task(1)
    card = await Desk(world, world.alice).forges(f"message:{task.id}")
    assert card.headline == "Nobody is on the task yet, so there is nobody to write to."


async def test_a_form_about_to_be_posted_rests_meanwhile(world: World) -> None:
    task = await world.task(1)
    await world.claims(world.bob, task)
    alice = Desk(world, world.alice)
    await alice.says("/opret")
    await alice.says("Pas kiosken")
    await _sends(world, alice, task.id, "Husk jakke")
    await alice.presses("Send")
    await alice.says("/opret")
    assert "Continue: Pas kiosken" in alice.buttons()


async def test_a_stranger_learns_nothing_about_a_message(world: World) -> None:
    """Design I8. Red when `delivery` does not ask posting.steered."""
    task = await world.task(1)
    await world.claims(world.bob, task)
    alice = Desk(world, world.alice)
    await _sends(world, alice, task.id, "Husk jakke")
    forged = alice.action("Send")
    await alice.presses("Send")
    async with world.storage.transaction() as tx:
        with pytest.raises(NotCoordinator):
            await messaging.delivery(tx, world.charlie, 1)
    card = await Desk(world, world.charlie).forges(forged)
    assert card.headline == "That form is not there any more. It was discarded."
