"""The daily clean-up: a test for each deadline of domain 2.8 (design I10), a day before it and on it."""

from datetime import UTC, datetime, timedelta

import pytest

from bot import cleaning, linking, staffing
from bot.model import ClaimState, Notice, NoticeKind, Person, Task
from bot.ports import Urgency
from bot.wording.tasks import public_card
from tests.people import ZONE
from tests.usecases.desk import COMMUNITY, Desk
from tests.world import World

DAY = timedelta(days=1)


async def _clean(world: World, now: datetime) -> None:
    async with world.storage.transaction() as tx:
        await tx.tasks.end_those_over(now)
        await cleaning.clean(tx, now)


async def _count(world: World, table: str) -> int:
    return len(await world.rows(f"SELECT 1 FROM {table}"))  # noqa: S608 - a table of ours


async def _shown(world: World, task: Task) -> str:
    """The public card, as a channel shows it."""
    return public_card(await world.see(task), COMMUNITY.words("da"), world.now).fingerprint()


async def _over(world: World, *people: Person) -> tuple[Task, datetime]:
    """A task these people were on, and when it ended."""
    task = await world.task(len(people) or 1)
    for person in people:
        await world.claims(person, task)
    return task, task.ends_at


async def test_once_a_day_after_three_in_the_morning(world: World) -> None:
    night = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)  # half past two in Copenhagen
    async with world.storage.transaction() as tx:
        assert not await cleaning.clean_daily(tx, night, ZONE)
        assert await cleaning.clean_daily(tx, night + timedelta(minutes=30), ZONE)
        assert not await cleaning.clean_daily(tx, night + timedelta(hours=20), ZONE)
        assert await cleaning.clean_daily(tx, night + timedelta(days=1, minutes=30), ZONE)


async def test_signups_become_numbers_30_days_after_the_slot(world: World) -> None:
    task, ended = await _over(world, world.bob, world.charlie)
    await world.waits(world.dana, task)
    await _clean(world, ended + 29 * DAY)
    assert await _count(world, "claims") == 3
    card = await _shown(world, task)
    await _clean(world, ended + 30 * DAY)
    assert await _count(world, "claims") == 0
    assert await world.rows("SELECT task_id, held, given_back FROM task_counts") == [(task.id, 2, 0)]
    assert await _shown(world, task) == card


async def test_of_a_cancelled_task_nobody_came(world: World) -> None:
    _, ended = await _over(world, world.bob)
    await world.rows("UPDATE tasks SET state = 'cancelled'")
    await _clean(world, ended + 30 * DAY)
    assert await _count(world, "claims") == 0
    assert await _count(world, "task_counts") == 0


async def test_an_afbud_is_forgotten_after_30_days_and_the_task_ahead_keeps_its_people(world: World) -> None:
    task = await world.task(2, starts_in=90 * DAY)
    await world.claims(world.bob, task)
    await world.claims(world.charlie, task)
    await world.leaves(world.bob, task)
    await _clean(world, world.now + 29 * DAY)
    assert await _count(world, "claims") == 2
    await _clean(world, world.now + 30 * DAY)
    assert await world.rows("SELECT person_id FROM claims") == [(world.charlie.id,)]
    assert await world.rows("SELECT held, given_back FROM task_counts") == [(0, 1)]
    assert (await world.see(task)).slots[0].taken == 1


async def test_a_removal_counts_until_the_task_is_over(world: World) -> None:
    """Red when `given_back` also takes what a coordinator removed: they could claim again."""
    task = await world.task(1, starts_in=90 * DAY)
    held = (await world.claims(world.bob, task)).claim
    assert held
    async with world.storage.transaction() as tx:
        await staffing.take_off(tx, world.alice, held.id, world.now)
    await _clean(world, world.now + 60 * DAY)
    assert (await world.standing(world.bob, task)).removed
    await _clean(world, task.ends_at + 30 * DAY)
    assert not (await world.standing(world.bob, task)).removed


