"""Whose turn it is when a place is free: who can be written to or called by name, however that is found out."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot import claiming, managing, messaging
from bot.incoming import ChatKind, Network
from bot.model import ClaimState, Person, Task
from bot.returned import MOST_TRIES_TO_OPEN
from storage.transaction import Storage
from tests.core.both import PLACE, TEN_MINUTES, Both, bob_on_both, closes_new_chats, shown_there, state, unreachable
from tests.core.delivering import deliver
from tests.core.test_publishing import publishes
from tests.people import ADMINS
from tests.usecases.desk import Desk
from tests.usecases.linking_desk import on_discord
from tests.world import World


@pytest.fixture
async def bo(world: World) -> Person:
    """Bob on Telegram and, where he was last, on Discord."""
    return await bob_on_both(world)


@pytest.fixture
def calling(world: World) -> World:
    """The disk knows, as in the program, on which network people can be called by name."""
    world.storage = Storage(world.database, ADMINS, calling=frozenset({Network.DISCORD}))
    return world


async def _shut_and_waiting(world: World, both: Both, bo: Person) -> Task:
    """Bob is known to take no messages, and waits before Charlie for Alice's place."""
    task = await world.task(1)
    await world.claims(world.alice, task)
    await world.waits(bo, task)
    await world.waits(world.charlie, task)
    await deliver(world, both)
    await unreachable(world, both, bo)
    return task


async def test_where_no_chat_can_be_opened_the_other_account_is_used(world: World, bo: Person) -> None:
    """40003 and 20026 of Discord. Red when a chat that was never opened counts as a way although it cannot be."""
    both = Both()
    await closes_new_chats(world, both, bo)
    await world.claims(bo, await world.task(2))
    await deliver(world, both)
    assert both.heard() == (["Du er med"], [])


async def test_or_they_are_called_by_name_and_are_written_to_again_later(world: World) -> None:
    """Red when it waits until the task begins; or when being called holds it against them."""
    both, task, bo = Both(), await world.task(1), await on_discord(world, "Bo", language="da")
    await shown_there(world, task)
    await closes_new_chats(world, both, bo)
    await world.claims(world.alice, task)
    await world.waits(bo, task)
    await world.leaves(world.alice, task)
    await deliver(world, both)
    assert both.discord.sent[-1][1].headline.startswith(f"@{bo.native_id} Der er plads til dig")
    assert await state(world, bo, task) is ClaimState.OFFERED
    both.discord.opens_chats = True
    await world.claims(bo, await world.task(2, title="Hent brød", starts_in=timedelta(days=9)))
    await deliver(world, both)
    assert both.heard()[1][-1] == "Du er med"


async def test_an_offer_that_cannot_be_told_goes_to_the_next_and_costs_no_turn(world: World) -> None:
    """No card stands there, so nobody can be called. Red when the place stays locked until the task begins."""
    both, task, bo = Both(), await world.task(1), await on_discord(world, "Bo", language="da")
    await closes_new_chats(world, both, bo)
    await world.claims(world.alice, task)
    await world.waits(bo, task)
    await world.waits(world.charlie, task)
    await world.leaves(world.alice, task)
    for _ in range(MOST_TRIES_TO_OPEN):
        assert await state(world, bo, task) is ClaimState.OFFERED
        await deliver(world, both)
        world.now += TEN_MINUTES
    await deliver(world, both)
    assert await state(world, world.charlie, task) is ClaimState.OFFERED
    live = (await world.standing(bo, task)).live
    assert live
    assert (live.state, live.line) == (ClaimState.WAITING, 1)
    await world.leaves(world.charlie, task)
    assert await state(world, bo, task) is ClaimState.WAITING
    both.discord.opens_chats = True
    await on_discord(world, "Bo", language="da")
    assert await state(world, bo, task) is ClaimState.OFFERED
    await deliver(world, both)
    assert both.heard()[1] == ["Der er blevet plads til dig"]


async def test_what_is_no_offer_waits_until_chats_can_be_opened(world: World) -> None:
    """Red when a crowd's confirmations are given up because they came too fast."""
    both, bo = Both(), await on_discord(world, "Bo", language="da")
    await closes_new_chats(world, both, bo)
    await world.claims(bo, await world.task(2))
    for _ in range(2 * MOST_TRIES_TO_OPEN):
        await deliver(world, both)
        world.now += TEN_MINUTES
    both.discord.opens_chats = True
    await deliver(world, both)
    assert both.heard()[1] == ["Du er med"]


async def test_who_is_known_to_be_shut_off_gets_their_turn_by_name(calling: World, bo: Person) -> None:
    """As whoever is found to be so only at the offer. Red when the line asks for open chats alone."""
    world, both = calling, Both()
    task = await _shut_and_waiting(world, both, bo)
    await shown_there(world, task)
    await world.leaves(world.alice, task)
    await deliver(world, both)
    assert both.discord.sent[-1][1].headline.startswith(f"@{bo.native_id} Der er plads til dig")
    live = (await world.standing(bo, task)).live
    assert live
    assert (live.state, bool(live.offered_until)) == (ClaimState.OFFERED, True)
    async with world.storage.transaction() as tx:
        await claiming.claim(tx, bo, task.id, task.slots[0].id, world.now, in_private=False)
    assert await state(world, bo, task) is ClaimState.HELD


