"""Faults a test wants: refusals, broken connections, delays; one by one, by chance from a seed, or an outage."""

import asyncio
import random
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sandbox.errors import AnyRefusal, Refused, too_many
from sandbox.people import Json

TOO_SLOW = 20.0
"""Real seconds after which nobody waits for an answer any more."""
PAGE = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"


class Dropped(Exception):
    """The connection is to break without an answer."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a server in front of the API says in place of its answer."""

    status: int
    text: str = PAGE
    content_type: str = "text/html"
    via: str = ""
    """Its `Via` header, if it names itself."""


class Instead(Exception):
    """The page is to be sent."""

    def __init__(self, page: Page) -> None:
        super().__init__(str(page.status))
        self.page = page


class Kind(StrEnum):
    """The ways in which a call can fail."""

    REFUSED = "refused"  # 400 in words nobody knows, without effect
    FORBIDDEN = "forbidden"  # 403, the same
    TOO_MANY = "too many"  # 429, because of another program with the same token
    ERROR = "error"  # 500, without effect
    BAD_GATEWAY = "bad gateway"  # 502 with a page, without effect
    CLOSED_BEFORE = "closed before"  # the connection breaks, without effect
    CLOSED_AFTER = "closed after"  # it took effect, and then the connection breaks
    SLOW_BEFORE = "slow before"  # no effect and no answer before the caller gives up
    SLOW_AFTER = "slow after"  # it took effect, and no answer comes before the caller gives up


@dataclass(frozen=True, slots=True)
class Fault:
    """What is to happen to one call."""

    refusal: AnyRefusal | None = None
    drop_before: bool = False
    drop_after: bool = False
    page: Page | None = None
    delay: float = 0.0
    delay_after: float = 0.0


FAULTS = {
    Kind.REFUSED: Fault(refusal=Refused(400, "Bad Request: WC_CONVERT_URL_INVALID")),
    Kind.FORBIDDEN: Fault(refusal=Refused(403, "Forbidden: the weather is bad")),
    Kind.TOO_MANY: Fault(refusal=too_many(1)),
    Kind.ERROR: Fault(refusal=Refused(500, "Internal Server Error: sent to the developers")),
    Kind.BAD_GATEWAY: Fault(page=Page(502)),
    Kind.CLOSED_BEFORE: Fault(drop_before=True),
    Kind.CLOSED_AFTER: Fault(drop_after=True),
    Kind.SLOW_BEFORE: Fault(delay=TOO_SLOW),
    Kind.SLOW_AFTER: Fault(delay_after=TOO_SLOW),
}

Concerns = Callable[[str, Json], bool]
"""Whether a call, by method and parameters, may fail by chance."""


@dataclass(slots=True)
class _Chance:
    dice: random.Random
    chances: Mapping[Kind, float]
    concerns: Concerns

    def throw(self, method: str, params: Json) -> Kind | None:
        if not self.concerns(method, params):
            return None
        left = self.dice.random()
        for kind, chance in self.chances.items():
            if (left := left - chance) < 0:
                return kind
        return None


class Faults:
    """Faults by method, used up in the order they were asked for; `*` fits every method but getUpdates.

    `away`: while it is True the network is away, and every call breaks off without effect. `happened`: how many
    calls failed by chance, by kind.

    Args:
        ways: what each kind of failure is on this network.
    """

    def __init__(self, ways: Mapping[Kind, Fault] = FAULTS) -> None:
        self.away = False
        self.happened: Counter[Kind] = Counter()
        self._ways = ways
        self._waiting: dict[str, deque[Fault]] = defaultdict(deque)
        self._chance: _Chance | None = None

    def fail(
        self, method: str, code: int, description: str, parameters: Json | None = None, *, times: int = 1
    ) -> None:
        """Refuse the next call with exactly these words, before it has any effect."""
        self._add(method, Fault(refusal=Refused(code, description, parameters)), times)

    def refuse(self, method: str, refusal: AnyRefusal, *, times: int = 1) -> None:
        """Refuse the next call with this refusal of the server's own, before it has any effect."""
        self._add(method, Fault(refusal=refusal), times)

    def drop_before(self, method: str, *, times: int = 1) -> None:
        """Break the connection; the call has no effect."""
        self._add(method, Fault(drop_before=True), times)

    def drop_after(self, method: str, *, times: int = 1) -> None:
        """Let the call take effect, then break the connection instead of answering."""
        self._add(method, Fault(drop_after=True), times)

    def answer_with(self, method: str, page: Page, *, times: int = 1) -> None:
        """Answer the next call with this page; it has no effect."""
        self._add(method, Fault(page=page), times)

    def delay(self, method: str, seconds: float, *, times: int = 1) -> None:
        """Hold the call up (real seconds) before it takes effect."""
        self._add(method, Fault(delay=seconds), times)

    def by_chance(
        self, seed: int, chances: Mapping[Kind, float], concerns: Concerns = lambda method, params: True
    ) -> None:
        """From now on every call may fail, in each way with its own probability; none given: no more of that.

        Args:
            seed: the same seed and the same calls in the same order give the same faults.
            concerns: which calls may fail; the others are left alone.
        """
        self._chance = _Chance(random.Random(seed), chances, concerns) if chances else None  # noqa: S311 - no secret

    def _add(self, method: str, fault: Fault, times: int) -> None:
        self._waiting[method.lower()].extend([fault] * times)

    def next_for(self, method: str, params: Json) -> Fault | None:
        """What is to happen to this call, if anything."""
        if self.away:
            return self._ways[Kind.CLOSED_BEFORE]
        return self._asked_for(method.lower()) or self._by_chance(method, params)

    def _asked_for(self, method: str) -> Fault | None:
        if not self._waiting:
            return None
        for name in (method, "*" if method != "getupdates" else ""):
            if queue := self._waiting.get(name):
                return queue.popleft()
        return None

    def _by_chance(self, method: str, params: Json) -> Fault | None:
        kind = self._chance.throw(method, params) if self._chance else None
        if kind is None:
            return None
        self.happened[kind] += 1
        return self._ways[kind]


async def befall(fault: Fault) -> None:
    """What happens before the effect."""
    if fault.delay:
        await asyncio.sleep(fault.delay)
    if fault.drop_before:
        raise Dropped
    if fault.page:
        raise Instead(fault.page)
    if fault.refusal:
        raise fault.refusal


async def befall_after(fault: Fault) -> None:
    """What happens between the effect and the answer."""
    if fault.delay_after:
        await asyncio.sleep(fault.delay_after)
    if fault.drop_after:
        raise Dropped
