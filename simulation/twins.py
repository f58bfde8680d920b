"""People who are on both networks: they become one person there by a code, most of them while both have a task."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from sandbox import Chat, Message
from simulation.bonds import Bonds
from simulation.ledger import Ledger
from simulation.options import Options
from simulation.phrases import pattern
from simulation.reading import read
from simulation.talk import GaveUp, Talk, button_of
from simulation.town import Organisation, Town
from simulation.volunteers import Volunteer
from simulation.weather import DAY

_CODE = re.compile(r"/(?:link|forbind) ([A-Z]{4}-[A-Z]{4})\b")
_IS_ONE = re.compile(pattern("You are one person on {networks}"))
TAKES_BOTH = 0.7
"""How often both press the same card just before."""
PARTS, AGAIN = 0.4, 0.6
"""How often they part later, and how often they become one again after that."""

Conversation = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Twin:
    """One human with two phones, so to speak."""

    human: int
    telegram: Volunteer
    discord: Volunteer


class Twins:
    """All of them, from the opening of the town on."""

    def __init__(self, town: Town, of: dict[int, Volunteer], bonds: Bonds, ledger: Ledger, options: Options) -> None:
        self._town = town
        self._bonds = bonds
        self._ledger = ledger
        self._dice = options.dice("twins")
        self._days = options.days
        self._busy: set[asyncio.Task[None]] = set()
        self._all = [Twin(human, of[human], of[native]) for native, human in town.twins.items()]

    def begin(self) -> None:
        """Each some day of the year; some never."""
        for twin in self._all:
            day = self._dice.uniform(1, self._days * 1.1)
            self._later(twin, day, partial(self._becomes_one, twin))

    def _later(self, twin: Twin, days: float, what: Conversation) -> None:
        task = asyncio.ensure_future(self._converse(twin, days * DAY, what))
        self._busy.add(task)
        task.add_done_callback(self._busy.discard)

    async def _converse(self, twin: Twin, seconds: float, what: Conversation) -> None:
        try:
            await asyncio.sleep(seconds)
            if not any(one.person.deactivated for one in (twin.telegram, twin.discord)):
                await what()
        except GaveUp:
            self._ledger.count("conversations given up")

    async def _becomes_one(self, twin: Twin) -> None:
        phones = [twin.telegram.talk, twin.discord.talk]
        self._dice.shuffle(phones)
        maker, giver = phones
        if not twin.telegram.person.started:
            twin.telegram.talk.writes("/start")
            await twin.telegram.talk.sees("find")
        if self._dice.random() < TAKES_BOTH:
            await self._take_the_same(twin)
        code = await self._code(maker)
        await giver.thinks()
        self._bonds.gives_a_code(twin.human)
        giver.gives_code(code)
        await giver.reads(_IS_ONE)
        if self._dice.random() < PARTS:
            self._later(twin, self._dice.expovariate(1 / 30), partial(self._parts, twin))

    async def _take_the_same(self, twin: Twin) -> None:
        """The one may get a place and the other a turn in line, or both a place."""
        cards = [pair for one in self._town.organisations if (pair := self._on_both(one)) is not None]
        if not cards:
            return
        here, there = self._dice.choice(cards)
        for who, card in ((twin.telegram, here), (twin.discord, there)):
            who.meets(card)
            await asyncio.sleep(self._dice.uniform(20, 200))

    def _on_both(self, organisation: Organisation) -> tuple[Message, Message] | None:
        """The newest card that people can press on either network."""
        if organisation.elsewhere is None:
            return None
        here = _cards(organisation.channels[0])
        there = _cards(organisation.elsewhere)
        both = [mark for mark in here if mark in there]
        return (here[both[-1]], there[both[-1]]) if both else None

    async def _code(self, maker: Talk) -> str:
        maker.asks_for_code()
        return (await maker.reads(_CODE))[1]

    async def _parts(self, twin: Twin) -> None:
        talk = self._dice.choice((twin.telegram.talk, twin.discord.talk))
        talk.asks_for_code()  # who is linked everywhere is shown what is linked
        await talk.press_what_comes("unlink_ask")
        message, button = await talk.sees("unlink")
        await talk.thinks()
        self._bonds.presses_unlink(twin.human)
        talk.presses(message, button)
        self._ledger.count("people parted")
        if self._dice.random() < AGAIN:
            self._later(twin, self._dice.expovariate(1 / 20), partial(self._becomes_one, twin))


def _cards(chat: Chat) -> dict[int, Message]:
    """By the mark of their task, those with a place or a line to take."""
    found = {}
    for message in chat.messages.values():
        mark = read(message.text).mark
        if mark is not None and (button_of(message, "claim") or button_of(message, "wait")):
            found[mark] = message
    return found
