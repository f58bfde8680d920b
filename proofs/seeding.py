"""As if it had all been arranged before: written straight into the database, in one transaction for one network."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot import people, posting
from bot.drafting import POST
from bot.incoming import Address, ChatKind, Network, Sender
from bot.model import ClaimState, Organisation, Person, Task
from bot.proposals import Proposal, Role
from proofs.stage import HELD
from storage.transaction import Tx

MOST_ON_A_TASK = 1000


@dataclass(frozen=True, slots=True)
class Seeding:
    """Who is known, which channels are connected, who holds places."""

    tx: Tx
    network: Network
    now: datetime

    async def known(self, sender: Sender) -> Person:
        return await people.recognise(self.tx, self.network, sender, self.now, in_private=True)

    async def organisation(
        self, owner: Sender, name: str, kind: ChatKind, chats: Iterable[tuple[int, str]]
    ) -> Person:
        """Its coordinator; `chats` are the native ids and titles of its channels."""
        coordinator = await self.known(owner)
        organisation: Organisation = await self.tx.organisations.ensure(name, self.now)
        self.tx.organisations.appoint(coordinator.id, organisation.id, self.now)
        for number, title in chats:
            address = Address(network=self.network, chat_id=number)
            channel = self.tx.channels.add(address, kind, title, "da", self.now)
            self.tx.channels.connect(channel.id, organisation.id)
        return coordinator

    async def held(self, by: Person, senders: Sequence[Sender], starts_at: datetime) -> None:
        """All of them hold places that begin then; a task has room for so many and no more."""
        for first in range(0, len(senders), MOST_ON_A_TASK):
            group = senders[first : first + MOST_ON_A_TASK]
            task = await self._task(by, len(group), starts_at)
            for sender in group:
                self.tx.claims.add(task.slots[0], (await self.known(sender)).id, ClaimState.HELD, self.now)

    async def _task(self, by: Person, places: int, starts_at: datetime) -> Task:
        """One that stands in no channel."""
        organisation = (await self.tx.organisations.of_person(by.id))[0]
        proposal = Proposal(
            organisation_id=organisation.id,
            title=HELD,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=1),
            place="Salen",
            benefit="Gæster",
            roles=(Role(name="", capacity=places),),
            channels=(),
        )
        facts = proposal.model_dump(mode="json", exclude_defaults=True)
        draft = self.tx.drafts.add(by.id, POST, "preview", facts, self.now)
        return await posting.publish(self.tx, by, draft, self.now)
