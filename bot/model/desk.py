"""Work in hand: updates and half-filled forms."""

from dataclasses import dataclass
from datetime import datetime

from bot.incoming import Network


@dataclass(frozen=True, slots=True, kw_only=True)
class Retort:
    """The answer to one press or command: words over the screen, or a link that opens the chat with the bot.

    `owed`: a notice says it; here it only comes to rest.
    """

    press_id: str
    toast: str | None = None
    alert: bool = False
    opens: str | None = None
    owed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxRow:
    """A stored update. Once it is done, `answer` is the packed screen that shows the answer again.

    `retort`: if the network waits for its answer, or it is a press answered by words alone: what answers it, until
    it has.
    """

    id: int
    network: Network
    lane: str
    raw: str
    tries: int = 0
    person_id: int | None = None
    answer: str = ""
    retort: Retort | None = None


DONE = "done"
"""The step of a form that was published, saved or sent: it is only kept to tell a second press so."""


MOST_DRAFTS = 50
"""A person's half-filled and finished forms that are kept: the oldest go when more are begun."""


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
