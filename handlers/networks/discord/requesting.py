"""discord.py's HTTP client, made to tell Discord's answers from those of whoever stands before it."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextvars import ContextVar
from typing import Any, Self

import aiohttp
import discord
from discord.http import HTTPClient, Ratelimit, Route

from handlers.networks.leaving import proxy_to

LONGEST = 30.0
"""Seconds that a call may wait for its turn, the least that discord.py takes; then it raises RateLimited."""
PATIENCE = 35.0
"""Seconds for a call, longer than it may wait for its window; then nobody knows what became of it. While others go
first, because the limit over all calls is short, they do not count."""
_OUTSIDE = ("/interactions/", "/webhooks/")
"""Answers to gestures: the limit over all calls of the bot does not bind them (docs, topics/rate-limits)."""
_TELLING = (413, 429)
"""Statuses that say enough without Discord's own words."""


class Unreadable(aiohttp.ClientPayloadError):
    """What came back is not Discord's: a page of a proxy, a firewall or a captive portal, or half an answer. So it is
    not known what became of the call.
    """


class Bucket(Ratelimit):
    """discord.py refuses each call whose window lasts longer than it may wait, even where calls are left in it.

    Args:
        longest: seconds that a call may wait for its window.
        admit: waits until a call that fits its window may start.
    """

    __slots__ = ("_admit",)

    def __init__(self, longest: float | None, admit: Callable[[], Awaitable[None]]) -> None:
        super().__init__(longest)
        self._admit = admit

    async def __aenter__(self) -> Self:
        await self.acquire()
        try:
            await self._admit()
        except BaseException:
            self._give_back()
            raise
        return self

    def _give_back(self) -> None:
        """The call is not made."""
        self.outgoing -= 1
        self.remaining += 1
        self._wake_next()

    async def acquire(self) -> None:
        if self.remaining <= 0 or self.is_expired():
            return await super().acquire()
        self._last_request = self._loop.time()
        self.remaining -= 1
        self.outgoing += 1
        return None


class Held(asyncio.Event):
    """Cleared while a limit over all calls is sat out, by the call that met it.

    discord.py leaves it cleared for ever if that call is given up meanwhile, and every other one waits for it.
    """

    def __init__(self) -> None:
        super().__init__()
        self._by: asyncio.Task[Any] | None = None

    def clear(self) -> None:
        super().clear()
        self._by = asyncio.current_task()

    def let_go(self) -> None:
        """This call is over."""
        if self._by is asyncio.current_task():
            self.set()


class Requests(HTTPClient):
    """Raises Unreadable, beside what discord.py raises. JSON may name its charset; discord.py takes that for text.

    While the limit over all calls is met, discord.py holds back each call; here not those that it does not bind: an
    answer has three seconds. `admit`: waits until a call may start; set once somebody paces them.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.admit: Callable[[], Awaitable[None]] = _at_once
        self._limits = {False: Held(), True: Held()}
        self._outside = ContextVar("outside", default=False)
        self._patience = ContextVar[asyncio.Timeout]("patience")
        super().__init__(loop, max_ratelimit_timeout=LONGEST, proxy=proxy_to(Route.BASE))

    @property
    def _global_over(self) -> Held:
        """What discord.py waits for before each call, clears at a 429 over all, and sets when that is over."""
        return self._limits[self._outside.get()]

    @_global_over.setter
    def _global_over(self, made: asyncio.Event) -> None:
        """discord.py makes one when it logs in: no limit has been met."""
        for limit in self._limits.values():
            limit.set()

    def get_ratelimit(self, key: str) -> Ratelimit:
        if key not in self._buckets:
            self._buckets[key] = Bucket(self.max_ratelimit_timeout, self._admitted)
            self._try_clear_expired_ratelimits()  # each press has a key of its own
        return super().get_ratelimit(key)

    async def _admitted(self) -> None:
        """Its turn has come. Until then its patience is not tried, and then begins anew."""
        patience = self._patience.get()
        if not patience.expired():
            patience.reschedule(None)
            await self.admit()
            patience.reschedule(asyncio.get_running_loop().time() + PATIENCE)

    async def request(
        self,
        route: Route,
        *,
        files: Sequence[discord.File] | None = None,
        form: Iterable[dict[str, Any]] | None = None,
        **given: Any,
    ) -> Any:
        self._outside.set(route.path.startswith(_OUTSIDE))
        try:
            async with asyncio.timeout(PATIENCE) as patience:
                self._patience.set(patience)
                answer = await super().request(route, files=files, form=form, **given)
        except discord.HTTPException as error:
            raise _judged(error) from None
        except (LookupError, TypeError, ValueError):  # broken JSON, no UTF-8, or a 429 that does not say how long
            raise Unreadable from None
        finally:
            self._global_over.let_go()
        return _parsed(answer) if isinstance(answer, str) and answer else answer


async def _at_once() -> None: ...


def number_of(answer: Any) -> int:
    """The id of what was made. Unreadable if none is named."""
    try:
        return int(answer["id"])
    except (TypeError, LookupError, ValueError):
        raise Unreadable from None


def _judged(error: discord.HTTPException) -> discord.HTTPException | Unreadable:
    """Each refusal of Discord's own has a code or words (docs, topics/opcodes-and-status-codes, JSON)."""
    if error.status >= 500 or error.status in _TELLING:
        return error
    if error.response.headers.get("Content-Type") == "application/json":
        return error if error.code or error.text else Unreadable()
    try:
        return type(error)(error.response, _parsed(error.text))
    except Unreadable as page:
        return page


def _parsed(text: str) -> Any:
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError):
        raise Unreadable from None
    if not isinstance(answer, dict | list):
        raise Unreadable
    return answer
