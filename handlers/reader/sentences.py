"""From a typed line to its items and the shape they make: a day, a clock, a dash and a clock are DT-T."""

import re
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass, replace
from itertools import chain, combinations

from bot.unclear import Reason, Unclear
from handlers.reader import clocks, dates, daywords
from handlers.reader.items import Before, Clock, Day, Found, Item, Length, PartOfDay, Until
from handlers.reader.tokens import Line, tokenize
from handlers.reader.words import AND, BETWEEN, LONGEST_PHRASE, PHRASES

LONGEST_LINE = 200
MOST_EITHER_WAY = 4  # dotted pairs tried both ways; beyond that they are times

Finder = Callable[[Line, int], Found | None]
_LETTERS = {Day: "D", Clock: "T", Length: "L", Before: "B", Until: "-"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """What was said, in order; days said side by side are one. `shape` has a letter for each item."""

    text: str
    shape: str
    days: tuple[Day, ...]
    clocks: tuple[Clock, ...]
    lengths: tuple[Length, ...]
    part: PartOfDay | None

    def on(self, day: Day) -> "Sentence":
        """The same, said of one day."""
        return replace(self, days=(day,))


def understand(text: str, shapes: Container[str]) -> Sentence:
    """The first way of reading the text that makes one of these shapes."""
    line = tokenize(text, longest=LONGEST_LINE)
    for as_dates in _ways(line):
        items, left_over = _scan(line, as_dates)
        if left_over:
            raise Unclear(Reason.NOT_UNDERSTOOD, piece=_words(line, left_over))
        sentence = _sentence(line.text.strip(), items)
        if sentence.shape in shapes:
            return sentence
    raise Unclear(Reason.NOT_UNDERSTOOD, piece=line.text.strip())


def _ways(line: Line) -> Iterator[frozenset[int]]:
    """Which of the dotted pairs like 12.10 to read as dates: none at first, then as few as make sense."""
    unsure = [at for at in range(len(line.tokens)) if dates.is_either_way(line, at)]
    if len(unsure) > MOST_EITHER_WAY:
        unsure = []
    ways = (combinations(unsure, count) for count in range(len(unsure) + 1))
    return map(frozenset, chain.from_iterable(ways))


def _scan(line: Line, as_dates: frozenset[int]) -> tuple[list[Item], list[int]]:
    """The items of the line, and the indexes of the words that mean nothing here."""
    items: list[Item] = []
    left_over: list[int] = []
    at = 0
    while at < len(line.tokens):
        found = dates.either_way_date(line, at) if at in as_dates else _find(line, at)
        if found is None:
            left_over.append(at)
        items += found[0] if found else ()
        at = found[1] if found else at + 1
    return items, left_over


def _find(line: Line, at: int) -> Found | None:
    for finder in _FINDERS:
        if found := finder(line, at):
            return found
    return None


def _phrase(line: Line, at: int) -> Found | None:
    """The longest phrase of the vocabulary that stands here."""
    for count in range(LONGEST_PHRASE, 0, -1):
        words = tuple(line.key(at + i) for i in range(count))
        if words in PHRASES:
            items = PHRASES[words]
            piece = line.piece(at, at + count)
            return tuple(item.said(piece) if isinstance(item, Day) else item for item in items), at + count
    return None


def _and_after_between(line: Line, at: int) -> Found | None:
    """mellem 14 og 17."""
    between = any(line.key(i) in BETWEEN for i in range(at))
    return ((Until(),), at + 1) if between and line.key(at) in AND else None


_FINDERS: tuple[Finder, ...] = (
    clocks.before_start,
    clocks.length,
    dates.iso_date,
    dates.slashed_date,
    dates.dashed_date,
    dates.dotted_date,
    daywords.day_and_month,
    daywords.month_and_day,
    daywords.days_from_now,
    daywords.weekday,
    daywords.week,
    daywords.day_of_month,
    clocks.named_clock,
    clocks.clock,
    _and_after_between,
    _phrase,
)


def _sentence(text: str, items: list[Item]) -> Sentence:
    parts = [item for item in items if isinstance(item, PartOfDay)]
    said = _days_joined([item for item in items if not isinstance(item, PartOfDay)])
    shape = re.sub("-+", "-", "".join(_LETTERS[type(item)] for item in said))
    lengths = [item.length if isinstance(item, Before) else item for item in said]
    return Sentence(
        text=text,
        shape=shape,
        days=tuple(item for item in said if isinstance(item, Day)),
        clocks=tuple(item for item in said if isinstance(item, Clock)),
        lengths=tuple(item for item in lengths if isinstance(item, Length)),
        part=parts[0] if len(set(parts)) == 1 else None,
    )


def _days_joined(items: list[Item]) -> list[Item]:
    said: list[Item] = []
    for item in items:
        last = said[-1] if said else None
        joined = last.joined(item) if isinstance(last, Day) and isinstance(item, Day) else None
        said[-1:] = [joined] if joined else [*said[-1:], item]
    return said


def _words(line: Line, at: list[int]) -> str:
    """These words as typed; neighbours stay together."""
    text = ""
    for index in at:
        apart = "" if line.glued(index) and index - 1 in at else " "
        text += apart + line.piece(index, index + 1)
    return text.strip()
