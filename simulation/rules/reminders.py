"""I9: each reminder comes at its clock time, across clock changes and nights; what comes late has a reason."""

import heapq
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from simulation.books import Move
from simulation.disk import Change, Row
from simulation.options import ZONE
from simulation.reading import Kind
from simulation.rules.facts import Facts, Hearing, Rule

PUNCTUAL = 120.0
"""Seconds after its moment in which a reminder is on time: a tick, its turn, its way."""
NEARLY = 10.0
"""Seconds by which two clocks may read the same moment differently."""
MUST_SAY_SO = 900.0
"""Seconds after which a late reminder says that it is late: ten minutes by design, and the way."""
_CLOCK = re.compile(r"^(?:Husk|Remember): .*?(\d{1,2})[.:](\d{2})")
_DAY = re.compile(r" (\d{1,2})\.? (\w+)")


class Reminders(Rule):
    """Reckons each reminder's moment on its own, with clock times of the zone."""

    def __init__(self, facts: Facts) -> None:
        super().__init__(facts)
        self._held_since: dict[int, float] = {}
        self._held_first: dict[int, float] = {}
        self._moved_at: dict[int, float] = {}
        self._settings_changed: dict[int, float] = {}
        self._told: defaultdict[tuple[int, int], list[float]] = defaultdict(list)
        self._coming: list[tuple[int, int]] = []

    def committed(self, changes: list[Change]) -> None:
        now = float(self.facts.date().timestamp())
        for move in self.books.joined():
            self._become_one(move, changes)
        for change in changes:
            row = change.after
            match change.table:
                case "claims" if row and row["state"] == "held" and not _same_place(change.before, row):
                    self._held_since[row["id"]] = now
                    self._held_first.setdefault(row["id"], now)
                case "slots" if row and _times(change.before) != _times(row):
                    heapq.heappush(self._coming, (row["be_there_at"], row["id"]))
                    if change.before is not None:
                        self._moved_at[row["task_id"]] = now
                case "persons" if row and _settings(change.before) != _settings(row):
                    self._settings_changed[row["id"]] = now
        while self._coming and self._coming[0][0] <= now:
            at, slot_id = heapq.heappop(self._coming)
            self._arrive(slot_id, at)

    def heard(self, told: Hearing) -> None:
        if told.news.kind is not Kind.REMINDER or not told.fresh or told.task_id is None:
            return
        person_id = self.books.person.get(told.native)
        if person_id is None:
            return
        held = [claim for claim in self.books.claims_as_of(person_id, told.task_id, told.at - 60) if _is_held(claim)]
        for claim in held[:1]:
            self._is_in_time(told, claim)

    # One that came

    def _is_in_time(self, told: Hearing, claim: Row) -> None:
        slot = self.books.tables["slots"].get(claim["slot_id"])
        if slot is None or self._is_new(self._moved_at.get(claim["task_id"])):
            return
        now = self.facts.date().timestamp()
        self._told[claim["id"], slot["be_there_at"]].append(now)
        self._names_the_time(told, slot)
        if self._is_new(self._settings_changed.get(claim["person_id"]), 2 * 86400):
            return
        due = [moment for moment in self._moments(claim, slot, -NEARLY) if moment <= now + NEARLY]
        if due:
            self._is_punctual(told, now - max(due))
        elif not self._came_before_undo(claim, slot):
            self.facts.violate("I9", f"{told.native} is reminded of claim {claim['id']} too early, or for nothing")

    def _came_before_undo(self, claim: Row, slot: Row) -> bool:
        """Its moment came, and it was to go in the morning; then they gave the place back, and took that back."""
        first, last = (held.get(claim["id"], 0) for held in (self._held_first, self._held_since))
        return any(first < moment <= last for moment in self._reckoned_for(claim, slot))

    def _is_punctual(self, told: Hearing, late: float) -> None:
        if late <= PUNCTUAL:
            return
        unreached = self._could_not(told.native, late)
        why = unreached or self.facts.excused(told.native, told.at - late, told.at)
        if why is None:
            self.facts.violate("I9", f"{told.native} is reminded {late:.0f} s late, and nothing was in the way")
        self.facts.ledger.count(f"late reminders: {why}")
        if late > MUST_SAY_SO and not told.news.late and unreached is None:
            self.facts.violate("I9", f"{told.native} is reminded {late:.0f} s late, and is not told so")

    def _could_not(self, native: int, late: float) -> str | None:
        """They could not be reached before."""
        changed = self.facts.reach_changed.get(self.books.person.get(native, 0), 0)
        return "could not be reached" if self.facts.now() - changed < late + 60 else None

    def _names_the_time(self, told: Hearing, slot: Row) -> None:
        here = datetime.fromtimestamp(slot["be_there_at"], ZONE)
        text = told.message.text if told.message else ""
        clock, day = _CLOCK.match(text), _DAY.search(text)
        if clock is None or (int(clock[1]), int(clock[2])) != (here.hour, here.minute):
            self.facts.violate("I9", f"{text.splitlines()[0]!r} names another time than {here}")
        if day is None or int(day[1]) != here.day:
            self.facts.violate("I9", f"{text.splitlines()[0]!r} names another day than {here}")

    def _is_new(self, stamp: float | None, seconds: float = 180.0) -> bool:
        return stamp is not None and self.facts.date().timestamp() - stamp < seconds

    # All that should have come

    def _arrive(self, slot_id: int, be_there_at: int) -> None:
        """It is time to be there: whoever comes has been reminded."""
        slot = self.books.tables["slots"].get(slot_id)
        task = self.books.tables["tasks"].get(slot["task_id"]) if slot else None
        if slot is None or task is None or slot["be_there_at"] != be_there_at or task["state"] == "cancelled":
            return
        for claim in self.books.claims_of_slot.get(slot_id, {}).values():
            if claim["state"] == "held" and self.books.native(claim["person_id"]):
                self._was_reminded(claim, slot)

    def _was_reminded(self, claim: Row, slot: Row) -> None:
        if self._is_new(self._settings_changed.get(claim["person_id"]), 9 * 86400):
            return
        told = self._told.pop((claim["id"], slot["be_there_at"]), [])
        for moment in self._moments(claim, slot, NEARLY):
            if not any(at >= moment - NEARLY for at in told) and moment < slot["be_there_at"] - PUNCTUAL:
                self._is_missed(claim, moment)

    def _is_missed(self, claim: Row, moment: float) -> None:
        natives = self.books.natives(claim["person_id"])
        missing = self.facts.date().timestamp() - moment
        begun = self.facts.now() - missing
        if not self.facts.can_be_told(claim["person_id"]):
            return self.facts.ledger.count("reminders missed: could not be reached")
        why = next((why for one in natives if (why := self._excused(one, begun, missing))), None)
        if why is None:
            return self.facts.violate("I9", f"{natives} was not reminded of claim {claim['id']} at {moment:.0f}")
        return self.facts.ledger.count(f"reminders missed: {why}")

    def _excused(self, native: int, begun: float, missing: float) -> str | None:
        return self.facts.excused(native, begun, self.facts.now()) or self._could_not(native, missing)

    def _become_one(self, move: Move, changes: list[Change]) -> None:
        """What the one was told of a place counts for the one that is left; and their settings may be new to it."""
        deleted = [change.before for change in changes if change.table == "persons" and change.after is None]
        gone = next((row for row in deleted if row and row["id"] == move.was), None)
        if _settings(gone) != _settings(self.books.tables["persons"].get(move.now)):
            self._settings_changed[move.now] = float(self.facts.date().timestamp())
        for claim in list(self.books.claims_of_person[move.now].values()):
            kept = self.books.claim_of(move.now, claim["task_id"])
            if kept is not None and kept is not claim:
                for (claim_id, be_there_at), told in list(self._told.items()):
                    if claim_id == claim["id"]:
                        self._told[kept["id"], be_there_at] += told

    def _moments(self, claim: Row, slot: Row, leeway: float) -> list[float]:
        """When this person is to be reminded of this place; not before they had it, or the task had this time.

        A moment within `leeway` seconds of that may be owed or not.
        """
        since = max(self._held_since.get(claim["id"], 0), self._moved_at.get(claim["task_id"], 0))
        return sorted(moment for moment in self._reckoned_for(claim, slot) if moment > since + leeway)

    def _reckoned_for(self, claim: Row, slot: Row) -> list[float]:
        """All moments of this place by the person's settings."""
        person = self.books.tables["persons"].get(claim["person_id"])
        be_there_at = datetime.fromtimestamp(slot["be_there_at"], ZONE)
        return [] if person is None else list(_reckoned(be_there_at, person))


