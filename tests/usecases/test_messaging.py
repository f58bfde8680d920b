"""A coordinator's message to everyone on a task."""

import pytest

from bot import messaging
from bot.refusals import AlreadyDone, CprFound, NobodyToTell, NoSuchDraft, NotCoordinator, TooLong
from tests.usecases.desk import Desk
from tests.world import World


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
    assert "2" in alice.card.body.splitlines()[-1]
    assert "2" in (await alice.presses("send")).headline
    assert (await Desk(world, world.bob).told())["message"].body == "Vi mødes ved bagdøren.\nTag en jakke med."
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
    await alice.presses("also_waiting")
    assert "2" in alice.card.body.splitlines()[-1]
    await alice.presses("send")
    assert await world.owed(world.charlie) == ["message"]


async def test_how_many_were_reached_is_shown_afterwards(world: World) -> None:
    task = await world.task(3)
    ghost = await world.person("Gert", reachable=False)
    for person in (world.bob, world.dana, ghost):
        await world.claims(person, task)
    alice = Desk(world, world.alice)
    await _sends(world, alice, task.id, "Husk jakke")
    await alice.presses("send")
    due = await world.notices()
    async with world.storage.transaction() as tx:
        for notice in due:
            if notice.kind == "message" and notice.person_id != world.dana.id:
                tx.notices.end(notice.id, "unreachable" if notice.person_id == ghost.id else "sent", world.now)
    await alice.presses("sent")
    assert "1" in alice.card.headline
    assert "Gert" in alice.card.body
    async with world.storage.transaction() as tx:
        _, how_far = await messaging.delivery(tx, world.alice, 1)
    assert (how_far.reached, how_far.under_way, how_far.unreached) == (1, 1, ("Gert",))


async def test_pressing_send_twice_sends_once(world: World) -> None:
    task = await world.task(1)
    await world.claims(world.bob, task)
    alice = Desk(world, world.alice)
    await _sends(world, alice, task.id, "Husk jakke")
    send = alice.action("send")
    await alice.forges(send)
    await alice.forges(send)
    assert alice.refused(AlreadyDone(task))
    assert (await world.owed(world.bob)).count("message") == 1


async def test_too_long_or_a_cpr_number_is_asked_again_and_the_form_stands(world: World) -> None:
    task = await world.task(1)
    await world.claims(world.bob, task)
    alice = Desk(world, world.alice)
    await alice.forges(f"message:{task.id}")
    await alice.says("x" * 1001)
    assert alice.refused(TooLong(1000, 1001))
    await alice.says("Bobs nummer er 010190-1234")
    assert alice.refused(CprFound())
    await alice.says("x" * 1000)
    await alice.presses("rewrite")
    assert "Husk jakke" in (await alice.says("Husk jakke")).body


async def test_who_left_meanwhile_is_not_told(world: World) -> None:
    task = await world.task(1)
    await world.claims(world.bob, task)
    alice = Desk(world, world.alice)
    await _sends(world, alice, task.id, "Husk jakke")
    await alice.presses("send")
    await world.leaves(world.bob, task)
    assert await Desk(world, world.bob).told() == {}


async def test_nobody_on_the_task_is_said(world: World) -> None:
    task = await world.task(1)
    alice = Desk(world, world.alice)
    await alice.forges(f"message:{task.id}")
    assert alice.refused(NobodyToTell())


async def test_a_form_about_to_be_posted_rests_meanwhile(world: World) -> None:
    task = await world.task(1)
    await world.claims(world.bob, task)
    alice = Desk(world, world.alice)
    await alice.says("/opret")
    await alice.says("Pas kiosken")
    await _sends(world, alice, task.id, "Husk jakke")
    await alice.presses("send")
    await alice.says("/opret")
    assert "Pas kiosken" in alice.labels()[0]


async def test_a_stranger_learns_nothing_about_a_message(world: World) -> None:
    """Design I8. Red when `delivery` does not ask posting.steered."""
    task = await world.task(1)
    await world.claims(world.bob, task)
    alice = Desk(world, world.alice)
    await _sends(world, alice, task.id, "Husk jakke")
    forged = alice.action("send")
    await alice.presses("send")
    async with world.storage.transaction() as tx:
        with pytest.raises(NotCoordinator):
            await messaging.delivery(tx, world.charlie, 1)
    charlie = Desk(world, world.charlie)
    await charlie.forges(forged)
    assert charlie.refused(NoSuchDraft())
