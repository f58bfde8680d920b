"""Every update, from the disk to its answer: exactly once, in order for each person, in parallel across people.

design.md, 'One tap, straight down', 1 and 2. A row goes new -> done (the effect is committed with it) -> answered.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from bot.answering import Answering, Outcome
from bot.asking import with_roles, with_standing
from bot.cards import Reply
from bot.errors import Unasked, Unstored, named
from bot.flooding import Floodgate
from bot.handled import AdminOf, Handle
from bot.incoming import Arrival, Incoming, Network
from bot.lanes import Item, Lanes
from bot.metering import Unmetered
from bot.owing import owe_answer
from bot.persisting import a_moment
from bot.ports import Clock, Messenger, Meter
from bot.retorts import come_to_rest, pressed_again, retort_to, said_again
from bot.stopping import finish
from bot.store import Storage, Tx

log = logging.getLogger(__name__)

BATCH = 40
TRIES = 3


class Inbox:
    """Stores what a network delivers, handles it in shared transactions, and sends the answers."""

    def __init__(
        self,
        storage: Storage,
        messengers: Mapping[Network, Messenger],
        handle: Handle,
        admin_of: AdminOf,
        apology: Callable[[Incoming], Reply],
        slow_down: Callable[[Incoming], Reply],
        clock: Clock,
        promised: Callable[[], None],
        meter: Meter | None = None,
        answering: Callable[[Incoming, "asyncio.Task[None]"], None] = lambda incoming, answer: None,
    ) -> None:
        """`promised` is called after each commit: there may be notices to send and cards to renew.

        `answering` is told of each answer on its way, before any notice can be.
        """
        self._storage = storage
        self._messengers = messengers
        self._handle = handle
        self._admin_of = admin_of
        self._apology = apology
        self._slow_down = slow_down
        self._clock = clock
        self._promised = promised
        self._meter = meter or Unmetered()
        self._lanes = Lanes()
        self._gate = Floodgate(self._lanes.waiting)
        self._work = asyncio.Event()
        self._looking = False
        self._answers = Answering(messengers, self._meter, self._next_please, answering)
        self._hand: asyncio.Task[None] | None = None
        self._questions: set[asyncio.Task[None]] = set()

    async def receive(self, network: Network, arrivals: Sequence[Arrival]) -> None:
        """Store the updates in one transaction; when this returns they may be acknowledged."""
        begun, now = self._meter.begin(), self._clock.now()
        bot_id = self._messengers[network].bot_id
        let_in, too_many = self._gate.sort(arrivals)
        async with self._storage.transaction() as tx:
            tx.inbox.close_unread(network, bot_id, too_many, now)
            rows = await tx.inbox.store(network, bot_id, let_in, now)
        for row in rows:
            self._lanes.add(Item(row, begun=begun))
        self._work.set()
        for _ in too_many:
            self._meter.handled(network, "unread", "too_many")
        for arrival in self._gate.to_answer(too_many):
            self._answers.tell(network, arrival.raw, self._slow_down)

    async def recover(self, network: Network) -> None:
        """After a crash: what was cut off between effect and answer is answered, or owed; the rest is handled.

        Called once the network is reached, and before anything new is received from it.
        A press can be answered for some seconds more, and that is all that reaches somebody who never pressed Start.
        What else was said is owed as a notice.
        """
        now = self._clock.now()
        async with self._storage.transaction() as tx:
            unanswered = [row for row in await tx.inbox.unanswered() if row.network is network]
            for row in unanswered:
                if row.person_id is not None and row.answer and (row.retort is None or row.retort.owed):
                    owe_answer(tx, row.id, row.person_id, row.answer, now)
                if row.retort is None:
                    tx.inbox.answered([row.id])
            rows = [row for row in await tx.inbox.unhandled() if row.network is network]
        for row in unanswered:
            if row.retort is not None:
                self._answers.answer(Item(row, pressed_again(row, row.retort)), said_again(row, row.retort))
        for row in rows:
            self._lanes.add(Item(row, begun=self._meter.begin()))
        self._work.set()

    async def run(self) -> None:
        """Handle what comes, until cancelled; what is in hand is then finished, and answered."""
        try:
            while True:
                await self._work.wait()
                self._work.clear()
                self._looking = True
                while len(self._lanes) or self._answers.outcome:
                    self._hand = asyncio.ensure_future(self._turn())
                    await asyncio.shield(self._hand)
                self._looking = False
        finally:
            await self._finish()

    def idle(self) -> bool:
        """Nothing is waiting, in work or unanswered."""
        waiting = len(self._lanes) or self._questions or not self._answers.idle()
        return not (self._looking or waiting or self._work.is_set())

    async def _turn(self) -> None:
        items = [item for item in self._lanes.take(BATCH) if self._is_ready(item)]
        outcome = self._answers.take()
        try:
            answers = await self._commit(items, outcome)
        except Exception as error:  # the disk is full or gone: nothing happened, nobody is answered, all is kept
            if not isinstance(error, Unstored):
                log.exception("updates could not be handled, trying again")
            self._answers.put_back(outcome)
            for item in reversed(items):
                self._lanes.put_back(item)
            await a_moment()
            return
        if items or outcome.owed:  # that an answer arrived promises nobody anything
            self._promised()
        self._count(items)
        for item, reply in answers:
            self._answers.answer(item, reply)

    def _count(self, items: Sequence[Item]) -> None:
        for item in items:
            self._meter.handled(item.row.network, item.kind, item.outcome)
            if item.refusal:
                self._meter.refused(item.refusal)

    async def _commit(self, items: list[Item], outcome: Outcome) -> list[tuple[Item, Reply]]:
        now = self._clock.now()
        answers: list[tuple[Item, Reply]] = []
        freed, forgotten, again, let_go = list[str](), set[str](), list[Item](), list[Item]()
        async with self._storage.transaction() as tx:
            await outcome.write(tx, now)
            for item in items:
                if item.row.lane in forgotten:  # of the same moment, from another account of theirs
                    let_go.append(item)
                reply = None if item in let_go else await self._handle_one(tx, item, now, again)
                forgotten.update(item.forgotten)
                if reply is not None:
                    answers.append((item, reply))
                elif item not in again:
                    freed.append(item.row.lane)
        for lane in forgotten:
            let_go += self._lanes.drop(lane)
        for item in let_go:
            self._answers.let_go(item)
        for lane in freed:
            self._lanes.free(lane)
        for item in again:
            self._take_again(item)
        return answers

    def _take_again(self, item: Item) -> None:
        if item.incoming is None or not item.unasked:
            self._lanes.put_back(item)
        else:
            self._ask(item, with_roles(item.incoming, item.unasked, self._messengers))

    def _is_ready(self, item: Item) -> bool:
        """Read the row; False while the network is asked whether the sender is an administrator of the chat."""
        if item.incoming is None:
            try:
                item.incoming = self._messengers[item.row.network].read(item.row.raw)
            except ValueError:
                return True  # handling it fails, and closes it
        incoming, who = item.incoming, item.incoming.sender
        where = self._admin_of(incoming) if incoming.sender_is_admin is None else None
        if where is None or who is None:
            return True
        self._ask(item, with_standing(incoming, who, where, self._messengers[item.row.network]))
        return False

    def _ask(self, item: Item, asked: Awaitable[Incoming]) -> None:
        question = asyncio.ensure_future(self._find_out(item, asked))
        self._questions.add(question)
        question.add_done_callback(self._questions.discard)

    async def _find_out(self, item: Item, asked: Awaitable[Incoming]) -> None:
        """With a fact that was missing it is handled as if it had just come."""
        item.incoming, item.unasked = await asked, frozenset()
        self._lanes.put_back(item)
        self._work.set()

    async def _handle_one(self, tx: Tx, item: Item, now: datetime, again: list[Item]) -> Reply | None:
        """The row's effect in a part of the transaction that fails alone; its end is committed with it."""
        try:
            async with tx.part():
                if item.incoming is None:
                    raise ValueError("unreadable")
                handled = await self._handle(tx, item.incoming, now)
                reply = handled.reply or come_to_rest(item.incoming)
                answer = reply.screen.pack() if reply and not reply.promised else ""
        except Unstored:  # not the row's fault: it is tried until the disk takes it
            raise
        except Unasked as missing:
            item.unasked, item.outcome = missing.memberships, "again"
            again.append(item)
            return None
        except Exception as error:  # noqa: BLE001 - one bad row stops nobody
            return await self._failed(tx, item, error, now, again)
        tx.inbox.done(item.row.id, handled.person_id, answer, now, retort_to(item.incoming, reply))
        item.row = replace(item.row, person_id=handled.person_id)
        item.forgotten = handled.forgotten
        item.refusal = handled.refusal
        item.outcome = "refused" if handled.refusal else "answered" if handled.reply else "silent"
        return reply

    async def _failed(self, tx: Tx, item: Item, error: Exception, now: datetime, again: list[Item]) -> Reply | None:
        trouble = named(error)
        log.exception("an update could not be handled", exc_info=error, extra={"inbox_row": item.row.id})
        item.row = replace(item.row, tries=item.row.tries + 1)
        if item.row.tries < TRIES and item.incoming is not None:
            tx.inbox.tried(item.row.id, trouble)
            item.outcome = "again"
            again.append(item)
            return None
        tx.inbox.failed(item.row.id, trouble, now)
        item.outcome = "failed"
        return self._apology(item.incoming) if item.incoming and item.incoming.sender else None

    def _next_please(self, lane: str) -> None:
        self._lanes.free(lane)
        self._work.set()

    async def _finish(self) -> None:
        if self._hand is not None:
            await finish([self._hand])
        await finish(self._questions)
        await self._answers.finish()
        if outcome := self._answers.take():
            with suppress(Unstored):  # the next start owes these answers as notices
                async with self._storage.transaction() as tx:
                    await outcome.write(tx, self._clock.now())
