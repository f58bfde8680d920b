"""Editing a published task: capacity, roles, a move, and what everyone concerned is told."""

from datetime import timedelta

import pytest

from bot import claiming, editing, reminding
from bot.drafting import proposal_of
from bot.model import ClaimState, Draft, Person, Task
from bot.proposals import Role
from bot.refusals import AlreadyDone, Changed, NotCoordinator, StartIsPast, TaskIsCancelled
from tests.people import ZONE
from tests.usecases.desk import Desk
from tests.world import World


async def edits(world: World, task: Task, **changes: object) -> Draft:
    """Alice's form of the task, with some of its fields written anew."""
    async with world.storage.transaction() as tx:
        draft = await editing.begin(tx, world.alice, task.id, "preview", world.now)
        changed = proposal_of(draft).model_copy(update=changes)
        draft = Draft(
            id=draft.id,
            person_id=draft.person_id,
            kind=draft.kind,
            step="preview",
            fields=changed.model_dump(mode="json", exclude_defaults=True),
            updated_at=world.now,
            task_id=task.id,
        )
        tx.drafts.save(draft, world.now)
    return draft


async def saves(world: World, draft: Draft, revision: int | None = None) -> Task:
    async with world.storage.transaction() as tx:
        task = await tx.tasks.get(draft.task_id or 0)
        assert task
        shown = task.revision if revision is None else revision
        return await editing.save(tx, world.alice, draft, shown, world.now)


async def has_places(world: World, task: Task, places: int) -> Draft:
    """The form that gives the task's only slot so many places."""
    return await edits(world, task, roles=(Role(capacity=places, slot_id=task.slots[0].id),))


async def state(world: World, person: Person, task: Task) -> tuple[ClaimState, int] | None:
    live = (await world.standing(person, task)).live
    return (live.state, live.line) if live else None


# Capacity


async def test_more_places_go_to_the_line_at_once(world: World) -> None:
    """Design I4. Red when `save` does not offer."""
    task = await world.task(1)
    await world.claims(world.bob, task)
    await world.waits(world.charlie, task)
    await saves(world, await has_places(world, task, 2))
    assert await state(world, world.charlie, task) == (ClaimState.OFFERED, 0)
    assert (await world.see(task)).slots[0].free == 0


async def test_fewer_places_take_offers_first_then_the_newest(world: World) -> None:
    """Design, Capacity down."""
    task = await world.task(3)
    first, second, third = [await world.person() for _ in range(3)]
    for person in (first, second, third):
        await world.claims(person, task)
    await world.waits(world.charlie, task)
    await world.leaves(second, task)  # charlie is offered that place
    await saves(world, await has_places(world, task, 1))
    assert await state(world, first, task) == (ClaimState.HELD, 0)
    assert await state(world, third, task) == (ClaimState.WAITING, 1)
    assert await state(world, world.charlie, task) == (ClaimState.WAITING, 2)
    assert await world.owed(third) == ["claimed", "dropped"]
    assert (await world.see(task)).slots[0].taken == 1


async def test_an_offer_goes_before_a_place_that_was_taken_after_it(world: World) -> None:
    """Design, Capacity down. Red when rules.dropped_by_capacity sorts by turn alone."""
    task = await world.task(1)
    await world.claims(world.bob, task)
    await world.waits(world.charlie, task)
    await saves(world, await has_places(world, task, 3))  # charlie is offered the second place
    await world.claims(world.dana, task)
    await saves(world, await has_places(world, task, 2))
    assert await state(world, world.charlie, task) == (ClaimState.WAITING, 1)
    assert await state(world, world.dana, task) == (ClaimState.HELD, 0)


async def test_dropped_people_stand_before_those_who_waited_in_their_order(world: World) -> None:
    task = await world.task(3)
    people = [await world.person() for _ in range(3)]
    for person in people:
        await world.claims(person, task)
    await world.waits(world.charlie, task)
    await saves(world, await has_places(world, task, 1))
    assert [await state(world, person, task) for person in people[1:]] == [
        (ClaimState.WAITING, 1),
        (ClaimState.WAITING, 2),
    ]
    assert await state(world, world.charlie, task) == (ClaimState.WAITING, 3)
    await world.leaves(people[0], task)
    assert await state(world, people[1], task) == (ClaimState.OFFERED, 0)


