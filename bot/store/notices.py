"""What is asked of the disk about what is owed to people."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from bot.incoming import Network
from bot.model import Delivery, Message, Notice, NoticeKind, Upcoming
from bot.ports import Urgency


class Notices(Protocol):
    def put(self, notice: Notice, urgency: Urgency, now: datetime) -> None:
        """Promise it, in the transaction of its cause. The same key is the same promise."""
        ...

    def supersede(self, notice: Notice, now: datetime) -> None:
        """What is still owed of the same news to the same person is not sent as well."""
        ...

    def miss_earlier(self, claim_id: int, now: datetime) -> None:
        """Reminders of this claim that could not be sent until now are missed: a newer one says what they would."""
        ...

    async def unsent(self, claim_id: int, kind: NoticeKind) -> Notice | None:
        """News of this kind about a claim that its person has not heard yet, the latest."""
        ...

    def mark_missed(self, notice: Notice, now: datetime) -> None:
        """Remember that it was owed and its time went by."""
        ...

    async def untold(self, claim_id: int, kind: NoticeKind) -> dict[str, int | str] | None:
        """The facts of the latest news of this kind about a claim, if it was never sent."""
        ...

    async def due(
        self,
        now: datetime,
        busy: Iterable[int],
        most: int,
        full: Iterable[Network] = (),
        away: Iterable[Network] = (),
        opening: Iterable[Network] = (),
    ) -> list[Notice]:
        """Up to `most` notices whose time has come, the most urgent first: one a person.

        None to the `busy`, and none to people who are reached on a network that is `full`; where theirs is `away`,
        they are reached on their other one, if they have one. Where enough chats are `opening`, none to people whose
        chat would have to be opened, too.
        """
        ...

    async def next_due(self) -> datetime | None: ...

    def end(self, notice_id: int, state: str, now: datetime, trouble: str | None = None) -> None:
        """The notice is sent, dropped, unreachable or in trouble."""
        ...

    def put_off(self, notice_id: int, due_at: datetime, *, tried: bool) -> None: ...

    def hurry(self, notice_ids: Iterable[int], now: datetime) -> None:
        """The network is back: what was put off because it was away is due now, and the most urgent goes first."""
        ...

    def owe_again(self, person_id: int, now: datetime) -> None:
        """The person can be reached now: what could not be delivered is owed again, but for offers."""
        ...

    def settle(self, person_id: int, task_id: int, kinds: Iterable[NoticeKind], now: datetime) -> None:
        """An answer is telling the person just this: what is still owed of it is not sent a second time."""
        ...

    async def delivery_of(self, task_id: int, message_id: int) -> Delivery:
        """How far a message to everyone on a task has come."""
        ...

    async def reminders_missing(self, now: datetime, ahead: int) -> list[Upcoming]:
        """Held claims with the offsets whose moment may have come and that no notice answers yet.

        The coarse question: `ahead` seconds of slack cover quiet hours and clock changes; bot.rules decides."""
        ...


class Messages(Protocol):
    async def get(self, message_id: int) -> Message | None: ...

    def add(self, task_id: int, sender: int, text: str, now: datetime) -> Message:
        """Store the text once; the notices refer to it."""
        ...
