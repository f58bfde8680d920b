"""/privacy: seeing, fetching and deleting what is stored about oneself, and nobody else (design I8, I10)."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from bot import people
from bot.incoming import Network, Sender
from bot.model import ClaimState
from bot.refusals import Changed
from tests.usecases import desk as desks
from tests.usecases.desk import Desk
from tests.world import World


async def _whole_database(world: World) -> str:
    """Every value of every table, as text."""
    tables = await world.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
    return "\n".join([str(row) for (name,) in tables for row in await world.rows(f"SELECT * FROM {name}")])  # noqa: S608


async def test_the_page_says_what_is_stored_and_how_long(world: World) -> None:
    desk = Desk(world, world.bob)
    card = await desk.says("/data")
    assert "12 months" in card.body
    assert "30 days" in card.body
    assert "CPR" in card.body
    assert desk.verbs() == ["my_data", "forget", "settings"]


async def test_the_page_says_how_long_copies_live_on(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Design I10: what is deleted stays in the backups for a while."""
    assert "accidents" not in (await Desk(world, world.bob).says("/data")).body
    monkeypatch.setattr(desks, "COMMUNITY", replace(desks.COMMUNITY, backups_kept=7))
    assert "are deleted after 7 days" in (await Desk(world, world.bob).says("/data")).body


async def test_the_file_holds_everything_about_the_person(world: World) -> None:
    task = await world.task(2)
    await world.claims(world.bob, task)
    desk = Desk(world, world.bob)
    await desk.presses_through("/privacy", "my_data", "fetch")
    assert desk.reply
    assert desk.reply.document
    told = json.loads(desk.reply.document.content)
    assert told["name"] == "Bob"
    account = {"network": "telegram", "native_id": 102, "language": "en", "reach": "yes"}
    assert told["accounts"] == [account | {"last_seen": "2026-11-23T10:00:00+01:00"}]
    assert [(one["title"], one["state"]) for one in told["signups"]] == [("Lav suppe", "held")]
    assert told["signups"][0]["starts_at"] == "2026-11-28T10:00:00+01:00"
    assert [one["kind"] for one in told["told"]] == ["claimed"]
    assert told["quiet_from"] == "21:00"


async def test_a_coordinators_file_holds_their_tasks_and_words_and_nobody_elses_name(world: World) -> None:
    task = await world.task(2)
    await world.claims(world.bob, task)
    async with world.storage.transaction() as tx:
        tx.messages.add(task.id, world.alice.id, "Husk forklæde", world.now)
        tx.organisations.invite("hash", world.organisation.id, world.alice.id, world.now)
        tx.drafts.add(world.alice.id, "post", "title", {"title": "Ny"}, world.now)
    desk = Desk(world, world.alice)
    await desk.forges("fetch")
    assert desk.reply
    assert desk.reply.document
    told = json.loads(desk.reply.document.content)
    assert [one["text"] for one in told["written"]] == ["Husk forklæde"]
    assert [one["organisation"] for one in told["roles"] + told["links"]] == ["Suppegryden"] * 2
    assert [one["title"] for one in told["posted"]] == ["Lav suppe"]
    assert told["forms"][-1]["fields"] == {"title": "Ny"}
    assert "Bob" not in desk.reply.document.content.decode()


async def test_deleting_oneself_says_first_what_it_undoes(world: World) -> None:
    first, second = await world.task(1), await world.task(1, title="Pas kiosken")
    await world.claims(world.alice, first)
    await world.claims(world.bob, second)
    await world.waits(world.alice, second)
    desk = Desk(world, world.alice)
    card = await desk.presses_through("/privacy", "forget")
    assert "You give 1 place back." in card.body
    assert "You leave 1 waiting list." in card.body
    assert "Nobody else coordinates Suppegryden" in card.body
    assert await world.rows("SELECT name FROM persons WHERE id = ?", world.alice.id) == [("Alice",)]


async def test_nothing_is_left_of_somebody_who_deleted_themselves(world: World) -> None:
    """Design I10: no table holds the name or the account any more, and no row lost its parent."""
    sender = Sender(native_id=777000777, name="Robin Hansen", language="da")
    async with world.storage.transaction() as tx:
        robin = await people.recognise(tx, Network.TELEGRAM, sender, world.now, in_private=True)
    task, past = await world.task(2), await world.task(2, starts_in=timedelta(hours=1))
    for one in (task, past):
        await world.claims(robin, one)
    await world.rows(
        "INSERT INTO inbox (network, bot_id, number, lane, raw, state, person_id, received_at)"
        " VALUES ('telegram', 1, 1, ?, '{Robin}', 'new', NULL, 0), ('telegram', 1, 2, ?, '', 'done', ?, 0)",
        "telegram:u:777000777",
        "telegram:u:777000777",
        robin.id,
    )
    desk = Desk(world, robin)
    await desk.says("/post")
    await desk.presses_through("/privacy", "forget", "erase")
    assert desk.card.rows == ()
    whole = await _whole_database(world)
    assert "Robin" not in whole
    assert "777000777" not in whole
    assert await world.rows("PRAGMA foreign_key_check") == []
    assert await world.rows("SELECT state, raw, person_id FROM inbox") == [("answered", "", None)] * 2


