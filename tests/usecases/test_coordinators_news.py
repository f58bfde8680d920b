"""What a coordinator is told: to whoever can be told, while it is so, and not what they know already."""

from datetime import timedelta

from bot import forgetting, people, posting, reminding, telling
from bot.errors import Undelivered, Why
from bot.model import NoticeKind, Person, Reach, Task
from tests.core.delivering import deliver, heard
from tests.core.recorder import Recorder
from tests.people import ZONE
from tests.usecases.desk import Desk
from tests.world import World


async def _ticks(world: World) -> None:
    async with world.storage.transaction() as tx:
        await telling.tell_still_short(tx, world.now)


async def _can_be_reached(world: World, person: Person) -> None:
    async with world.storage.transaction() as tx:
        known = await tx.people.get(person.id)
        assert known
        await people.can_be_reached(tx, known, world.now)


# Who cannot be reached


async def _lost(world: World, task: Task, person: Person) -> None:
    """Something could not be brought to somebody on the task."""
    live = (await world.standing(person, task)).live
    assert live
    async with world.storage.transaction() as tx:
        await telling.tell_undeliverable(tx, task, live.id, NoticeKind.CHANGED, world.now, refused=False)


async def test_a_reminder_the_network_refuses_is_told_the_coordinator(world: World) -> None:
    """Red when `give_up` tells of the unreachable only, or when it is dropped because they can be reached."""
    task, network = await world.task(2), Recorder()
    await world.claims(world.bob, task)
    await deliver(world, network)
    world.now = task.be_there_at - timedelta(days=1)
    async with world.storage.transaction() as tx:
        await reminding.promise_reminders(tx, world.now, ZONE)
    network.failing = [Undelivered(Why.REFUSED)]
    await deliver(world, network)
    assert await world.owed(world.bob, "trouble") == ["reminder"]
    assert [headline for headline in await _told(world, network, world.alice) if "Bob" in headline]


async def _told(world: World, network: Recorder, person: Person) -> list[str]:
    """All they have got by now."""
    await deliver(world, network)
    return [card.headline for to, card in network.sent if to == person.address]


async def test_who_can_be_reached_meanwhile_need_not_be_called(world: World) -> None:
    ghost = await world.person("Gert", reachable=False)
    task = await world.task(2)
    await world.claims(ghost, task)
    await _lost(world, task, ghost)
    await _can_be_reached(world, ghost)
    assert await heard(world, Recorder(), world.alice) == []


async def test_who_has_left_meanwhile_need_not_be_called(world: World) -> None:
    ghost = await world.person("Gert", reachable=False)
    task = await world.task(2)
    await world.claims(ghost, task)
    await _lost(world, task, ghost)
    await world.leaves(ghost, task)
    assert await heard(world, Recorder(), world.alice) == []


async def test_who_cannot_be_reached_still_must_be_called(world: World) -> None:
    ghost = await world.person("Gert", reachable=False)
    task = await world.task(2)
    await world.claims(ghost, task)
    await _lost(world, task, ghost)
    await world.rows("DELETE FROM notices WHERE kind = 'claimed'")
    assert ["Gert" in headline for headline in await heard(world, Recorder(), world.alice)] == [True]


# Late afbud


async def test_a_late_afbud_is_told_although_the_person_deleted_themselves_after_it(world: World) -> None:
    """Red when deleting a person takes what others are owed about their claims with it."""
    task = await world.task(2, starts_in=timedelta(hours=30))
    await world.claims(world.bob, task)
    world.now += timedelta(hours=20)
    await world.leaves(world.bob, task)
    async with world.storage.transaction() as tx:
        await forgetting.forget(tx, world.bob, world.bob.id, world.now)
    assert await world.owed(world.alice) == ["late_afbud"]
    assert (await Desk(world, world.alice).told())["late_afbud"].headline == "Late: a volunteer cannot come"


# Still short


