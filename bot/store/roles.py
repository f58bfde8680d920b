"""What is asked of the disk about roles of servers whose holders coordinate an organisation."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from bot.incoming import Network
from bot.model import Holding, NamedRole, Person


class Roles(Protocol):
    async def about(self, person: Person, servers: Iterable[int]) -> list[Holding]:
        """What this person's account may have in these servers, and what any account of theirs had when last seen."""
        ...

    async def of_organisation(self, organisation_id: int, network: Network, server: int) -> list[NamedRole]: ...

    def name(
        self, organisation_id: int, network: Network, server: int, native_id: int, name: str, now: datetime
    ) -> None:
        """Whoever has it coordinates the organisation. Twice is once."""
        ...

    def drop(self, role_id: int) -> None:
        """It counts no more, for nobody."""
        ...

    def holds(self, role_id: int, account_id: int, now: datetime) -> None:
        """The account was seen with it."""
        ...

    def lost(self, role_id: int, account_id: int) -> None:
        """The account was seen without it."""
        ...
