"""What two accounts had becomes one person's: places, turns, news, settings, roles. Nobody is told twice."""

from datetime import timedelta

import pytest

from bot import adjusting, claiming, connecting, lining, reminding, staffing, undoing
from bot.drafting import POST
from bot.model import ClaimState, Notice, NoticeKind, Person, Reach, Task
from bot.noticing import Noticing
from bot.promising import promise
from bot.refusals import NothingToUndo, TakenOff
from tests.people import ZONE
from tests.usecases.desk import Desk
from tests.usecases.linking_desk import desk, fresh, links, on_discord
from tests.world import World

HELD, OFFERED, WAITING = ClaimState.HELD, ClaimState.OFFERED, ClaimState.WAITING


@pytest.fixture
async def bo(world: World) -> Person:
    """Bob on Discord."""
    return await on_discord(world, "Bo")


async def _has(world: World, person: Person, task: Task, state: ClaimState) -> None:
    """Bring somebody into that state; the task has one place, and Alice frees it for an offer."""
    if state is HELD:
        await world.claims(person, task)
        return
    await world.claims(world.alice, task)
    await world.waits(person, task)
    if state is OFFERED:
        await world.leaves(world.alice, task)


async def _state(world: World, person: Person, task: Task) -> ClaimState | None:
    live = (await world.standing(await fresh(world, person), task)).live
    return live.state if live else None


async def test_of_two_places_one_is_given_on_in_the_same_transaction(world: World, bo: Person) -> None:
    """Design I1, I2, I4. Red when the place that is freed is not offered."""
    task = await world.task(2)
    await world.claims(world.bob, task)
    await world.claims(bo, task)
    await world.waits(world.charlie, task)
    before = (await world.see(task)).revision
    outcome = await links(world, world.bob, bo)
    assert outcome.merged
    assert [one.task.id for one in outcome.merged.doubled] == [task.id]
    assert await _state(world, bo, task) is HELD
    assert await _state(world, world.charlie, task) is OFFERED
    assert await world.owed(world.charlie) == ["offer"]
    assert (await world.see(task)).revision > before


@pytest.mark.parametrize(
    ("mine", "theirs", "stays"),
    [(HELD, WAITING, HELD), (WAITING, HELD, HELD), (OFFERED, WAITING, OFFERED), (WAITING, OFFERED, OFFERED)],
)
async def test_the_better_claim_stays(
    world: World, bo: Person, mine: ClaimState, theirs: ClaimState, stays: ClaimState
) -> None:
    task = await world.task(1)
    first, second = sorted(((world.bob, mine), (bo, theirs)), key=lambda one: one[1] is WAITING)
    await _has(world, first[0], task, first[1])
    await world.waits(second[0], task)
    await links(world, world.bob, bo)
    assert await _state(world, bo, task) is stays
    live = "SELECT COUNT(*) FROM claims WHERE state IN ('held', 'waiting', 'offered') AND person_id = ?"
    assert await world.rows(live, bo.id) == [(1,)]


async def test_a_place_stays_before_an_earlier_turn_in_line(world: World, bo: Person) -> None:
    """Red when `rules.better` looks only at who came first."""
    task = await world.task(roles={"kok": 1, "hjælper": 1})
    await world.claims(world.alice, task, 0)
    await world.waits(bo, task, 0)
    await world.claims(world.bob, task, 1)
    await links(world, world.bob, bo)
    assert await _state(world, bo, task) is HELD
    assert (await world.see(task)).waiting == 0


async def test_of_two_turns_in_line_the_earlier_stays(world: World, bo: Person) -> None:
    task = await world.task(1)
    await world.claims(world.alice, task)
    for one in (bo, world.charlie, world.bob):
        await world.waits(one, task)
    await links(world, bo, world.bob)
    live = (await world.standing(world.bob, task)).live
    assert live
    assert live.line == 1
    assert (await world.see(task)).waiting == 2


async def test_an_offer_that_lapses_after_it_is_told(world: World, bo: Person) -> None:
    """The claim that went is the younger one: red when it is taken for the last that happened to them there."""
    task = await world.task(1)
    await world.claims(world.alice, task)
    await world.waits(world.bob, task)
    await world.waits(bo, task)
    await links(world, world.bob, bo)
    await world.leaves(world.alice, task)
    await world.rows("UPDATE claims SET offered_until = ? WHERE state = 'offered'", int(world.now.timestamp()))
    world.now += timedelta(minutes=1)
    async with world.storage.transaction() as tx:
        await lining.lapse_offers(tx, world.now)
    assert await _true_news(world, await fresh(world, bo), NoticeKind.OFFER_LAPSED) == 1


