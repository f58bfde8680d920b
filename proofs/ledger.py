"""What people did and what they were told, as they would remember it: no look at the program's own tables."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sandbox import CallbackAnswer, Message, Person, Press, Sandbox

TITLE = re.compile(r"Tjans \d{4}")


class Told(StrEnum):
    """Where somebody stands on a task, as far as they were told."""

    IN = "in"
    WAITING = "waiting"
    OFFERED = "offered"
    OUT = "out"


_BEGINNINGS = {
    "Du er med": Told.IN,
    "Du er nr. ": Told.WAITING,
    "Pladsen er taget, men nu står du først på ventelisten": Told.WAITING,
    "Der er blevet plads til dig": Told.OFFERED,
    "Du har meldt afbud": Told.OUT,
    "Du har sagt nej tak": Told.OUT,
    "Du er ikke længere på ventelisten. Tak": Told.OUT,
}


def told_by(text: str) -> Told | None:
    """What the first words say about where the reader stands; None if they say nothing of it."""
    return next((told for beginning, told in _BEGINNINGS.items() if text.startswith(beginning)), None)


def title_in(text: str) -> str:
    """The title of the task that a text is about; empty if it is about none."""
    found = TITLE.search(text)
    return found[0] if found else ""


class Deed(StrEnum):
    TAKE = "take"
    LEAVE = "leave"
    ANSWER = "answer"  # an offer
    UNDO = "undo"
    FOLLOW = "follow"
    POST = "post"


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Something one person did about one task. `update`: its number; `press` is None for a link that was followed."""

    person: Person
    title: str
    deed: Deed
    update: int
    at: datetime
    press: Press | None = None


@dataclass(slots=True)
class Ledger:
    """Everything the people did, in order. The texts of `posts`, `places` and `broadcasts` are unique.

    A form that is shown again after a kill may be confirmed twice: the presses that confirmed it are listed.
    """

    acts: list[Act] = field(default_factory=list)
    posts: dict[str, list[Press]] = field(default_factory=dict)  # by title
    places: dict[str, tuple[str, list[Press]]] = field(default_factory=dict)  # by the new place: the title, and Gem
    broadcasts: dict[str, tuple[str, list[Press]]] = field(default_factory=dict)  # by the text: the title, and Send
    presses: list[Press] = field(default_factory=list)
    in_private: set[str] = field(
        default_factory=set
    )  # the ids of those presses of which the whole screen is the answer
    about: dict[str, str] = field(default_factory=dict)  # by press: the title of the task
    newest: dict[tuple[int, str], Act] = field(default_factory=dict)

    def note(self, act: Act) -> None:
        self.acts.append(act)
        self.newest[act.person.id, act.title] = act
        if act.press is not None:
            self.press(act.press, in_private=act.deed is not Deed.TAKE)
            self.about[act.press.id] = act.title

    def press(self, press: Press, *, in_private: bool) -> None:
        self.presses.append(press)
        if in_private:
            self.in_private.add(press.id)

    def of(self, person_id: int, title: str) -> list[Act]:
        return [act for act in self.acts if (act.person.id, act.title) == (person_id, title)]


def told(act: Act, sandbox: Sandbox) -> Told | None:
    """What this act's person has been told came of it, on the screen or in private; None if nothing yet."""
    if act.press is not None and (answer := act.press.answered) is not None:
        return _answered(answer)
    news = [message for message in written_to(sandbox, act.person, act.title) if message.date > act.at]
    return told_by(_newest_text(news[-1])) if news else None


def _answered(answer: CallbackAnswer) -> Told | None:
    return Told.IN if answer.url else told_by(answer.text)


def _newest_text(message: Message) -> str:
    return message.text


def written_to(sandbox: Sandbox, person: Person, title: str = "") -> list[Message]:
    """The bot's messages to this person (about this task), oldest first."""
    mine = (message for message in sandbox.messages(person) if message.by_bot)
    return [message for message in mine if not title or title_in(message.text) == title]


def first_line(message: Message) -> str:
    """What the message said first when it arrived."""
    return message.revisions[0].text.partition("\n")[0]


def count(messages: Iterable[Message], beginning: str) -> int:
    return sum(first_line(message).startswith(beginning) for message in messages)
