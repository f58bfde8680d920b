"""Somebody deletes themselves while things about them are on their way: nothing gets stuck, nothing comes back."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace

import pytest

from bot import forgetting
from bot.cards import Card
from bot.errors import Undelivered, Why
from bot.inbox import Inbox
from bot.incoming import Address, Arrival, Chat, ChatKind, Incoming, Network, Sender, Wrote
from bot.model import Notice, NoticeKind
from bot.ports import Urgency
from handlers.routes import Routes
from tests.core.delivering import Follows, sending
from tests.core.recorder import Recorder
from tests.core.test_inbox import arrival
from tests.people import BOB
from tests.usecases.desk import COMMUNITY
from tests.usecases.linking_desk import fresh, links, on_discord
from tests.world import World


class Slow(Recorder):
    """Sends only when it is let; then the person has gone, and has blocked the bot."""

    def __init__(self) -> None:
        super().__init__()
        self.under_way = asyncio.Event()
        self.let_go = asyncio.Event()

    async def send(self, to: Address, card: Card, urgency: Urgency, *, key: str = "") -> int:
        self.under_way.set()
        await self.let_go.wait()
        raise Undelivered(Why.BLOCKED)


async def test_a_message_under_way_to_somebody_who_deleted_themselves_is_let_go(world: World) -> None:
    """Red when bot.outbox tells the coordinator about a claim that is gone: it would try to write that for ever."""
    task = await world.task(1)
    held = (await world.claims(world.bob, task)).claim
    assert held
    await world.rows("DELETE FROM notices")
    async with world.storage.transaction() as tx:
        notice = Notice(
            key="added:1",
            kind=NoticeKind.ADDED,
            person_id=world.bob.id,
            task_id=task.id,
            claim_id=held.id,
            due_at=world.now,
        )
        tx.notices.put(notice, Urgency.ANNOUNCEMENT, world.now)
    network = Slow()
    async with sending(world, network) as outbox:
        outbox.nudge()
        await network.under_way.wait()
        async with world.storage.transaction() as tx:
            await forgetting.forget(tx, world.bob, world.bob.id, world.now)
        network.let_go.set()
        async with asyncio.timeout(5):
            while not outbox.idle():  # noqa: ASYNC110 - the outbox tells nobody when it is done
                await asyncio.sleep(0.005)
    assert await world.rows("SELECT kind FROM notices") == []


def _press(number: int, data: str) -> Arrival:
    raw = {
        "update_id": number,
        "callback_query": {
            "id": str(number),
            "from": {"id": BOB.native_id, "is_bot": False, "first_name": "Bob"},
            "chat_instance": "1",
            "message": {"message_id": 1, "date": 1, "chat": {"id": BOB.native_id, "type": "private"}, "text": "x"},
            "data": data,
        },
    }
    return Arrival(number=number, lane=f"telegram:u:{BOB.native_id}", raw=json.dumps(raw))


@asynccontextmanager
async def _inbox(world: World, network: Recorder, *others: Recorder) -> AsyncIterator[Inbox]:
    """The inbox with the routes themselves, as after a start, until the block ends."""
    routes = Routes(COMMUNITY)
    inbox = Inbox(
        world.storage,
        {one.network: one for one in (network, *others)},
        routes.handle,
        routes.admin_of,
        routes.apology,
        routes.slow_down,
        Follows(world),
        lambda: None,
    )
    for one in (network, *others):
        await inbox.recover(one.network)
    at_work = asyncio.ensure_future(inbox.run())
    yield inbox
    at_work.cancel()
    with suppress(asyncio.CancelledError):
        await at_work


@pytest.mark.parametrize("lost", [None, Why.TOO_OLD, Why.UNCERTAIN, Why.BLOCKED])
async def test_the_last_answer_is_given_once_or_lost_but_never_owed(world: World, lost: Why | None) -> None:
    """Deleted and pressed again at once, through the inbox itself; then the process starts anew."""
    network = Recorder()
    network.failing = [Undelivered(lost)] if lost else []
    for _ in range(2):
        async with _inbox(world, network) as inbox:
            await inbox.receive(
                Network.TELEGRAM, [_press(1, f"erase:{world.bob.id}"), _press(2, f"erase:{world.bob.id}")]
            )
            async with asyncio.timeout(5):
                while not inbox.idle():  # noqa: ASYNC110 - the inbox tells nobody when it is done
                    await asyncio.sleep(0.005)
    assert len(network.answered) == (1 if lost else 2)
    assert await world.rows("SELECT id FROM persons WHERE name = 'Bob'") == []
    assert await world.rows("SELECT kind FROM notices") == []
    assert await world.rows("SELECT state, lane, raw FROM inbox") == [("answered", "", "")] * 2


async def test_what_somebody_wrote_before_they_deleted_themselves_is_not_read_afterwards(world: World) -> None:
    """Red when the inbox goes on from memory: the next update of the same person stores them anew."""
    network = Recorder()
    async with _inbox(world, network) as inbox:
        await inbox.receive(
            Network.TELEGRAM,
            [_press(1, f"erase:{world.bob.id}"), arrival(2, BOB.native_id, "hemmeligt"), _press(3, "home")],
        )
        async with asyncio.timeout(5):
            while not inbox.idle():  # noqa: ASYNC110 - the inbox tells nobody when it is done
                await asyncio.sleep(0.005)
    assert await world.rows("SELECT id FROM accounts WHERE native_id = ?", BOB.native_id) == []
    assert await world.rows("SELECT raw, lane, person_id FROM inbox") == [("", "", None)] * 3
    assert len(network.answered) == 2  # the goodbye, and a button that comes to rest


async def test_what_waits_in_a_chats_lane_is_not_forgotten_with_whoever_deletes_themselves_there(
    world: World,
) -> None:
    """Found by tests/properties/test_updates.py. Red when any lane is emptied: what waits in it is never read."""
    network = Recorder()
    lane = "telegram:c:-100200"
    async with _inbox(world, network) as inbox:
        press, other = _press(1, f"erase:{world.bob.id}"), arrival(2, 4711, "/help")
        await inbox.receive(Network.TELEGRAM, [replace(press, lane=lane), replace(other, lane=lane)])
        async with asyncio.timeout(5):
            while not inbox.idle():  # noqa: ASYNC110 - the inbox tells nobody when it is done
                await asyncio.sleep(0.005)
    assert await world.rows("SELECT state FROM inbox") == [("answered",)] * 2
    assert len(network.answered) == 2


async def test_a_closed_update_says_no_longer_who_it_came_from(world: World) -> None:
    """Found by `tjans simulate`: who had themselves deleted blocked the bot later, and stood in the inbox by number.

    Red when a row that ends keeps its lane.
    """
    stranger = Arrival(number=1, lane="telegram:u:991", raw=_blocked(1, 991))
    async with _inbox(world, Recorder()) as inbox:
        await inbox.receive(
            Network.TELEGRAM, [stranger, _press(2, "mine"), Arrival(number=3, lane="telegram:u:992", raw="{")]
        )
        async with asyncio.timeout(5):
            while not inbox.idle():  # noqa: ASYNC110 - the inbox tells nobody when it is done
                await asyncio.sleep(0.005)
    async with world.storage.transaction() as tx:
        tx.inbox.close_unread(Network.TELEGRAM, 1, [Arrival(number=4, lane="telegram:u:993", raw="{}")], world.now)
    assert await world.rows("SELECT state, lane FROM inbox ORDER BY number") == [
        ("answered", ""),
        ("answered", ""),
        ("failed", ""),
        ("answered", ""),
    ]


def _blocked(number: int, native_id: int) -> str:
    who = {"id": native_id, "is_bot": False, "first_name": "Eva"}
    old, new = ({"user": {"id": 1, "is_bot": True, "first_name": "T"}, "status": is_} for is_ in ("member", "kicked"))
    chat = {"id": native_id, "type": "private"}
    member = {"chat": chat, "from": who, "date": 1, "old_chat_member": old, "new_chat_member": new}
    return json.dumps({"update_id": number, "my_chat_member": member})


class There(Recorder):
    """Another network, on which Bob writes, too."""

    network = Network.DISCORD
    bot_id = 2

    def read(self, raw: str) -> Incoming:
        sender = Sender(native_id=900, name="Bo", private_chat=50_900, may_be_written_to=True)
        chat = Chat(address=Address(network=Network.DISCORD, chat_id=50_900), kind=ChatKind.PRIVATE)
        return Incoming(sender=sender, chat=chat, what=Wrote(text=raw, message_id=1))


@pytest.mark.parametrize("at_once", [True, False])
async def test_what_they_wrote_on_the_other_network_is_not_read_either(world: World, at_once: bool) -> None:
    """Of the same moment, or waiting there. Red when only the lane of the press that deletes is let go."""
    network, there = Recorder(), There()
    await links(world, world.bob, await on_discord(world, "Bo"))
    person = await fresh(world, world.bob)
    written = [Arrival(number=number, lane="discord:u:900", raw="hemmeligt") for number in (1, 2)]
    async with world.storage.transaction() as tx:  # handled together at the start
        await tx.inbox.store(Network.TELEGRAM, 1, [_press(1, f"erase:{person.id}")], world.now)
        await tx.inbox.store(Network.DISCORD, 2, written if at_once else [], world.now)
    async with _inbox(world, network, there) as inbox:
        await inbox.receive(Network.DISCORD, written)
        async with asyncio.timeout(5):
            while not inbox.idle():  # noqa: ASYNC110 - the inbox tells nobody when it is done
                await asyncio.sleep(0.005)
    assert await world.rows("SELECT id FROM accounts WHERE native_id IN (102, 900)") == []
    assert await world.rows("SELECT DISTINCT raw, lane, person_id FROM inbox") == [("", "", None)]
    assert there.answered == []
