"""What is asked of the disk about a person's data: to see it, and to have it gone."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from bot.dossier import Dossier


class Dossiers(Protocol):
    async def of(self, person_id: int) -> Dossier | None:
        """Everything stored about a person."""
        ...


class Forgetting(Protocol):
    """Deleting what has no reason any more (domain 2.8). `before`: whatever ended by then."""

    def persons(self, person_ids: Iterable[int], now: datetime) -> None:
        """The persons and all about them; their updates stay as nobody's. Live claims are given up before.

        What they held on tasks of the past is counted, without them."""
        ...

    async def idle(self, before: datetime) -> list[int]:
        """Who was not seen since: without a live claim, a role, or an open task of theirs."""
        ...

    def signups(self, before: datetime) -> None:
        """Claims on slots that were over by then become counts."""
        ...

    def given_back(self, before: datetime) -> None:
        """Places given back, and offers that lapsed, become counts. A removal stays until its slot is over."""
        ...

    def guests(self) -> None:
        """Guests whose claims are gone."""
        ...

    def contacts(self, before: datetime) -> None:
        """Whom people met on tasks that were over by then."""
        ...

    def drafts(self, before: datetime) -> None: ...

    def messages(self, before: datetime) -> None: ...

    def notices(self, before: datetime) -> None:
        """Notices that ended by then. What could not be delivered stays owed while its task is ahead."""
        ...

    def updates(self, before: datetime) -> None: ...

    def invitations(self, before: datetime) -> None:
        """Links used, or run out, by then."""
        ...

    def codes(self, before: datetime) -> None:
        """Codes for linking that had run out by then, and wrong ones tried until then."""
        ...
