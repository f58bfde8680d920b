"""Pure readers: what was typed for a field of a task, as the proposal with that field filled."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.errors import Refusal
from bot.proposals import MOST_CHARACTERS, Field, Proposal, Role
from bot.refusals import CprFound
from bot.typed import clean
from bot.unclear import Reason, Unclear, When
from handlers.ask import Ask
from handlers.reader import read_deadline, read_moment, read_slots, read_when

_TIME = re.compile(
    r"\(?(?:\b(?:kl|at|fra|from)\b\.?\s*)?\b(\d{1,2}(?:[.:]\d{2})?\s*[-–]\s*\d{1,2}(?:[.:]\d{2})?)\b\)?",
    re.IGNORECASE,
)
_PIECES = re.compile(r"[,;+&\n]|(?<=[\d)])\s+(?:og|and)\s+", re.IGNORECASE)


class Unread(Refusal):
    """More than one answer could not be read: which, and why."""

    def __init__(self, answers: Sequence[tuple[Field, Refusal]]) -> None:
        super().__init__(len(answers))
        self.answers = tuple(answers)


def read_field(field: Field, text: str, proposal: Proposal, ask: Ask) -> Proposal:
    """The proposal with this field as typed.

    Raises:
        Unclear, TooLong, CprFound: ask again; what was filled before stands.
    """
    zone, now = ask.community.zone, ask.now
    if field in MOST_CHARACTERS:
        return _with_words(field, text, proposal)
    said = clean(text, 500)
    match field:
        case Field.WHEN:
            when = read_when(said, now, zone)
            return proposal.with_when(when.starts_at, when.ends_at)
        case Field.SLOTS:
            return proposal.with_roles(_roles(said, proposal, ask))
        case Field.BE_THERE if proposal.starts_at is not None:
            day = proposal.starts_at.astimezone(zone).date()
            moment = min(read_moment(said, now, zone, day), proposal.starts_at)
            return proposal.model_copy(update={"be_there_at": moment})
        case Field.AFBUD if proposal.starts_at is not None:
            return proposal.model_copy(update={"afbud_by": read_deadline(said, now, zone, proposal.starts_at)})
    return proposal


def read_all(
    pieces: Iterable[tuple[Field, str | None]], proposal: Proposal, ask: Ask
) -> tuple[Proposal, Refusal | None]:
    """What could be read of the pieces, and what is wrong with the one that could not, or `Unread` with several.

    What was typed is kept for that, but for what looks like a CPR number (design I10).
    """
    troubles: list[tuple[Field, Refusal]] = []
    for field, piece in pieces:
        if piece is None:
            continue
        try:
            proposal = read_field(field, piece, proposal, ask).heard(field)
        except Refusal as refusal:
            troubles.append((field, refusal))
            proposal = not_read(field, piece, proposal, refusal)
    return proposal, Unread(troubles) if len(troubles) > 1 else next((refusal for _, refusal in troubles), None)


def not_read(step: str, text: str, proposal: Proposal, refusal: Refusal) -> Proposal:
    return proposal.not_heard(step, "" if isinstance(refusal, CprFound) else text)


def _with_words(field: Field, text: str, proposal: Proposal) -> Proposal:
    """A picture or a sticker has no words, and fills nothing."""
    words = clean(text, MOST_CHARACTERS[field], lines=field is Field.DETAILS)
    if not words:
        raise Unclear(Reason.NOT_UNDERSTOOD)
    return proposal.model_copy(update={field.value: words})


def _roles(text: str, proposal: Proposal, ask: Ask) -> tuple[Role, ...]:
    """ "kok 1 kl. 13-17, hjælper 3": the roles, with the times of their own that were said."""
    pieces = [piece for piece in _PIECES.split(text) if piece.strip()]
    timed = [_without_time(piece) for piece in pieces]
    if not any(time for _, time in timed):
        return tuple(Role(name=spec.name or "", capacity=spec.capacity) for spec in read_slots(text))
    specs = read_slots(", ".join(rest for rest, _ in timed))
    if len(specs) != len(timed):
        raise Unclear(Reason.NOT_UNDERSTOOD, piece=text)
    return tuple(
        _timed(Role(name=spec.name or "", capacity=spec.capacity), time, proposal, ask)
        for spec, (_, time) in zip(specs, timed, strict=True)
    )


def _without_time(piece: str) -> tuple[str, str]:
    """The piece and the time in it; "2-3 hjælpere" holds no time, because no count would be left."""
    found = _TIME.search(piece)
    if found is None:
        return piece, ""
    rest = f"{piece[: found.start()]} {piece[found.end() :]}"
    if not re.search(r"\d", rest) and found[0].lstrip("(")[:1].isdigit():
        return piece, ""
    return rest, found[1]


def _timed(role: Role, time: str, proposal: Proposal, ask: Ask) -> Role:
    if not time:
        return role
    when = _own_time(time, proposal, ask)
    return role.model_copy(update={"starts_at": when.starts_at, "ends_at": when.ends_at})


def _own_time(text: str, proposal: Proposal, ask: Ask) -> When:
    """Clock times mean the day of the task."""
    if proposal.starts_at is None:
        raise Unclear(Reason.NO_DATE, piece=text)
    day = proposal.starts_at.astimezone(ask.community.zone)
    return read_when(f"{day.day}/{day.month}/{day.year} {text}", ask.now, ask.community.zone)


def read_role_time(at: int, text: str, proposal: Proposal, ask: Ask) -> Proposal:
    """A time of its own for one role: clock times on the task's day, or a day as well. Raises Unclear."""
    said = clean(text, 500)
    try:
        when = _own_time(said, proposal, ask)
    except Unclear:
        when = read_when(said, ask.now, ask.community.zone)
    return with_role_time(at, (when.starts_at, when.ends_at), proposal)


def with_role_time(at: int, span: tuple[datetime, datetime] | None, proposal: Proposal) -> Proposal:
    """None: the task's own time again."""
    starts_at, ends_at = span or (None, None)
    own = {"starts_at": starts_at, "ends_at": ends_at}
    roles = tuple(role.model_copy(update=own) if place == at else role for place, role in enumerate(proposal.roles))
    return proposal.model_copy(update={"roles": roles})


def without(field: Field, proposal: Proposal) -> Proposal:
    """The proposal with an optional field empty again: skipped."""
    stored = _STORED.get(field, field.value)
    return proposal.model_copy(update={stored: Proposal.model_fields[stored].default})


_STORED = {Field.BE_THERE: "be_there_at", Field.AFBUD: "afbud_by"}
