"""What stays wrong is told to the admins: once in six hours for each trouble, and once more when it is over."""

import asyncio
import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot import rules
from bot.errors import Undelivered, Unstored
from bot.incoming import Network
from bot.model import Backlog, NoticeKind, Person
from bot.ports import Clock, Messenger, Urgency
from bot.promising import promise_person
from bot.store import Storage, Tx
from bot.vitals import Part, Vitals
from bot.wording import alerts as wording
from bot.wording.words import Words

log = logging.getLogger(__name__)

LOOK_EVERY = 30.0
"""Seconds, real ones."""

LASTS = {
    Part.DISK: 120.0,
    Part.TELEGRAM: 300.0,
    Part.DISCORD: 300.0,
    Part.ALONE: 60.0,
    Part.INBOX: 60.0,
    Part.OUTBOX: 60.0,
    Part.BACKUP: 0.0,
    Part.OPENING: 0.0,
}
"""Seconds for which a part must have failed before anybody is told. That the only network is away cannot be told."""
CALM = 120.0
"""Seconds for which it must have worked again."""
AGAIN_AFTER = timedelta(hours=6)

UPDATES_WAIT = timedelta(minutes=5)
NOTICES_WAIT = timedelta(minutes=15)
"""Longer than this, with its network there, and something is wrong."""


@dataclass(frozen=True, slots=True)
class Alert:
    """What was last told about a part: when, since when it had failed, and whether it still does (seconds, UTC)."""

    told: int
    since: int
    lasts: bool


class Alerting:
    """Looks every half minute. An alert is an ordinary notice.

    While the disk fails no notice can be written: then it is sent at once, to the admins known by then.
    """

    def __init__(
        self,
        storage: Storage,
        messengers: Mapping[Network, Messenger],
        vitals: Vitals,
        words_for: Callable[[Person], Words],
        clock: Clock,
        zone: ZoneInfo,
        promised: Callable[[], None],
    ) -> None:
        self._storage = storage
        self._messengers = messengers
        self._vitals = vitals
        self._words_for = words_for
        self._clock = clock
        self._zone = zone
        self._promised = promised
        only = {Part.of(network) for network in Network} if len(messengers) < 2 else set[Part]()
        self._parts = [part for part in LASTS if part not in only]
        self._admins: list[Person] = []
        self._told_past_the_disk: Alert | None = None

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            await asyncio.sleep(LOOK_EVERY)
            await self.look()

    async def look(self) -> None:
        """Tell what has lasted, and what is over."""
        now, told = self._clock.now(), 0
        try:
            async with self._storage.transaction() as tx:
                self._admins = await tx.people.admins()
                self._judge(await tx.backlog(now, self._vitals.silent(self._messengers)), now)
                for part in self._parts:
                    told += await self._look_at(tx, part, now)
        except Unstored:  # the storage has said so; it cannot be told through it
            self._vitals.fails(Part.DISK)
            await self._tell_past_the_disk(now)
        except Exception:  # a bug: it must not end the program
            log.exception("alerts could not be looked after")
        else:
            if self._is_over(Part.DISK):
                self._told_past_the_disk = None
            if told:
                self._promised()

    def _judge(self, backlog: Backlog, now: datetime) -> None:
        """Is too much waiting? A second look half a minute later must agree: a clock may just have been moved."""
        there = len(self._vitals.silent(self._messengers)) < len(self._messengers)
        late = backlog.notices_wait(now) > NOTICES_WAIT.total_seconds()
        self._vitals.note(Part.INBOX, works=backlog.updates_wait(now) <= UPDATES_WAIT.total_seconds())
        self._vitals.note(Part.OUTBOX, works=not (there and late))

    async def _look_at(self, tx: Tx, part: Part, now: datetime) -> bool:
        """Whether there was something to tell."""
        last = await last_alert(tx, part)
        if part is Part.DISK and self._told_past_the_disk is not None:
            last = self._told_past_the_disk
        alert = None
        if self._stays_wrong(part):
            alert = self._due(part, last, now)
        elif last is not None and last.lasts and self._is_over(part):
            alert = Alert(last.told, last.since, lasts=False)
        if alert is None or not self._admins:
            return False
        self._promise(tx, part, alert, now)
        return True

    def _stays_wrong(self, part: Part) -> bool:
        return self._vitals.fails_now(part) and self._vitals.failing(part) >= LASTS[part]

    def _is_over(self, part: Part) -> bool:
        return self._vitals.working(part) >= CALM

    def _due(self, part: Part, last: Alert | None, now: datetime) -> Alert | None:
        """The alert to give now; None so soon after the last one."""
        at = int(now.timestamp())
        if last is not None and at - last.told < AGAIN_AFTER.total_seconds():
            return None
        since = last.since if last is not None and last.lasts else at - int(self._vitals.failing(part))
        return Alert(at, since, lasts=True)

    def _promise(self, tx: Tx, part: Part, alert: Alert, now: datetime) -> None:
        tx.meta.set(_name(part), json.dumps(asdict(alert)))
        for admin in self._admins:
            facts = {"part": part.value, "since": alert.since, "until": 0 if alert.lasts else int(now.timestamp())}
            promise_person(tx, admin.id, NoticeKind.ALERT, now, facts)

    async def _tell_past_the_disk(self, now: datetime) -> None:
        if not self._stays_wrong(Part.DISK):
            return
        if (alert := self._due(Part.DISK, self._told_past_the_disk, now)) is None:
            return
        for admin in self._admins:
            if await self._send(admin, alert, now):
                self._told_past_the_disk = alert

    async def _send(self, admin: Person, alert: Alert, now: datetime) -> bool:
        """Whether it got through; quiet hours are kept, as with any notice."""
        if admin.address is None or not admin.reachable or rules.quiet_end(now, admin.quiet, self._zone):
            return False
        if (messenger := self._messengers.get(admin.address.network)) is None:  # their network is served no more
            return False
        since = datetime.fromtimestamp(alert.since, UTC)
        card = wording.wrong(Part.DISK, since, self._words_for(admin), now)
        try:
            await messenger.send(admin.address, card, Urgency.ANNOUNCEMENT)
        except Undelivered as error:
            log.warning("an alert could not be sent: %s", error.why)
            return False
        return True


async def last_alert(tx: Tx, part: Part) -> Alert | None:
    """What the admins were last told about it."""
    kept = await tx.meta.get(_name(part))
    return Alert(**json.loads(kept)) if kept else None


def _name(part: Part) -> str:
    return f"alert:{part.value}"