async def test_two_places_in_two_roles_become_the_first(world: World, bo: Person) -> None:
    task = await world.task(roles={"kok": 1, "hjælper": 1})
    await world.claims(world.bob, task, 1)
    await world.claims(bo, task, 0)
    await world.waits(world.charlie, task, 0)
    await links(world, world.bob, bo)
    standing = await world.standing(bo, task)
    assert standing.slot
    assert standing.slot.name == "hjælper"
    assert await _state(world, world.charlie, task) is OFFERED


async def test_whoever_was_taken_off_stays_off(world: World, bo: Person) -> None:
    """Red when a second account keeps the place of somebody a coordinator took off."""
    task = await world.task(2)
    claim = (await world.claims(world.bob, task)).claim
    assert claim
    await world.claims(bo, task)
    async with world.storage.transaction() as tx:
        await staffing.take_off(tx, world.alice, claim.id, world.now)
    await world.claims(world.charlie, task)
    await world.waits(world.dana, task)
    outcome = await links(world, world.bob, bo)
    assert outcome.merged
    assert [one.id for one in outcome.merged.taken_off] == [task.id]
    assert await _state(world, bo, task) is None
    assert await _state(world, world.dana, task) is OFFERED
    with pytest.raises(TakenOff):
        await world.claims(bo, task)
    async with world.storage.transaction() as tx:
        back = await staffing.put_back(tx, world.alice, claim.id, world.now)
    assert back.state is WAITING


async def test_places_at_the_same_time_are_kept_and_named(world: World, bo: Person) -> None:
    soup, kiosk = await world.task(1), await world.task(1, title="Pas kiosken")
    await world.claims(world.bob, soup)
    await world.claims(bo, kiosk)
    there = desk(world, bo)
    card = await desk(world, world.bob).says("/link")
    said = await there.says(card.body.splitlines()[0])
    assert "Lav suppe and Pas kiosken are at the same time." in said.body
    assert [await _state(world, bo, one) for one in (soup, kiosk)] == [HELD, HELD]


async def test_undo_brings_back_nothing_that_became_one(world: World, bo: Person) -> None:
    """Red when the claim that goes is a place given back."""
    task = await world.task(2)
    await world.claims(bo, task)
    gone = (await world.claims(world.bob, task)).claim  # the later of the two
    assert gone
    await links(world, world.bob, bo)
    person = await fresh(world, bo)
    async with world.storage.transaction() as tx:
        assert (await undoing.undo(tx, person, gone.id, world.now)).now is claiming.Now.STILL_IN
    await world.leaves(bo, task)
    async with world.storage.transaction() as tx:
        assert (await undoing.undo(tx, person, gone.id, world.now)).now is claiming.Now.BACK_IN
    assert (await world.see(task)).free == 1
    await world.leaves(bo, task)
    world.now += timedelta(minutes=11)
    async with world.storage.transaction() as tx:
        with pytest.raises(NothingToUndo):
            await undoing.undo(tx, person, gone.id, world.now)
    assert (await world.see(task)).free == 2


async def test_claims_on_tasks_of_the_past_count_once(world: World, bo: Person) -> None:
    task = await world.task(2, starts_in=timedelta(hours=1))
    await world.claims(world.bob, task)
    await world.claims(bo, task)
    world.now += timedelta(hours=5)
    async with world.storage.transaction() as tx:
        await tx.tasks.end_those_over(world.now)
    outcome = await links(world, world.bob, bo)
    assert outcome.merged
    assert outcome.merged.doubled == ()
    world.now += timedelta(days=31)
    async with world.storage.transaction() as tx:
        tx.forgetting.signups(world.now - timedelta(days=30))
    assert await world.rows("SELECT held, given_back FROM task_counts") == [(1, 0)]


# News


async def test_a_reminder_is_promised_once(world: World, bo: Person) -> None:
    """One was told it an hour ago, the other's waits for the morning. Red when each claim's own is sent."""
    task = await world.task(2)
    await world.claims(world.bob, task)
    await world.claims(bo, task)
    world.now = task.starts_at - timedelta(hours=23)
    async with world.storage.transaction() as tx:
        assert await reminding.promise_reminders(tx, world.now, ZONE) == 2
    await world.rows("UPDATE notices SET state = 'sent' WHERE kind = 'reminder' AND person_id = ?", bo.id)
    await links(world, world.bob, bo)
    async with world.storage.transaction() as tx:
        await reminding.promise_reminders(tx, world.now, ZONE)
    assert "reminder" not in (await desk(world, await fresh(world, bo)).told())
    world.now = task.starts_at - timedelta(hours=1)
    async with world.storage.transaction() as tx:
        assert await reminding.promise_reminders(tx, world.now, ZONE) == 1


