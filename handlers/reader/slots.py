"""Reads how many are needed, and for what: "4", "kok 1, hjælper 3", "1 kok og 3 hjælpere"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.unclear import Reason, Unclear
from handlers.reader.tokens import clean, fold
from handlers.reader.words import NUMBERS

MOST_PLACES = 500
MOST_SLOTS = 8
LONGEST_NAME = 40
LONGEST_TEXT = 800

_PEOPLE = set(
    fold(
        "person personer pers people persons frivillig frivillige volunteer volunteers mand plads pladser "
        "place places spot spots i alt ialt in total"
    ).split()
)
_TIMES = {"x", "×", "*", "stk"}
_VAGUE = set(fold("ca cirka circa about omkring mindst højst max maks").split())
_COUNT = re.compile(r"[x×*]?([0-9]{1,9})[x×*]?\.?")
_SET_OFF = re.compile(r"[:=()\[\]]")
_AROUND = " \t.:-\"'"


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotSpec:
    """A role and its places; without a name where there is only one role."""

    name: str | None
    capacity: int


def read_slots(text: str) -> tuple[SlotSpec, ...]:
    """The slots in the order given. Several slots must each have a name of their own."""
    if len(text) > LONGEST_TEXT:
        raise Unclear(Reason.NOT_UNDERSTOOD, piece=text)
    slots = tuple(_slot(piece) for piece in _pieces(clean(text)))
    if not slots:
        raise Unclear(Reason.BAD_COUNT, piece=text.strip())
    if len(slots) > MOST_SLOTS:
        raise Unclear(Reason.TOO_MANY_SLOTS, most=MOST_SLOTS)
    if len(slots) > 1:
        _check_names(slots)
    return slots


def _pieces(text: str) -> Iterator[str]:
    for piece in re.split(r"[,;+&\n]", text):
        if piece.strip():
            yield from _between_ands(" ".join(piece.split()))


def _between_ands(piece: str) -> list[str]:
    """ "kok 1 og hjælper 3" is two; "kage og kaffe 2" and "2 kage og kaffe" are one."""
    first, *rest = re.split(r"( (?:og|and) )", piece, flags=re.IGNORECASE)
    counts_first = 0 in _counts(_words(first))
    parts = [first]
    for joint, part in zip(rest[::2], rest[1::2], strict=True):
        if not _counts(_words(parts[-1])) or (counts_first and not _counts(_words(part))):
            parts[-1] += joint + part
        else:
            parts.append(part)
    return parts


def _slot(piece: str) -> SlotSpec:
    """One count, before the name or after it; after a colon if there are two ("hold 2: 3")."""
    words = _words(piece)
    counts = _counts(words)
    if len(counts) != 1 and not (len(counts) == 2 and ":" in piece):
        raise Unclear(Reason.BAD_COUNT, piece=piece)
    at = counts[-1]
    return SlotSpec(name=_name(words[:at] + words[at + 1 :], piece), capacity=_capacity(words[at], piece))


def _words(piece: str) -> list[str]:
    return _SET_OFF.sub(" ", piece).split()


def _counts(words: list[str]) -> list[int]:
    """Where the counts stand. A number in words is one only where none is in figures."""
    figures = [at for at, word in enumerate(words) if _COUNT.fullmatch(word)]
    return figures or [at for at, word in enumerate(words) if fold(word) in NUMBERS]


def _capacity(word: str, piece: str) -> int:
    figures = _COUNT.fullmatch(word)
    capacity = int(figures[1]) if figures else NUMBERS[fold(word)]
    if capacity < 1:
        raise Unclear(Reason.BAD_COUNT, piece=piece)
    if capacity > MOST_PLACES:
        raise Unclear(Reason.TOO_MANY, piece=piece, most=MOST_PLACES)
    return capacity


def _name(words: list[str], piece: str) -> str | None:
    """What is left beside the count; None if it only says that people are counted."""
    keys = [fold(word.strip(_AROUND)) for word in words]
    if _VAGUE & set(keys):
        raise Unclear(Reason.BAD_COUNT, piece=piece)
    if set(keys) <= _PEOPLE | _TIMES | {""}:
        return None
    name = " ".join(words[1:] if keys[0] in _TIMES else words).strip(_AROUND)
    if not any(map(str.isalpha, name)):
        raise Unclear(Reason.BAD_COUNT, piece=piece)
    if len(name) > LONGEST_NAME:
        raise Unclear(Reason.NAME_TOO_LONG, piece=name, most=LONGEST_NAME)
    return name


def _check_names(slots: tuple[SlotSpec, ...]) -> None:
    """Several slots are told apart by their names."""
    seen: set[str] = set()
    for slot in slots:
        if slot.name is None:
            raise Unclear(Reason.NO_NAME, piece=str(slot.capacity))
        if fold(slot.name) in seen:
            raise Unclear(Reason.SAME_NAME, piece=slot.name)
        seen.add(fold(slot.name))
