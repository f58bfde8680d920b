"""Answers on their way: each row's to its person, and what becomes of it (design, One tap 2)."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.cards import Reply, Rest
from bot.errors import Undelivered
from bot.incoming import Incoming, Network
from bot.lanes import Item
from bot.owing import Owed, close
from bot.ports import Messenger, Meter, Urgency
from bot.retorts import come_to_rest
from bot.stopping import finish
from bot.store import Tx

log = logging.getLogger(__name__)

PATIENCE = 2.0
"""Seconds after which the next update of a person is handled although the last answer is still on its way."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Rows whose answers are over since the last time, and what is owed instead of some of them."""

    rows: list[int] = field(default_factory=list)
    owed: list[Owed] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.rows)

    async def write(self, tx: Tx, now: datetime) -> None:
        await close(tx, self.rows, self.owed, now)


class Answering:
    """Sends answers beside one another. What becomes of each is kept until the inbox writes it down.

    Args:
        next_please: told of a lane whose next row may be handled.
        on_its_way: told of each answer to what was handled, before any notice can be.
    """

    def __init__(
        self,
        messengers: Mapping[Network, Messenger],
        meter: Meter,
        next_please: Callable[[str], None],
        on_its_way: Callable[[Incoming, "asyncio.Task[None]"], None],
    ) -> None:
        self._messengers = messengers
        self._meter = meter
        self._next_please = next_please
        self._on_its_way = on_its_way
        self._outcome = Outcome()
        self._tasks: set[asyncio.Task[None]] = set()

    def answer(self, item: Item, reply: Reply) -> None:
        """Say this to whoever caused the row."""
        answer = self._spawn(self._answer(item, reply))
        if item.incoming is not None:
            self._on_its_way(item.incoming, answer)

    def let_go(self, item: Item) -> None:
        """Somebody who was forgotten meanwhile pressed this: the button comes to rest, nothing is done or said."""
        self.tell(item.row.network, item.row.raw, come_to_rest)

    def tell(self, network: Network, raw: str, word: Callable[[Incoming], Reply | None]) -> None:
        """Answer what is not handled; if that fails, nothing is owed."""
        self._spawn(self._tell(network, raw, word))

    @property
    def outcome(self) -> Outcome:
        """What is not written down yet."""
        return self._outcome

    def take(self) -> Outcome:
        """What is to be written down; `put_back` if it cannot be."""
        taken, self._outcome = self._outcome, Outcome()
        return taken

    def put_back(self, taken: Outcome) -> None:
        self._outcome = Outcome(taken.rows + self._outcome.rows, taken.owed + self._outcome.owed)

    def idle(self) -> bool:
        """Nobody is waiting for an answer, and all that became of the others is written down."""
        return not (self._tasks or self._outcome)

    async def finish(self) -> None:
        await finish(self._tasks)

    async def _answer(self, item: Item, reply: Reply) -> None:
        impatience = asyncio.get_running_loop().call_later(PATIENCE, self._next_please, item.row.lane)
        try:
            if item.incoming is not None:
                await self._messengers[item.row.network].answer(item.incoming, reply)
                if item.begun:
                    self._meter.answered(item.row.network, item.begun)
        except Undelivered as error:
            if item.row.person_id is not None and not reply.promised:
                owed = Owed(item.row.id, item.row.person_id, item.row.network, reply.screen.pack(), error.why)
                self._outcome.owed.append(owed)
        except Exception:  # a bug in an adapter must not hold up the lane
            log.exception("an answer could not be sent", extra={"inbox_row": item.row.id})
        impatience.cancel()
        self._outcome.rows.append(item.row.id)
        self._next_please(item.row.lane)
        if reply.rests is not None:
            await self._rest(reply.rests)

    async def _rest(self, rest: Rest) -> None:
        messenger = self._messengers.get(rest.where.network)
        try:
            if messenger is not None:
                await messenger.edit(rest.where, rest.message_id, rest.card, Urgency.STALE_CARD)
        except Undelivered as error:
            log.info("a question that was answered stands on: %s", error.why)

    async def _tell(self, network: Network, raw: str, word: Callable[[Incoming], Reply | None]) -> None:
        messenger = self._messengers[network]
        try:
            incoming = messenger.read(raw)
            if (reply := word(incoming)) is not None:
                await messenger.answer(incoming, reply)
        except (Undelivered, ValueError) as error:
            log.info("what is not handled was not answered: %s", type(error).__name__)

    def _spawn(self, work: Coroutine[None, None, None]) -> "asyncio.Task[None]":
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task
