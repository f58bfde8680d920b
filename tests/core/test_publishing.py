"""Live cards: what a channel shows is what the database says, after a start, a failure, and whatever was pressed."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

import pytest

from bot import posting, publishing
from bot.errors import Undelivered, Why
from bot.incoming import Address, Network
from bot.model import ChannelState, Reach, Task
from bot.outage import Outages
from bot.publishing import BATCH, Publisher
from bot.wording.tasks import public_card
from tests.core.delivering import Follows
from tests.core.recorder import Recorder
from tests.usecases.desk import COMMUNITY
from tests.world import World

STALE = "SELECT id FROM posts WHERE stale = 1 AND state = 'live'"
LONG = 3600.0
"""The spacing of edits in tests that must not see a second one."""


@asynccontextmanager
async def publishes(
    world: World,
    network: Recorder | Mapping[Network, Recorder],
    *,
    recovers: bool = False,
    outages: Outages | None = None,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    promised: Callable[[], None] = lambda: None,
) -> AsyncIterator[Publisher]:
    """A publisher at work until the block ends; one network is Telegram."""
    publisher = Publisher(
        world.storage,
        {Network.TELEGRAM: network} if isinstance(network, Recorder) else network,
        lambda task, language, now: public_card(task, COMMUNITY.words(language), now),
        Follows(world),
        outages or Outages(),
        sleep,
        promised,
    )
    if recovers:
        await publisher.recover()
    at_work = asyncio.ensure_future(publisher.run())
    publisher.nudge()
    try:
        yield publisher
    finally:
        at_work.cancel()
        with suppress(asyncio.CancelledError):
            await at_work


async def _until_nothing_is_stale(world: World) -> None:
    async with asyncio.timeout(10):
        while await world.rows(STALE):  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0.005)


async def _until(world: World, sql: str) -> None:
    async with asyncio.timeout(10):
        while not await world.rows(sql):  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0.005)


async def _publish(world: World, network: Recorder) -> Task:
    """A task whose card stands in the channel."""
    task = await world.task(2)
    async with publishes(world, network):
        await _until_nothing_is_stale(world)
    return task


async def test_a_new_task_is_sent_and_remembered(world: World) -> None:
    network = Recorder()
    task = await _publish(world, network)
    ((where, card),) = network.sent
    assert where == world.channel.address
    assert card == public_card(task, COMMUNITY.words("da"), world.now)
    assert await world.rows("SELECT message_id, shown, revision FROM posts") == [
        (1, card.fingerprint(), task.revision)
    ]


async def test_a_claim_edits_the_card(world: World) -> None:
    network = Recorder()
    task = await _publish(world, network)
    await world.claims(world.bob, task)
    async with publishes(world, network):
        await _until_nothing_is_stale(world)
    assert network.edited == [(1, public_card(await world.see(task), COMMUNITY.words("da"), world.now))]


async def test_what_changes_and_changes_back_edits_nothing(world: World) -> None:
    """Newest state wins: the card is compared with what is shown, not with how often it was touched."""
    network = Recorder()
    task = await _publish(world, network)
    await world.claims(world.bob, task)
    await world.leaves(world.bob, task)
    async with publishes(world, network):
        await _until_nothing_is_stale(world)
    assert network.edited == []


async def test_the_first_edit_goes_at_once_and_the_next_one_has_to_wait(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Design, Live cards. Red when `_renew` does not wait for its chat's turn."""
    monkeypatch.setattr(publishing, "SPACING", LONG)
    network = Recorder()
    task = await _publish(world, network)
    async with publishes(world, network) as publisher:
        await world.claims(world.bob, task)
        publisher.nudge()
        await _until_nothing_is_stale(world)
        await world.claims(world.charlie, task)
        publisher.nudge()
        for _ in range(20):
            await world.see(task)
    assert len(network.edited) == 1


async def _many(world: World, count: int) -> None:
    """So many tasks whose cards stand in the channel as they should be."""
    task = await world.task(2)
    async with world.database.transaction() as work:
        work.write(
            "WITH RECURSIVE n(i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n WHERE i < 999 + ?)"
            " INSERT INTO tasks (id, organisation_id, posted_by, title, benefit, place, starts_at, ends_at,"
            " be_there_at, afbud_by, state, state_at, created_at)"
            " SELECT i, organisation_id, posted_by, title, benefit, place, starts_at, ends_at, be_there_at, afbud_by,"
            " state, state_at, created_at FROM tasks, n WHERE id = ?",
            (count, task.id),
        )
        work.write(
            "INSERT INTO slots (task_id, position, capacity, starts_at, ends_at, be_there_at)"
            " SELECT id, 0, 2, starts_at, ends_at, be_there_at FROM tasks WHERE id >= 1000"
        )
        work.write(
            "INSERT INTO posts (task_id, channel_id, message_id, state)"
            " SELECT id, ?, 5000 + id, 'live' FROM tasks WHERE id >= 1000",
            (world.channel.id,),
        )
        work.write("DELETE FROM posts WHERE task_id = ?", (task.id,))
    async with world.storage.transaction() as tx:
        for task_id in range(1000, 1000 + count):
            card = public_card((await tx.tasks.many([task_id]))[0], COMMUNITY.words("da"), world.now)
            post = (await tx.posts.of_task(task_id))[0]
            tx.posts.shows(post.id, card.fingerprint(), 1)


