"""What is asked of the disk about people and organisations."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from bot.incoming import Network, Sender
from bot.model import Invitation, Organisation, Person, Reach


class People(Protocol):
    async def by_account(self, network: Network, native_id: int) -> tuple[Person, datetime] | None: ...

    async def get(self, person_id: int) -> Person | None: ...

    async def many(self, person_ids: Iterable[int]) -> list[Person]:
        """The persons with these ids, each by the account that reaches them best."""
        ...

    async def accounts(self, person_id: int) -> list[Person]:
        """The person, once through each of their accounts: the one that reaches them best comes first."""
        ...

    async def admins(self) -> list[Person]:
        """Those named in TJANS_ADMINS whom the bot knows, by whichever account they are named."""
        ...

    def add(self, network: Network, sender: Sender, reach: Reach, now: datetime) -> Person: ...

    def add_guest(self, name: str, task_id: int, now: datetime) -> int: ...

    async def known_to(self, organisation_id: int, name: str, task_id: int, first: int, most: int) -> list[Person]:
        """People who have claimed with this organisation and are not live on this task, the latest first.

        Only those with `name` in their name, if it is given; one more than `most` if there is a next page."""
        ...

    async def is_known_to(self, organisation_id: int, person_id: int) -> bool:
        """Whether the person has ever claimed with this organisation."""
        ...

    def saw(self, person: Person, sender: Sender, now: datetime) -> None: ...

    def set_reach(self, account_id: int, reach: Reach) -> None: ...

    def set_chat(self, account_id: int, chat_id: int) -> None:
        """The private chat with them was opened."""
        ...

    def forget_chats(self, network: Network) -> None:
        """The private chats that were opened there: they are another bot's. Telegram's are the persons' own."""
        ...

    def set_language(self, person_id: int, language: str | None) -> None: ...

    def set_offsets(self, person_id: int, offsets: tuple[int, ...]) -> None: ...

    def set_quiet(self, person_id: int, quiet: tuple[int, int]) -> None: ...


class Organisations(Protocol):
    async def all(self) -> list[Organisation]: ...

    async def get(self, organisation_id: int) -> Organisation | None: ...

    async def of_person(self, person_id: int) -> list[Organisation]:
        """Those the person coordinates, the first one first."""
        ...

    async def in_server(self, network: Network, server: int) -> set[int]:
        """Those that have a channel in that server, by id."""
        ...

    async def ensure(self, name: str, now: datetime) -> Organisation:
        """The organisation of that name (case does not count), made if it is new."""
        ...

    async def coordinators(self, organisation_id: int) -> list[Person]: ...

    async def coordinates(self, person_id: int, organisation_id: int) -> bool: ...

    def appoint(self, person_id: int, organisation_id: int, now: datetime) -> None: ...

    def invite(self, token_hash: str, organisation_id: int, invited_by: int, expires_at: datetime) -> None: ...

    async def invitation(self, token_hash: str) -> Invitation | None:
        """A one-time link: for which organisation, from whom, and whether it was used."""
        ...

    def use_invitation(self, token_hash: str, person_id: int, now: datetime) -> None: ...
