"""Who is found to take no messages is told so after the answer, for their eyes only; and nobody else is."""

import asyncio
from dataclasses import dataclass, field

import pytest

from bot.cards import Card
from bot.errors import Undelivered, Why
from bot.incoming import Address, Chat, ChatKind, Commanded, Incoming, Network, Sender
from bot.model import Person
from bot.whispering import LASTS, Whispering
from bot.wording.words import Words
from tests.people import ZONE

NOTE = "I may not write to you"


@dataclass
class Adding:
    """Remembers what was added to which answer."""

    added: list[tuple[int, Card]] = field(default_factory=list)
    failing: list[Undelivered] = field(default_factory=list)

    async def add(self, incoming: Incoming, card: Card) -> None:
        if self.failing:
            raise self.failing.pop()
        self.added.append((int(incoming.answer_to), card))


class Room:
    """A channel where people do things, on a clock that is moved by hand."""

    def __init__(self) -> None:
        self.adding, self.now = Adding(), 0.0
        self.whispering = Whispering(
            {Network.DISCORD: self.adding}, lambda person: Words("en", ZONE), lambda: self.now
        )

    def does(
        self, who: int, number: int, *, kind: ChatKind = ChatKind.GROUP, network: Network = Network.DISCORD
    ) -> asyncio.Event:
        """They are answered when the event is set."""
        answered = asyncio.Event()

        async def answer() -> None:
            await answered.wait()

        chat = Chat(address=Address(network=network, chat_id=4000), kind=kind)
        what = Commanded(name="find", rest="", message_id=0)
        incoming = Incoming(sender=Sender(native_id=who, name="Bo"), chat=chat, what=what, answer_to=str(number))
        self.whispering.answering(incoming, asyncio.ensure_future(answer()))
        return answered

    async def is_shut(self, who: int, network: Network = Network.DISCORD) -> None:
        address = Address(network=network, chat_id=0)
        self.whispering.is_shut(Person(id=1, name="Bo", native_id=who, address=address), Card("You are in", "At six"))
        await asyncio.sleep(0)

    async def said(self) -> list[int]:
        await self.whispering.finish()
        return [number for number, _ in self.adding.added]


@pytest.fixture
async def room() -> Room:
    return Room()


async def test_it_is_added_to_what_they_did_last_and_not_before_that_is_answered(room: Room) -> None:
    room.does(7, 1).set()
    answered = room.does(7, 2)
    room.does(8, 3).set()
    await room.is_shut(7)
    assert room.adding.added == []
    answered.set()
    assert await room.said() == [2]
    ((_, card),) = room.adding.added
    assert card.headline == "You are in"
    assert card.body.startswith("At six\n\n" + NOTE)


async def test_it_is_said_once(room: Room) -> None:
    room.does(7, 1).set()
    await room.is_shut(7)
    await room.is_shut(7)
    assert await room.said() == [1]


async def test_after_a_quarter_of_an_hour_nothing_can_be_added(room: Room) -> None:
    room.does(7, 1).set()
    room.now = LASTS + 1
    await room.is_shut(7)
    room.does(8, 2).set()
    room.now += 1
    await room.is_shut(8)
    assert await room.said() == [2]


async def test_nothing_is_added_where_they_can_be_written_to_or_a_network_cannot(room: Room) -> None:
    room.does(7, 1, kind=ChatKind.PRIVATE).set()
    room.does(8, 2, network=Network.TELEGRAM).set()
    await room.is_shut(7)
    await room.is_shut(8, Network.TELEGRAM)
    assert await room.said() == []


async def test_what_cannot_be_added_stops_nobody(room: Room) -> None:
    room.adding.failing = [Undelivered(Why.TOO_OLD)]
    room.does(7, 1).set()
    room.does(8, 2).set()
    await room.is_shut(7)
    await room.is_shut(8)
    assert await room.said() == [2]
