"""I6 for coordinators: what they are to be told at once: full, a late afbud, still short two days before."""

from dataclasses import dataclass

from simulation.books import TAKES_A_PLACE
from simulation.disk import Change, Row
from simulation.reading import Kind
from simulation.rules.facts import Facts, Hearing, Rule

WITHIN = 26 * 3600.0
"""Calm seconds in which the quiet hours are over."""
AT_ONCE = 660.0
"""Seconds after a claim in which giving it back is an undo, and no afbud; a minute more for the clocks."""
TWO_DAYS = 48 * 3600


@dataclass(slots=True, eq=False)
class Duty:
    """A task's coordinator is to be told this, as long as it is so."""

    kind: Kind
    task_id: int
    claim_id: int
    at: float


class Stewards(Rule):
    """Derives it from the counts and the times alone."""

    def __init__(self, facts: Facts) -> None:
        super().__init__(facts)
        self._duties: list[Duty] = []
        self._held_since: dict[int, float] = {}
        self._short_told: dict[int, int] = {}

    def committed(self, changes: list[Change]) -> None:
        claims = [change for change in changes if change.table == "claims" and change.after is not None]
        for change in claims:
            if change.after and change.after["state"] == "held" and (change.before or {}).get("state") != "held":
                self._held_since[change.after["id"]] = self.facts.now()
            self._given_back(change)
        if changes and self._duties:  # what was no longer so for a moment was rightly not said
            self._duties = [duty for duty in self._duties if duty.kind is not Kind.FULL or self._is_so(duty)]
        for task_id in sorted({change.after["task_id"] for change in claims if _takes_anew(change) and change.after}):
            if self._free(task_id) == 0 and self._is_open(task_id):
                self._duties.append(Duty(Kind.FULL, task_id, 0, self.facts.now()))

    def heard(self, told: Hearing) -> None:
        if told.news.kind is Kind.SHORT and told.task_id is not None:
            self._short_told[told.task_id] = self.books.tables["tasks"][told.task_id]["starts_at"]
        self._duties = [duty for duty in self._duties if (duty.kind, duty.task_id) != (told.news.kind, told.task_id)]

    def new_day(self) -> None:
        self._duties = [duty for duty in self._duties if self._is_so(duty)]
        for duty in self._duties:
            if self.facts.weather.calm(duty.at, self.facts.now()) > WITHIN and self._can_be_told(duty.task_id):
                self.facts.violate("I6", f"the coordinator of task {duty.task_id} was never told: {duty.kind}")
        for task in self.books.tables["tasks"].values():
            self._short(task)

    def _given_back(self, change: Change) -> None:
        before, after = change.before, change.after
        if before is None or after is None or (before["state"], after["state"]) != ("held", "released"):
            return
        task = self.books.tables["tasks"].get(after["task_id"])
        if task is None or self.facts.stamp() <= task["afbud_by"] + 60 or task["state"] == "cancelled":
            return
        if self.facts.now() - self._held_since.get(after["id"], 0) > AT_ONCE:
            self._duties.append(Duty(Kind.LATE, after["task_id"], after["id"], self.facts.now()))

    def _short(self, task: Row) -> None:
        """Between a day and two before it starts, and short for a day already."""
        ahead = task["starts_at"] - self.facts.stamp()
        if task["state"] != "open" or not 0 < ahead < TWO_DAYS - WITHIN or not self._free(task["id"]):
            return
        written = self.facts.task_changed.get(task["id"], 0)
        if self.facts.now() - written < TWO_DAYS - ahead:
            return  # posted or moved when the time to tell had gone by: they knew
        changed = max(written, self.facts.people_changed.get(task["id"], 0))
        if self.facts.weather.calm(changed, self.facts.now()) < WITHIN or not self._can_be_told(task["id"]):
            return
        if self._short_told.get(task["id"]) != task["starts_at"]:
            self.facts.violate("I6", f"task {task['id']} is short of people, and its coordinator was not told")

    def _is_so(self, duty: Duty) -> bool:
        task = self.books.tables["tasks"].get(duty.task_id)
        if task is None or task["state"] in ("cancelled", "ended") or task["ends_at"] <= self.facts.stamp():
            return False
        if duty.kind is Kind.FULL:
            return self._free(duty.task_id) == 0
        claim = self.books.tables["claims"].get(duty.claim_id)
        return claim is not None and claim["state"] == "released"

    def _can_be_told(self, task_id: int) -> bool:
        poster = self.books.tables["tasks"][task_id]["posted_by"]
        return poster is not None and self.books.reachable(poster)

    def _is_open(self, task_id: int) -> bool:
        task = self.books.tables["tasks"].get(task_id)
        return task is not None and task["state"] in ("open", "closed")

    def _free(self, task_id: int) -> int:
        slots = self.books.slots_of_task.get(task_id, {}).values()
        taken = sum(row["state"] in TAKES_A_PLACE for row in self.books.claims_of_task(task_id))
        return int(sum(slot["capacity"] for slot in slots)) - taken


def _takes_anew(change: Change) -> bool:
    """A claim that took no place has one now, by its person's own doing."""
    before, after = change.before, change.after
    return bool(after and after["state"] == "held" and (before is None or before["state"] not in TAKES_A_PLACE))
