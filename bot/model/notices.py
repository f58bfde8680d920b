"""What is owed to people."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class NoticeKind(StrEnum):
    """What can be owed to somebody. The facts of each are worded when it is sent (bot.wording.notices)."""

    CLAIMED = "claimed"
    ANSWER = "answer"  # an answer that was cut off; facts: the screen
    OFFER = "offer"
    OFFER_LAPSED = "offer_lapsed"
    NO_PLACE = "no_place"  # the start came before a place did
    REMINDER = "reminder"
    MOVED = "moved"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    RESTORED = "restored"
    REMOVED = "removed"
    ADDED = "added"
    DROPPED = "dropped"  # the capacity went down
    BACK_ON = "back_on"  # a coordinator took the removal back
    MESSAGE = "message"  # from a coordinator to everyone on a task; facts: the message that holds the text
    CONNECT = "connect"
    NOT_COORDINATOR = "not_coordinator"
    CANNOT_POST = "cannot_post"  # added to a chat without the right to write there
    FULL = "full"
    LATE_AFBUD = "late_afbud"
    UNDELIVERABLE = "undeliverable"
    RIGHTS_LOST = "rights_lost"
    CARD_GONE = "card_gone"
    SHORT = "short"
    ALERT = "alert"  # to an admin: a part of the program fails, or works again
    JOINED = "joined"  # somebody became a coordinator by the link you made


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A fact owed to a person: a row of the outbox. `facts` holds ids and times, never a sentence.

    Args:
        key: the same key is promised once; empty: a promise of its own.
    """

    kind: NoticeKind
    person_id: int
    due_at: datetime
    key: str = ""
    task_id: int | None = None
    claim_id: int | None = None
    facts: dict[str, int | str] = field(default_factory=dict)
    id: int = 0
    attempts: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Upcoming:
    """A held claim and those of its person's offsets that no notice has answered yet.

    `since`: when it was claimed, or when its task was last moved; earlier moments are not owed.
    """

    claim_id: int
    task_id: int
    person_id: int
    quiet: tuple[int, int]
    be_there_at: datetime
    since: datetime
    offsets: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What a coordinator wrote to everyone on a task."""

    id: int
    task_id: int
    sender: int | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """How far a message has come; `unreached` by name."""

    reached: int
    under_way: int
    unreached: tuple[str, ...]
