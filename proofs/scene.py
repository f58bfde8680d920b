"""The scene of the flood on Telegram: a coordinator with many channels, a crowd, and thousands who hold places."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO

from bot.incoming import ChatKind, Network, Sender
from proofs.ledger import first_line, written_to
from proofs.process import Process
from proofs.seeding import Seeding
from proofs.stage import ANNOUNCED, HELD, LATE, NEWS, PLACES, PRESSED, Answer, Came, Size
from proofs.town import PATIENCE, zone_where_it_is_morning
from sandbox import Chat, Message, Person, Press, Sandbox
from storage.database import Database
from storage.transaction import Storage

AHEAD = timedelta(hours=2)
COUNTED = {"sendMessage", "editMessageText"}


class Scene:
    """One organisation with many channels, another one whose card the crowd presses; and people with places."""

    a_second = 30.0

    def __init__(self, sandbox: Sandbox, size: Size) -> None:
        self.sandbox = sandbox
        self.size = size
        self.karen = sandbox.add_person("Karen")
        self.bo = sandbox.add_person("Bo")
        self.square = sandbox.add_channel("Torvet", self.bo)
        self.channels = [sandbox.add_channel(f"Kanal {number}", self.karen) for number in range(size.channels)]
        self.crowd = [sandbox.add_person(f"Person {number}") for number in range(size.crowd)]
        self.holders = [sandbox.add_person(f"Holder {number}") for number in range(size.reminders)]
        for person in (self.karen, self.bo, *self.crowd, *self.holders):
            person.started = True
        for channel in (self.square, *self.channels):
            sandbox.add_bot(channel)
        sandbox.world.updates.drop()

    def now(self) -> datetime:
        return self.sandbox.clock.now()

    async def seed(self, database: Path, at: datetime) -> None:
        opened = await Database.open(database)
        async with Storage(opened, frozenset()).transaction() as tx:
            seeding = Seeding(tx, Network.TELEGRAM, self.sandbox.clock.now())
            chats = [(channel.id, channel.title) for channel in self.channels]
            karen = await seeding.organisation(_sender(self.karen), "Suppegryden", ChatKind.CHANNEL, chats)
            square = [(self.square.id, self.square.title)]
            await seeding.organisation(_sender(self.bo), "Torvet", ChatKind.CHANNEL, square)
            for person in self.crowd:
                await seeding.known(_sender(person))
            await seeding.held(karen, [_sender(person) for person in self.holders], at + AHEAD)
        await opened.close()

    def process(self, database: Path, log: IO[bytes]) -> Process:
        zone = zone_where_it_is_morning(self.now())
        return Process(self.sandbox, database, self.karen, to=log, TIMEZONE=zone)

    async def prepare(self) -> None:
        self.sandbox.press(self.bo, await self._preview(self.bo, PRESSED, PLACES), "Udgiv")
        await self.sandbox.until(lambda: self._cards(self.square), PATIENCE)
        await self._preview(self.karen, ANNOUNCED, 5)

    async def _preview(self, owner: Person, title: str, places: int) -> Message:
        day = self.sandbox.clock.now() + timedelta(days=5)
        self.sandbox.write(owner, None, f"/opret {title} | {day:%d/%m} 14-17 | Salen | {places} | Gæster")
        await self.sandbox.until(lambda: "Udgiv" in self.sandbox.last(owner).labels, PATIENCE)
        return self.sandbox.last(owner)

    def _cards(self, channel: Chat) -> list[Message]:
        return [message for message in self.sandbox.messages(channel) if message.by_bot and message.rows]

    async def until(self, predicate: Callable[[], object], seconds: float) -> object:
        return await self.sandbox.until(predicate, seconds)

    def press_all(self) -> list[Answer]:
        return [self._press(person) for person in self.crowd]

    def press_aside(self) -> Answer:
        return self._press(self.bo)

    def _press(self, person: Person) -> Answer:
        card = self._cards(self.square)[0]
        return _answer_to(self.sandbox.press(person, card, card.buttons[0]))

    def publish(self) -> None:
        self.sandbox.press(self.karen, self.sandbox.last(self.karen), "Udgiv")

    def press_late(self) -> None:
        card = next(card for channel in self.channels for card in self._cards(channel))
        for person in self.crowd[-LATE:]:
            self.sandbox.press(person, card, card.buttons[0])

    def told(self, title: str) -> list[Came]:
        came = [
            Came(person.id, one.date)
            for person in (self.holders if title == HELD else self.crowd)
            for one in written_to(self.sandbox, person, title)
            if first_line(one).startswith(NEWS[title])
        ]
        return sorted(came, key=lambda one: one.at)

    def shown(self) -> list[datetime]:
        return [one.date for channel in self.channels for one in self._cards(channel)]

    def sends(self) -> list[tuple[float, bool]]:
        calls = [call for call in self.sandbox.calls if call.method in COUNTED and call.refused is None]
        return [(call.at, "<b>Husk: " in str(call.params.get("text"))) for call in calls]

    def calls(self) -> int:
        return len(self.sandbox.calls)

    def refused(self) -> list[str]:
        return [str(call) for call in self.sandbox.refusals if "Too Many" in str(call.refused)]

    async def wrong(self, database: Path) -> list[str]:
        try:
            await self.sandbox.until(lambda: "Fyldt op" in self._cards(self.square)[0].text, PATIENCE)
        except TimeoutError:
            return ["the card does not say that it is full"]
        return []


def _sender(person: Person) -> Sender:
    return Sender(native_id=person.id, name=person.first_name, language="da")


def _answer_to(press: Press) -> Answer:
    return lambda: press.answered.text if press.answered is not None else None
