"""What is asked of the disk about work in hand: half-filled forms, updates, small facts."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from bot.incoming import Arrival, Network
from bot.model import Draft, InboxRow, Retort


class Drafts(Protocol):
    async def get(self, draft_id: int, person_id: int) -> Draft | None:
        """The draft, if it is this person's."""
        ...

    async def active(self, person_id: int) -> Draft | None:
        """The one the person's typed words go to."""
        ...

    def add(
        self,
        person_id: int,
        kind: str,
        step: str,
        fields: dict[str, object],
        now: datetime,
        task_id: int | None = None,
    ) -> Draft:
        """A new draft, which typed words go to from now on; earlier ones rest, and the oldest of many go."""
        ...

    def save(self, draft: Draft, now: datetime) -> None:
        """Write the step and the fields; typed words go to this draft from now on."""
        ...

    async def unfinished(self, person_id: int, kind: str, most: int) -> list[Draft]:
        """The person's half-filled forms of a kind, the latest first."""
        ...

    def finish(self, draft_id: int, task_id: int, now: datetime) -> None:
        """What was typed is gone; that it was done, and for which task, is remembered: a second press is told so."""
        ...

    def drop_those_about(self, person_id: int, kind: str, task_id: int) -> None:
        """The person begins this form about this task anew."""
        ...

    def rest(self, person_id: int, kind: str) -> None:
        """Typed words go to no form of this kind any more."""
        ...

    def drop(self, draft_id: int) -> None: ...


class Inbox(Protocol):
    async def store(
        self, network: Network, bot_id: int, arrivals: Sequence[Arrival], now: datetime
    ) -> list[InboxRow]:
        """Store what is new by (bot id, update number), in the order given; the rows stored."""
        ...

    def close_unread(self, network: Network, bot_id: int, arrivals: Sequence[Arrival], now: datetime) -> None:
        """Remember these by their numbers only: they have no effect, neither now nor when they come again."""
        ...

    async def unhandled(self) -> list[InboxRow]:
        """What was acknowledged and not handled before a crash, in order."""
        ...

    async def unanswered(self) -> list[InboxRow]:
        """What was done and perhaps not answered before a crash."""
        ...

    def done(
        self, row_id: int, person_id: int | None, answer: str, now: datetime, retort: Retort | None = None
    ) -> None:
        """The effect is committed with this; the raw text is emptied. No answer due: the row is closed.

        Somebody who deleted themselves just now is not remembered here either."""
        ...

    def answered(self, row_ids: Iterable[int]) -> None: ...

    def tried(self, row_id: int, trouble: str) -> None: ...

    def failed(self, row_id: int, trouble: str, now: datetime) -> None:
        """Closed for good, kept for `doctor`; the raw text is emptied."""
        ...


class Meta(Protocol):
    async def get(self, name: str) -> str | None: ...

    def set(self, name: str, value: str) -> None: ...

    def stamp(self, now: datetime) -> None:
        """The loop is alive at this real moment (read by `tjans health`)."""
        ...
