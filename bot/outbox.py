"""What is owed to others: leased, checked, worded, sent, recorded. At least once (design, One tap 3)."""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot import rules
from bot.cards import Card
from bot.errors import Undelivered, Unstored, Why
from bot.incoming import Address, Network
from bot.model import Notice, NoticeKind, Person
from bot.outage import Outages
from bot.persisting import a_moment, until_stored
from bot.ports import Clock, Messenger
from bot.promising import manner_of
from bot.reaching import Reaching, Way
from bot.returned import Returned, give_up
from bot.stopping import finish
from bot.store import Storage, Tx

log = logging.getLogger(__name__)

MOST_IN_FLIGHT = 8
MOST_OPENING = 2
"""Of these, for which a chat has to be opened first: networks allow few of that, and the others need not wait."""

Word = Callable[[Tx, Notice, Person, datetime], Awaitable[Card | None]]
"""The notice in the person's language as things stand now; None if its cause is no longer true."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A notice on its way. `probe`: sent to see whether the network is back."""

    notice: Notice
    way: Way
    card: Card
    probe: bool

    @property
    def address(self) -> Address:
        return self.way.address

    @property
    def opens(self) -> bool:
        """Whether the chat has to be opened first."""
        return not self.address.chat_id


class Outbox:
    """Sends what is due, at most eight at a time on each network: a crash repeats at most those in flight."""

    def __init__(
        self,
        storage: Storage,
        messengers: Mapping[Network, Messenger],
        word: Word,
        clock: Clock,
        zone: ZoneInfo,
        outages: Outages,
        reaching: Reaching,
        shut: Callable[[Person, Card], None] = lambda person, card: None,
    ) -> None:
        """`outages` are shared with whoever else sends; `shut` is told whose account took no message, and which."""
        self._storage = storage
        self._messengers = messengers
        self._word = word
        self._clock = clock
        self._zone = zone
        self._wake = asyncio.Event()
        self._looking = False
        self._outages = outages
        self._reaching = reaching
        self._returned = Returned(reaching)
        self._shut = shut
        self._lost: dict[int, Network] = {}  # notices put off because their fate was unknown
        self._leased: dict[int, asyncio.Task[None]] = {}  # by person: everyone's news comes in order
        self._in_flight: Counter[Network] = Counter()
        self._opening: Counter[Network] = Counter()  # of those in flight
        self._sending: set[int] = set()  # notices: whose they are may change while they are on their way

    def nudge(self) -> None:
        """Something may have been promised, or a probe be due: look now. Also called at every tick."""
        self._wake.set()

    def idle(self) -> bool:
        return not (self._leased or self._looking or self._wake.is_set())

    async def run(self) -> None:
        """Deliver until cancelled; sends under way are then finished."""
        try:
            while True:
                await self._wake.wait()
                self._wake.clear()
                self._looking = True
                try:
                    await self._deliver_due()
                except Exception as error:  # everything is still owed
                    if not isinstance(error, Unstored):
                        log.exception("notices could not be looked at, trying again")
                    await a_moment()
                    self.nudge()
                self._looking = False
        finally:
            await finish(self._leased.values())

    async def _deliver_due(self) -> None:
        while rooms := self._rooms():
            now, full = self._clock.now(), self._messengers.keys() - rooms.keys()
            async with self._storage.transaction() as tx:
                found = await tx.notices.due(
                    now, self._leased, min(rooms.values()), full, self._outages.away(), self._busy_opening()
                )
                due = [notice for notice in found if notice.id not in self._sending]
                ready = [one for notice in due if (one := await self._prepare(tx, notice, now)) is not None]
            left = 0
            for outgoing in ready:
                if outgoing.opens and outgoing.address.network in self._busy_opening():
                    left += 1
                else:
                    self._begin(outgoing)
            if len(due) == left:
                return

    def _begin(self, outgoing: Outgoing) -> None:
        self._in_flight[outgoing.address.network] += 1
        self._opening[outgoing.address.network] += outgoing.opens
        self._sending.add(outgoing.notice.id)
        self._leased[outgoing.notice.person_id] = asyncio.ensure_future(self._send(outgoing))

    def _busy_opening(self) -> list[Network]:
        """Where enough chats are being opened already."""
        return [network for network, number in self._opening.items() if number >= MOST_OPENING]

    def _rooms(self) -> dict[Network, int]:
        """How many sends may begin now, by network; those without room are left out."""
        rooms = {
            network: self._outages.of(network).room(MOST_IN_FLIGHT, self._in_flight[network])
            for network, messenger in self._messengers.items()
            if messenger.reached
        }
        return {network: room for network, room in rooms.items() if room > 0}

    async def _prepare(self, tx: Tx, notice: Notice, now: datetime) -> Outgoing | None:
        """Check that it is still true and may go now. One bad row never stops the rest."""
        try:
            async with tx.part():
                return await self._check(tx, notice, now)
        except Unstored:  # not the notice's fault
            raise
        except Exception as error:
            log.exception("a notice could not be worded", extra={"kind": notice.kind.value, "notice": notice.id})
            await give_up(tx, notice, now, "trouble", type(error).__name__)
            return None

    async def _check(self, tx: Tx, notice: Notice, now: datetime) -> Outgoing | None:
        person = await tx.people.get(notice.person_id)
        if person is None:
            tx.notices.end(notice.id, "dropped", now, "nobody to tell")
            return None
        if (later := await self._held_until(tx, notice, person, now)) is not None:
            tx.notices.put_off(notice.id, later, tried=False)
            return None
        card = await self._word(tx, notice, person, now)
        if card is None:
            tx.notices.end(notice.id, "dropped", now, "no longer true")
            return None
        way = await self._reaching.way_to(tx, person, notice, now)
        if way is None:
            await give_up(tx, notice, now, "unreachable")
            return None
        return Outgoing(notice, way, card, probe=self._outages.of(way.address.network).lasts)

    async def _held_until(self, tx: Tx, notice: Notice, person: Person, now: datetime) -> datetime | None:
        """The end of the person's quiet hours, for what can wait (design, Quiet hours)."""
        if manner_of(notice.kind).wakes or rules.quiet_end(now, person.quiet, self._zone) is None:
            return None
        if notice.kind is NoticeKind.REMINDER:
            be_there_at = datetime.fromtimestamp(int(notice.facts.get("be_there_at", 0)), UTC)
            later = rules.late_reminder_at(now, be_there_at, person.quiet, self._zone)
        else:
            near = notice.task_id is not None and manner_of(notice.kind).near
            task = await tx.tasks.get(notice.task_id or 0) if near else None
            later = rules.not_before(now, person.quiet, task.starts_at if task else None, self._zone)
        return later if later > now else None

    async def _send(self, outgoing: Outgoing) -> None:
        """Send and write what became of it."""
        lost = await self._try(outgoing)
        outage_ended = self._note(outgoing, lost)
        try:
            await self._record(outgoing, lost, outage_ended=outage_ended)
        finally:
            self._leased.pop(outgoing.notice.person_id, None)
            self._sending.discard(outgoing.notice.id)
            self._in_flight[outgoing.address.network] -= 1
            self._opening[outgoing.address.network] -= outgoing.opens
            self.nudge()

    async def _try(self, outgoing: Outgoing) -> Undelivered | None:
        """What was in the way, if anything."""
        notice, way, urgency = outgoing.notice, outgoing.way, manner_of(outgoing.notice.kind).urgency
        messenger = self._messengers[way.address.network]
        try:
            if way.aloud:
                name, key = way.person.native_id, f"{notice.key}:aloud"
                await messenger.mention(way.address, name, way.aloud, urgency, key=key)
            else:
                await messenger.send(await self._open(outgoing), outgoing.card, urgency, key=notice.key)
        except Undelivered as lost:
            return lost
        except Exception:  # a bug in an adapter: kept as trouble, the rest goes on
            log.exception("a notice could not be sent", extra={"kind": notice.kind.value, "notice": notice.id})
            return Undelivered(Why.REFUSED, detail="bug")
        return None

    async def _open(self, outgoing: Outgoing) -> Address:
        """Where to write to them; a chat that had to be opened is remembered."""
        address, person = outgoing.address, outgoing.way.person
        if address.chat_id:
            return address
        chat_id = await self._messengers[address.network].open_chat(person.native_id)

        async def remember() -> None:
            async with self._storage.transaction() as tx:
                tx.people.set_chat(person.account_id, chat_id)

        await until_stored(remember)
        return replace(address, chat_id=chat_id)

    def _note(self, outgoing: Outgoing, lost: Undelivered | None) -> bool:
        """Whether an outage has ended with this send. A refusal got through, too."""
        network = outgoing.address.network
        if lost is not None and lost.why is Why.UNCERTAIN:
            self._lost[outgoing.notice.id] = network
            self._outages.of(network).failed()
            return False
        self._lost.pop(outgoing.notice.id, None)
        return self._outages.of(network).got_through()

    async def _record(self, outgoing: Outgoing, lost: Undelivered | None, *, outage_ended: bool) -> None:
        """Write what became of it, however long the disk takes: the send cannot be taken back."""

        shut = False

        async def record() -> None:
            nonlocal shut
            now = self._clock.now()
            async with self._storage.transaction() as tx:
                if lost is None:
                    await self._delivered(tx, outgoing.notice, now)
                else:
                    shut = await self._returned.take(
                        tx, outgoing.notice, outgoing.way, lost, now, probe=outgoing.probe
                    )
                if outage_ended:
                    back = outgoing.address.network
                    tx.notices.hurry([one for one, network in self._lost.items() if network is back], now)

        async def close() -> None:
            async with self._storage.transaction() as tx:
                tx.notices.end(outgoing.notice.id, "trouble", self._clock.now(), "bug")

        try:
            await until_stored(record)
        except Exception:  # a bug: still owed, it would be sent again at once, and again
            log.exception("what became of a notice could not be recorded (row %d)", outgoing.notice.id)
            await until_stored(close)
        if shut:
            self._shut(outgoing.way.person, outgoing.card)

    async def _delivered(self, tx: Tx, notice: Notice, now: datetime) -> None:
        tx.notices.end(notice.id, "sent", now)
        if notice.kind is not NoticeKind.OFFER or notice.claim_id is None or notice.task_id is None:
            return
        claim, task = await tx.claims.get(notice.claim_id), await tx.tasks.get(notice.task_id)
        slot = task.slot(claim.slot_id) if claim and task else None
        if slot is not None:
            tx.claims.set_deadline(notice.claim_id, rules.answer_by(now, slot.starts_at, self._zone))
