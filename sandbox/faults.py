"""Faults a test wants: refusals, broken connections, delays."""

import asyncio
from collections import defaultdict, deque
from dataclasses import dataclass

from sandbox.errors import Refused
from sandbox.people import Json


class Dropped(Exception):
    """The connection is to break without an answer."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is to happen to one call."""

    refusal: Refused | None = None
    drop_before: bool = False
    drop_after: bool = False
    delay: float = 0.0


class Faults:
    """Faults by method, used up in the order they were asked for; `*` fits every method but getUpdates."""

    def __init__(self) -> None:
        self._waiting: dict[str, deque[Fault]] = defaultdict(deque)

    def fail(
        self, method: str, code: int, description: str, parameters: Json | None = None, *, times: int = 1
    ) -> None:
        """Refuse the next call with exactly these words, before it has any effect."""
        self._add(method, Fault(refusal=Refused(code, description, parameters)), times)

    def drop_before(self, method: str, *, times: int = 1) -> None:
        """Break the connection; the call has no effect."""
        self._add(method, Fault(drop_before=True), times)

    def drop_after(self, method: str, *, times: int = 1) -> None:
        """Let the call take effect, then break the connection instead of answering."""
        self._add(method, Fault(drop_after=True), times)

    def delay(self, method: str, seconds: float, *, times: int = 1) -> None:
        """Hold the call up (real seconds) before it takes effect."""
        self._add(method, Fault(delay=seconds), times)

    def _add(self, method: str, fault: Fault, times: int) -> None:
        self._waiting[method.lower()].extend([fault] * times)

    def next_for(self, method: str) -> Fault | None:
        """Take the fault that waits for this call, if any."""
        if not self._waiting:
            return None
        for name in (method.lower(), "*" if method.lower() != "getupdates" else ""):
            if queue := self._waiting.get(name):
                return queue.popleft()
        return None


async def befall(fault: Fault) -> None:
    """What happens before the effect."""
    if fault.delay:
        await asyncio.sleep(fault.delay)
    if fault.drop_before:
        raise Dropped
    if fault.refusal:
        raise fault.refusal
