"""Who may call now: Telegram's limits, and who goes first when they are short (design, One tap 5)."""

import asyncio
import heapq
import math
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Protocol

from bot.ports import Urgency
from handlers.networks.telegram.windows import ALL_SECONDS, Window, of_a_chat, of_all_calls

CARD_PATIENCE = 1.9
"""Seconds after which a stale card goes before everybody: room comes back within a second, so it waits at most 3."""

LULL = 0.2
"""Seconds for which, while room is short, announcements and cards wait after something more urgent was answered: who
sends that one by one writes down what became of it, and comes with the next."""
SHORT_DELAY = 2.0
"""Seconds up to which a delay asked for by a channel is taken for everybody's."""


class Alarm(Protocol):
    def cancel(self) -> None: ...


SetAlarm = Callable[[float, Callable[[], None]], Alarm]
"""Call back after so many seconds."""


@dataclass(slots=True, eq=False)
class _Call:
    chat_id: int
    rank: tuple[int, int]
    ready_at: float = math.nan
    started: bool = False
    given_up: bool = False
    turn: asyncio.Future[None] | None = None

    def __lt__(self, other: "_Call") -> bool:
        return self.rank < other.rank

    def waits(self) -> bool:
        return not (self.started or self.given_up or (self.turn is not None and self.turn.cancelled()))


@dataclass(slots=True, eq=False)
class _Chat:
    window: Window
    parked: list[tuple[tuple[int, int], _Call]] = field(default_factory=list)