async def test_at_start_right_cards_are_believed_in_batches_and_only_wrong_ones_edited(world: World) -> None:
    """Red when each card is looked at in a transaction of its own, behind the pace of its chat."""
    count = 2 * BATCH + 5
    await _many(world, count)
    await world.rows("UPDATE posts SET shown = 'something else' WHERE task_id = 1003")
    network, transactions = Recorder(), 0
    begin = world.storage.transaction

    def counting() -> object:
        nonlocal transactions
        transactions += 1
        return begin()

    world.storage.transaction = counting  # type: ignore[method-assign, assignment]
    async with publishes(world, network, recovers=True):
        await _until_nothing_is_stale(world)
    assert [message_id for message_id, _ in network.edited] == [6003]
    assert transactions < count / BATCH + 12


# The clock


async def _ticks(world: World) -> None:
    async with world.storage.transaction() as tx:
        await posting.show_what_began(tx, world.now)


async def test_a_task_that_has_begun_offers_no_places_on_its_card(world: World) -> None:
    """Red when nothing makes the card stale at the start: its button is there until the end, and always refused."""
    network = Recorder()
    task = await _publish(world, network)
    world.now = task.starts_at
    await _ticks(world)
    async with publishes(world, network):
        await _until_nothing_is_stale(world)
    ((_, card),) = network.edited
    assert "Den er i gang nu." in card.body
    assert "ledig" not in card.body
    assert [button.opens for row in card.rows for button in row] == [f"t{task.id}"]


async def test_a_role_that_has_begun_is_shown_so_while_the_other_has_places(world: World) -> None:
    task = await world.task(roles={"kok": 1, "opvask": 2})
    await world.rows(
        "UPDATE slots SET starts_at = starts_at + 7200, be_there_at = be_there_at + 7200 WHERE id = ?",
        task.slots[1].id,
    )
    world.now = task.starts_at
    card = public_card(await world.see(task), COMMUNITY.words("en"), world.now)
    assert "kok: has begun" in card.body
    assert "2 places free" in card.body
    assert [button.action.pack() for row in card.rows for button in row if button.action] == [
        f"claim:{task.id}:{task.slots[1].id}"
    ]


async def test_what_began_is_looked_at_once_and_after_downtime_too(world: World) -> None:
    task = await world.task(2, lasts=timedelta(days=2))
    later = await world.task(2, title="Pas kiosken", starts_in=timedelta(days=5, hours=2))
    revisions = []
    for hours in (0, 1, 24, 25):
        world.now = task.starts_at + timedelta(hours=hours)
        await _ticks(world)
        revisions.append(((await world.see(task)).revision, (await world.see(later)).revision))
    assert revisions == [(2, 1), (2, 1), (2, 2), (2, 2)]


# What goes wrong


async def test_a_deleted_card_is_told_the_coordinator_and_posted_again_on_request(world: World) -> None:
    network = Recorder()
    task = await _publish(world, network)
    await world.claims(world.bob, task)
    await world.rows("DELETE FROM notices")
    network.failing = [Undelivered(Why.MESSAGE_GONE)]
    promised = asyncio.Event()
    async with publishes(world, network, promised=promised.set):
        await asyncio.wait_for(promised.wait(), 10)
        assert await world.owed(world.alice) == ["card_gone"]
    async with world.storage.transaction() as tx:
        await posting.post_again(tx, world.alice, task.id)
    async with publishes(world, network):
        await _until_nothing_is_stale(world)
    assert len(network.sent) == 2


@pytest.mark.parametrize("why", [Why.NO_RIGHTS, Why.CHAT_GONE])
async def test_a_channel_that_is_lost_is_told_its_coordinators_once_and_left_alone(world: World, why: Why) -> None:
    network = Recorder()
    network.failing = [Undelivered(why)]
    await world.task(1)
    await world.task(1, title="Pas kiosken")
    async with publishes(world, network) as publisher:
        await _until(world, "SELECT id FROM channels WHERE state = 'lost'")
        publisher.nudge()
        for _ in range(20):
            await world.rows("SELECT 1")
    assert network.sent == []
    assert await world.owed(world.alice) == ["rights_lost"]


async def test_a_lost_channel_is_told_the_admins_where_no_coordinator_can_be_reached(world: World) -> None:
    network = Recorder()
    network.failing = [Undelivered(Why.NO_RIGHTS)]
    async with world.storage.transaction() as tx:
        tx.people.set_reach(world.alice.account_id, Reach.BLOCKED)
    await world.task(1)
    async with publishes(world, network):
        await _until(world, "SELECT id FROM channels WHERE state = 'lost'")
    assert await world.owed(world.dana) == ["rights_lost"]


async def test_a_chat_that_moved_is_followed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publishing, "SPACING", 0.0)
    network = Recorder()
    network.failing = [Undelivered(Why.MOVED, moved_to=-100300)]
    await world.task(1)
    async with publishes(world, network):
        await _until_nothing_is_stale(world)
    assert [where for where, _ in network.sent] == [Address(network=Network.TELEGRAM, chat_id=-100300)]
    async with world.storage.transaction() as tx:
        channel = await tx.channels.get(world.channel.id)
    assert channel
    assert channel.state is ChannelState.CONNECTED


async def test_a_card_whose_fate_is_unknown_is_shown_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    network = Recorder()
    network.failing = [Undelivered(Why.SLOW_DOWN, retry_in=timedelta(0))]
    await world.task(1)
    async with publishes(world, network):
        await _until_nothing_is_stale(world)
    assert len(network.sent) == 1
