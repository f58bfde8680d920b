"""The town of the proofs: organisations with their channels and coordinators, and people who are there to help."""

import asyncio
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO

from proofs.ledger import Ledger
from proofs.process import Process
from sandbox import Chat, Message, Person, Sandbox

PATIENCE = 60.0
MORNING = 10


@dataclass
class Town:
    """One organisation for each channel, one coordinator for each organisation; all of them run the installation."""

    sandbox: Sandbox
    dice: random.Random
    coordinators: list[Person]
    channels: list[Chat]
    people: list[Person]
    ledger: Ledger = field(default_factory=Ledger)
    starts: list[float] = field(default_factory=list)  # of the program, in the sandbox's real seconds

    @classmethod
    def build(cls, sandbox: Sandbox, seed: int, *, channels: int, people: int) -> "Town":
        coordinators = [sandbox.add_person(f"Koordinator {number}") for number in range(channels)]
        chats = [sandbox.add_channel(f"Kanal {number}", owner) for number, owner in enumerate(coordinators)]
        crowd = [sandbox.add_person(f"Person {number}") for number in range(people)]
        return cls(sandbox, random.Random(seed), coordinators, chats, crowd)

    def process(self, database: Path, log: IO[bytes] | None = None) -> Process:
        """The program; its community lives where it is morning now, so that nobody's quiet hours get in the way."""
        zone = zone_where_it_is_morning(self.sandbox.clock.now())
        return Process(self.sandbox, database, *self.coordinators, to=log, TIMEZONE=zone)

    async def settle_in(self) -> None:
        """Everybody says hello; every coordinator connects their channel."""
        for person in self.people:
            self.sandbox.start(person)
        await asyncio.gather(*(self._connect(*pair) for pair in zip(self.coordinators, self.channels, strict=True)))
        await self.sandbox.until(lambda: all(self.heard(person, "Velkommen") for person in self.people), PATIENCE)

    async def _connect(self, owner: Person, channel: Chat) -> None:
        self.sandbox.start(owner)
        await self.sandbox.until(lambda: self.heard(owner, "Velkommen"), PATIENCE)
        self.sandbox.add_bot(channel, by=owner)
        question = await self.sandbox.until(lambda: self.heard(owner, f"{channel.title}?"), PATIENCE)
        assert question is not None  # noqa: S101 - `until` gives only what is something
        self.sandbox.press(owner, question, question.buttons[-1])
        await self.sandbox.until(lambda: self.heard(owner, "Tilsluttet"), PATIENCE)

    def heard(self, person: Person, words: str) -> Message | None:
        """The newest message of the bot to this person that holds these words."""
        mine = (one for one in reversed(self.sandbox.messages(person)) if one.by_bot and words in one.text)
        return next(mine, None)

    def cards(self, channel: Chat, newest: int) -> list[Message]:
        """The newest cards of a channel."""
        return [message for message in self.sandbox.messages(channel) if message.by_bot and message.rows][-newest:]


def zone_where_it_is_morning(now: datetime) -> str:
    """A zone in which it is between ten and eleven: quiet hours are far away on both sides."""
    hours = (MORNING - now.astimezone(UTC).hour + 11) % 24 - 11
    return f"Etc/GMT{-hours:+d}"


def here(now: datetime) -> datetime:
    """The time of day there, as people write it."""
    return now.astimezone(UTC) + timedelta(hours=(MORNING - now.astimezone(UTC).hour + 11) % 24 - 11)
