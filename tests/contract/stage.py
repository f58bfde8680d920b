"""The stage of the journeys: one network, the program on it, and people who say what they do and see."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bot.__main__ import Program, assemble
from bot.settings import Settings
from tests.contract.driver import Driver, Sight
from tests.people import ZONE

PATIENCE = 15.0
"""Real seconds; only what never comes is waited for so long."""
ONE_LINE = "{title} | {when} | Sognegården | {places} | Gæster i suppekøkkenet"


@dataclass
class Player:
    """Somebody who acts. What stood before their eyes when they last did something is no news to them.

    Args:
        heard: the sights that are no news any more.
        at: what they look at.
    """

    driver: Driver
    id: int
    name: str
    heard: set[tuple[object, ...]] = field(default_factory=set)
    at: Sight | None = None

    async def sees(self, *words: str, button: str = "") -> Sight:
        """Wait for news that holds all these words (and this button); from then on it is none."""
        try:
            sight = await self.driver.until(lambda: self._news(words, button), PATIENCE)
        except TimeoutError as error:
            error.add_note(f"{self.name} should see {words} {button!r}, but sees: {self._all_news()}")
            raise
        assert sight is not None
        self.heard.add(sight.key)
        self.at = sight
        return sight

    def has_news(self, *words: str) -> bool:
        """Whether anything unheard of holds these words."""
        return self._news(words, "") is not None

    def _news(self, words: tuple[str, ...], button: str) -> Sight | None:
        return next((one for one in self._unheard() if one.shows(words, button)), None)

    def _unheard(self) -> list[Sight]:
        return [one for one in self.driver.private(self.id) if one.key not in self.heard]

    def _all_news(self) -> list[tuple[str, list[str]]]:
        return [(one.text, one.labels) for one in self._unheard()]

    def _acts(self) -> None:
        self.heard |= {one.key for one in self._unheard()}

    def says(self, command: str, words: str = "") -> None:
        """Give a command."""
        self._acts()
        self.driver.command(self.id, command, words)

    def presses(self, button: str, on: Sight | None = None) -> None:
        """Press a button of what they look at, or of something else they once saw."""
        sight = on or self.at
        assert sight is not None
        self._acts()
        self.driver.press(self.id, sight, button)

    def follows(self, invitation: Sight) -> None:
        """Do what an invitation says, which somebody passed on."""
        self._acts()
        self.driver.follow(self.id, invitation)

    def forges(self, says: str, on: Sight) -> None:
        """Press what no button says."""
        self._acts()
        self.driver.forge(self.id, on, says)

    async def writes(self, text: str) -> None:
        """Write the answer to what they look at."""
        assert self.at is not None
        self._acts()
        await self.driver.answer(self.id, self.at, {"": text})

    async def fills_in(self, *answers: tuple[str, str]) -> None:
        """Answer all that is asked, by a word of each question: one after the other, or all at once.

        A question with two answers is expected to be asked twice.
        """
        left = list(answers)
        while left:
            asked = await self._is_asked([word for word, _ in left])
            first = dict(reversed(left))  # of two answers to one question the first
            self._acts()
            for word in await self.driver.answer(self.id, asked, {word: first[word] for word, _ in left}):
                left.remove((word, first[word]))

    async def _is_asked(self, words: list[str]) -> Sight:
        def found() -> Sight | None:
            return next((one for one in self._unheard() if any(word in one.text for word in words)), None)

        try:
            asked = await self.driver.until(found, PATIENCE)
        except TimeoutError as error:
            error.add_note(f"{self.name} should be asked one of {words}, but sees: {self._all_news()}")
            raise
        assert asked is not None
        return asked


@dataclass
class Stage:
    """A community on one network. Alice runs the program, Bob and Charlie volunteer; more people may come.

    Args:
        program: None while it is down.
    """

    driver: Driver
    database: Path
    alice: Player
    bob: Player
    charlie: Player
    program: Program | None = None

    @classmethod
    async def of(cls, driver: Driver, database: Path) -> "Stage":
        alice, bob, charlie = (
            Player(driver, driver.person(name, "da"), name) for name in ("Alice", "Bob", "Charlie")
        )
        return cls(driver, database, alice, bob, charlie)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Program]:
        """The program in this process, on the network's clock."""
        settings = Settings.model_validate(self.driver.given(self.database, self.alice.id))
        async with AsyncExitStack() as stack:
            self.program = await assemble(stack, settings, self.driver.clock)
            serving = asyncio.ensure_future(self.program.run())
            try:
                await self.driver.ready()
                yield self.program
            finally:
                self.program = None
                serving.cancel()
                with suppress(asyncio.CancelledError):
                    await serving

    @property
    def calls_by_name(self) -> bool:
        """Whether whoever is written to in vain is called by name in the channel."""
        assert self.program is not None
        return self.program.networks.messengers[self.driver.network].can_mention

    async def opens(self) -> None:
        """Everybody is there, and Alice has the channel connected."""
        for player in (self.alice, self.bob, self.charlie):
            await self.driver.arrives(player.id)
        await self.driver.invites(self.alice.id)
        question = await self.alice.sees("Hvem står bag")
        self.alice.presses(question.labels[0])
        await self.alice.sees("Tilsluttet")

    async def newcomer(self, name: str, *, language: str = "da", shut: bool = False) -> Player:
        """Somebody more; `shut`: nobody can write to them."""
        player = Player(self.driver, self.driver.person(name, language), name)
        if shut:
            self.driver.shuts(player.id)
        else:
            await self.driver.arrives(player.id)
        return player

    async def posts(self, title: str = "Lav suppe", when: str = "lørdag 14-17", places: str = "1") -> Sight:
        """Alice posts a task in one line; its card in the channel."""
        self.alice.says("opret", ONE_LINE.format(title=title, when=when, places=places))
        await self.alice.sees(title, button="Udgiv")
        self.alice.presses("Udgiv")
        await self.alice.sees("Udgivet", title)
        return await self.shows(title, "Opgave")

    async def takes(self, player: Player, card: Sight, button: str = "Jeg er med") -> Sight:
        """They take a place from the card; the letter that confirms it."""
        player.presses(button, on=card)
        return await player.sees("Du er med", button="Meld afbud")

    async def waits(self, player: Player, card: Sight) -> None:
        """They join the line from the card, which offers that once it is full."""
        full = await self.shows("Fyldt op", card.text.splitlines()[0], button="Skriv mig på venteliste")
        player.presses("Skriv mig på venteliste", on=full)
        await player.sees("Du er nr.", "på ventelisten")

    async def steers(self, title: str = "Lav suppe") -> Sight:
        """Alice looks at a task of hers."""
        self.alice.says("styr")
        listing = await self.alice.sees("Dine opgaver som koordinator")
        self.alice.presses(next(label for label in listing.labels if label.endswith(title)))
        return await self.alice.sees(title, button="Hvem er med?")

    async def shows(self, *words: str, button: str = "") -> Sight:
        """Wait until a message in the channel holds all these words (and this button)."""

        def found() -> Sight | None:
            return next((one for one in reversed(self.driver.public()) if one.shows(words, button)), None)

        try:
            sight = await self.driver.until(found, PATIENCE)
        except TimeoutError as error:
            error.add_note(f"The channel should show {words} {button!r}, but shows: {self.driver.public()}")
            raise
        assert sight is not None
        return sight

    async def passes(self, to: datetime) -> None:
        """Time passes, and what is due is done at its moment."""
        assert self.program is not None
        clock = self.driver.clock
        while (moment := await self.program.clockwork.next_moment(clock.now(), turns=True)) and moment < to:
            clock.move_to(moment)
            await self.program.settle()
        clock.move_to(to)
        await self.program.settle()


def local(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of the November in which the journeys play, as the clock on the wall says it."""
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)
