"""What a phrase of a date or a time can mean, before anybody asks which day it is."""

from dataclasses import dataclass, replace
from enum import StrEnum

HOUR = 60
NOON = 12 * HOUR
MIDNIGHT = 24 * HOUR


class Half(StrEnum):
    AM = "am"
    PM = "pm"


class PartOfDay(StrEnum):
    """Which of two readings of "8-10" was meant: "i aften 8-10"."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day as said. `ahead` counts from today, `before` back from the day of the task (or of the start)."""

    weekday: int | None = None
    upcoming: bool = False  # "next friday": not today, should today be one
    either: bool = False  # "næste fredag": this week's to some, next week's to others
    ahead: int | None = None
    before: int | None = None
    weeks_ahead: int | None = None
    week: int | None = None
    year: int | None = None
    month: int | None = None
    day: int | None = None
    piece: str = ""

    def said(self, piece: str) -> "Day":
        """The same day, with the words it was said in."""
        return replace(self, piece=piece)

    def joined(self, other: "Day") -> "Day | None":
        """Both said of one day ("lørdag" and "23/1"); None if they are two."""
        if self.is_weekday() and other.weekday is None:
            return replace(other, weekday=self.weekday, upcoming=self.upcoming, either=self.either)
        if other.is_weekday() and self.weekday is None:
            return replace(self, weekday=other.weekday, upcoming=other.upcoming, either=other.either)
        return None

    def is_weekday(self) -> bool:
        """Says nothing but a day of the week."""
        others = (self.ahead, self.before, self.weeks_ahead, self.week, self.day)
        return self.weekday is not None and all(other is None for other in others)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A time of day as said. `sure`: in figures only the 24-hour clock writes (18, 06.30)."""

    hour: int
    minute: int = 0
    half: Half | None = None
    sure: bool = False
    midnight: bool = False  # the word: before the day or after it


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """How long. Days are days of the calendar, minutes true minutes."""

    minutes: int = 0
    days: int = 0

    def plus(self, other: "Length") -> "Length":
        return Length(minutes=self.minutes + other.minutes, days=self.days + other.days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """So long before the start: "24 timer før"."""

    length: Length


@dataclass(frozen=True, slots=True)
class Until:
    """The dash between two times."""


Item = Day | Clock | Length | Before | Until | PartOfDay
Found = tuple[tuple[Item, ...], int]  # what was found, and the index after it
