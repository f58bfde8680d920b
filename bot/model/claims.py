"""A person's hold on a slot."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.model.tasks import Slot, Task


class ClaimState(StrEnum):
    HELD = "held"
    WAITING = "waiting"
    OFFERED = "offered"  # a freed place, until a time
    RELEASED = "released"  # gave it back, or left the line
    REMOVED = "removed"  # taken off by a coordinator
    LAPSED = "lapsed"  # did not answer an offer, the start came first, or it became one with another claim of theirs

    @property
    def live(self) -> bool:
        return self in (ClaimState.HELD, ClaimState.WAITING, ClaimState.OFFERED)

    @property
    def takes_a_place(self) -> bool:
        return self in (ClaimState.HELD, ClaimState.OFFERED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A person's hold on a slot. `line` is the place in line while waiting, from 1.

    `asked_at`: when they were asked whether they keep the place after a move; None once they have answered.
    `was`: the live state before it ended; `became`: the claim it became one with, when two persons did.
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
    became: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Those who wait for a slot, in order, and whether each can be reached; `free`: the places there are for them."""

    free: int
    waiting: tuple[tuple[Claim, bool], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A task as one person meets it: their claim on it, and whether they were taken off it for good.

    `claim`: the live one, or the one that ended last.
    `clashes`: its slots at whose time the person holds a place on another open task.
    """

    task: Task
    claim: Claim | None = None
    removed: bool = False
    clashes: frozenset[int] = frozenset()

    @property
    def live(self) -> Claim | None:
        return self.claim if self.claim and self.claim.state.live else None

    @property
    def slot(self) -> Slot | None:
        """The slot of the live claim."""
        return self.task.slot(self.live.slot_id) if self.live else None