async def test_a_reminder_both_are_owed_is_told_once(world: World, bo: Person) -> None:
    task = await world.task(2)
    await world.claims(world.bob, task)
    await world.claims(bo, task)
    world.now = task.starts_at - timedelta(hours=23)
    async with world.storage.transaction() as tx:
        await reminding.promise_reminders(tx, world.now, ZONE)
    await links(world, world.bob, bo)
    assert await _true_news(world, await fresh(world, bo), NoticeKind.REMINDER) == 1


async def _true_news(world: World, person: Person, kind: NoticeKind) -> int:
    """How many of these would be sent to them now."""
    at = Desk(world, person)
    noticing = Noticing(lambda who: at.routes.community.words_for(who), at.routes.screen, ZONE)
    due = [one for one in await world.notices() if one.person_id == person.id and one.kind is kind]
    async with world.storage.transaction() as tx:
        who = await tx.people.get(person.id)
        assert who
        return sum([await noticing.word(tx, one, who, world.now) is not None for one in due])


@pytest.mark.parametrize("told", [True, False])
async def test_a_message_to_everyone_is_told_once(world: World, bo: Person, told: bool) -> None:
    task = await world.task(2)
    claims = [(await world.claims(one, task)).claim for one in (world.bob, bo)]
    async with world.storage.transaction() as tx:
        message = tx.messages.add(task.id, world.alice.id, "Tag forklæde med", world.now)
        for claim in claims:
            assert claim
            news = Notice(
                kind=NoticeKind.MESSAGE,
                person_id=claim.person_id,
                task_id=task.id,
                claim_id=claim.id,
                facts={"message": message.id},
                due_at=world.now,
            )
            promise(tx, news, world.now)
    if told:
        await world.rows("UPDATE notices SET state = 'sent' WHERE kind = 'message' AND person_id = ?", bo.id)
    await links(world, world.bob, bo)
    assert await _true_news(world, await fresh(world, bo), NoticeKind.MESSAGE) == (0 if told else 1)


async def test_a_message_only_the_other_was_owed_is_not_lost(world: World, bo: Person) -> None:
    """Its claim goes, the message stays: red when it is not owed for the claim that stays."""
    task = await world.task(2)
    lost = (await world.claims(bo, task)).claim
    await world.claims(world.bob, task)
    assert lost
    await world.rows("UPDATE claims SET turn = turn + 1000 WHERE id = ?", lost.id)
    async with world.storage.transaction() as tx:
        message = tx.messages.add(task.id, world.alice.id, "Tag forklæde med", world.now)
        news = Notice(
            kind=NoticeKind.MESSAGE,
            person_id=bo.id,
            task_id=task.id,
            claim_id=lost.id,
            facts={"message": message.id},
            due_at=world.now,
        )
        promise(tx, news, world.now)
    await links(world, world.bob, bo)
    assert await _true_news(world, await fresh(world, bo), NoticeKind.MESSAGE) == 1


async def test_two_coordinators_who_are_one_are_told_once(world: World) -> None:
    """That a task is full; also if the one of them has heard it already."""
    ali, task = await on_discord(world, "Ali"), await world.task(1)
    async with world.storage.transaction() as tx:
        tx.organisations.appoint(ali.id, world.organisation.id, world.now)
        tx.people.set_reach(world.alice.account_id, Reach.BLOCKED)
    await world.claims(world.bob, task)
    assert await world.owed(world.alice) == ["full"]
    assert await world.owed(ali) == ["full"]
    await links(world, world.alice, ali)
    assert (await world.owed()).count("full") == 1


async def test_what_did_not_reach_the_one_reaches_the_other(world: World) -> None:
    """And the place they were passed over for is offered (design I4)."""
    ib, task, other = await world.person("Ib", reachable=False), await world.task(1), await world.task(1)
    await world.claims(ib, task)
    await world.claims(world.alice, other)
    await world.waits(ib, other)
    await world.rows("UPDATE notices SET state = 'unreachable' WHERE person_id = ?", ib.id)
    await world.leaves(world.alice, other)
    assert await _state(world, ib, other) is WAITING
    there = await on_discord(world, "Ib")
    await links(world, there, ib)
    assert await _state(world, there, other) is OFFERED
    assert set(await world.owed(await fresh(world, there))) == {"claimed", "offer"}


