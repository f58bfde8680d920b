"""What happened, as it came from a network: the only shape in which the outside enters."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.cards import Action
from bot.errors import Lack


class Network(StrEnum):
    TELEGRAM = "telegram"
    DISCORD = "discord"


class ChatKind(StrEnum):
    PRIVATE = "private"
    ASIDE = "aside"  # in a chat that others share, but seen by this person alone
    GROUP = "group"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who did it: a human's account on the network.

    Args:
        language: the client's language code, if it says.
        private_chat: the native id of the private chat with them; None where that is their own id, 0 where it is not
            known, because it has to be opened first.
        may_be_written_to: whether the network lets the bot write to them before they wrote to it.
    """

    native_id: int
    name: str
    language: str | None = None
    private_chat: int | None = None
    may_be_written_to: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A place on a network where a message can be shown. `topic` is 0 outside forum topics.

    `chat_id` is 0 for the private chat with a person that has not been opened yet (`Messenger.open_chat`).
    """

    network: Network
    chat_id: int
    topic: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """Where it happened.

    Args:
        asides: here the bot can answer for one person's eyes, so nobody has to be sent away.
        lacks: what the bot would need to show cards in it and has not, where the network says it with each gesture.
        server: the native id of what the chat is a part of, where a network has servers: chats that share people
            and their roles. 0: it is of none.
        server_name: what that is called, where it is known.
        takes_events: False where the network says that the bot may make no events of the server.
    """

    address: Address
    kind: ChatKind
    title: str = ""
    asides: bool = False
    lacks: tuple[Lack, ...] = ()
    server: int = 0
    server_name: str = ""
    takes_events: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """An account in a server, by their native ids: there it has roles."""

    network: Network
    account: int
    server: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerRole:
    """A role of a server, as the network names it. `everyone`: that everybody there has."""

    native_id: int
    name: str
    everyone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """A button was pressed. `action` is None when the packed action is not one of ours (forged or foreign).

    `role`: the one that was chosen of the server's (`Card.picks_role`).
    """

    press_id: str
    action: Action | None
    message_id: int | None
    role: ServerRole | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrote:
    """A plain text (empty for a picture, a sticker and the like)."""

    text: str
    message_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Commanded:
    """A slash command: the name in lower case without slash and bot name, and what stood behind it."""

    name: str
    rest: str
    message_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A form was sent (`cards.Form`): its key, None if it is not one of ours, and what stood in each blank, in order.

    `message_id`: the message whose button opened it; 0 if none did.
    """

    form: Action | None
    values: tuple[str, ...]
    message_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Typing:
    """Words are being typed behind a command that offers names; nothing was said yet."""

    command: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BotMoved:
    """The bot's own standing in a chat changed: `member` (it is in), `can_post` (it may write and edit there).

    `lacks`: what it lacks, where the network says it.
    """

    member: bool
    can_post: bool
    lacks: tuple[Lack, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """A person opened (True) or closed (False) the private chat with the bot."""

    reachable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatMigrated:
    """The chat got a new native id."""

    new_chat_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignored:
    """Something that is nothing to us: acknowledged, stored, closed without an answer."""


What = Pressed | Wrote | Commanded | Filled | Typing | BotMoved | Reached | ChatMigrated | Ignored


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """One event. `sender` is None where the network names no human (a channel's own post).

    `sender_is_admin` is a fact asked of the network before the transaction, only where it matters; None means not
    asked. `answer_to` is how the network finds what is answered; empty where an answer is a message like any other.

    `roles` are the native ids of the sender's roles, where they are known: those in the server where somebody acts
    come with the gesture. None: they could not be found out.
    """

    sender: Sender | None
    chat: Chat
    what: What
    sender_is_admin: bool | None = None
    answer_to: str = ""
    roles: Mapping[Membership, frozenset[int] | None] = field(default_factory=dict)

    def private(self) -> bool:
        """Nobody else sees the question and the answer."""
        return self.chat.kind in (ChatKind.PRIVATE, ChatKind.ASIDE)

    def in_own_chat(self) -> bool:
        """In the private chat with the bot: it can be written to there from now on."""
        return self.chat.kind is ChatKind.PRIVATE


def lane_of(network: Network, native_id: int) -> str:
    """The lane of a person's account."""
    return f"{network}:u:{native_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A raw update on its way into the inbox: unread but for its number and its lane.

    `lane` names who must be answered in order: `telegram:u:<person>` or, without a person, `telegram:c:<chat>`.
    `awaits`: the network shows its person that an answer is on its way, until there is one.
    """

    number: int
    lane: str
    raw: str
    awaits: bool = False

    @property
    def personal(self) -> bool:
        """Whether a person is answered in this lane."""
        return ":u:" in self.lane