def _reckoned(be_there_at: datetime, person: Row) -> Iterator[float]:
    """Clock arithmetic in the zone: days first, on the calendar; then hours and minutes as they pass."""
    for offset in json.loads(person["offsets"]):
        day = be_there_at.replace(tzinfo=None) - timedelta(days=offset // 1440)
        moment = day.replace(tzinfo=ZONE).astimezone(UTC) - timedelta(minutes=offset % 1440)
        yield _by_day(moment, be_there_at, person["quiet_from"], person["quiet_to"]).timestamp()


def _by_day(moment: datetime, be_there_at: datetime, begin: int, end: int) -> datetime:
    """Out of the quiet hours: after them, or half an hour before them if that would leave less than an hour."""
    here = moment.astimezone(ZONE)
    minute = here.hour * 60 + here.minute
    if begin == end or not (begin <= minute < end if begin < end else (minute >= begin or minute < end)):
        return moment
    morning = here.date() if minute < end else here.date() + timedelta(days=1)
    over = _clock(morning, end)
    if be_there_at - over >= timedelta(hours=1):
        return over
    evening = morning if begin < end else morning - timedelta(days=1)
    return _clock(evening, begin) - timedelta(minutes=30)


def _clock(day: date, minute: int) -> datetime:
    midnight = datetime.combine(day, datetime.min.time())
    return (midnight + timedelta(minutes=minute)).replace(tzinfo=ZONE).astimezone(UTC)


def _is_held(claim: Row) -> bool:
    return bool(claim["state"] == "held")


def _same_place(before: Row | None, row: Row) -> bool:
    return before is not None and (before["state"], before["slot_id"]) == (row["state"], row["slot_id"])


def _settings(row: Row | None) -> tuple[object, ...] | None:
    return None if row is None else (row["offsets"], row["quiet_from"], row["quiet_to"])


def _times(row: Row | None) -> tuple[int, ...] | None:
    return None if row is None else (row["starts_at"], row["ends_at"], row["be_there_at"])
