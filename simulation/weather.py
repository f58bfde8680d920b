"""What goes wrong with the network and the machine, drawn from the seed before the year begins."""

from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from simulation.options import Options

DAY = 86400.0
CALM_AT_FIRST = 6 * 3600.0
"""Seconds in which the channels are connected; nobody starts a bot in an outage."""
OTHER_PROGRAM = 0.2
"""Of the calls are refused with 429 while another program sends with the same token."""


class Mishap(StrEnum):
    """What becomes of one call."""

    NONE = "fine"
    SLOW = "slow"
    BROKEN_BEFORE = "connection broken before the effect"
    BROKEN_AFTER = "connection broken after the effect"
    TIMED_OUT_BEFORE = "timed out, without effect"
    TIMED_OUT_AFTER = "timed out, with effect"
    TOO_MANY = "429, because of another program"
    ERROR = "500"
    BAD_GATEWAY = "502 with a page"
    AWAY = "no network"


FAULTS = (
    Mishap.SLOW,
    Mishap.BROKEN_BEFORE,
    Mishap.BROKEN_AFTER,
    Mishap.TIMED_OUT_BEFORE,
    Mishap.TIMED_OUT_AFTER,
    Mishap.TOO_MANY,
    Mishap.ERROR,
    Mishap.BAD_GATEWAY,
)
TOOK_EFFECT_UNTOLD = {Mishap.BROKEN_AFTER, Mishap.TIMED_OUT_AFTER}


@dataclass(frozen=True, slots=True)
class Trouble:
    """A stretch of time, in seconds of the run, in which not everything can work."""

    begins: float
    ends: float
    why: str


class Weather:
    """Outages, rude neighbours on the token, and the fate of each call."""

    def __init__(self, options: Options) -> None:
        self._faults = options.faults / 100
        self._dice = options.dice("calls")
        length = options.days * DAY
        dice = options.dice("weather")
        self.outages = _stretches(dice, length, max(1, options.days // 30), 600, 6 * 3600, "outage")
        self.storms = _stretches(dice, length, max(1, options.days // 30), 1200, 7200, "another program's 429")
        self._begins = [one.begins for one in self.outages]
        self.troubles: list[Trouble] = [*self.outages, *self.storms]

    def away(self, now: float) -> Trouble | None:
        """The outage of this moment."""
        place = bisect_right(self._begins, now) - 1
        if place >= 0 and now < self.outages[place].ends:
            return self.outages[place]
        return None

    def next_outage(self, now: float) -> float:
        """When the next one begins; infinite after the last."""
        place = bisect_right(self._begins, now)
        return self._begins[place] if place < len(self._begins) else float("inf")

    def fate(self, now: float) -> Mishap:
        """Of a call that begins now."""
        if self.away(now):
            return Mishap.AWAY
        if self._dice.random() < OTHER_PROGRAM and any(one.begins <= now < one.ends for one in self.storms):
            return Mishap.TOO_MANY
        return self._dice.choice(FAULTS) if self._dice.random() < self._faults else Mishap.NONE

    def seconds(self, least: float, most: float) -> float:
        """How long something takes."""
        return self._dice.uniform(least, most)

    def down(self, begins: float, ends: float, why: str) -> None:
        """Something else did not work for a while, and explains what was late."""
        self.troubles.append(Trouble(begins, ends, why))

    def between(self, begins: float, ends: float) -> list[Trouble]:
        """The troubles that touch this stretch."""
        return [one for one in self.troubles if one.begins < ends and begins < one.ends]

    def calm(self, begins: float, ends: float) -> float:
        """Seconds of this stretch without any trouble."""
        left = ends - begins
        at = begins
        for one in sorted(self.between(begins, ends), key=lambda trouble: trouble.begins):
            left -= max(0.0, min(one.ends, ends) - max(one.begins, at))
            at = max(at, one.ends)
        return max(0.0, left)


def _stretches(dice: Random, length: float, count: int, least: float, most: float, why: str) -> list[Trouble]:
    """Stretches that do not touch, most of them short; the first has the full length."""
    found: list[Trouble] = []
    for number in range(count):
        share = length / count
        long = most if number == 0 else least + (most - least) * dice.random() ** 3
        long = min(long, share / 2)
        begins = max(CALM_AT_FIRST, number * share + dice.uniform(0, share - long))
        found.append(Trouble(begins, begins + long, why))
    return found
