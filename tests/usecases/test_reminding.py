"""Reminders are asked of the tables: default offsets, moved, left, cancelled, late, missed, over a clock change."""

from datetime import UTC, datetime, timedelta

import pytest

from bot import people, posting, reminding
from tests.core.delivering import deliver, heard
from tests.core.recorder import Recorder
from tests.people import ZONE
from tests.world import World


async def _ask(world: World, now: datetime) -> int:
    async with world.storage.transaction() as tx:
        return await reminding.promise_reminders(tx, now, ZONE)


async def test_a_day_and_two_hours_before_being_there_once_each(world: World) -> None:
    """Design I6: asked twice, promised once. Red when the key leaves out the offset."""
    task = await world.task(1, starts_in=timedelta(days=5, hours=5), be_there_before=timedelta(minutes=30))
    await world.claims(world.bob, task)
    be_there = task.be_there_at
    assert await _ask(world, be_there - timedelta(days=1, minutes=1)) == 0
    assert await _ask(world, be_there - timedelta(days=1)) == 1
    assert await _ask(world, be_there - timedelta(days=1)) == 0
    assert await _ask(world, be_there - timedelta(hours=2)) == 1
    assert await _ask(world, be_there - timedelta(hours=1)) == 0


async def test_a_moment_before_the_claim_is_not_owed(world: World) -> None:
    task = await world.task(1, starts_in=timedelta(hours=5))
    await world.claims(world.bob, task)
    assert await _ask(world, world.now) == 0
    assert await _ask(world, task.starts_at - timedelta(hours=2)) == 1


async def test_several_missed_moments_become_one_message(world: World) -> None:
    task = await world.task(1)
    await world.claims(world.bob, task)
    assert await _ask(world, task.starts_at - timedelta(hours=1)) == 1
    facts = await world.rows("SELECT state, json_extract(facts, '$.at') FROM notices WHERE kind = 'reminder'")
    moments = [task.starts_at - timedelta(days=1), task.starts_at - timedelta(hours=2)]
    assert facts == [("missed", moments[0].timestamp()), ("owed", moments[1].timestamp())]


async def test_after_the_time_to_be_there_it_is_missed_not_sent(world: World) -> None:
    task = await world.task(1)
    await world.claims(world.bob, task)
    assert await _ask(world, task.starts_at + timedelta(minutes=1)) == 0
    assert await world.owed(world.bob, "missed") == ["reminder", "reminder"]


async def test_who_has_left_is_not_reminded(world: World) -> None:
    task = await world.task(1)
    await world.claims(world.bob, task)
    await world.leaves(world.bob, task)
    assert await _ask(world, task.starts_at - timedelta(hours=1)) == 0


async def test_a_cancelled_task_reminds_nobody(world: World) -> None:
    task = await world.task(1)
    await world.claims(world.bob, task)
    async with world.storage.transaction() as tx:
        await posting.cancel(tx, world.alice, task.id, world.now)
    assert await _ask(world, task.starts_at - timedelta(hours=1)) == 0


async def test_each_person_chooses(world: World) -> None:
    task = await world.task(2)
    await world.claims(world.bob, task)
    await world.claims(world.charlie, task)
    async with world.storage.transaction() as tx:
        tx.people.set_offsets(world.bob.id, (30,))
        tx.people.set_offsets(world.charlie.id, ())
    assert await _ask(world, task.starts_at - timedelta(hours=1)) == 0
    assert await _ask(world, task.starts_at - timedelta(minutes=30)) == 1


@pytest.mark.parametrize(
    ("start", "day_before"),
    [
        (datetime(2027, 3, 28, 12, tzinfo=UTC), datetime(2027, 3, 27, 13, tzinfo=UTC)),
        (datetime(2027, 10, 31, 13, tzinfo=UTC), datetime(2027, 10, 30, 12, tzinfo=UTC)),
    ],
    ids=["spring: 14.00 the day before is 25 hours in winter time less one", "autumn"],
)
async def test_a_day_before_keeps_its_clock_time_over_a_clock_change(
    world: World, start: datetime, day_before: datetime
) -> None:
    """Design I9. Red when rules.days_before subtracts 24 hours in UTC."""
    world.now = start - timedelta(days=5)
    task = await world.task(1, starts_in=timedelta(days=5))
    await world.claims(world.bob, task)
    assert await _ask(world, day_before - timedelta(minutes=1)) == 0
    assert await _ask(world, day_before) == 1


# Missed, late, and kept


async def test_a_reminder_missed_in_downtime_waits_for_the_morning(world: World) -> None:
    """Be there at 14 local, the bot is back at 02. Red when a late reminder is sent at once."""
    task, network = await world.task(2, starts_in=timedelta(days=3, hours=4)), Recorder()
    await world.claims(world.bob, task)
    await deliver(world, network)
    world.now = task.starts_at - timedelta(hours=12)
    assert world.now.astimezone(ZONE).hour == 2
    await _ask(world, world.now)
    assert await heard(world, network, world.bob) == []
    world.now = task.starts_at - timedelta(hours=6)
    assert len(await heard(world, network, world.bob)) == 1
    assert "kommer sent" in network.sent[0][1].body


async def test_reminders_kept_for_somebody_unreachable_become_one_that_says_it_is_late(
    world: World,
) -> None:
    """Red when `owe_again` owes each of them: two at once, and neither says it is late."""
    task, network = await world.task(2), Recorder()
    ghost = await world.person(reachable=False)
    await world.claims(ghost, task)
    for before in (timedelta(days=1), timedelta(hours=2)):
        world.now = task.starts_at - before
        await _ask(world, world.now)
        await deliver(world, network)
    world.now = task.starts_at - timedelta(hours=1)
    async with world.storage.transaction() as tx:
        known = await tx.people.get(ghost.id)
        assert known
        await people.can_be_reached(tx, known, world.now)
    reminders = [headline for headline in await heard(world, network, ghost) if headline.startswith("Husk")]
    assert len(reminders) == 1
    late = [card.body for to, card in network.sent if to == ghost.address and card.headline.startswith("Husk")]
    assert "kommer sent" in late[0]


async def test_a_cancellation_is_not_told_when_the_task_would_be_over(world: World) -> None:
    ghost, network = await world.person(reachable=False), Recorder()
    task = await world.task(2)
    await world.claims(ghost, task)
    async with world.storage.transaction() as tx:
        await posting.cancel(tx, world.alice, task.id, world.now)
    await deliver(world, network)
    world.now = task.ends_at + timedelta(days=9)
    async with world.storage.transaction() as tx:
        known = await tx.people.get(ghost.id)
        assert known
        await people.can_be_reached(tx, known, world.now)
    assert await heard(world, network, ghost) == []
