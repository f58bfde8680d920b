"""The roster: taking off and putting back, and adding somebody by hand."""

from datetime import timedelta

import pytest

from bot import posting, staffing
from bot.model import ClaimState, Person, Task
from bot.refusals import (
    AlreadyDone,
    AlreadyOn,
    CprFound,
    Full,
    NoSuchPerson,
    NotCoordinator,
    NotFor,
    NothingToUndo,
    Overlap,
    TakenOff,
    TaskIsClosed,
    TaskIsOver,
)
from bot.staffing import Staffed
from tests.usecases.desk import Desk
from tests.world import World


async def takes_off(world: World, person: Person, task: Task, by: Person | None = None) -> Staffed:
    live = (await world.standing(person, task)).live
    assert live
    async with world.storage.transaction() as tx:
        return await staffing.take_off(tx, by or world.alice, live.id, world.now)


async def puts_back(world: World, staffed: Staffed, by: Person | None = None) -> Staffed:
    async with world.storage.transaction() as tx:
        return await staffing.put_back(tx, by or world.alice, staffed.claim.id, world.now)


async def adds(
    world: World, person: Person, task: Task, *, in_line: bool = False, by: Person | None = None
) -> Staffed:
    async with world.storage.transaction() as tx:
        return await staffing.add(tx, by or world.alice, task.slots[0].id, person.id, world.now, in_line=in_line)


async def state(world: World, person: Person, task: Task) -> ClaimState | None:
    live = (await world.standing(person, task)).live
    return live.state if live else None


@pytest.fixture
async def known(world: World) -> Person:
    """Bob, who has claimed with the organisation before."""
    past = await world.task(1, title="Pas kiosken", starts_in=timedelta(days=2))
    await world.claims(world.bob, past)
    await world.leaves(world.bob, past)
    return world.bob


# Taking off


async def test_who_is_taken_off_is_told_and_the_place_goes_on(world: World) -> None:
    task = await world.task(1)
    await world.claims(world.bob, task)
    await world.waits(world.charlie, task)
    await takes_off(world, world.bob, task)
    assert await state(world, world.charlie, task) is ClaimState.OFFERED
    assert await world.owed(world.bob) == ["claimed", "removed"]
    assert list(await Desk(world, world.bob).told()) == ["removed"]
    with pytest.raises(TakenOff):
        await world.claims(world.bob, task)


async def test_taking_off_twice_is_once(world: World) -> None:
    task = await world.task(1)
    await world.claims(world.bob, task)
    staffed = await takes_off(world, world.bob, task)
    world.now += timedelta(seconds=5)
    async with world.storage.transaction() as tx:
        await staffing.take_off(tx, world.alice, staffed.claim.id, world.now)
    assert (await world.owed(world.bob)).count("removed") == 1


async def test_undo_gives_the_place_back_while_it_is_free(world: World) -> None:
    task = await world.task(1)
    await world.claims(world.bob, task)
    staffed = await takes_off(world, world.bob, task)
    world.now += timedelta(minutes=9)
    assert (await puts_back(world, staffed)).state is ClaimState.HELD
    assert list(await Desk(world, world.bob).told()) == ["claimed", "back_on"]


async def test_undo_stands_at_the_front_when_the_place_is_promised(world: World) -> None:
    task = await world.task(1)
    await world.claims(world.bob, task)
    await world.waits(world.charlie, task)
    await world.waits(world.dana, task)
    staffed = await takes_off(world, world.bob, task)
    assert (await puts_back(world, staffed)).state is ClaimState.WAITING
    live = (await world.standing(world.bob, task)).live
    assert live
    assert live.line == 1


async def test_undo_of_a_removal_is_over_after_ten_minutes(world: World) -> None:
    task = await world.task(1)
    await world.claims(world.bob, task)
    staffed = await takes_off(world, world.bob, task)
    world.now += timedelta(minutes=11)
    with pytest.raises(NothingToUndo):
        await puts_back(world, staffed)