async def test_the_preview_is_shown_again_if_somebody_came_meanwhile(world: World) -> None:
    """Red when `save` does not compare the revision: Charlie would be dropped without having been named."""
    task = await world.task(3)
    await world.claims(world.bob, task)
    await world.claims(world.dana, task)
    draft = await has_places(world, task, 1)
    async with world.storage.transaction() as tx:
        foreseen = await editing.foresee(tx, world.alice, draft, world.now)
    assert foreseen.dropped == ("Dana",)
    await world.claims(world.charlie, task)
    with pytest.raises(Changed):
        await saves(world, draft, foreseen.amendment.before.revision)
    assert (await world.see(task)).slots[0].taken == 3
    async with world.storage.transaction() as tx:
        foreseen = await editing.foresee(tx, world.alice, draft, world.now)
    assert set(foreseen.dropped) == {"Dana", "Charlie"}


async def test_somebody_coming_does_not_stop_an_edit_that_drops_nobody(world: World) -> None:
    task = await world.task(3)
    draft = await edits(world, task, title="Lav gryderet")
    await world.claims(world.charlie, task)
    assert (await saves(world, draft, task.revision)).title == "Lav gryderet"


async def test_the_form_names_who_is_dropped_and_says_when_it_is_out_of_date(world: World) -> None:
    task = await world.task(2)
    for person in (world.bob, world.dana):
        await world.claims(person, task)
    alice = Desk(world, world.alice)
    await alice.forges(f"edit:{task.id}")
    await alice.presses("field:2:slots")
    await alice.says("1")
    assert "Dana" in alice.card.body
    assert "Bob" not in alice.card.body
    stale = alice.action("save")
    await world.leaves(world.dana, task)
    await world.claims(world.charlie, task)
    await alice.forges(stale)
    assert alice.refused(Changed())
    assert "Charlie" in alice.card.body
    await alice.presses("save")
    assert alice.screen() == f"steer:{task.id}"
    await alice.forges(stale)
    assert alice.refused(AlreadyDone(await world.see(task)))
    assert "dropped" in await Desk(world, world.charlie).told()


# Roles


async def test_a_role_taken_away_tells_its_people_and_they_may_take_another(world: World) -> None:
    task = await world.task(roles={"kok": 1, "hjælper": 1})
    await world.claims(world.bob, task, 0)
    await world.claims(world.dana, task, 1)
    await world.waits(world.charlie, task, 0)
    helper = Role(name="hjælper", capacity=2, slot_id=task.slots[1].id)
    after = await saves(world, await edits(world, task, roles=(helper,)))
    assert [slot.name for slot in (await world.see(after)).slots] == ["hjælper"]
    assert [await state(world, person, task) for person in (world.bob, world.charlie)] == [None, None]
    bob = Desk(world, world.bob)
    bob.card = (await bob.told())["dropped"]
    assert bob.actions() == [f"claim:{task.id}:{task.slots[1].id}"]
    assert (await world.claims(world.bob, await world.see(task))).now is claiming.Now.IN


async def test_a_role_nobody_claimed_leaves_no_row(world: World) -> None:
    task = await world.task(roles={"kok": 1, "hjælper": 1})
    await saves(world, await edits(world, task, roles=(Role(name="kok", capacity=1, slot_id=task.slots[0].id),)))
    assert await world.rows("SELECT name, capacity FROM slots") == [("kok", 1)]


async def test_a_new_role_stands_last_and_a_renamed_one_keeps_its_people(world: World) -> None:
    task = await world.task(roles={"kok": 1, "hjælper": 1})
    await world.claims(world.bob, task, 0)
    alice = Desk(world, world.alice)
    await alice.forges(f"edit:{task.id}")
    await alice.presses("field:2:slots")
    await alice.says("køkkenchef 1, hjælper 1")
    assert "kok" in alice.card.body.split()
    async with world.storage.transaction() as tx:
        draft = await tx.drafts.active(world.alice.id)
        assert draft
        assert (await editing.foresee(tx, world.alice, draft, world.now)).told == 1
    await alice.presses("fix")
    await alice.presses("field:2:slots")
    await alice.says("kok 1, hjælper 1, opvasker 2")
    await alice.presses("save")
    assert [slot.name for slot in (await world.see(task)).slots] == ["kok", "hjælper", "opvasker"]
    assert await state(world, world.bob, task) == (ClaimState.HELD, 0)
    assert await world.owed(world.bob) == ["claimed"]


async def test_one_slot_that_becomes_roles_keeps_its_people_in_the_largest(world: World) -> None:
    task = await world.task(4)
    await world.claims(world.bob, task)
    alice = Desk(world, world.alice)
    await alice.forges(f"edit:{task.id}")
    await alice.presses("field:2:slots")
    assert "Bob" not in (await alice.says("kok 1, hjælper 3")).body
    await alice.presses("save")
    slot = (await world.standing(world.bob, task)).slot
    assert slot
    assert slot.name == "hjælper"


# Words


