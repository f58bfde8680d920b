"""What `tjans doctor` finds: one line a check, how it stands, and what to do about it. Never personal text."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Grade(StrEnum):
    """How it stands: only what is wrong makes the exit status 1."""

    OK = "ok"
    NOTE = "note"  # part of a bot's life, and somebody may want to act
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """Made by `ok`, `note` and `wrong`.

    Args:
        what: what was checked.
        says: how it stands.
        advice: what to do; only where there is something to do.
    """

    grade: Grade
    what: str
    says: str
    advice: str = ""

    def line(self) -> str:
        says = f"{self.grade:<5}  {self.what}: {self.says}"
        return f"{says} -> {self.advice}" if self.advice else says


def ok(what: str, says: str) -> Finding:
    return Finding(Grade.OK, what, says)


def note(what: str, says: str, advice: str) -> Finding:
    return Finding(Grade.NOTE, what, says, advice)


def wrong(what: str, says: str, advice: str) -> Finding:
    return Finding(Grade.WRONG, what, says, advice)


def length(time: timedelta) -> str:
    """A length of time in the largest unit that fits: "40 s", "3 min", "5 h", "2 days"."""
    seconds = max(0, int(time.total_seconds()))
    for unit, size in (("days", 86400), ("h", 3600), ("min", 60)):
        if seconds >= 2 * size:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"
