"""Collects the readings of a text, and settles on the only one or asks which."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Generic, TypeVar

from bot.unclear import Reason, Unclear, When

Reading = TypeVar("Reading", bound=When | datetime)


@dataclass(slots=True)
class Readings(Generic[Reading]):
    """What a text can mean so far. A reading that is refused falls away while another one stands."""

    found: set[Reading] = field(default_factory=set)
    refusal: Unclear | None = None
    twice: bool = False
    weekday: int | None = None  # said of a day that it does not match
    day: date | None = None

    @contextmanager
    def trying(self) -> Iterator[None]:
        try:
            yield
        except Unclear as unclear:
            self.refusal = self.refusal or unclear

    def settled(self) -> Reading:
        """The one reading, or Unclear with all of them."""
        if not self.found:
            raise self.refusal or Unclear(Reason.NOT_UNDERSTOOD)
        if len(self.found) == 1 and self.day is None:
            return next(iter(self.found))
        raise Unclear(
            self._reason(),
            weekday=self.weekday,
            day=self.day,
            candidates=tuple(sorted({_start(reading) for reading in self.found})),
            spans=tuple(sorted((r for r in self.found if isinstance(r, When)), key=_order)),
        )

    def _reason(self) -> Reason:
        if self.day is not None:
            return Reason.WRONG_WEEKDAY
        return Reason.TWICE if self.twice else Reason.AMBIGUOUS


def _start(reading: When | datetime) -> datetime:
    return reading.starts_at if isinstance(reading, When) else reading


def _order(span: When) -> tuple[datetime, datetime]:
    return span.starts_at, span.ends_at
