"""The scene of the flood: a coordinator with many channels, a crowd, and thousands who hold places."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot import people, posting
from bot.drafting import POST
from bot.incoming import Address, ChatKind, Network, Sender
from bot.model import ClaimState, Organisation, Task
from bot.model import Person as Known
from bot.proposals import Proposal, Role
from proofs.ledger import first_line, written_to
from proofs.town import PATIENCE
from sandbox import Chat, Message, Person, Sandbox
from storage.database import Database
from storage.transaction import Storage, Tx

PLACES = 20
MOST_ON_A_TASK = 1000
AHEAD = timedelta(hours=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much at once."""

    crowd: int = 1000
    reminders: int = 3000
    channels: int = 40


class Scene:
    """One organisation with many channels, another one whose card the crowd presses; and people with places."""

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

    async def seed(self, database: Path, at: datetime) -> None:
        """As if it had all been arranged before: everybody known, channels connected, places taken."""
        opened = await Database.open(database)
        storage = Storage(opened, frozenset())
        async with storage.transaction() as tx:
            now = self.sandbox.clock.now()
            karen = await self._organisation(tx, self.karen, "Suppegryden", self.channels, now)
            await self._organisation(tx, self.bo, "Torvet", [self.square], now)
            for person in self.crowd:
                await _known(tx, person, now)
            for first in range(0, len(self.holders), MOST_ON_A_TASK):
                group = self.holders[first : first + MOST_ON_A_TASK]
                await self._held(tx, karen, group, at + AHEAD, now)
        await opened.close()

    async def _organisation(self, tx: Tx, owner: Person, name: str, chats: list[Chat], now: datetime) -> Known:
        coordinator = await _known(tx, owner, now)
        organisation: Organisation = await tx.organisations.ensure(name, now)
        tx.organisations.appoint(coordinator.id, organisation.id, now)
        for chat in chats:
            address = Address(network=Network.TELEGRAM, chat_id=chat.id)
            tx.channels.connect(tx.channels.add(address, ChatKind.CHANNEL, chat.title, "da", now).id, organisation.id)
        return coordinator

    async def _held(self, tx: Tx, by: Known, group: list[Person], starts_at: datetime, now: datetime) -> None:
        organisation = (await tx.organisations.of_person(by.id))[0]
        proposal = Proposal(
            organisation_id=organisation.id,
            title="Tjans 0001",
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=1),
            place="Salen",
            benefit="Gæster",
            roles=(Role(name="", capacity=len(group)),),
            channels=(),
        )
        draft = tx.drafts.add(by.id, POST, "preview", proposal.model_dump(mode="json", exclude_defaults=True), now)
        task: Task = await posting.publish(tx, by, draft, now)
        for person in group:
            tx.claims.add(task.slots[0], (await _known(tx, person, now)).id, ClaimState.HELD, now)

    async def prepare(self) -> Message:
        """The card of the crowd stands, and the task for all channels waits in its preview."""
        card = await self._post(self.bo, "Tjans 0002", PLACES)
        await self._preview(self.karen, "Tjans 0003", 5)
        return card

    async def _post(self, owner: Person, title: str, places: int) -> Message:
        self.sandbox.press(owner, await self._preview(owner, title, places), "Udgiv")
        await self.sandbox.until(lambda: self._cards(self.square), PATIENCE)
        return self._cards(self.square)[0]

    async def _preview(self, owner: Person, title: str, places: int) -> Message:
        day = self.sandbox.clock.now() + timedelta(days=5)
        self.sandbox.write(owner, None, f"/opret {title} | {day:%d/%m} 14-17 | Salen | {places} | Gæster")
        await self.sandbox.until(lambda: "Udgiv" in self.sandbox.last(owner).labels, PATIENCE)
        return self.sandbox.last(owner)

    def _cards(self, channel: Chat) -> list[Message]:
        return [message for message in self.sandbox.messages(channel) if message.by_bot and message.rows]

    def reminded(self) -> list[Message]:
        messages = [one for person in self.holders for one in written_to(self.sandbox, person)]
        return sorted((one for one in messages if first_line(one).startswith("Husk: ")), key=lambda one: one.date)

    def shown(self) -> list[Message]:
        return sorted((one for channel in self.channels for one in self._cards(channel)), key=lambda one: one.date)

    def refused(self) -> int:
        return sum("Too Many" in str(call.refused) for call in self.sandbox.refusals)


async def _known(tx: Tx, person: Person, now: datetime) -> Known:
    sender = Sender(native_id=person.id, name=person.first_name, language="da")
    return await people.recognise(tx, Network.TELEGRAM, sender, now, in_private=True)