async def test_a_guest_goes_with_their_claim(world: World) -> None:
    task = await world.task(2)
    async with world.storage.transaction() as tx:
        guest = tx.people.add_guest("Farmor", task.id, world.now)
        tx.claims.add(task.slots[0], guest, ClaimState.HELD, world.now)
    await _clean(world, task.ends_at + 29 * DAY)
    assert await world.rows("SELECT name FROM persons WHERE guest_of IS NOT NULL") == [("Farmor",)]
    await _clean(world, task.ends_at + 30 * DAY)
    assert await world.rows("SELECT name FROM persons WHERE guest_of IS NOT NULL") == []
    assert await world.rows("SELECT held FROM task_counts") == [(1,)]


async def test_the_contact_goes_30_days_after_the_task(world: World) -> None:
    task, ended = await _over(world)
    await world.rows("UPDATE tasks SET contact = 'Kirsten 12345678'")
    await _clean(world, ended + 29 * DAY)
    assert (await world.see(task)).contact
    card = await _shown(world, task)
    await _clean(world, ended + 30 * DAY)
    assert (await world.see(task)).contact == ""
    assert await _shown(world, task) == card


async def test_a_form_goes_after_30_days_untouched(world: World) -> None:
    desk = Desk(world, world.alice)
    await desk.says("/post Lav suppe | | | | ")
    begun = world.now
    world.now += 20 * DAY
    await desk.says("fredag 14-17")
    await _clean(world, begun + 49 * DAY)
    assert await _count(world, "drafts") == 1
    await _clean(world, begun + 50 * DAY)
    assert await _count(world, "drafts") == 0


@pytest.mark.parametrize("state", ["sent", "dropped", "missed", "trouble"])
async def test_a_notice_goes_30_days_after_it_ended(world: World, state: str) -> None:
    task = await world.task(1, starts_in=200 * DAY)
    await world.claims(world.bob, task)
    await world.rows("DELETE FROM notices WHERE kind != 'claimed'")
    await world.rows("UPDATE notices SET state = ?, ended_at = ?", state, int(world.now.timestamp()))
    await _clean(world, world.now + 29 * DAY)
    assert await _count(world, "notices") == 1
    await _clean(world, world.now + 30 * DAY)
    assert await _count(world, "notices") == 0


async def test_what_is_still_owed_stays(world: World) -> None:
    """Design I6: also what could not be delivered, while its task is ahead."""
    task = await world.task(2, starts_in=200 * DAY)
    await world.claims(world.bob, task)
    await world.claims(world.charlie, task)
    await world.rows("DELETE FROM notices WHERE kind != 'claimed'")
    ended_at = int(world.now.timestamp())
    await world.rows(
        "UPDATE notices SET state = 'unreachable', ended_at = ? WHERE person_id = ?", ended_at, world.bob.id
    )
    await _clean(world, world.now + 100 * DAY)
    assert await world.owed(world.bob, "unreachable") == ["claimed"]
    assert await world.owed(world.charlie) == ["claimed"]
    await _clean(world, task.ends_at)
    assert await world.owed(world.bob, "unreachable") == []


async def test_a_coordinators_message_goes_after_30_days(world: World) -> None:
    task = await world.task(1, starts_in=90 * DAY)
    async with world.storage.transaction() as tx:
        tx.messages.add(task.id, world.alice.id, "Vi mødes ved døren", world.now)
    await _clean(world, world.now + 29 * DAY)
    assert await _count(world, "messages") == 1
    await _clean(world, world.now + 30 * DAY)
    assert await _count(world, "messages") == 0


async def test_a_message_that_is_gone_is_not_sent_empty(world: World) -> None:
    task = await world.task(1, starts_in=90 * DAY)
    held = (await world.claims(world.bob, task)).claim
    assert held
    async with world.storage.transaction() as tx:
        message = tx.messages.add(task.id, world.alice.id, "Vi mødes ved døren", world.now)
        notice = Notice(
            key="message:1",
            kind=NoticeKind.MESSAGE,
            person_id=world.bob.id,
            task_id=task.id,
            claim_id=held.id,
            facts={"message": message.id},
            due_at=world.now,
        )
        tx.notices.put(notice, Urgency.ANNOUNCEMENT, world.now)
    assert "message" in await Desk(world, world.bob).told()
    await _clean(world, world.now + 30 * DAY)
    assert "message" not in await Desk(world, world.bob).told()


