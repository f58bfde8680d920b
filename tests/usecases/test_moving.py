"""A task that moves before anybody heard of it: one question, the truth, and nothing personal to those who wait."""

from datetime import timedelta

from bot import staffing
from bot.drafting import proposal_of
from bot.model import NoticeKind, Task
from tests.core.delivering import deliver, heard
from tests.core.recorder import Recorder
from tests.usecases.desk import Desk
from tests.usecases.test_editing import edits, saves
from tests.world import World


async def _moves(world: World, task: Task, by: timedelta) -> None:
    world.now += timedelta(minutes=1)
    stands = await world.see(task)
    proposal = proposal_of(await edits(world, task)).with_when(stands.starts_at + by, stands.ends_at + by)
    await saves(world, await edits(world, task, starts_at=proposal.starts_at, ends_at=proposal.ends_at))


async def _unanswered(world: World) -> int:
    return len(await world.rows("SELECT id FROM claims WHERE asked_at IS NOT NULL"))


async def test_two_moves_before_the_first_was_told_ask_once(world: World) -> None:
    """Red when `_ask_to_keep` does not settle what is still owed."""
    task, network = await world.task(2), Recorder()
    await world.claims(world.bob, task)
    await deliver(world, network)
    await _moves(world, task, timedelta(hours=1))
    await _moves(world, task, timedelta(hours=1))
    assert len(await heard(world, network, world.bob)) == 1
    assert await _unanswered(world) == 1


async def test_moved_and_moved_back_before_anybody_heard_asks_nobody(world: World) -> None:
    task, network = await world.task(2), Recorder()
    await world.claims(world.bob, task)
    await deliver(world, network)
    await _moves(world, task, timedelta(hours=1))
    await _moves(world, task, -timedelta(hours=1))
    assert await heard(world, network, world.bob) == []
    assert await _unanswered(world) == 0


async def test_moved_back_after_they_heard_asks_again(world: World) -> None:
    task, network = await world.task(2), Recorder()
    await world.claims(world.bob, task)
    await deliver(world, network)
    await _moves(world, task, timedelta(hours=1))
    assert len(await heard(world, network, world.bob)) == 1
    await _moves(world, task, -timedelta(hours=1))
    assert len(await heard(world, network, world.bob)) == 1


async def test_those_who_only_wait_are_told_the_new_time_and_not_whom_to_meet(world: World) -> None:
    """Design, Contact. Red when `moved` names the contact to everyone."""
    task = await world.task(1)
    await world.claims(world.charlie, task)
    await world.waits(world.bob, task)
    await _moves(world, task, timedelta(hours=1))
    waiting = (await Desk(world, world.bob).told())["moved"]
    holding = (await Desk(world, world.charlie).told())["moved"]
    assert "Alice" not in waiting.body
    assert "Alice" in holding.body


async def test_taken_off_put_back_and_taken_off_within_a_second_is_told_as_it_ends(world: World) -> None:
    """Red when the key of news is the second it was promised in: the last removal would be nobody's news."""
    task = await world.task(2)
    held = (await world.claims(world.bob, task)).claim
    assert held
    await world.rows("DELETE FROM notices")
    for change in (staffing.take_off, staffing.put_back, staffing.take_off):
        async with world.storage.transaction() as tx:
            await change(tx, world.alice, held.id, world.now)
    assert await world.owed(world.bob) == [NoticeKind.BACK_ON.value, NoticeKind.REMOVED.value]
    assert list(await Desk(world, world.bob).told()) == ["removed"]