async def test_only_what_matters_is_told(world: World) -> None:
    task = await world.task(1)
    await world.claims(world.bob, task)
    await world.waits(world.charlie, task)
    await saves(world, await edits(world, task, title="Suppe", details="Tag forklæde med", benefit="alle"))
    assert await world.owed(world.bob) == ["claimed"]
    await saves(world, await edits(world, task, contact="Erik"))
    assert await world.owed(world.bob) == ["claimed", "changed"]
    assert await world.owed(world.charlie) == []
    world.now += timedelta(seconds=1)
    await saves(world, await edits(world, task, place="Biblioteket"))
    assert await world.owed(world.charlie) == ["changed"]
    bob, charlie = Desk(world, world.bob), Desk(world, world.charlie)
    assert "Biblioteket" in (await bob.told())["changed"].body.splitlines()[0]
    assert "Biblioteket" in (await charlie.told())["changed"].body.splitlines()[0]


async def test_two_coordinators_editing_at_once_do_not_undo_each_other(world: World) -> None:
    """Red when `look_at` does not lay the edit over what stands now."""
    task = await world.task(1)
    mine = await edits(world, task, title="Suppe")
    async with world.storage.transaction() as tx:
        tx.organisations.appoint(world.dana.id, world.organisation.id, world.now)
        theirs = await editing.begin(tx, world.dana, task.id, "preview", world.now)
        fields = proposal_of(theirs).model_copy(update={"place": "Biblioteket"})
        tx.drafts.save(theirs, world.now)
        theirs = Draft(
            id=theirs.id,
            person_id=theirs.person_id,
            kind=theirs.kind,
            step="preview",
            fields=fields.model_dump(mode="json", exclude_defaults=True),
            updated_at=world.now,
            task_id=task.id,
        )
        await editing.save(tx, world.dana, theirs, task.revision, world.now)
    await saves(world, mine)
    after = await world.see(task)
    assert (after.title, after.place) == ("Suppe", "Biblioteket")


# A move


async def moved(world: World, task: Task, by: timedelta) -> Task:
    async with world.storage.transaction() as tx:
        draft = await editing.begin(tx, world.alice, task.id, "preview", world.now)
    proposal = proposal_of(draft).with_when(task.starts_at + by, task.ends_at + by)
    return await saves(world, await edits(world, task, **{name: getattr(proposal, name) for name in _WHEN}))


_WHEN = ("starts_at", "ends_at", "be_there_at", "afbud_by", "roles")


async def test_a_move_asks_everyone_and_reminders_follow(world: World) -> None:
    """Red when `amend` does not set moved_at: the reminder of the day before would come at once."""
    task = await world.task(1, starts_in=timedelta(days=5), be_there_before=timedelta(minutes=15))
    await world.claims(world.bob, task)
    await world.waits(world.charlie, task)
    world.now = task.be_there_at - timedelta(hours=20)
    async with world.storage.transaction() as tx:
        assert await reminding.promise_reminders(tx, world.now, ZONE) == 1
    await moved(world, task, timedelta(hours=2))
    after = await world.see(task)
    assert after.slots[0].be_there_at == task.be_there_at + timedelta(hours=2)
    assert after.moved_at == world.now
    assert await world.owed(world.bob) == ["claimed", "reminder", "moved"]
    assert await world.owed(world.charlie) == ["moved"]
    async with world.storage.transaction() as tx:
        assert await reminding.promise_reminders(tx, world.now + timedelta(minutes=1), ZONE) == 0
    world.now = after.be_there_at - timedelta(hours=2)
    async with world.storage.transaction() as tx:
        assert await reminding.promise_reminders(tx, world.now, ZONE) == 1
    assert "reminder" in await Desk(world, world.bob).told()


async def test_keep_is_seen_by_the_coordinator(world: World) -> None:
    task = await world.task(2)
    await world.claims(world.bob, task)
    await moved(world, task, timedelta(days=1))
    alice, bob = Desk(world, world.alice), Desk(world, world.bob)
    assert "Bob" in (await alice.forges(f"steer:{task.id}")).body
    bob.card = (await bob.told())["moved"]
    await bob.presses("keep")
    assert bob.screen() == f"task:{task.id}"
    assert "leave" in bob.verbs()
    assert "Bob" not in (await alice.forges(f"steer:{task.id}")).body


async def test_leave_after_a_move_gives_the_place_on(world: World) -> None:
    task = await world.task(1)
    await world.claims(world.bob, task)
    await world.waits(world.charlie, task)
    await moved(world, task, timedelta(days=1))
    bob = Desk(world, world.bob)
    bob.card = (await bob.told())["moved"]
    await bob.presses("leave")
    assert await state(world, world.charlie, task) == (ClaimState.OFFERED, 0)


