"""What is asked of the disk about claims: who holds, waits, is offered."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from bot.model import Claim, ClaimState, Line, Person, Slot


class Claims(Protocol):
    async def get(self, claim_id: int) -> Claim | None: ...

    async def meant(self, claim_id: int) -> Claim | None:
        """The claim that a button of this one is about: it, or the one it became one with."""
        ...

    async def clashing(self, person_id: int, slot: Slot) -> tuple[int, Slot] | None:
        """A place the person holds on another open task at the same time: its task and slot."""
        ...

    async def line(self, slot_id: int) -> Line:
        """Who waits for a slot, in order, and how many places are free for them."""
        ...

    async def live_of_task(self, task_id: int) -> list[Claim]: ...

    async def live_of_person(self, person_id: int) -> list[Claim]:
        """A person's live claims on tasks that have not ended and are not cancelled, by start."""
        ...

    async def last_ended(self, person_id: int) -> Claim | None:
        """The claim the person gave up last: what a typed "fortryd" means."""
        ...

    async def roster(self, task_id: int) -> list[tuple[Claim, Person]]:
        """Everyone live on a task: places first, then the line; each with a name and whether they are reachable."""
        ...

    async def is_called(self, claim_id: int) -> bool:
        """Whether whoever has, or had, this claim is called by name where no message reaches them."""
        ...

    async def overdue_offers(self, now: datetime) -> list[Claim]:
        """Offers nobody answered in time; those of a cancelled task wait for what becomes of it."""
        ...

    async def begun(self, now: datetime) -> list[Claim]:
        """Those who still wait, or have not answered an offer, when their slot has begun."""
        ...

    async def next_deadline(self) -> datetime | None:
        """When the next offer runs out."""
        ...

    async def slots_waited_for(self, person_id: int) -> list[int]:
        """The slots a person waits for."""
        ...

    def add(self, slot: Slot, person_id: int, state: ClaimState, now: datetime) -> Claim:
        """A new claim, at the end of the line: the turn is given in this transaction (design I4)."""
        ...

    def set_state(self, claim: Claim, state: ClaimState, now: datetime) -> None:
        """An offer's deadline is set when it has been delivered; whatever was asked is answered."""
        ...

    def set_deadline(self, claim_id: int, until: datetime) -> None: ...

    def move(self, claim: Claim, slot_id: int, now: datetime) -> None:
        """Hold another slot of the same task, in one statement: the old place is kept until then (design I2)."""
        ...

    def ask_to_keep(self, claim_id: int, now: datetime) -> None:
        """The task has moved, and whoever holds this place is asked whether they still come."""
        ...

    def keep(self, claim_id: int) -> None:
        """They still come."""
        ...

    def to_the_front(self, claims: Iterable[Claim], slot_id: int) -> None:
        """First in line from now on, in the order given, before everyone who waits."""
        ...
