"""Channels, and the cards that stand in them."""

from dataclasses import dataclass
from enum import StrEnum

from bot.incoming import Address, ChatKind, Network
from bot.model.people import Organisation


class ChannelState(StrEnum):
    ASKED = "asked"  # the bot is in, nobody has said for whom
    CONNECTED = "connected"
    LOST = "lost"  # thrown out, or the right to post is gone


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A chat where cards are shown, tied to organisations, with a language of its own.

    `server_name`: what the server is called that it is a part of; empty if it is of none, or not known.
    """

    id: int
    address: Address
    kind: ChatKind
    title: str
    language: str
    state: ChannelState
    organisations: tuple[Organisation, ...] = ()
    server_name: str = ""

    @property
    def proposed(self) -> str:
        """How an organisation is called that is made for it: every second server has a channel of the same name."""
        return self.server_name or self.title


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerEvent:
    """A task as an event of a server.

    Args:
        native_id: None while there is none, as far as we know.
        shown: the fingerprint of what it shows, or was refused to show.
        begun: whether it was ever to be made: there may be one we do not know.
        wanted: whether there is to be one.
    """

    task_id: int
    network: Network
    server: int
    language: str
    native_id: int | None
    shown: str
    begun: bool
    wanted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """The task's card in one channel: the network's reference, and what it shows.

    `round`: how often it was posted again.
    """

    id: int
    task_id: int
    channel: Channel
    message_id: int | None
    shown: str
    revision: int
    round: int = 0
