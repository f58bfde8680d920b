"""The nouns of Tjans, as records. Times are aware UTC datetimes; ids are the database's."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.incoming import Address, ChatKind, Network

DEFAULT_OFFSETS = (1440, 120)
DEFAULT_QUIET = (21 * 60, 8 * 60)


class Reach(StrEnum):
    """Whether the bot may write to an account in private."""

    NEVER = "never"  # has not opened the chat with the bot
    YES = "yes"
    BLOCKED = "blocked"  # has closed it again


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A human, seen through the account they used (or, for a guest or a notice, the one that can be reached).

    Args:
        chosen_language: what they chose; None means: as the client says (`client_language`).
        offsets: reminders, minutes before the time to be there.
        quiet: from and to, minutes after midnight in the community's zone.
        admin: named in TJANS_ADMINS.
        guest: added by hand to one task; has no account.
    """

    id: int
    name: str
    chosen_language: str | None = None
    client_language: str | None = None
    offsets: tuple[int, ...] = DEFAULT_OFFSETS
    quiet: tuple[int, int] = DEFAULT_QUIET
    account_id: int = 0
    address: Address | None = None
    reach: Reach = Reach.NEVER
    admin: bool = False
    guest: bool = False

    @property
    def reachable(self) -> bool:
        return self.reach is Reach.YES


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """A one-time link that makes somebody a coordinator."""

    organisation: Organisation
    invited_by: int | None
    expires_at: datetime
    used_by: int | None
    used: bool


class ChannelState(StrEnum):
    ASKED = "asked"  # the bot is in, nobody has said for whom
    CONNECTED = "connected"
    LOST = "lost"  # thrown out, or the right to post is gone


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A chat where cards are shown, tied to organisations, with a language of its own."""

    id: int
    address: Address
    kind: ChatKind
    title: str
    language: str
    state: ChannelState
    organisations: tuple[Organisation, ...] = ()


class TaskState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"  # the coordinator takes no more people; those on it come
    CANCELLED = "cancelled"
    ENDED = "ended"


class ClaimState(StrEnum):
    HELD = "held"
    WAITING = "waiting"
    OFFERED = "offered"  # a freed place, until a time
    RELEASED = "released"  # gave it back, or left the line
    REMOVED = "removed"  # taken off by a coordinator
    LAPSED = "lapsed"  # did not answer an offer, or the start came first

    @property
    def live(self) -> bool:
        return self in (ClaimState.HELD, ClaimState.WAITING, ClaimState.OFFERED)

    @property
    def takes_a_place(self) -> bool:
        return self in (ClaimState.HELD, ClaimState.OFFERED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One role of a task, with its count of people. `be_there_at` is when to arrive, at or before the start."""

    id: int
    task_id: int
    name: str
    capacity: int
    starts_at: datetime
    ends_at: datetime
    be_there_at: datetime
    taken: int = 0  # held and offered
    waiting: int = 0

    @property
    def free(self) -> int:
        return max(0, self.capacity - self.taken)

    def has_begun(self, now: datetime) -> bool:
        return now >= self.starts_at

    def overlaps(self, other: "Slot") -> bool:
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What needs doing. `id` is the short number on the card; `revision` grows with everything a card shows."""

    id: int
    organisation: Organisation
    posted_by: int | None
    poster_name: str
    title: str
    benefit: str
    place: str
    starts_at: datetime
    ends_at: datetime
    be_there_at: datetime
    afbud_by: datetime
    details: str = ""
    contact: str = ""
    only_channel: bool = False
    state: TaskState = TaskState.OPEN
    state_at: datetime
    was: TaskState | None = None
    revision: int = 1
    moved_at: datetime | None = None
    slots: tuple[Slot, ...] = ()

    @property
    def free(self) -> int:
        return sum(slot.free for slot in self.slots)

    @property
    def capacity(self) -> int:
        return sum(slot.capacity for slot in self.slots)

    @property
    def waiting(self) -> int:
        return sum(slot.waiting for slot in self.slots)

    def slot(self, slot_id: int) -> Slot | None:
        return next((slot for slot in self.slots if slot.id == slot_id), None)

    def whom_to_meet(self) -> str:
        return self.contact or self.poster_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A person's hold on a slot. `line` is the place in line while waiting, from 1.

    `asked_at`: when they were asked whether they keep the place after a move; None once they have answered.
    """

    id: int
    task_id: int
    slot_id: int
    person_id: int
    state: ClaimState
    turn: int
    created_at: datetime
    changed_at: datetime
    offered_until: datetime | None = None
    was: ClaimState | None = None
    line: int = 0
    asked_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A task as one person meets it: their newest claim on it, and whether they were taken off it for good."""

    task: Task
    claim: Claim | None = None
    removed: bool = False

    @property
    def live(self) -> Claim | None:
        return self.claim if self.claim and self.claim.state.live else None

    @property
    def slot(self) -> Slot | None:
        """The slot of the live claim."""
        return self.task.slot(self.live.slot_id) if self.live else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """The task's card in one channel: the network's reference, and what it shows."""

    id: int
    task_id: int
    channel: Channel
    message_id: int | None
    shown: str
    revision: int


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
    APOLOGY = "apology"
    FULL = "full"
    LATE_AFBUD = "late_afbud"
    UNDELIVERABLE = "undeliverable"
    RIGHTS_LOST = "rights_lost"
    CARD_GONE = "card_gone"
    SHORT = "short"
    JOINED = "joined"  # somebody became a coordinator by the link you made


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A fact owed to a person: a row of the outbox. `facts` holds ids and times, never a sentence."""

    key: str
    kind: NoticeKind
    person_id: int
    due_at: datetime
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
class InboxRow:
    """A stored update. `answer`: the packed screen that shows the answer again, once it is done."""

    id: int
    network: Network
    lane: str
    raw: str
    tries: int = 0
    person_id: int | None = None
    answer: str = ""


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


DONE = "done"
"""The step of a form that was published, saved or sent: it is only kept to tell a second press so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A half-filled form: a row, so that it survives every error and restart."""

    id: int
    person_id: int
    kind: str
    step: str
    fields: dict[str, object]
    updated_at: datetime
    task_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What is looked for among the open tasks."""

    before: datetime | None = None
    longest: timedelta | None = None
    only_free: bool = False
