"""I6: what somebody is owed is told, or it is shown that it cannot be; and nothing is told that is no longer so."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from simulation.books import LIVE, TAKES_A_PLACE
from simulation.disk import Change, Row
from simulation.reading import Kind
from simulation.rules.facts import ON_ITS_WAY, Facts, Hearing, Rule

WITHIN = 26 * 3600.0
"""Calm seconds in which the longest quiet hours are over."""


@dataclass(slots=True, eq=False)
class Debt:
    """Somebody is to be told this, because of what was committed then."""

    kind: Kind
    person_id: int
    task_id: int
    claim_id: int
    at: float


class Debts(Rule):
    """Derives what is owed from what was committed, and waits for it to be said or to be untrue."""

    def __init__(self, facts: Facts) -> None:
        super().__init__(facts)
        self._open: defaultdict[int, list[Debt]] = defaultdict(list)
        self._told: dict[tuple[int, int, Kind], float] = {}

    def committed(self, changes: list[Change]) -> None:
        self._become_one()
        moved = {change.after["id"] for change in changes if _is_moved(change) and change.after}
        for change in changes:
            match change.table:
                case "claims":
                    self._claim(change)
                case "tasks" if change.before and change.after:
                    self._task(change.before, change.after, moved)
                case "slots" if change.after and change.after["id"] in moved:
                    self._slot(change.after)
                case "messages" if change.before is None and change.after:
                    self._message(change.after)
        for task_id in {_task_of(change) for change in changes} & self._open.keys():
            self._open[task_id] = [debt for debt in self._open[task_id] if self._is_true(debt)]

    def heard(self, told: Hearing) -> None:
        person_id = self.books.person.get(told.native)
        if told.task_id is None or person_id is None:
            return
        self._told[told.native, told.task_id, told.news.kind] = told.at
        if told.task_id in self._open:
            who = self.books.persons_since(person_id, told.at - ON_ITS_WAY)
            self._open[told.task_id] = [
                debt
                for debt in self._open[told.task_id]
                if debt.person_id not in who or not _settles(told.news.kind, debt.kind)
            ]
        self._still_so(told, person_id, told.task_id)

    def new_day(self) -> None:
        for task_id in list(self._open):
            left = [debt for debt in self._open[task_id] if self._is_true(debt)]
            for debt in left:
                self._is_not_forgotten(debt)
            self._open[task_id] = left
            if not left:
                del self._open[task_id]

    def open_debts(self) -> int:
        """How many are owed something now."""
        return sum(map(len, self._open.values()))

    # What is owed

    def _owe(self, kind: Kind, claim: Row) -> None:
        debt = Debt(kind, claim["person_id"], claim["task_id"], claim["id"], self.facts.now())
        if self.books.native(debt.person_id):
            self._open[debt.task_id].append(debt)

    def _claim(self, change: Change) -> None:
        before, after = change.before, change.after
        if after is None or before is None:
            if after is not None and after["state"] == "held":
                self._owe(Kind.IN, after)
            return
        was, now = before["state"], after["state"]
        if was == now:
            return
        if now == "lapsed" and self._became_one_with(before["person_id"]):
            return  # the answer to whoever linked their accounts says what is left of it
        if (kind := self._of_a_step(was, now, after)) is not None:
            self._owe(kind, after)

    def _of_a_step(self, was: str, now: str, claim: Row) -> Kind | None:
        match was, now:
            case "waiting", "offered":
                return Kind.OFFER
            case "offered", "lapsed" if self._has_room(claim):
                return None if self._begun(claim) else Kind.LAPSED
            case "offered", "lapsed":
                return Kind.ROLE_GONE
            case "waiting", "lapsed":
                return Kind.NO_PLACE if self._begun(claim) else Kind.ROLE_GONE
            case "held", "lapsed":
                return Kind.ROLE_GONE
            case "held", "waiting":
                return Kind.DROPPED
            case _, "removed":
                return Kind.REMOVED
            case "removed", "held" | "waiting":
                return Kind.BACK_ON
        return None

    def _task(self, before: Row, after: Row, moved: set[int]) -> None:
        if before["state"] != after["state"] and "cancelled" in (before["state"], after["state"]):
            kind = Kind.CANCELLED if after["state"] == "cancelled" else Kind.RESTORED
            for claim in self._claims(after["id"], LIVE):
                self._owe(kind, claim)
        if before["place"] != after["place"]:
            for claim in self._claims(after["id"], LIVE):
                if claim["slot_id"] not in moved:
                    self._owe(Kind.CHANGED, claim)

    def _slot(self, slot: Row) -> None:
        for claim in list(self.books.claims_of_slot.get(slot["id"], {}).values()):
            if claim["state"] in LIVE:
                self._owe(Kind.MOVED, claim)

    def _message(self, row: Row) -> None:
        for claim in self._claims(row["task_id"], TAKES_A_PLACE):
            self._owe(Kind.MESSAGE, claim)

    def _claims(self, task_id: int, states: tuple[str, ...]) -> Iterator[Row]:
        return (row for row in list(self.books.claims_of_task(task_id)) if row["state"] in states)

    # Who it is owed to

    def _became_one_with(self, person_id: int) -> bool:
        return any(person_id in (move.was, move.now) for move in self.books.joined())

    def _become_one(self) -> None:
        """Two who become one are owed what both were, but for what the one of them was told of a common cause."""
        for move in self.books.joined():
            for task_id, debts in self._open.items():
                for debt in debts:
                    debt.person_id = move.now if debt.person_id == move.was else debt.person_id
                self._open[task_id] = [debt for debt in debts if not self._was_told(debt, move.now)]

    def _was_told(self, debt: Debt, person_id: int) -> bool:
        return debt.person_id == person_id and any(
            self._told.get((native, debt.task_id, kind), 0.0) >= debt.at
            for native in self.books.natives(person_id)
            for kind in Kind
            if _settles(kind, debt.kind)
        )

    # What is still true

    def _is_true(self, debt: Debt) -> bool:
        claim = self.books.tables["claims"].get(debt.claim_id)
        return claim is not None and self._holds(debt.kind, claim)

    def _holds(self, kind: Kind, claim: Row) -> bool:
        """Whether this can be said of the claim as it stands."""
        task = self.books.tables["tasks"].get(claim["task_id"])
        if task is None or self.facts.stamp() >= task["ends_at"]:
            return False
        if task["state"] == "cancelled" or kind is Kind.CANCELLED:
            return bool(task["state"] == "cancelled" and kind is Kind.CANCELLED and claim["state"] in LIVE)
        if kind is Kind.LAPSED and self._stands_again(claim):
            return False
        return _OF_CLAIM.get(kind, _is_live)(claim) and not (kind in _BEFORE and self._begun(claim))

    def _stands_again(self, claim: Row) -> bool:
        """They have taken, or wait for, another place of the task since: what they lost is no news."""
        return any(row["person_id"] == claim["person_id"] for row in self._claims(claim["task_id"], LIVE))

    def _begun(self, claim: Row) -> bool:
        slot = self.books.tables["slots"].get(claim["slot_id"])
        return slot is None or bool(slot["starts_at"] <= self.facts.stamp())

    def _has_room(self, claim: Row) -> bool:
        """Their role is still asked for."""
        slot = self.books.tables["slots"].get(claim["slot_id"])
        return slot is not None and bool(slot["capacity"])

    def _is_not_forgotten(self, debt: Debt) -> None:
        """Owed for longer than the night, and the person can be reached: then it was forgotten."""
        since = max(debt.at, self.facts.reach_changed.get(debt.person_id, 0))
        if self.facts.weather.calm(since, self.facts.now()) < WITHIN:
            return
        if not self.facts.can_be_told(debt.person_id):
            return
        native = self.books.native(debt.person_id)
        self.facts.violate("I6", f"{native} was never told: {debt.kind}, task {debt.task_id}, claim {debt.claim_id}")

    # What is said

    def _still_so(self, told: Hearing, person_id: int, task_id: int) -> None:
        """Nobody is told of a cause that was untrue already when the message began its way."""
        if told.news.kind not in _ABOUT_NOW or not told.fresh:
            return
        since = told.at - self.facts.on_its_way(told.native, told.at)
        rows = self.books.claims_as_of(person_id, task_id, since)
        if not any(self._held_lately(told.news.kind, row, since) for row in rows):
            states = sorted({row["state"] for row in rows})
            self.facts.violate("I6", f"{told.native} is told {told.news.kind} of task {task_id}, but stands {states}")

    def _held_lately(self, kind: Kind, claim: Row, since: float) -> bool:
        if kind is Kind.CANCELLED:
            return any(row["state"] == "cancelled" for row in self.books.versions("tasks", claim["task_id"], since))
        return _OF_CLAIM.get(kind, _is_live)(claim)


def _is_live(claim: Row) -> bool:
    return claim["state"] in LIVE


def _is(*states: str) -> Callable[[Row], bool]:
    return lambda claim: claim["state"] in states


_OF_CLAIM: dict[Kind, Callable[[Row], bool]] = {
    Kind.IN: _is("held"),
    Kind.OFFER: _is("offered"),
    Kind.LAPSED: _is("lapsed"),
    Kind.NO_PLACE: _is("lapsed"),
    Kind.REMOVED: _is("removed"),
    Kind.DROPPED: _is("waiting"),
    Kind.ROLE_GONE: _is("lapsed"),
    Kind.REMINDER: _is("held"),
    Kind.MESSAGE: _is(*LIVE),
    Kind.ADDED: _is(*LIVE),
    Kind.BACK_ON: _is(*LIVE),
    Kind.MOVED: _is(*LIVE),
    Kind.RESTORED: _is(*LIVE),
    Kind.CHANGED: _is(*LIVE),
}
_BEFORE = (Kind.OFFER, Kind.LAPSED)
_ABOUT_NOW = {*_OF_CLAIM, Kind.CANCELLED} - {Kind.IN}


def _settles(told: Kind, owed: Kind) -> bool:
    """Whether hearing this is what was owed; a page that says so settles what a notice would have said."""
    if owed is Kind.IN:
        return told in (Kind.IN, Kind.ADDED, Kind.REMINDER, Kind.BACK_ON)
    if owed is Kind.DROPPED and told is Kind.OFFER:  # the offer says it, too
        return True
    return told is owed or (owed is Kind.MOVED and told is Kind.IN)


def _is_moved(change: Change) -> bool:
    before, after = change.before, change.after
    if change.table != "slots" or before is None or after is None:
        return False
    return (before["starts_at"], before["ends_at"]) != (after["starts_at"], after["ends_at"])


def _task_of(change: Change) -> int:
    row = change.after or change.before or {}
    return int(row["id"] if change.table == "tasks" else row.get("task_id") or 0)