async def test_the_freed_place_is_offered_in_the_same_transaction(world: World) -> None:
    """Design I4. Red when `forget` deletes without giving up the claims first."""
    task = await world.task(1)
    await world.claims(world.bob, task)
    await world.waits(world.charlie, task)
    before = (await world.see(task)).revision
    await Desk(world, world.bob).presses_through("/privacy", "forget", "erase")
    live = (await world.standing(world.charlie, task)).live
    assert live
    assert live.state is ClaimState.OFFERED
    assert await world.owed(world.charlie) == ["offer"]
    assert (await world.see(task)).revision > before


async def test_a_late_deletion_is_told_the_coordinator_without_a_name(world: World) -> None:
    task = await world.task(1, starts_in=timedelta(hours=30))
    await world.claims(world.bob, task)
    world.now += timedelta(hours=20)
    await Desk(world, world.bob).presses_through("/privacy", "forget", "erase")
    assert (await Desk(world, world.alice).told())["late_afbud"].headline == "Late: a volunteer cannot come"


async def test_what_somebody_did_before_is_kept_as_a_number(world: World) -> None:
    task = await world.task(2, starts_in=timedelta(hours=1))
    await world.claims(world.bob, task)
    world.now += timedelta(hours=5)
    async with world.storage.transaction() as tx:
        await tx.tasks.end_those_over(world.now)
    await Desk(world, world.bob).presses_through("/privacy", "forget", "erase")
    assert await world.rows("SELECT task_id, held, given_back FROM task_counts") == [(task.id, 1, 0)]


async def test_who_deletes_themselves_during_the_task_has_still_come(world: World) -> None:
    task = await world.task(1, starts_in=timedelta(hours=1))
    await world.claims(world.bob, task)
    await world.waits(world.charlie, task)
    world.now += timedelta(hours=2)
    await Desk(world, world.bob).presses_through("/privacy", "forget", "erase")
    assert await world.rows("SELECT held FROM task_counts") == [(1,)]
    assert await world.owed(world.charlie) == []


async def test_pressed_twice_in_a_row_it_deletes_whoever_the_second_press_made(world: World) -> None:
    desk = Desk(world, world.bob)
    await desk.presses_through("/privacy", "forget")
    button = desk.action("erase")
    await desk.forges(button)
    world.now += timedelta(seconds=2)
    assert (await desk.forges(button)).headline == "You are deleted. Thank you for your time."
    assert await world.rows("SELECT id FROM persons WHERE name = 'Bob'") == []


async def test_later_the_old_button_does_not_delete_the_new_person(world: World) -> None:
    desk = Desk(world, world.bob)
    await desk.presses_through("/privacy", "forget")
    button = desk.action("erase")
    await desk.forges(button)
    await desk.says("/start")
    world.now += timedelta(days=40)
    await desk.forges(button)
    assert desk.reply
    assert desk.reply.toast == "Something changed in the meantime. Please look again."
    assert len(await world.rows("SELECT id FROM persons WHERE name = 'Bob'")) == 1


async def test_a_forged_button_deletes_nobody_else(world: World) -> None:
    """Design I8. Red when `forget` deletes the person named in the button."""
    world.now += timedelta(hours=1)
    desk = Desk(world, world.charlie)
    await desk.forges(f"erase:{world.bob.id}")
    assert desk.refused(Changed())
    assert len(await world.rows("SELECT id FROM persons")) == 4


async def test_a_coordinators_tasks_stay_without_their_name(world: World) -> None:
    task = await world.task(1)
    await world.claims(world.bob, task)
    await Desk(world, world.alice).presses_through("/privacy", "forget", "erase")
    assert (await world.see(task)).posted_by is None
    page = await Desk(world, world.bob).forges(f"task:{task.id}")
    assert "Alice" not in page.body
    assert await world.rows("SELECT person_id FROM coordinators") == []


async def test_a_crash_before_the_last_answer_owes_nobody_anything(world: World) -> None:
    """The row of the deleting press itself keeps no person: what is recovered must not refer to one that is gone."""
    desk = Desk(world, world.bob)
    await desk.presses_through("/privacy", "forget", "erase")
    await world.rows(
        "INSERT INTO inbox (network, bot_id, number, lane, raw, state, received_at)"
        " VALUES ('telegram', 1, 9, '', '', 'new', 0)"
    )
    async with world.storage.transaction() as tx:
        tx.inbox.done(1, world.bob.id, "privacy", world.now)
    async with world.storage.transaction() as tx:
        assert [row.person_id for row in await tx.inbox.unanswered()] == [None]


async def test_whom_to_meet_and_what_they_wrote_goes_with_a_coordinator(world: World) -> None:
    """Design I10. Red when `tasks.contact` or `messages.text` outlives the person who wrote them."""
    task = await world.task(1)
    await world.rows("UPDATE tasks SET contact = 'Alice, 20 20 20 20' WHERE id = ?", task.id)
    async with world.storage.transaction() as tx:
        tx.messages.add(task.id, world.alice.id, "Hilsen Alice", world.now)
    await Desk(world, world.alice).presses_through("/privacy", "forget", "erase")
    assert await world.rows("SELECT contact FROM tasks") == [("",)]
    assert await world.rows("SELECT text FROM messages") == []
