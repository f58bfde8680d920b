"""Chats that have to be opened first, of which a network allows few: who has theirs does not wait for them."""

import asyncio
from datetime import timedelta

import pytest

from bot.incoming import Network
from bot.model import Person
from bot.outbox import MOST_IN_FLIGHT, MOST_OPENING, Outbox
from tests.core.both import Both, Other
from tests.core.delivering import sending
from tests.usecases.linking_desk import fresh, on_discord
from tests.world import World


class Reluctant(Other):
    """Opens a chat when it is let. `asked`: whose were to be opened, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[int] = []
        self.let = asyncio.Semaphore(0)

    async def open_chat(self, native_id: int) -> int:
        self.asked.append(native_id)
        await self.let.acquire()
        return await super().open_chat(native_id)


class Slow(Both):
    def __init__(self) -> None:
        super().__init__()
        self[Network.DISCORD] = self.discord = self.reluctant = Reluctant()


async def _many_unopened(world: World, number: int) -> list[Person]:
    return [await _unopened(world, f"Bo {at}", 900 + at) for at in range(number)]


async def _unopened(world: World, name: str, native_id: int) -> Person:
    person = await on_discord(world, name, native_id)
    await world.rows("UPDATE accounts SET chat_id = 0 WHERE native_id = ?", native_id)
    return await fresh(world, person)


async def _until_still(outbox: Outbox) -> None:
    """Nothing more begins until something that has begun ends."""
    outbox.nudge()
    await asyncio.sleep(0.2)


async def _let_all(networks: Slow, outbox: Outbox) -> None:
    for _ in range(20):
        networks.reluctant.let.release()
    while not outbox.idle():  # noqa: ASYNC110 - the outbox tells nobody when it is done
        await asyncio.sleep(0.005)


@pytest.fixture
def networks() -> Slow:
    return Slow()


async def test_who_has_a_chat_does_not_wait_for_those_to_be_opened(world: World, networks: Slow) -> None:
    """Red when chats to be opened may take every lease: on Discord ten are opened in ten seconds."""
    task = await world.task(30)
    for person in await _many_unopened(world, MOST_IN_FLIGHT + 2):
        await world.claims(person, task)
    bo = await on_discord(world, "Bo", 700)
    await world.claims(bo, task)
    async with sending(world, networks) as outbox:
        await _until_still(outbox)
        assert len(networks.reluctant.asked) == MOST_OPENING
        assert [to for to, _ in networks.discord.sent] == [bo.address]
        await _let_all(networks, outbox)
    assert len(networks.discord.sent) == MOST_IN_FLIGHT + 3


async def test_the_most_urgent_of_those_to_be_opened_is_next(world: World, networks: Slow) -> None:
    """Red when all of them are leased at once, in whichever order they came."""
    task = await world.task(30)
    for person in await _many_unopened(world, MOST_IN_FLIGHT):
        await world.claims(person, task)
    await world.rows("UPDATE notices SET urgency = 2")
    async with sending(world, networks) as outbox:
        await _until_still(outbox)
        late = await _unopened(world, "Ane", 800)
        world.now += timedelta(seconds=1)
        await world.claims(late, task)
        networks.reluctant.let.release()
        await _until_still(outbox)
        await _let_all(networks, outbox)
    assert networks.reluctant.asked.index(late.native_id) == MOST_OPENING < MOST_IN_FLIGHT
    assert len(networks.discord.sent) == MOST_IN_FLIGHT + 1


async def test_nothing_is_looked_for_again_and_again_until_one_is_opened(world: World, networks: Slow) -> None:
    """Their other account is on a network that is not served, so the tables do not know that this one has to do.

    Red when a look that begins nothing is followed by the next.
    """
    task = await world.task(30)
    for person in (world.alice, world.bob, world.charlie, world.dana):
        await world.claims(person, task)
        await world.rows(
            "INSERT INTO accounts (person_id, network, native_id, chat_id, reach, seen_at)"
            " VALUES (?, 'discord', ?, 0, 'yes', 0)",
            person.id,
            person.id + 900,
        )
    async with sending(world, {Network.DISCORD: networks.reluctant}) as outbox:
        await _until_still(outbox)
        assert len(networks.reluctant.asked) == MOST_OPENING
        assert not outbox._looking
        await _let_all(networks, outbox)
    assert len(networks.reluctant.sent) == 4
