"""Tasks and their slots."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.model.people import Organisation


class TaskState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"  # the coordinator takes no more people; those on it come
    CANCELLED = "cancelled"
    ENDED = "ended"


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
    key: str = ""  # opens a task that is only for its channel; nobody can guess it
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
class Search:
    """What is looked for among the open tasks."""

    before: datetime | None = None
    longest: timedelta | None = None
    only_free: bool = False
