"""Telegram's limits as sliding windows: how many calls may fall into how many seconds."""

import math
from collections import deque
from collections.abc import Iterable

ALL_CALLS, ALL_SECONDS = 30, 1.005
"""Bots FAQ, "My bot is hitting limits": about 30 messages a second over all. A hair is added for the clocks."""

PERSON_CALLS, PERSON_SECONDS = 3, 3.01
"""One a second to a person, a burst is fine: three in any three seconds also fits a bucket of 3 refilled 1/s."""

CHAT_CALLS, CHAT_SECONDS = 1, 3.05
"""20 a minute to a group or channel, edits included: 3.05 s apart, the 21st comes 61 s after the first. So no
burst burns the minute, and a new process that waits once keeps the old one's minute too."""


LEAST = 5
"""Calls that are tried in any case: with fewer, one that hangs would hold up everybody."""
CAREFUL_FOR = 10.0
"""Seconds after a refusal (429) until a little more is tried again."""


class Window:
    """At most `limit` calls in any `period` seconds, wherever the server puts a call's moment.

    A call takes its room from its start until `period` seconds after its answer. Of `limit` + 1 calls the last
    one then starts at least `period` after another was answered, so no window of the server's, between any
    start and its answer, holds more than `limit`.

    A server that refuses all the same allows less than it says, or somebody else calls with the same token: then
    half as much is tried, and after each ten seconds without a refusal a quarter more, up to `limit` again.

    Args:
        ends: the moments of calls made before this window was known, oldest first.
    """

    __slots__ = ("_careful_since", "_ends", "_flying", "_limit", "_most", "_paused_until", "_period")

    def __init__(self, limit: int, period: float, ends: Iterable[float] = ()) -> None:
        self._most = self._limit = limit
        self._careful_since = -math.inf
        self._period = period
        self._flying = 0
        self._ends = deque(ends)
        self._paused_until = -math.inf

    def room(self, now: float) -> int:
        """How many calls may start now."""
        while self._limit < self._most and now - self._careful_since >= CAREFUL_FOR:
            self._limit = min(self._most, self._limit + max(1, self._limit // 4))
            self._careful_since += CAREFUL_FOR
        while self._ends and self._ends[0] + self._period <= now:
            self._ends.popleft()
        if now < self._paused_until:
            return 0
        return max(0, self._limit - self._flying - len(self._ends))

    def next_room(self) -> float:
        """When a full or paused window has room again; infinite if an answer must come first."""
        if self._limit > self._flying + len(self._ends):
            return self._paused_until
        return max(self._paused_until, self._ends[0] + self._period) if self._ends else math.inf

    def idle(self, now: float) -> bool:
        """Whether nothing of the past matters any more."""
        return self.room(now) == self._limit

    def start(self) -> None:
        self._flying += 1

    def finish(self, now: float) -> float:
        """A call was answered; the moment at which its room comes back."""
        self._flying -= 1
        self._ends.append(now)
        return now + self._period

    def pause(self, until: float) -> None:
        self._paused_until = max(self._paused_until, until)

    def tighten(self, now: float) -> None:
        """A call was refused. Refusals within one period are one: those calls were under way together."""
        if now - self._careful_since >= self._period:
            self._limit = min(self._limit, max(LEAST, self._limit // 2))
            self._careful_since = now

    def changes(self) -> list[float]:
        """The moments at which the room that past calls take comes back."""
        return [end + self._period for end in self._ends]


def of_all_calls(made_at: float) -> Window:
    """For all calls together; full at first, because nobody knows what a process before this one did."""
    return Window(ALL_CALLS, ALL_SECONDS, [made_at] * ALL_CALLS)


def of_a_chat(chat_id: int, made_at: float) -> Window:
    """For one chat, as if written to when everything began; a person gets one call a second until that is over."""
    if chat_id < 0:
        return Window(CHAT_CALLS, CHAT_SECONDS, [made_at])
    return Window(PERSON_CALLS, PERSON_SECONDS, [made_at - 2, made_at - 1, made_at])
