"""How a person reads what the bot writes: what it is about, and where they stand now. By its words alone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from simulation.phrases import pattern


class Kind(StrEnum):
    """What a message, or the answer to a press, is."""

    IN = "you are in"
    LINE = "you are in line"
    OFFER = "offer"
    LEFT = "you are off"
    PAGE = "the page of a task that somebody is not on"
    REMINDER = "reminder"
    MOVED = "moved"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    RESTORED = "restored"
    REMOVED = "removed"
    ADDED = "added"
    BACK_ON = "back on"
    DROPPED = "dropped"
    ROLE_GONE = "role gone"
    LAPSED = "offer lapsed"
    NO_PLACE = "no place"
    MESSAGE = "message"
    FULL = "full"
    LATE = "late afbud"
    UNDELIVERABLE = "undeliverable"
    SHORT = "short"
    CARD_GONE = "card gone"
    RIGHTS = "rights"
    APOLOGY = "apology"
    OTHER = "something else"


class Stands(StrEnum):
    """Where somebody believes to stand with a task."""

    IN = "in"
    LINE = "in line"
    OFFER = "offered"
    OUT = "out"


FIRST_LINES: tuple[tuple[Kind, tuple[str, ...]], ...] = (
    (Kind.IN, ("You are in", "You are in: {role}", "You are in: {title}.", "You have moved. You are in: {role}")),
    (Kind.IN, ("You are in: {title}. I am writing to you.",)),
    (Kind.IN, ("You are in: {title}. Open the chat with me and press Start, so that I can remind you.",)),
    (Kind.LINE, ("You are number {n} on the waiting list", "You are number {n} on the waiting list: {role}")),
    (Kind.LINE, ("You are number {n} on the waiting list. I will write to you when there is a place.",)),
    (
        Kind.LINE,
        (
            "You are number {n} on the waiting list. Open the chat with me and press Start:"
            " only then can I offer you a place.",
            "The place is gone, but you are first in line now.",
        ),
    ),
    (Kind.OFFER, ("There is a place for you", "There is a place for you: {role}")),
    (Kind.LEFT, ("You are off the task. Thank you for telling us.", "You said no thanks. Thank you for answering.")),
    (Kind.LEFT, ("You are off the waiting list. Thank you for telling us.", "You are not on this task.")),
    (Kind.REMINDER, ("Remember: {when}",)),
    (Kind.MOVED, ("New time. Can you still come?", "The task has a new time")),
    (Kind.CHANGED, ("Something changed: {title}",)),
    (Kind.CANCELLED, ("The task is cancelled",)),
    (Kind.RESTORED, ("The task takes place after all",)),
    (Kind.REMOVED, ("The coordinator has taken you off a task",)),
    (Kind.ADDED, ("The coordinator has put you on a task", "The coordinator has put you on a waiting list")),
    (Kind.BACK_ON, ("You were taken off by mistake. That is put right now.",)),
    (Kind.DROPPED, ("Sorry, your place is gone", "Sorry, the offer is off")),
    (Kind.ROLE_GONE, ("Your role is not needed any more",)),
    (Kind.LAPSED, ("The time to answer has passed",)),
    (Kind.NO_PLACE, ("There was no place this time",)),
    (Kind.MESSAGE, ("Message about: {title}",)),
    (Kind.FULL, ("Full: you have everyone you need",)),
    (Kind.LATE, ("Late: {name} cannot come",)),
    (Kind.UNDELIVERABLE, ("I cannot reach {name}. Please call or write yourself.",)),
    (Kind.CARD_GONE, ("The card is gone from a channel",)),
    (Kind.RIGHTS, ("I can no longer write in {channel}", "I may not write in {channel} yet")),
    (Kind.APOLOGY, ("Sorry, something went wrong here. It is not your fault. Please try again.",)),
)
_SHORT = pattern("{n} person is still needed", "{n} people are still needed")
_FIRST_LINES = [
    (kind, re.compile(rf"(?:{'|'.join(map(pattern, sentences))})\Z")) for kind, sentences in FIRST_LINES
] + [(Kind.SHORT, re.compile(rf"(?:{_SHORT})\Z"))]
_LINKED = re.compile(pattern("You are one person on {networks}"))
_NOW_ONE = re.compile(pattern("You were on {title} twice. Now: {stands}."))
_NOW_OFF = re.compile(pattern("You were taken off {title}, so your other place on it is given back."))
_LATE = re.compile(pattern("Sorry, this reminder is late."))
_OTHER = re.compile(
    pattern("You are also on this task at the same time: {title}, {when}. Which one do you want to keep?")
)
_MARK = re.compile(r"\bT(\d{4,6})\b")
_NUMBER = re.compile(r"^(?:Opgave|Task) (\d+)$", re.MULTILINE)  # of both catalogues
_STANDS = {
    Kind.IN: Stands.IN,
    Kind.LINE: Stands.LINE,
    Kind.OFFER: Stands.OFFER,
    Kind.REMINDER: Stands.IN,
    Kind.LEFT: Stands.OUT,
    Kind.PAGE: Stands.OUT,
    Kind.CANCELLED: Stands.OUT,
    Kind.REMOVED: Stands.OUT,
    Kind.LAPSED: Stands.OUT,
    Kind.DROPPED: Stands.LINE,
    Kind.ROLE_GONE: Stands.OUT,
    Kind.NO_PLACE: Stands.OUT,
}
TO_COORDINATORS = (Kind.FULL, Kind.LATE, Kind.UNDELIVERABLE, Kind.SHORT, Kind.CARD_GONE, Kind.RIGHTS)


@dataclass(frozen=True, slots=True)
class News:
    """What somebody has read. `mark`: the number in the task's title; `number`: the task's own, if it is named."""

    kind: Kind
    mark: int | None
    number: int | None
    stands: Stands | None
    late: bool = False


def read(text: str) -> News:
    """What a message or a toast says."""
    first, _, rest = text.partition("\n")
    kind = next((kind for kind, pattern in _FIRST_LINES if pattern.match(first)), Kind.OTHER)
    mark, number = _MARK.search(_OTHER.sub("", text)), _NUMBER.search(text)
    if number and (kind is Kind.CANCELLED or (kind is Kind.OTHER and _MARK.match(first))):
        kind = Kind.PAGE
    return News(
        kind=kind,
        mark=int(mark[1]) if mark else None,
        number=int(number[1]) if number else None,
        stands=_stands(kind, rest),
        late=kind is Kind.REMINDER and _LATE.search(rest) is not None,
    )


def read_linked(text: str) -> Iterator[News]:
    """What the answer to whoever linked their accounts says of tasks that both were on."""
    first, _, rest = text.partition("\n")
    for line in rest.splitlines() if _LINKED.match(first) else ():
        if (mark := _MARK.search(line)) is None:
            continue
        if _NOW_ONE.match(line):
            yield _of_both(int(mark[1]), line)
        elif _NOW_OFF.match(line):
            yield News(kind=Kind.OTHER, mark=int(mark[1]), number=None, stands=Stands.OUT)


def _of_both(mark: int, line: str) -> News:
    """The line ends with what the first line of the task's page would say."""
    ends = [line[found.end() : -1] for found in re.finditer(r"[.:] ", line)]
    stands = next((news.stands for end in ends if (news := read(end)).stands is not None), None)
    return News(kind=Kind.OTHER, mark=mark, number=None, stands=stands)


def _stands(kind: Kind, rest: str) -> Stands | None:
    if kind in (Kind.RESTORED, Kind.BACK_ON, Kind.ADDED):
        inner = read(rest.lstrip("\n"))  # it says so, or shows the page of somebody who is in
        return Stands.IN if inner.kind is Kind.PAGE else inner.stands
    return _STANDS.get(kind)