# What else is theirs


async def test_the_settings_are_of_whoever_made_the_code_unless_untouched(world: World, bo: Person) -> None:
    async with world.storage.transaction() as tx:
        adjusting.be_quiet(tx, world.bob, (1320, 420))
        tx.people.set_offsets(bo.id, (60,))
    outcome = await links(world, world.bob, bo)
    person = await fresh(world, bo)
    assert (person.quiet, person.offsets) == ((1320, 420), (1440, 120))
    assert outcome.settings_of == "telegram"


async def test_untouched_settings_give_way(world: World, bo: Person) -> None:
    async with world.storage.transaction() as tx:
        tx.people.set_offsets(bo.id, (60,))
    outcome = await links(world, world.bob, bo)
    assert (await fresh(world, bo)).offsets == (60,)
    assert outcome.settings_of == "discord"
    assert (await links(world, await on_discord(world, "Ida", 901), world.charlie)).settings_of is None


async def test_a_reminder_that_comes_by_the_others_settings_is_not_sent_after_the_fact(
    world: World, bo: Person
) -> None:
    task = await world.task(1)
    await world.claims(bo, task)
    async with world.storage.transaction() as tx:
        tx.people.set_offsets(world.bob.id, (2880, 120))
    world.now = task.starts_at - timedelta(hours=47)
    await links(world, world.bob, bo)
    async with world.storage.transaction() as tx:
        assert await reminding.promise_reminders(tx, world.now, ZONE) == 0
        assert await reminding.promise_reminders(tx, task.starts_at - timedelta(hours=1), ZONE) == 1


async def test_roles_links_tasks_words_and_forms_are_the_one_persons(world: World) -> None:
    ali = await on_discord(world, "Ali")
    task = await world.task(1)
    async with world.storage.transaction() as tx:
        choir = await tx.organisations.ensure("Koret", world.now)
        tx.organisations.appoint(ali.id, choir.id, world.now)
        await connecting.invite(tx, world.alice, world.organisation.id, world.now)
        tx.messages.add(task.id, world.alice.id, "Hej", world.now)
        tx.channels.ask(world.channel.id, world.alice.id)
        tx.drafts.add(ali.id, POST, "title", {"title": "Nyeste"}, world.now + timedelta(minutes=1))
        tx.drafts.add(world.alice.id, POST, "title", {"title": "Ældre"}, world.now)
    await links(world, world.alice, ali)
    async with world.storage.transaction() as tx:
        assert {one.name for one in await tx.organisations.of_person(ali.id)} == {"Koret", "Suppegryden"}
        assert await tx.channels.was_asked(world.channel.id, ali.id)
        active = await tx.drafts.active(ali.id)
    assert active
    assert active.fields == {"title": "Nyeste"}
    assert (await world.see(task)).posted_by == ali.id
    for sql in ("SELECT sender FROM messages", "SELECT invited_by FROM invitations"):
        assert await world.rows(sql) == [(ali.id,)]
    assert await world.rows("SELECT COUNT(*) FROM drafts WHERE active = 1") == [(1,)]
    assert await world.rows("PRAGMA foreign_key_check") == []


async def test_no_row_is_left_of_the_person_who_is_no_more(world: World, bo: Person) -> None:
    """Every table that names a person, found in the schema: red when a new one is forgotten in the merge."""
    task = await world.task(2)
    await world.claims(world.bob, task)
    await world.rows(
        "INSERT INTO inbox (network, bot_id, number, lane, raw, state, person_id, received_at)"
        " VALUES ('telegram', 1, 1, 'telegram:u:102', '', 'done', ?, 0)",
        world.bob.id,
    )
    seen_at = (await world.rows("SELECT MAX(seen_at) FROM persons"))[0]
    await links(world, world.bob, bo)
    tables = await world.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
    for (table,) in tables:
        columns = [row[1] for row in await world.rows(f"PRAGMA table_info({table})")]
        for column in {"person_id", "posted_by", "invited_by", "used_by", "sender"} & set(columns):
            named = await world.rows(f"SELECT COUNT(*) FROM {table} WHERE {column} = ?", world.bob.id)  # noqa: S608
            assert named == [(0,)], f"{table}.{column}"
    assert await world.rows("SELECT person_id FROM inbox") == [(bo.id,)]
    assert await world.rows("SELECT seen_at FROM persons WHERE id = ?", bo.id) == [seen_at]