async def test_a_task_posted_within_48_hours_is_not_called_short_at_once(world: World) -> None:
    """Red when `short` does not ask when the task was posted: the coordinator knows."""
    await world.task(4, starts_in=timedelta(hours=20))
    world.now += timedelta(seconds=5)
    await _ticks(world)
    assert await world.owed(world.alice) == []


async def test_a_task_still_short_48_hours_before_is_told_once(world: World) -> None:
    task = await world.task(4)
    world.now = task.starts_at - timedelta(hours=49)
    await _ticks(world)
    assert await world.owed(world.alice) == []
    world.now += timedelta(hours=1)
    await _ticks(world)
    await _ticks(world)
    assert await world.owed(world.alice) == ["short"]
    assert await heard(world, Recorder(), world.alice) != []


async def test_a_full_task_is_not_called_short(world: World) -> None:
    task = await world.task(1)
    await world.claims(world.bob, task)
    await world.rows("DELETE FROM notices")
    world.now = task.starts_at - timedelta(hours=48)
    await _ticks(world)
    assert await world.owed(world.alice) == []


async def test_short_of_people_is_not_said_of_a_task_closed_meanwhile(world: World) -> None:
    """Red when `_still_so` asks for free places only."""
    task = await world.task(4)
    world.now = task.starts_at - timedelta(hours=48)
    await _ticks(world)
    async with world.storage.transaction() as tx:
        await posting.close(tx, world.alice, task.id, world.now, closed=True)
    assert await heard(world, Recorder(), world.alice) == []


# A card that is gone


async def test_a_lost_card_that_was_posted_again_meanwhile_is_not_told(world: World) -> None:
    task = await world.task(4)
    async with world.storage.transaction() as tx:
        post = (await tx.posts.of_task(task.id))[0]
        tx.posts.gone(post.id, "x")
        facts: dict[str, int | str] = {"post": post.id}
        await telling.tell_coordinator(tx, task, NoticeKind.CARD_GONE, "gone", world.now, facts=facts)
    async with world.storage.transaction() as tx:
        await posting.post_again(tx, world.dana, task.id)
    assert await heard(world, Recorder(), world.alice) == []


# Whom it is told


async def _fills(world: World) -> None:
    await world.claims(world.bob, await world.task(1))
    await world.rows("DELETE FROM notices WHERE kind = 'claimed'")


async def _told_it_is_full(world: World) -> list[int]:
    rows = await world.rows("SELECT person_id FROM notices WHERE kind = 'full' ORDER BY person_id")
    return [int(str(row[0])) for row in rows]


async def test_whoever_posted_the_task_is_told_and_nobody_else(world: World) -> None:
    async with world.storage.transaction() as tx:
        tx.organisations.appoint(world.charlie.id, world.organisation.id, world.now)
    await _fills(world)
    assert await _told_it_is_full(world) == [world.alice.id]


async def test_a_poster_who_blocked_the_bot_is_stood_in_for_by_the_other_coordinators(world: World) -> None:
    """Red when only the poster is told: the news reaches nobody."""
    async with world.storage.transaction() as tx:
        tx.organisations.appoint(world.charlie.id, world.organisation.id, world.now)
        tx.people.set_reach(world.alice.account_id, Reach.BLOCKED)
    await _fills(world)
    assert await _told_it_is_full(world) == [world.alice.id, world.charlie.id]


async def test_where_no_coordinator_can_be_reached_the_admins_are_told(world: World) -> None:
    async with world.storage.transaction() as tx:
        tx.people.set_reach(world.alice.account_id, Reach.BLOCKED)
    await _fills(world)
    assert await _told_it_is_full(world) == [world.alice.id, world.dana.id]


async def test_a_poster_who_is_no_coordinator_any_more_is_not_told(world: World) -> None:
    task = await world.task(1)
    async with world.storage.transaction() as tx:
        tx.organisations.appoint(world.charlie.id, world.organisation.id, world.now)
    await world.rows("DELETE FROM coordinators WHERE person_id = ?", world.alice.id)
    await world.claims(world.bob, task)
    assert await _told_it_is_full(world) == [world.charlie.id]
