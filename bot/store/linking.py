"""What is asked of the disk about accounts that become one person's, or are parted again."""

from datetime import datetime
from typing import Protocol

from bot.model import Claim, LinkCode, Person


class Linking(Protocol):
    def make_code(self, person: Person, code_hash: str, expires_at: datetime) -> None:
        """The person's one code, made through the account they are seen through: the last one is void."""
        ...

    async def code(self, code_hash: str) -> LinkCode | None: ...

    def void_code(self, code_hash: str) -> None:
        """It was said where others could read it."""
        ...

    async def wrong_tries(self, person_id: int, since: datetime) -> int:
        """How many wrong codes they have given, one soon after the other."""
        ...

    def tried_wrong(self, person_id: int, since: datetime, now: datetime) -> None:
        """One more. Those of whoever gave none since then are forgotten."""
        ...

    async def claims_of_both(self, one: int, other: int) -> list[Claim]:
        """What two persons hold, wait for or were taken off, on tasks of which both have something, task by task."""
        ...

    def become_one(self, kept: Claim, lost: Claim, now: datetime) -> None:
        """What its person was told about the claim that goes was told about the one that stays, as its buttons are
        of that one.

        What they were not told yet (a message, a reminder) is owed for the one that stays, once.
        """
        ...

    def absorb(self, person_id: int, gone: int, now: datetime) -> None:
        """All that is the other person's is this one's, and the other is no more. The code they linked by is used.

        What both are owed for the same cause is owed once, and not at all if one of them was told it.
        """
        ...

    def take_settings(self, person_id: int, of: Person) -> None:
        """Language, reminders and quiet hours, as the other has them."""
        ...

    def set_apart(self, account: Person, now: datetime) -> None:
        """The account is a new person's, who has nothing, not even a name. The code of whoever it was is void."""
        ...
