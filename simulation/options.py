"""What a run is made of: its seed and its size."""

import shlex
from dataclasses import dataclass, fields
from datetime import datetime
from random import Random
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Copenhagen")
BEGINS = datetime(2026, 12, 28, tzinfo=ZONE)
"""A Monday. A year from then sees two New Years, both clock changes, and the deadlines of a year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The size of a run. `faults` is in percent of the calls, `begins` the first midnight."""

    seed: int = 1
    people: int = 5000
    tasks: int = 3020
    days: int = 370
    faults: float = 2.0
    crashes: int = 100
    begins: datetime = BEGINS

    def dice(self, name: str) -> Random:
        """A source of chance of its own for each part, so that one part's throws do not move another's."""
        return Random(f"{self.seed}/{name}")

    @property
    def on_discord(self) -> int:
        """How many of the people live there: one in ten."""
        return self.people // 10

    def command(self) -> str:
        """What plays exactly this again."""
        words = ["tjans", "simulate"]
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, datetime):
                continue
            if value != field.default or field.name == "seed":
                words += [f"--{field.name}", f"{value:g}" if isinstance(value, float) else str(value)]
        return shlex.join(words)
