"""What is asked of the disk about channels, and the cards in them."""

from datetime import datetime
from typing import Protocol

from bot.incoming import Address, ChatKind, Network
from bot.model import Channel, ChannelState, Post


class Channels(Protocol):
    async def get(self, channel_id: int) -> Channel | None: ...

    async def at(self, address: Address) -> Channel | None: ...

    async def in_chat(self, address: Address) -> list[Channel]:
        """Every channel of that chat: the chat itself and its topics."""
        ...

    async def of_organisation(self, organisation_id: int) -> list[Channel]:
        """The connected channels an organisation may post to."""
        ...

    async def connected(self) -> list[Channel]:
        """Every channel that cards may be shown in."""
        ...

    def add(self, address: Address, kind: ChatKind, title: str, language: str, now: datetime) -> Channel: ...

    def connect(self, channel_id: int, organisation_id: int) -> None: ...

    def set_state(self, channel_id: int, state: ChannelState) -> None: ...

    def set_language(self, channel_id: int, language: str) -> None: ...

    def rename(self, channel_id: int, title: str) -> None: ...

    def belongs_to(self, channel_id: int, server: int, name: str) -> None:
        """The server it is a part of; its name stays as it was if none is given."""
        ...

    def ask(self, channel_id: int, person_id: int) -> None:
        """This person may say for which organisation the channel is."""
        ...

    def asked_no_more(self, channel_id: int) -> None:
        """The question was answered, or is no longer to be asked: whoever may answer is found out anew."""
        ...

    def asked_in(self, channel_id: int, message_id: int) -> None:
        """The message in the chat itself that asks whether it is to be connected."""
        ...

    async def question_in(self, channel_id: int) -> int | None:
        """That message; from now on it asks no more."""
        ...

    async def was_asked(self, channel_id: int, person_id: int) -> bool: ...

    async def greet(self, channel_id: int) -> bool:
        """Whether the one line of an unconnected chat is still to be said; it is, from now on, said."""
        ...

    def move_chat(self, network: Network, old_id: int, new_id: int) -> None:
        """The chat got a new id: every channel follows, and its cards are sent anew (old ones cannot be edited)."""
        ...


class Posts(Protocol):
    async def of_task(self, task_id: int) -> list[Post]: ...

    async def get(self, post_id: int) -> Post | None: ...

    async def channel_with(self, task_id: int, network: Network) -> Channel | None:
        """A connected channel on that network where the task's card stands: the first it was shown in."""
        ...

    async def stale(self) -> list[Post]:
        """Posts that may show an older state than their task has, in channels the bot may write to: one a chat."""
        ...

    async def doubted(self, after: int, most: int) -> list[Post]:
        """Up to `most` sent cards that may be stale, those with higher ids than `after`, by id."""
        ...

    def doubt_all(self) -> None:
        """At start: every card of a task that has not ended is compared with a fresh rendering."""
        ...

    def doubt(self, channel_id: int) -> None:
        """The channel's cards are rendered anew: it speaks another language now."""
        ...

    def add(self, task_id: int, channel_id: int, message_id: int | None = None) -> None: ...

    def adopt(self, task_id: int, address: Address, message_id: int) -> None:
        """A card of ours was pressed: if no post knows the message, one learns it (design, One tap 4).

        Only in channels tied to the task's organisation: a forged press must not turn another message into a card."""
        ...

    def sent(self, post_id: int, message_id: int) -> None: ...

    def shows(self, post_id: int, fingerprint: str, revision: int) -> None: ...

    def unsure(self, post_id: int) -> None:
        """It is about to be edited: until that is recorded it may show the one or the other."""
        ...

    def gone(self, post_id: int, trouble: str) -> None: ...

    def again(self, post_id: int) -> None:
        """Send this card anew."""
        ...

    def all_again(self, network: Network) -> None:
        """Send anew every card there of a task that has not ended, but for those that are gone."""
        ...

    async def titles_in(self, channel_id: int) -> list[str]:
        """The tasks that are to be shown in a channel and have not ended, by start."""
        ...

    async def gone_of_task(self, task_id: int) -> list[Post]: ...