async def test_undo_does_not_put_anybody_in_two_places_at_once(world: World) -> None:
    task, other = await world.task(1), await world.task(1, title="Pas kiosken")
    await world.claims(world.bob, task)
    staffed = await takes_off(world, world.bob, task)
    await world.claims(world.bob, other)
    with pytest.raises(NotFor) as refused:
        await puts_back(world, staffed)
    assert isinstance(refused.value.reason, Overlap)


async def test_an_afbud_cannot_be_undone_by_the_coordinator(world: World) -> None:
    task = await world.task(1)
    await world.claims(world.bob, task)
    left = await world.leaves(world.bob, task)
    assert left.claim
    async with world.storage.transaction() as tx:
        with pytest.raises(NothingToUndo):
            await staffing.put_back(tx, world.alice, left.claim.id, world.now)


# Adding by hand


async def test_a_known_person_is_added_and_told(world: World, known: Person) -> None:
    task = await world.task(2)
    assert (await adds(world, known, task)).state is ClaimState.HELD
    assert "added" in await Desk(world, known).told()


async def test_full_offers_the_waiting_list(world: World, known: Person) -> None:
    task = await world.task(1)
    await world.claims(world.charlie, task)
    with pytest.raises(NotFor) as refused:
        await adds(world, known, task)
    assert isinstance(refused.value.reason, Full)
    assert (await adds(world, known, task, in_line=True)).state is ClaimState.WAITING
    assert "added" in await Desk(world, known).told()


async def test_adding_keeps_the_rules_of_a_press(world: World, known: Person) -> None:
    """Overlap, taken off, closed, begun: each refused with its reason, and nothing is written."""
    task, other = await world.task(1), await world.task(1, title="Pas kiosken")
    await world.claims(known, other)
    reasons = [await _refused(world, known, task)]
    await takes_off(world, known, other)
    reasons.append(await _refused(world, known, other))
    async with world.storage.transaction() as tx:
        await posting.close(tx, world.alice, task.id, world.now, closed=True)
    reasons.append(await _refused(world, known, task))
    world.now = task.starts_at
    reasons.append(await _refused(world, known, task))
    assert reasons == [Overlap, TakenOff, TaskIsClosed, TaskIsOver]
    assert (await world.see(task)).slots[0].taken == 0


async def _refused(world: World, person: Person, task: Task) -> type[Exception]:
    with pytest.raises(NotFor) as refused:
        await adds(world, person, task)
    return type(refused.value.reason)


async def test_whoever_is_on_it_already_is_not_added_again(world: World, known: Person) -> None:
    task = await world.task(2)
    await adds(world, known, task)
    with pytest.raises(AlreadyOn):
        await adds(world, known, task)


async def test_nobody_whom_the_organisation_does_not_know_is_added(world: World) -> None:
    """A forged id must not put a stranger on a task. Red when `add` does not ask is_known_to."""
    task = await world.task(2)
    with pytest.raises(NoSuchPerson):
        await adds(world, world.charlie, task)


async def test_a_guest_is_added_by_first_name_only_and_once(world: World) -> None:
    task = await world.task(2)
    alice = Desk(world, world.alice)
    await alice.forges(f"add:{task.id}")
    await alice.says("Erik Andersen")
    guest = alice.action("guest")
    await alice.forges(guest)
    assert alice.screen() == f"roster:{task.id}"
    await alice.forges(guest)
    assert alice.refused(AlreadyDone(task))
    assert await world.rows("SELECT name FROM persons WHERE guest_of IS NOT NULL") == [("Erik",)]
    assert "Erik" in (await alice.forges(f"roster:{task.id}")).body


async def test_a_guest_for_a_full_task_may_stand_in_line(world: World) -> None:
    task = await world.task(1)
    await world.claims(world.bob, task)
    alice = Desk(world, world.alice)
    await alice.forges(f"add:{task.id}")
    await alice.says("Erik")
    await alice.presses("guest")
    assert (await world.see(task)).waiting == 0
    await alice.presses("guest_line")
    assert (await world.see(task)).waiting == 1


