"""The ledger: one line an event, hashed. The same seed gives the same ledger to the byte."""

import hashlib
from collections import Counter, deque
from collections.abc import Callable
from datetime import datetime
from typing import IO

LAST = 60


class Ledger:
    """Who did what when, and what came of it.

    Args:
        now: the time of day.
        file: where the lines are written, too.
    """

    def __init__(self, now: Callable[[], datetime], file: IO[str] | None = None) -> None:
        self.last: deque[str] = deque(maxlen=LAST)
        self.lines = 0
        self.counts: Counter[str] = Counter()
        self._now = now
        self._file = file
        self._hash = hashlib.sha256()

    def note(self, who: object, what: str, outcome: str = "") -> None:
        """Write a line."""
        line = f"{self._now():%Y-%m-%dT%H:%M:%S.%f}|{who}|{what}|{outcome}".replace("\n", "/")
        self.lines += 1
        self.last.append(line)
        self._hash.update(line.encode() + b"\n")
        if self._file is not None:
            self._file.write(line + "\n")

    def count(self, what: str, n: int = 1) -> None:
        """Count something for the report."""
        self.counts[what] += n

    def digest(self) -> str:
        """The sha256 of all lines so far."""
        return self._hash.hexdigest()
