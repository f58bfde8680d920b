"""A press costs few trips to the database thread (design, Layout): counted through the inbox itself."""

import asyncio
import json
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta

import pytest

from bot.cards import Reply
from bot.inbox import Inbox
from bot.incoming import Arrival, Incoming, Network
from bot.model import Task
from handlers.routes import Routes
from storage.connection import Connection, Rows, Statement
from tests.core.delivering import Follows
from tests.core.recorder import Recorder
from tests.people import BOB
from tests.usecases.desk import COMMUNITY
from tests.world import World

CHANNEL = {"id": -100200, "type": "channel", "title": "Frivillige i Lyngby"}
PRIVATE = {"id": BOB.native_id, "type": "private", "first_name": BOB.name}
FROM = {"id": BOB.native_id, "is_bot": False, "first_name": BOB.name, "language_code": "da"}


class Trips:
    """How often the database thread was asked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.count = 0
        run = Connection.run

        async def counted(connection: Connection, script: Sequence[Statement]) -> Rows:
            self.count += 1
            return await run(connection, script)

        monkeypatch.setattr(Connection, "run", counted)


class Answers(Recorder):
    """Remembers at which trip each answer went out."""

    def __init__(self, trips: Trips) -> None:
        super().__init__()
        self.trips = trips
        self.after: list[int] = []

    async def answer(self, incoming: Incoming, reply: Reply) -> None:
        self.after.append(self.trips.count)
        await super().answer(incoming, reply)


def _arrival(what: dict[str, object]) -> Arrival:
    return Arrival(number=1, lane=f"telegram:u:{BOB.native_id}", raw=json.dumps({"update_id": 1, **what}))


def pressed(data: str, chat: dict[str, object]) -> Arrival:
    message = {"message_id": 5, "date": 1, "chat": chat, "text": "x"}
    return _arrival(
        {"callback_query": {"id": "1", "from": FROM, "chat_instance": "1", "message": message, "data": data}}
    )


def written(text: str) -> Arrival:
    entities = [{"type": "bot_command", "offset": 0, "length": len(text)}]
    message = {"message_id": 5, "date": 1, "chat": PRIVATE, "from": FROM, "text": text, "entities": entities}
    return _arrival({"message": message})


async def trips_of(world: World, trips: Trips, arrival: Arrival) -> int:
    """From the moment the update is on disk until its answer goes out."""
    network, routes = Answers(trips), Routes(COMMUNITY)
    inbox = Inbox(
        world.storage,
        {Network.TELEGRAM: network},
        routes.handle,
        routes.admin_of,
        routes.apology,
        routes.slow_down,
        Follows(world),
        lambda: None,
    )
    await world.rows("DELETE FROM inbox")
    await inbox.receive(Network.TELEGRAM, [arrival])
    before = trips.count
    at_work = asyncio.ensure_future(inbox.run())
    async with asyncio.timeout(5):
        while not inbox.idle():  # noqa: ASYNC110 - the inbox tells nobody when it is done
            await asyncio.sleep(0.005)
    at_work.cancel()
    with suppress(asyncio.CancelledError):
        await at_work
    (after,) = network.after
    return after - before


@pytest.fixture
def trips(monkeypatch: pytest.MonkeyPatch) -> Trips:
    return Trips(monkeypatch)


async def _claim_id(world: World, task: Task) -> int:
    live = (await world.standing(world.bob, task)).live
    assert live
    return live.id


async def test_taking_a_place_from_a_card_costs_four(world: World, trips: Trips) -> None:
    """Red when overlaps are asked for although the standing says that there are none."""
    task = await world.task(3)
    assert await trips_of(world, trips, pressed(f"claim:{task.id}:{task.slots[0].id}", CHANNEL)) == 4
    assert (await world.standing(world.bob, task)).live


async def test_a_second_press_and_a_full_task_cost_three(world: World, trips: Trips) -> None:
    """Red when the end of an inbox row is written inside its savepoint."""
    task = await world.task(1)
    await world.claims(world.bob, task)
    assert await trips_of(world, trips, pressed(f"claim:{task.id}:{task.slots[0].id}", CHANNEL)) == 3
    full = await world.task(1, starts_in=timedelta(days=6))
    await world.claims(world.charlie, full)
    assert await trips_of(world, trips, pressed(f"claim:{full.id}:{full.slots[0].id}", CHANNEL)) == 3


async def test_joining_the_waiting_list_costs_four(world: World, trips: Trips) -> None:
    task = await world.task(1)
    await world.claims(world.charlie, task)
    assert await trips_of(world, trips, pressed(f"wait:{task.id}:{task.slots[0].id}", CHANNEL)) == 4
    assert (await world.standing(world.bob, task)).live


async def test_giving_a_place_back_costs_four_and_one_more_where_somebody_waits(world: World, trips: Trips) -> None:
    task = await world.task(1)
    await world.claims(world.bob, task)
    assert await trips_of(world, trips, pressed(f"leave:{await _claim_id(world, task)}", PRIVATE)) == 4
    await world.claims(world.bob, task)
    await world.waits(world.charlie, task)
    assert await trips_of(world, trips, pressed(f"leave:{await _claim_id(world, task)}", PRIVATE)) == 5
    assert await world.owed(world.charlie) == ["offer"]


async def test_a_place_taken_back_or_accepted_costs_four_with_the_page_that_answers_it(
    world: World, trips: Trips
) -> None:
    spacious, task = await world.task(2), await world.task(1, starts_in=timedelta(days=6))
    await world.claims(world.bob, spacious)
    held = await _claim_id(world, spacious)
    await world.leaves(world.bob, spacious)
    assert await trips_of(world, trips, pressed(f"undo:{held}", PRIVATE)) == 4
    await world.claims(world.charlie, task)
    await world.waits(world.bob, task)
    await world.leaves(world.charlie, task)
    assert await trips_of(world, trips, pressed(f"yes:{await _claim_id(world, task)}", PRIVATE)) == 4


async def test_looking_costs_four_however_much_there_is(world: World, trips: Trips) -> None:
    for day in range(5, 13):
        task = await world.task(2, title=f"T{day}", starts_in=timedelta(days=day))
        await world.claims(world.bob, task)
    looks = (written("/mine"), written("/find"), pressed(f"task:{task.id}", PRIVATE))
    assert [await trips_of(world, trips, look) for look in looks] == [4, 4, 4]
