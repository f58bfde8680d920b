"""The queue of updates and getUpdates (Bot API, "Getting updates")."""

import asyncio
from collections import deque
from collections.abc import Iterable
from itertools import islice

from sandbox.errors import conflict
from sandbox.people import Json

# "Specify an empty list to receive all update types except chat_member, message_reaction, and
# message_reaction_count (default). If not specified, the previous setting will be used."
_NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
LONGEST_POLL = 50


class Updates:
    """Updates that wait for the bot; an update is forgotten when a later offset is asked for."""

    def __init__(self, first_id: int = 700_000_001) -> None:
        self._queue: deque[tuple[int, Json]] = deque()
        self._next_id = first_id
        self._allowed: frozenset[str] = frozenset()
        self._poll: asyncio.Future[bool] | None = None  # True: look again; False: somebody else polls now

    def __len__(self) -> int:
        return len(self._queue)

    @property
    def newest(self) -> int:
        """The number given last."""
        return self._next_id - 1

    def unconfirmed(self) -> set[int]:
        """The numbers that the bot has not confirmed: they will be handed out again."""
        return {number for number, _ in self._queue}

    @property
    def polled(self) -> bool:
        """Does a poll wait at this moment?"""
        return self._poll is not None

    def wanted(self, kind: str) -> bool:
        """Would an update of this kind be kept now?"""
        return kind in self._allowed if self._allowed else kind not in _NOT_BY_DEFAULT

    def put(self, kind: str, content: Json) -> int | None:
        """Queue an update; None when the bot did not ask for its kind."""
        return self.put_raw({kind: content}) if self.wanted(kind) else None

    def put_raw(self, update: Json) -> int:
        """Queue anything, readable or not."""
        number = self._next_id
        self._next_id += 1
        self._queue.append((number, {"update_id": number} | update))
        self._wake(True)
        return number

    def drop(self) -> None:
        """Forget all (deleteWebhook with drop_pending_updates)."""
        self._queue.clear()

    def allow(self, kinds: Iterable[str]) -> None:
        """Keep only these from now on; none means the default."""
        self._allowed = frozenset(kinds)

    async def get(self, offset: int, limit: int, seconds: float) -> list[Json]:
        """Confirm what lies before the offset and hand out the rest, waiting if there is nothing."""
        self._wake(False)
        self._confirm(offset)
        if not self._queue and seconds > 0:
            await self._wait(min(seconds, LONGEST_POLL))
        most = limit if 1 <= limit <= 100 else 100
        return [update for _, update in islice(self._queue, most)]

    def _confirm(self, offset: int) -> None:
        """A negative offset counts from the end of the queue and forgets what is before it."""
        if offset < 0:
            while len(self._queue) > -offset:
                self._queue.popleft()
        while self._queue and self._queue[0][0] < offset:
            self._queue.popleft()

    async def _wait(self, seconds: float) -> None:
        poll = self._poll = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(seconds):
                if not await poll:
                    raise conflict()
        except TimeoutError:
            return
        finally:
            if self._poll is poll:
                self._poll = None

    def close(self) -> None:
        """Let a waiting poll go, for the server stops."""
        self._wake(True)

    def _wake(self, again: bool) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(again)
