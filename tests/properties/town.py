"""The program's side of the stateful proof: the real use cases on a real file, and what people were told."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot import claiming, drafting, editing, forgetting, people, posting, staffing
from bot.cards import Card
from bot.claiming import Outcome
from bot.clockwork import Clockwork
from bot.drafting import proposal_of
from bot.errors import Refusal, Undelivered, Why
from bot.incoming import Address, Network, Sender
from bot.model import Notice, Person, Reach, Task
from bot.ports import Urgency
from bot.proposals import Role
from bot.store import Tx
from storage.transaction import Storage
from tests.core.delivering import DANISH, Follows, deliver
from tests.core.recorder import Recorder
from tests.people import ZONE
from tests.world import World

VOLUNTEERS = 4
Step = Callable[[Tx, Person], Awaitable[Outcome]]


@dataclass(frozen=True)
class Preview:
    """An edit that somebody looks at: what it does to the places, and the revision it was shown with."""

    task: Task
    draft_id: int
    slot: int
    places: int
    revision: int


class Post(Recorder):
    """The network: whoever has closed the chat refuses what is sent."""

    def __init__(self) -> None:
        super().__init__()
        self.closed: set[int] = set()
        self.delivered: list[Card] = []

    async def send(self, to: Address, card: Card, urgency: Urgency, *, key: str = "") -> int:
        if to.chat_id in self.closed:
            raise Undelivered(Why.BLOCKED)
        self.delivered.append(card)
        return len(self.delivered)


@dataclass
class Town:
    """Volunteers by number; a new life after each time they delete themselves."""

    world: World
    tasks: list[Task]
    post: Post = field(default_factory=Post)
    worded: list[tuple[Notice, Person, Card]] = field(default_factory=list)
    ids: dict[int, int] = field(default_factory=dict)

    @classmethod
    async def found(cls, path: Path) -> "Town":
        """Two tasks at the same time tomorrow, one of them with two roles, and a third days later."""
        world = await World.open(path)
        soup = await world.task(roles={"kok": 2, "hjælper": 1}, starts_in=timedelta(hours=30))
        kiosk = await world.task(1, title="Pas kiosken", starts_in=timedelta(hours=30))
        walk = await world.task(1, title="Gåtur", starts_in=timedelta(days=6))
        town = cls(world, [soup, kiosk, walk])
        async with world.storage.transaction() as tx:
            tx.people.set_quiet(world.alice.id, (0, 0))
            for number in range(VOLUNTEERS):
                await town.recognise(tx, number, in_private=True)
        return town

    @property
    def storage(self) -> Storage:
        return self.world.storage

    @property
    def now(self) -> datetime:
        return self.world.now

    async def recognise(self, tx: Tx, number: int, *, in_private: bool) -> Person:
        """As every update does, before anything else."""
        sender = Sender(native_id=_native(number), name=f"V{number}", language="da")
        if in_private:
            self.post.closed.discard(_native(number))
        person = await people.recognise(tx, Network.TELEGRAM, sender, self.now, in_private=in_private)
        if self.ids.get(number) != person.id:
            self.ids[number] = person.id
            tx.people.set_quiet(person.id, (0, 0))
        return person

    async def acts(self, number: int, step: Step, *, in_private: bool) -> Outcome | Refusal:
        """One press. What was written before a refusal stays, as in handlers.routes."""
        async with self.storage.transaction() as tx:
            person = await self.recognise(tx, number, in_private=in_private)
            try:
                return await step(tx, person)
            except Refusal as refusal:
                return refusal

    async def steers(self, step: Callable[[Tx], Awaitable[Any]]) -> Any:
        """Alice does something; a Refusal is its answer."""
        async with self.storage.transaction() as tx:
            try:
                return await step(tx)
            except Refusal as refusal:
                return refusal

    async def claims(self, number: int, task: Task, slot: int, *, in_private: bool) -> Outcome | Refusal:
        return await self.acts(
            number,
            lambda tx, person: claiming.claim(tx, person, task.id, slot, self.now, in_private=in_private),
            in_private=in_private,
        )

    async def waits(self, number: int, task: Task, slot: int, *, in_private: bool) -> Outcome | Refusal:
        return await self.acts(
            number,
            lambda tx, person: claiming.wait(tx, person, task.id, slot, self.now, in_private=in_private),
            in_private=in_private,
        )

    async def adds(self, number: int, slot: int, *, in_line: bool) -> Any:
        person_id = self.ids[number]
        return await self.steers(
            lambda tx: staffing.add(tx, self.world.alice, slot, person_id, self.now, in_line=in_line)
        )

    async def adds_guest(self, task: Task, slot: int, *, in_line: bool) -> Any:
        async def step(tx: Tx) -> Any:
            fields: dict[str, object] = {"slot": slot, "name": "Farmor"}
            draft = tx.drafts.add(self.world.alice.id, drafting.ADD, "who", fields, self.now, task.id)
            return await staffing.add_guest(tx, self.world.alice, draft, self.now, in_line=in_line)

        return await self.steers(step)

    async def previews(self, task: Task, slot: int, places: int) -> Preview | Refusal:
        """Alice opens the form, writes another number of places, and looks at what it would do."""

        async def step(tx: Tx) -> Preview:
            draft = await editing.begin(tx, self.world.alice, task.id, "preview", self.now)
            proposal = proposal_of(draft)
            roles = tuple(_with_places(role, slot, places) for role in proposal.roles)
            filled = drafting.fill(tx, draft, proposal.model_copy(update={"roles": roles}), "preview", self.now)
            foreseen = await editing.foresee(tx, self.world.alice, filled, self.now)
            return Preview(task, draft.id, slot, places, foreseen.amendment.before.revision)

        done: Preview | Refusal = await self.steers(step)
        return done

    async def saves(self, preview: Preview) -> Any:
        async def step(tx: Tx) -> Any:
            draft = await drafting.open_draft(tx, self.world.alice, preview.draft_id)
            return await editing.save(tx, self.world.alice, draft, preview.revision, self.now)

        return await self.steers(step)

    async def steers_task(self, what: str, task: Task) -> Any:
        alice, now = self.world.alice, self.now
        match what:
            case "cancel":
                return await self.steers(lambda tx: posting.cancel(tx, alice, task.id, now))
            case "restore":
                return await self.steers(lambda tx: posting.restore(tx, alice, task.id, now))
        return await self.steers(lambda tx: posting.close(tx, alice, task.id, now, closed=what == "close"))

    async def closes_chat(self, number: int, *, noticed: bool) -> None:
        """The person blocks the bot; `noticed`: the network says so at once."""
        self.post.closed.add(_native(number))
        if noticed:
            async with self.storage.transaction() as tx:
                person = await self.recognise(tx, number, in_private=False)
                people.cannot_be_reached(tx, person, Reach.BLOCKED)

    async def opens_chat(self, number: int) -> None:
        async with self.storage.transaction() as tx:
            await self.recognise(tx, number, in_private=True)

    async def forgets(self, number: int, *, in_private: bool) -> None:
        """They delete themselves, and turn up again as somebody new."""
        async with self.storage.transaction() as tx:
            person = await self.recognise(tx, number, in_private=True)
            await forgetting.forget(tx, person, person.id, self.now)
        async with self.storage.transaction() as tx:
            await self.recognise(tx, number, in_private=in_private)

    async def ticks(self) -> None:
        await Clockwork(self.storage, Follows(self.world), ZONE, lambda: None).tick()

    async def delivers(self) -> list[tuple[Notice, Person]]:
        """Everything due is sent; what arrived, and to whom."""
        self.worded, self.post.delivered = [], []
        await deliver(self.world, self.post, self._word)
        arrived = {id(card) for card in self.post.delivered}
        return [(notice, person) for notice, person, card in self.worded if id(card) in arrived]

    async def _word(self, tx: Tx, notice: Notice, person: Person, now: datetime) -> Card | None:
        card = await DANISH.word(tx, notice, person, now)
        if card is not None:
            self.worded.append((notice, person, card))
        return card


def _native(number: int) -> int:
    return 1001 + number


def _with_places(role: Role, slot: int, places: int) -> Role:
    return role.model_copy(update={"capacity": places}) if role.slot_id == slot else role
