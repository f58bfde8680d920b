"""What the reader answers when it must ask back: one reason and the facts to word it with."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.errors import Refusal

LONGEST_PIECE = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """From a moment to a later one, both aware and in UTC."""

    starts_at: datetime
    ends_at: datetime


class Reason(StrEnum):
    NOT_UNDERSTOOD = "not_understood"  # piece: the words left over, or all of it
    NO_DATE = "no_date"
    NO_TIME = "no_time"
    NO_END = "no_end"
    WRONG_WEEKDAY = "wrong_weekday"  # weekday: as said; day: the date it does not match; spans: both ways out
    PAST = "past"  # day: the local date
    TOO_FAR = "too_far"  # day: the local date
    AMBIGUOUS = "ambiguous"  # candidates; spans
    NO_SUCH_DATE = "no_such_date"  # piece: as far as it was said
    NO_SUCH_TIME = "no_such_time"  # 25.00: piece; in the gap of the spring night: candidates holds what it becomes
    TWICE = "twice"  # in the doubled hour of the autumn night: candidates; spans
    ENDS_BEFORE_START = "ends_before_start"
    AFTER_START = "after_start"  # a deadline later than the start: day
    TOO_LONG = "too_long"  # most: days
    BAD_COUNT = "bad_count"  # piece
    TOO_MANY = "too_many"  # places in a slot: piece, most
    TOO_MANY_SLOTS = "too_many_slots"  # most
    NO_NAME = "no_name"  # one of several slots has no name: piece
    NAME_TOO_LONG = "name_too_long"  # piece, most: characters
    SAME_NAME = "same_name"  # piece: the name given twice
    MISSING_PART = "missing_part"  # part
    TOO_MANY_PARTS = "too_many_parts"  # piece: the first part too many; most


class Part(StrEnum):
    """A piece of a one-line post, in the order they are typed."""

    TITLE = "title"
    WHEN = "when"
    PLACE = "place"
    SLOTS = "slots"
    BENEFIT = "benefit"


class Unclear(Refusal):
    """The text cannot be read with certainty. Facts that do not belong to the reason stay empty."""

    def __init__(
        self,
        reason: Reason,
        *,
        piece: str | None = None,
        weekday: int | None = None,
        day: date | None = None,
        candidates: tuple[datetime, ...] = (),
        spans: tuple[When, ...] = (),
        part: Part | None = None,
        most: int | None = None,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.piece = piece if piece is None else piece[:LONGEST_PIECE]
        self.weekday = weekday  # Monday is 0
        self.day = day
        self.candidates = candidates  # aware, UTC, earliest first
        self.spans = spans  # the candidates with their ends, where whole times were read
        self.part = part
        self.most = most