async def test_the_coordinator_need_not_tell_whoever_is_taken_off_and_called_by_name(
    calling: World, bo: Person
) -> None:
    """Red when "I cannot write to them" is said of somebody who is told by name; also when pressed twice."""
    world, both = calling, Both()
    task = await _shut_and_waiting(world, both, bo)
    await shown_there(world, task)
    live = (await world.standing(bo, task)).live
    assert live
    for _ in range(2):
        card = await Desk(world, world.alice).forges(f"remove:{live.id}")
        assert "I call them by name in the channel" in card.headline
    await deliver(world, both)
    assert both.discord.sent[-1][1].headline.startswith(f"@{bo.native_id}")


@pytest.mark.parametrize(
    "hindrance", ["no card there", "gone away", "channel lost", "card gone", "a network that cannot"]
)
async def test_who_cannot_even_be_called_is_passed_over(calling: World, bo: Person, hindrance: str) -> None:
    """The line and the outbox agree on whose turn it is, whatever is in the way of a call."""
    world, both = calling, Both()
    task = await _shut_and_waiting(world, both, bo)
    if hindrance != "no card there":
        await shown_there(world, task)
    if hindrance == "gone away":
        await world.rows("UPDATE accounts SET reach = 'never' WHERE native_id = ?", bo.native_id)
    if hindrance == "channel lost":
        await world.rows("UPDATE channels SET state = 'lost' WHERE native_id = ?", PLACE.chat_id)
    if hindrance == "card gone":
        await world.rows("UPDATE posts SET state = 'gone' WHERE message_id = 77")
    if hindrance == "a network that cannot":
        world.storage, both.discord.can_mention = Storage(world.database, ADMINS), False
    await world.leaves(world.alice, task)
    await deliver(world, both)
    assert await state(world, world.charlie, task) is ClaimState.OFFERED
    assert await state(world, bo, task) is ClaimState.WAITING
    assert await world.rows("SELECT id FROM notices WHERE kind = 'offer' AND person_id = ?", bo.id) == []


@pytest.mark.parametrize("card_there", [True, False])
async def test_who_is_called_by_name_counts_as_told_but_for_what_is_never_said_aloud(
    calling: World, bo: Person, card_there: bool
) -> None:
    """Red when a preview says that nobody is told, and then they are; or promises them a message's own words."""
    world, both, task = calling, Both(), await calling.task(2)
    await world.claims(bo, task)
    await unreachable(world, both, bo)
    if card_there:
        await shown_there(world, task)
    async with world.storage.transaction() as tx:
        seen = await managing.overview(tx, world.alice, task.id)
        whom = await messaging.audience(tx, await messaging.begin(tx, world.alice, task.id, world.now))
    assert (seen.told, seen.called, seen.unreachable) == ((1, ("Bo",), ()) if card_there else (0, (), ("Bo",)))
    assert (whom.told, whom.unreachable) == (0, ("Bo",))


async def test_a_card_that_comes_later_brings_them_their_turn(calling: World, bo: Person) -> None:
    """Red when only the transaction that frees a place asks who can be reached."""
    world, both = calling, Both()
    task = await _shut_and_waiting(world, both, bo)
    async with world.storage.transaction() as tx:
        charlies = await tx.tasks.standing(world.charlie.id, task.id)
        assert charlies
        assert charlies.live
        await claiming.leave(tx, world.charlie, charlies.live.id, world.now)
    await world.leaves(world.alice, task)
    assert await state(world, bo, task) is ClaimState.WAITING
    async with world.storage.transaction() as tx:
        channel = tx.channels.add(PLACE, ChatKind.GROUP, "#opgaver", "da", world.now)
        tx.channels.connect(channel.id, world.organisation.id)
        tx.posts.add(task.id, channel.id)
    offered = asyncio.Event()
    async with publishes(world, both, promised=offered.set):
        async with asyncio.timeout(10):
            await offered.wait()
    assert await state(world, bo, task) is ClaimState.OFFERED


async def test_a_task_closed_while_its_card_is_on_the_way_offers_nothing(
    calling: World, bo: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Red when places are offered by what the task was when its card was worded."""
    world, both = calling, Both()
    task = await _shut_and_waiting(world, both, bo)
    await world.leaves(world.charlie, task)
    await world.leaves(world.alice, task)
    async with world.storage.transaction() as tx:
        channel = tx.channels.add(PLACE, ChatKind.GROUP, "#opgaver", "da", world.now)
        tx.channels.connect(channel.id, world.organisation.id)
        tx.posts.add(task.id, channel.id)
    send, looked = both.discord.send, asyncio.Event()

    async def meanwhile(*given: Any, **named: Any) -> int:
        await world.rows("UPDATE tasks SET state = 'closed' WHERE id = ?", task.id)
        return await send(*given, **named)

    monkeypatch.setattr(both.discord, "send", meanwhile)
    async with publishes(world, both, promised=looked.set):
        async with asyncio.timeout(10):
            await looked.wait()
    assert await state(world, bo, task) is ClaimState.WAITING