async def test_a_typed_name_looks_among_those_who_have_helped_before(world: World, known: Person) -> None:
    åse = await world.person("Åse Holm")
    past = await world.task(2, title="Regatta", starts_in=timedelta(days=3))
    await world.claims(åse, past)
    task = await world.task(roles={"kok": 1, "hjælper": 1})
    alice = Desk(world, world.alice)
    await alice.forges(f"add:{task.id}")
    await alice.presses(f"add:{task.id}:{task.slots[0].id}")
    assert alice.labels()[:2] == ["Åse Holm", "Bob"]
    await alice.says("åse")
    assert alice.labels()[0] == "Åse Holm"
    assert alice.verbs() == ["put", "guest", "steer"]
    await alice.presses("put")
    assert await state(world, åse, task) is ClaimState.HELD


async def test_a_cpr_number_is_no_name(world: World) -> None:
    task = await world.task(1)
    alice = Desk(world, world.alice)
    await alice.forges(f"add:{task.id}")
    await alice.says("010190-1234")
    assert alice.refused(CprFound())
    assert not [row for row in await world.rows("SELECT fields FROM drafts") if "1234" in str(row[0])]


# The roster


async def test_the_roster_says_where_everyone_stands(world: World) -> None:
    task = await world.task(roles={"kok": 1, "hjælper": 1})
    ghost = await world.person("Gert", reachable=False)
    await world.claims(world.bob, task, 0)
    await world.claims(ghost, task, 1)
    await world.waits(world.charlie, task, 0)
    await world.waits(world.dana, task, 0)
    await world.leaves(world.bob, task)
    card = await Desk(world, world.alice).forges(f"roster:{task.id}")
    names = [line.split(":")[0] for line in card.body.splitlines()]
    assert [name for name in names if name in ("kok", "Charlie", "Dana", "hjælper", "Gert")] == [
        "kok",
        "Charlie",
        "Dana",
        "hjælper",
        "Gert",
    ]


async def test_a_long_roster_has_pages_and_keeps_the_numbers(world: World) -> None:
    task = await world.task(1)
    await world.claims(world.bob, task)
    for _ in range(20):
        await world.waits(await world.person(), task)
    alice = Desk(world, world.alice)
    await alice.forges(f"roster:{task.id}")
    await alice.presses(f"roster:{task.id}:8")
    line = next(line for line in alice.card.body.splitlines() if line.startswith("Person 10"))
    assert line.endswith(" 10")
    await alice.presses(f"roster:{task.id}:16")
    line = next(line for line in alice.card.body.splitlines() if line.startswith("Person 20"))
    assert line.endswith(" 20")
    assert f"roster:{task.id}:24" not in alice.actions()


async def test_one_press_takes_off_and_one_undoes(world: World) -> None:
    task = await world.task(1)
    await world.claims(world.bob, task)
    alice = Desk(world, world.alice)
    await alice.forges(f"roster:{task.id}")
    assert "Bob" in (await alice.presses("remove")).headline
    assert await state(world, world.bob, task) is None
    await alice.presses("unremove")
    assert await state(world, world.bob, task) is ClaimState.HELD


async def test_strangers_and_other_coordinators_may_do_none_of_it(world: World, known: Person) -> None:
    """Design I8. Red when any of these does not ask posting.steered."""
    task = await world.task(2)
    await world.claims(known, task)
    async with world.storage.transaction() as tx:
        other = await tx.organisations.ensure("Korforeningen", world.now)
        tx.organisations.appoint(world.dana.id, other.id, world.now)
    erik = await world.person("Erik")
    async with world.storage.transaction() as tx:
        tx.organisations.appoint(erik.id, other.id, world.now)
    for forger in (world.charlie, erik):
        with pytest.raises(NotCoordinator):
            await takes_off(world, known, task, by=forger)
        with pytest.raises(NotCoordinator):
            await adds(world, known, task, by=forger)
        desk = Desk(world, forger)
        for verb in ("roster", "add", "steer", "message", "edit", "cancel", "close", "reopen", "again", "cancel_ask"):
            await desk.forges(f"{verb}:{task.id}")
            assert desk.refused(NotCoordinator()), verb
    assert await state(world, known, task) is ClaimState.HELD
