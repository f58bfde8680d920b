"""The queue of updates and getUpdates (Bot API, "Getting updates")."""

import asyncio
from collections.abc import Callable, Iterable
from itertools import islice

from sandbox.errors import Refused, conflict, webhook_is_set
from sandbox.people import Json

# "Specify an empty list to receive all update types except chat_member, message_reaction, and
# message_reaction_count (default). If not specified, the previous setting will be used."
_NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
LONGEST_POLL = 50


class Updates:
    """Updates that wait for the bot; an update is forgotten when a later offset is asked for."""

    def __init__(self, first_id: int = 700_000_001) -> None:
        self.on_put: Callable[[int, Json], None] | None = None  # the webhook that is set, if one is
        self._queue: dict[int, Json] = {}  # by number, and so in order
        self._next_id = first_id
        self._allowed: frozenset[str] = frozenset()
        self._poll: asyncio.Future[Refused | None] | None = None  # None: look again; a refusal: it is over

    def __len__(self) -> int:
        return len(self._queue)

    @property
    def newest(self) -> int:
        """The number given last."""
        return self._next_id - 1

    def unconfirmed(self) -> set[int]:
        """The numbers that the bot has not confirmed: they will be handed out again."""
        return set(self._queue)

    @property
    def polled(self) -> bool:
        """Does a poll wait at this moment?"""
        return self._poll is not None

    @property
    def allowed(self) -> list[str]:
        """The kinds that were asked for; none means the default."""
        return sorted(self._allowed)

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
        self._queue[number] = {"update_id": number} | update
        if self.on_put is not None:
            self.on_put(number, self._queue[number])
        self._wake(None)
        return number

    def waiting(self) -> list[tuple[int, Json]]:
        """All that is not confirmed, in order."""
        return list(self._queue.items())

    def waits(self, number: int) -> bool:
        """Is this one still to be taken?"""
        return number in self._queue

    def confirm(self, number: int) -> None:
        """This one was taken by a webhook."""
        self._queue.pop(number, None)

    def drop(self) -> None:
        """Forget all (deleteWebhook with drop_pending_updates)."""
        self._queue.clear()

    def allow(self, kinds: Iterable[str]) -> None:
        """Keep only these from now on; none means the default."""
        self._allowed = frozenset(kinds)

    async def get(self, offset: int, limit: int, seconds: float) -> list[Json]:
        """Confirm what lies before the offset and hand out the rest, waiting if there is nothing.

        Refused: a webhook is set; or, while it waited, one was, or somebody else polled.
        """
        if self.on_put is not None:
            raise webhook_is_set()
        self._wake(conflict())
        self._confirm(offset)
        if not self._queue and seconds > 0:
            await self._wait(min(seconds, LONGEST_POLL))
        most = limit if 1 <= limit <= 100 else 100
        return list(islice(self._queue.values(), most))

    def _confirm(self, offset: int) -> None:
        """A negative offset counts from the end of the queue and forgets what is before it."""
        before = len(self._queue) + offset if offset < 0 else sum(number < offset for number in self._queue)
        for number in list(islice(self._queue, max(0, before))):
            del self._queue[number]

    async def _wait(self, seconds: float) -> None:
        poll = self._poll = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(seconds):
                if (refusal := await poll) is not None:
                    raise refusal
        except TimeoutError:
            return
        finally:
            if self._poll is poll:
                self._poll = None

    def close(self) -> None:
        """Let a waiting poll go, for the server stops."""
        self._wake(None)

    def end_poll(self, why: Refused) -> None:
        """A poll that waits is refused."""
        self._wake(why)

    def _wake(self, why: Refused | None) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(why)
