"""Rate limits, in real time (docs, topics/rate-limits).

Discord publishes no figures per route and tells them in headers; those here are what bot authors report.
"""

import hashlib
import math
from collections import defaultdict, deque
from collections.abc import Callable

from sandbox.discord import limits
from sandbox.discord.errors import TooMany

_OF_ROUTES: dict[str, tuple[int, float]] = {
    "POST /channels/{channel}/messages": (5, 5.0),
    "PATCH /channels/{channel}/messages/{message}": (5, 5.0),
    "DELETE /channels/{channel}/messages/{message}": (5, 1.0),
    "POST /webhooks/{application}/{token}": (5, 2.0),
    "PATCH /webhooks/{application}/{token}/messages/{message}": (5, 2.0),
    "POST /guilds/{guild}/scheduled-events": (5, 60.0),
    "PUT /applications/{application}/commands": (2, 60.0),
    "POST /users/@me/channels": (10, 10.0),
}
"""Unofficial: calls in so many seconds, for each channel, guild, webhook or (the last two) the bot."""
_JITTER = 0.05  # by which two calls may come closer than they were sent


class Window:
    """At most `most` calls from the first of them until `seconds` later; then anew."""

    __slots__ = ("_began", "_seconds", "most", "used")

    def __init__(self, most: int, seconds: float) -> None:
        self.most = most
        self.used = 0
        self._seconds = seconds
        self._began = -math.inf

    def wait(self, now: float) -> float:
        """Seconds until another call fits; 0 when it fits now."""
        if now - self._began >= self._seconds - _JITTER:
            self._began, self.used = now, 0
        return 0.0 if self.used < self.most else self._began + self._seconds - now

    def resets_in(self, now: float) -> float:
        return max(0.0, self._began + self._seconds - now)


class Rates:
    """All limits of one bot.

    Args:
        timer: real seconds, monotonic.
        on: False lets everything pass, without headers.
        share: of the calls of each route that are let through, at least one.
    """

    def __init__(self, timer: Callable[[], float], *, on: bool = True, share: float = 1.0) -> None:
        self.on = on
        self.invalid = 0  # answers 401, 403 and 429: 10,000 in ten minutes and Cloudflare shuts the door
        self._timer = timer
        self._share = share
        self._held_until = -math.inf
        self._global = Window(limits.GLOBAL_CALLS, 1.0)
        self._routes: dict[tuple[str, str], Window] = {}
        self._old_edits: dict[int, deque[float]] = defaultdict(deque)

    def hold(self, seconds: float) -> None:
        """No call of the bot fits for so long, as if another program with its token had made too many."""
        self._held_until = self._timer() + seconds

    def count(self, route: str, major: str) -> dict[str, str]:
        """Count one call; the headers of its answer. TooMany when it is one too many, which then does not count."""
        if not self.on:
            return {}
        now = self._timer()
        window = self._window(route, major)
        if window is not None and (wait := window.wait(now)) > 0:
            raise TooMany(wait, "user")
        self._count_global(route, now)
        if window is None:
            return {}
        window.used += 1
        return _headers(route, window, now)

    def count_old_edit(self, channel: int) -> None:
        """Count an edit of a message older than an hour (error 30046)."""
        now, edits = self._timer(), self._old_edits[channel]
        while edits and edits[0] <= now - limits.OLD_EDITS_SECONDS + _JITTER:
            edits.popleft()
        if self.on and len(edits) >= limits.OLD_EDITS:
            words = "Maximum number of edits to messages older than 1 hour reached. Try again later."
            raise TooMany(edits[0] + limits.OLD_EDITS_SECONDS - now, "shared", 30046, words)
        edits.append(now)

    def _count_global(self, route: str, now: float) -> None:
        """Interaction endpoints are outside the 50 a second."""
        if route.split(" ")[1].startswith(("/interactions", "/webhooks")):
            return
        if (wait := max(self._held_until - now, self._global.wait(now))) > 0:
            raise TooMany(wait, "global")
        self._global.used += 1

    def _window(self, route: str, major: str) -> Window | None:
        if route not in _OF_ROUTES:
            return None
        if (route, major) not in self._routes:
            most, seconds = _OF_ROUTES[route]
            self._routes[route, major] = Window(max(1, int(most * self._share)), seconds)
        return self._routes[route, major]


def _headers(route: str, window: Window, now: float) -> dict[str, str]:
    reset = window.resets_in(now)
    return {
        "X-RateLimit-Limit": str(window.most),
        "X-RateLimit-Remaining": str(window.most - window.used),
        "X-RateLimit-Reset-After": f"{reset:.3f}",
        "X-RateLimit-Bucket": hashlib.blake2s(route.encode(), digest_size=8).hexdigest(),
    }