async def test_a_move_onto_another_task_names_both(world: World) -> None:
    first = await world.task(1, starts_in=timedelta(days=5))
    second = await world.task(1, title="Pas kiosken", starts_in=timedelta(days=6))
    await world.claims(world.bob, first)
    await world.claims(world.bob, second)
    await moved(world, first, timedelta(days=1))
    bob = Desk(world, world.bob)
    bob.card = (await bob.told())["moved"]
    assert "Lav suppe" in bob.card.body
    assert "Pas kiosken" in bob.card.body
    assert "Pas kiosken" in (await bob.presses("keep")).body
    assert (await world.standing(world.bob, first)).live
    assert (await world.standing(world.bob, second)).live


async def test_a_slot_with_its_own_time_is_moved_by_the_same_amount(world: World) -> None:
    task = await world.task(roles={"kok": 1, "hjælper": 1})
    start = task.starts_at
    early = Role(
        name="kok",
        capacity=1,
        slot_id=task.slots[0].id,
        starts_at=start - timedelta(hours=1),
        ends_at=start + timedelta(hours=1),
    )
    helper = Role(name="hjælper", capacity=1, slot_id=task.slots[1].id)
    await saves(world, await edits(world, task, roles=(early, helper)))
    spread = await world.see(task)
    assert spread.starts_at == start - timedelta(hours=1)  # the task spans its slots
    await moved(world, spread, timedelta(days=2))
    after = await world.see(task)
    assert [slot.starts_at for slot in after.slots] == [
        start + timedelta(days=2, hours=-1),
        start + timedelta(days=2),
    ]


async def test_only_the_role_that_moved_is_asked(world: World) -> None:
    task = await world.task(roles={"kok": 1, "hjælper": 1})
    await world.claims(world.bob, task, 0)
    await world.claims(world.charlie, task, 1)
    later = Role(
        name="kok",
        capacity=1,
        slot_id=task.slots[0].id,
        starts_at=task.starts_at + timedelta(hours=1),
        ends_at=task.ends_at,
    )
    helper = Role(name="hjælper", capacity=1, slot_id=task.slots[1].id)
    await saves(world, await edits(world, task, roles=(later, helper)))
    assert (await world.owed(world.bob))[-1] == "moved"
    assert "moved" not in await world.owed(world.charlie)


async def test_a_task_is_not_moved_into_the_past(world: World) -> None:
    task = await world.task(1)
    with pytest.raises(StartIsPast):
        await moved(world, task, timedelta(days=-9))
    assert (await world.see(task)).starts_at == task.starts_at


async def test_a_new_time_that_went_by_while_the_form_lay_is_asked_for_again(world: World) -> None:
    task = await world.task(1, starts_in=timedelta(days=9))
    alice = Desk(world, world.alice)
    await alice.forges(f"edit:{task.id}")
    await alice.presses("field:2:when")
    await alice.says("25/11 14-17")
    world.now += timedelta(days=5)
    await alice.presses("save")
    assert await alice.step() == "when"
    await alice.says("5/12 14-17")
    await alice.presses("save")
    assert (await world.see(task)).starts_at.day == 5


# Permission


async def test_a_stranger_and_another_coordinator_cannot_edit(world: World) -> None:
    """Design I8. Red when `begin` or `look_at` does not ask posting.steered."""
    task = await world.task(1)
    async with world.storage.transaction() as tx:
        other = await tx.organisations.ensure("Korforeningen", world.now)
        tx.organisations.appoint(world.bob.id, other.id, world.now)
    for person in (world.charlie, world.bob):
        with pytest.raises(NotCoordinator):
            async with world.storage.transaction() as tx:
                await editing.begin(tx, person, task.id, "preview", world.now)
    draft = await edits(world, task, title="Suppe")
    async with world.storage.transaction() as tx:
        with pytest.raises(NotCoordinator):
            await editing.save(tx, world.charlie, draft, task.revision, world.now)


async def test_a_cancelled_task_is_not_edited(world: World) -> None:
    task = await world.task(1)
    alice = Desk(world, world.alice)
    await alice.forges(f"cancel:{task.id}")
    async with world.storage.transaction() as tx:
        with pytest.raises(TaskIsCancelled):
            await editing.begin(tx, world.alice, task.id, "preview", world.now)


async def test_forged_buttons_cannot_empty_a_published_task(world: World) -> None:
    task = await world.task(1)
    alice = Desk(world, world.alice)
    await alice.forges(f"edit:{task.id}")
    for forged in ("skip:2:title", "skip:2:when", "skip:2:time-7", "field:2:nonsense", "span:2:1:2", "publish:2"):
        await alice.forges(forged)
    assert (await world.see(task)).title == "Lav suppe"
    assert await world.rows("SELECT COUNT(*) FROM tasks") == [(1,)]