class Pacer:
    """Lets counted calls (send, copy, forward, edit) start so that Telegram's limits hold.

    By urgency, then first come. A call that waits for its own chat's budget holds up nobody else. A stale card
    whose chat has budget waits at most 3 s behind more urgent calls.

    What a process before this one did is not known, so everything counts as used up when a Pacer is made: the
    second, every group and channel, and all but one call a second to each person.

    Args:
        now: monotonic seconds.
        set_alarm: how to be called back; the running loop's `call_later` unless a test turns the clock.
        since: since when no other process can have sent anything; when this is made, if nothing is known.
    """

    def __init__(
        self,
        now: Callable[[], float] = time.monotonic,
        set_alarm: SetAlarm | None = None,
        since: float | None = None,
    ) -> None:
        self._now = now
        self._set_alarm = set_alarm or _call_later
        self._made_at = now() if since is None else since
        self._all = of_all_calls(self._made_at)
        self._chats: dict[int, _Chat] = {}
        self._numbers = count()
        self._waiting = 0
        self._short_at = self._lull_until = -math.inf
        # Entries of these heaps may be outdated: what they say is checked when they come up.
        self._ready: list[tuple[tuple[int, int], _Call]] = []
        self._cards: list[tuple[float, tuple[int, int], _Call]] = []
        self._changes: list[tuple[float, int]] = []
        self._alarm: Alarm | None = None
        self._alarm_at = math.inf

    @asynccontextmanager
    async def turn(self, chat_id: int, urgency: Urgency) -> AsyncIterator[None]:
        """Wait until this call may start; leave when its answer is there. Groups and channels have negative ids."""
        call = self._line_up(chat_id, urgency)
        try:
            if not call.started:
                call.turn = asyncio.get_running_loop().create_future()
                await call.turn
            yield
        finally:
            self._leave(call)

    def pause(self, chat_id: int, seconds: float) -> None:
        """The network asked for this delay (429). For a private chat it cannot be told whose limit it was.

        A short delay for a channel may be everybody's, too: its own minute seldom ends within two seconds.
        """
        until = self._now() + seconds
        self._chat(chat_id).window.pause(until)
        heapq.heappush(self._changes, (until, chat_id))
        if chat_id > 0 or seconds <= SHORT_DELAY:
            self._all.pause(until)
            self._all.tighten(self._now())

    def known_chats(self) -> int:
        """How many chats are remembered: those written to in the last seconds, or waited for."""
        return len(self._chats)

    def _line_up(self, chat_id: int, urgency: Urgency) -> _Call:
        call = _Call(chat_id, (urgency, next(self._numbers)))
        self._waiting += 1
        chat = self._chat(chat_id)
        if chat.window.room(self._now()) > 0:
            self._make_ready(call)
        else:
            heapq.heappush(chat.parked, (call.rank, call))
        self._start_what_may()
        if _is_urgent(call) and not call.started and not math.isnan(call.ready_at):
            self._short_at = self._now()  # its chat had room, so it is the room over all that is short
        return call

    def _leave(self, call: _Call) -> None:
        """Its answer is there; or it was cancelled while it waited."""
        if call.started:
            now = self._now()
            self._all.finish(now)
            self._lull_until = now + LULL if _is_urgent(call) else self._lull_until
            back_at = self._chats[call.chat_id].window.finish(now)
            heapq.heappush(self._changes, (back_at, call.chat_id))
        else:
            call.given_up = True
            self._waiting -= 1
            heapq.heappush(self._changes, (self._now(), call.chat_id))
        self._start_what_may()

    def _chat(self, chat_id: int) -> _Chat:
        chat = self._chats.get(chat_id)
        if chat is None:
            chat = self._chats[chat_id] = _Chat(of_a_chat(chat_id, self._made_at))
            for moment in chat.window.changes():
                heapq.heappush(self._changes, (moment, chat_id))
        return chat

    def _make_ready(self, call: _Call) -> None:
        call.ready_at = self._now()
        heapq.heappush(self._ready, (call.rank, call))
        if call.rank[0] == Urgency.STALE_CARD:
            heapq.heappush(self._cards, (call.ready_at, call.rank, call))

    def _start_what_may(self) -> None:
        now = self._now()
        self._look_at_changed_chats(now)
        while self._all.room(now) > 0 and (call := self._next(now)):
            self._start(call)
        self._set_next_alarm(now)

    def _look_at_changed_chats(self, now: float) -> None:
        while self._changes and self._changes[0][0] <= now:
            _, chat_id = heapq.heappop(self._changes)
            if chat := self._chats.get(chat_id):
                self._unpark(chat, now)
                if not chat.parked and chat.window.idle(now):
                    del self._chats[chat_id]

    def _unpark(self, chat: _Chat, now: float) -> None:
        room = chat.window.room(now)
        while room > 0 and chat.parked:
            _, call = heapq.heappop(chat.parked)
            if call.waits():
                self._make_ready(call)
                room -= 1

    def _next(self, now: float) -> _Call | None:
        """The call whose turn it is, if its chat has room."""
        while call := self._overdue_card(now) or self._most_urgent(now):
            chat = self._chat(call.chat_id)
            if chat.window.room(now) > 0:
                return call
            heapq.heappush(chat.parked, (call.rank, call))
        return None

    def _overdue_card(self, now: float) -> _Call | None:
        while self._cards and self._cards[0][0] + CARD_PATIENCE <= now:
            ready_at, _, call = heapq.heappop(self._cards)
            if call.waits() and call.ready_at == ready_at:
                return call
        return None

    def _most_urgent(self, now: float) -> _Call | None:
        while self._ready:
            _, call = self._ready[0]
            if call.waits() and not _is_urgent(call) and self._is_kept(now):
                return None
            heapq.heappop(self._ready)
            if call.waits():
                return call
        return None

    def _is_kept(self, now: float) -> bool:
        """Whether what room there is must be left to the more urgent, who are about to come."""
        return now < self._lull_until and now - self._short_at < ALL_SECONDS

    def _start(self, call: _Call) -> None:
        call.started = True
        self._waiting -= 1
        self._all.start()
        self._chats[call.chat_id].window.start()
        if call.turn is not None:
            call.turn.set_result(None)

    def _set_next_alarm(self, now: float) -> None:
        """Only while somebody waits. One that rings too early is left to ring."""
        moment = min(self._changes[0][0] if self._changes else math.inf, self._next_turn_at(now))
        if not self._waiting or moment >= self._alarm_at:
            return
        if self._alarm is not None:
            self._alarm.cancel()
        self._alarm_at = moment
        self._alarm = self._set_alarm(max(0.0, moment - now), self._ring)

    def _next_turn_at(self, now: float) -> float:
        """When the first of those that are ready may start."""
        if not self._ready:
            return math.inf
        kept = not _is_urgent(self._ready[0][1]) and self._is_kept(now)
        return max(self._all.next_room(), self._lull_until if kept else -math.inf)

    def _ring(self) -> None:
        self._alarm, self._alarm_at = None, math.inf
        self._start_what_may()


def _is_urgent(call: _Call) -> bool:
    return call.rank[0] < Urgency.ANNOUNCEMENT


def _call_later(seconds: float, callback: Callable[[], None]) -> Alarm:
    return asyncio.get_running_loop().call_later(seconds, callback)
