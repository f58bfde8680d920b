"""Work in hand: updates and half-filled forms."""

from dataclasses import dataclass
from datetime import datetime

from bot.incoming import Network


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
