"""A real SQLite file, and builders that do what people do through the use cases themselves."""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self

from bot import claiming, people, posting
from bot.claiming import Outcome
from bot.drafting import POST
from bot.incoming import Address, ChatKind, Network, Sender
from bot.model import Channel, Notice, NoticeKind, Organisation, Person, Standing, Task
from bot.proposals import Proposal, Role
from storage.database import Database
from storage.transaction import Storage
from tests.people import ADMINS, ALICE, BOB, CHARLIE, DANA, NOW


@dataclass
class World:
    """A small community on disk. `now` is what each step is told; move it by hand."""

    storage: Storage
    database: Database
    alice: Person
    bob: Person
    charlie: Person
    dana: Person
    organisation: Organisation
    channel: Channel
    now: datetime = NOW
    strangers: int = field(default=0)

    @classmethod
    async def open(cls, path: Path) -> Self:
        """A new file with the same four people, an organisation and its channel; close its database at the end."""
        database = await Database.open(path)
        storage = Storage(database, ADMINS)
        async with storage.transaction() as tx:
            alice, bob, charlie, dana = [
                await people.recognise(tx, Network.TELEGRAM, sender, NOW, in_private=True)
                for sender in (ALICE, BOB, CHARLIE, DANA)
            ]
            organisation = await tx.organisations.ensure("Suppegryden", NOW)
            tx.organisations.appoint(alice.id, organisation.id, NOW)
            address = Address(network=Network.TELEGRAM, chat_id=-100200)
            channel = tx.channels.add(address, ChatKind.CHANNEL, "Frivillige i Lyngby", "da", NOW)
            tx.channels.connect(channel.id, organisation.id)
        return cls(storage, database, alice, bob, charlie, dana, organisation, channel)

    async def person(self, name: str = "", *, reachable: bool = True) -> Person:
        """Somebody new."""
        self.strangers += 1
        sender = Sender(native_id=1000 + self.strangers, name=name or f"Person {self.strangers}", language="da")
        async with self.storage.transaction() as tx:
            return await people.recognise(tx, Network.TELEGRAM, sender, self.now, in_private=reachable)

    async def task(
        self,
        *places: int,
        roles: dict[str, int] | None = None,
        title: str = "Lav suppe",
        starts_in: timedelta = timedelta(days=5),
        lasts: timedelta = timedelta(hours=3),
        be_there_before: timedelta = timedelta(0),
    ) -> Task:
        """A task that Alice has posted: `task(3)`, or `task(roles={"kok": 1, "hjælper": 3})`."""
        named = roles or {"": places[0] if places else 1}
        starts_at = self.now + starts_in
        proposal = Proposal(
            organisation_id=self.organisation.id,
            title=title,
            starts_at=starts_at,
            ends_at=starts_at + lasts,
            place="Sognegården",
            benefit="gæster",
            be_there_at=starts_at - be_there_before if be_there_before else None,
            roles=tuple(Role(name=name, capacity=capacity) for name, capacity in named.items()),
        )
        async with self.storage.transaction() as tx:
            draft = tx.drafts.add(
                self.alice.id, POST, "preview", proposal.model_dump(mode="json", exclude_defaults=True), self.now
            )
            return await posting.publish(tx, self.alice, draft, self.now)

    async def claims(self, person: Person, task: Task, slot: int = 0) -> Outcome:
        async with self.storage.transaction() as tx:
            return await claiming.claim(tx, person, task.id, task.slots[slot].id, self.now, in_private=False)

    async def waits(self, person: Person, task: Task, slot: int = 0) -> Outcome:
        async with self.storage.transaction() as tx:
            return await claiming.wait(tx, person, task.id, task.slots[slot].id, self.now, in_private=False)

    async def leaves(self, person: Person, task: Task) -> Outcome:
        standing = await self.standing(person, task)
        assert standing.live
        async with self.storage.transaction() as tx:
            return await claiming.leave(tx, person, standing.live.id, self.now)

    async def standing(self, person: Person, task: Task) -> Standing:
        async with self.storage.transaction() as tx:
            standing = await tx.tasks.standing(person.id, task.id)
        assert standing
        return standing

    async def see(self, task: Task) -> Task:
        """The task as it stands now."""
        async with self.storage.transaction() as tx:
            fresh = await tx.tasks.get(task.id)
        assert fresh
        return fresh

    async def owed(self, person: Person | None = None, state: str = "owed") -> list[str]:
        """The kinds of the notices owed (to one person), oldest first."""
        rows = await self.rows("SELECT kind, person_id FROM notices WHERE state = ? ORDER BY id", state)
        return [str(kind) for kind, person_id in rows if person is None or person_id == person.id]

    async def notices(self) -> list[Notice]:
        """Everything owed, oldest first."""
        rows = await self.rows(
            "SELECT id, kind, person_id, task_id, claim_id, facts FROM notices WHERE state = 'owed' ORDER BY id"
        )
        return [
            Notice(
                id=int(str(notice_id)),
                kind=NoticeKind(str(kind)),
                person_id=int(str(person_id)),
                task_id=None if task_id is None else int(str(task_id)),
                claim_id=None if claim_id is None else int(str(claim_id)),
                facts=json.loads(str(facts)),
                due_at=self.now,
            )
            for notice_id, kind, person_id, task_id, claim_id, facts in rows
        ]

    async def rows(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        """A look at the tables themselves."""
        async with self.database.transaction() as work:
            return [tuple(row) for row in await work.ask(sql, values)]