@pytest.mark.parametrize("state", ["answered", "failed"])
async def test_an_update_is_forgotten_after_30_days(world: World, state: str) -> None:
    await world.rows(
        "INSERT INTO inbox (network, bot_id, number, lane, raw, state, received_at, ended_at)"
        " VALUES ('telegram', 1, 1, 'telegram:u:102', '', ?, 0, ?)",
        state,
        int(world.now.timestamp()),
    )
    await _clean(world, world.now + 29 * DAY)
    assert await _count(world, "inbox") == 1
    await _clean(world, world.now + 30 * DAY)
    assert await _count(world, "inbox") == 0


async def test_an_update_that_is_not_finished_is_never_forgotten(world: World) -> None:
    """Design I5."""
    await world.rows(
        "INSERT INTO inbox (network, bot_id, number, lane, raw, state, received_at, ended_at)"
        " VALUES ('telegram', 1, 1, 'telegram:u:102', '{}', 'new', 0, NULL),"
        " ('telegram', 1, 2, 'telegram:u:102', '', 'done', 0, 0)"
    )
    await _clean(world, world.now + 400 * DAY)
    assert await _count(world, "inbox") == 2


@pytest.mark.parametrize("used", [True, False])
async def test_a_link_goes_30_days_after_it_was_used_or_ran_out(world: World, *, used: bool) -> None:
    expires = world.now + 7 * DAY
    async with world.storage.transaction() as tx:
        tx.organisations.invite("hash", world.organisation.id, world.alice.id, expires)
        if used:
            tx.organisations.use_invitation("hash", world.bob.id, world.now)
    ended = world.now if used else expires
    await _clean(world, ended + 29 * DAY)
    assert await _count(world, "invitations") == 1
    await _clean(world, ended + 30 * DAY)
    assert await _count(world, "invitations") == 0


async def test_a_code_for_linking_goes_a_day_after_it_ran_out(world: World) -> None:
    """And so do wrong ones that were tried."""
    async with world.storage.transaction() as tx:
        linking.make_code(tx, world.bob, world.now)
        tx.linking.tried_wrong(world.charlie.id, world.now, world.now)
    for passed, left in ((DAY, [1, 0]), (DAY + linking.LASTS, [0, 0])):
        await _clean(world, world.now + passed)
        assert [await _count(world, table) for table in ("link_codes", "link_tries")] == left


async def test_who_was_not_seen_for_a_year_is_deleted(world: World) -> None:
    await _clean(world, world.now + 364 * DAY)
    assert await _count(world, "persons") == 4
    await _clean(world, world.now + 365 * DAY)
    assert await world.rows("SELECT name FROM persons ORDER BY id") == [("Alice",), ("Dana",)]
    assert await world.rows("PRAGMA foreign_key_check") == []


async def test_a_press_or_a_message_counts_as_being_seen(world: World) -> None:
    begun = world.now
    world.now += 200 * DAY
    await Desk(world, world.bob).says("/mine")
    await Desk(world, world.charlie).forges("home")
    await _clean(world, begun + 365 * DAY)
    assert await _count(world, "persons") == 4


async def test_who_is_on_a_task_ahead_or_has_posted_it_is_not_idle(world: World) -> None:
    task = await world.task(1, starts_in=380 * DAY)
    await world.claims(world.bob, task)
    await world.waits(world.charlie, task)
    await world.rows("DELETE FROM coordinators")
    await _clean(world, world.now + 370 * DAY)
    assert await _count(world, "persons") == 4
    assert (await world.see(task)).slots[0].taken == 1


async def test_what_is_deleted_is_overwritten_on_disk(world: World) -> None:
    assert await world.rows("PRAGMA secure_delete") == [(1,)]
