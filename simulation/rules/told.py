"""I3 and I1: nobody is told what is not on disk, and whoever believes to be in is in."""

from collections import Counter

from simulation.disk import Row
from simulation.reading import Stands
from simulation.rules.facts import ON_ITS_WAY, Hearing, Rule

STATES = {Stands.IN: "held", Stands.LINE: "waiting", Stands.OFFER: "offered"}
SETTLED_AFTER = 1800.0
"""Seconds after which a change has been told, or a notice of it is on the books."""
PENDING = ("owed", "unreachable", "trouble")


class Told(Rule):
    """Compares what people were told with what was committed when they were told."""

    def heard(self, told: Hearing) -> None:
        wanted = STATES.get(told.news.stands) if told.news.stands else None
        person_id = self.books.person.get(told.native)
        if wanted is None or told.task_id is None or person_id is None:
            return
        if wanted not in self.books.stood(person_id, told.task_id, told.at - ON_ITS_WAY):
            stood = sorted(self.books.stood(person_id, told.task_id, told.at - ON_ITS_WAY))
            self.facts.violate("I3", f"{told.native} is told {told.news.kind} of task {told.task_id}, but is {stood}")

    def new_day(self) -> None:
        believing: Counter[int] = Counter()
        for native, task_id, belief in list(self.facts.beliefs.all()):
            if self._is_over(task_id):
                self.facts.beliefs.forget(native, task_id)
            elif belief.stands is Stands.IN and self._will_come(native, task_id):
                believing[task_id] += 1
        for task_id, count in believing.items():
            places = sum(slot["capacity"] for slot in self.books.slots_of_task.get(task_id, {}).values())
            if count > places:
                self.facts.violate("I1", f"{count} people have been told that they are in on {places} places")
        self._holders_know()

    def _is_over(self, task_id: int) -> bool:
        task = self.books.tables["tasks"].get(task_id)
        return task is None or task["state"] in ("cancelled", "ended") or task["starts_at"] <= self.facts.stamp()

    def _will_come(self, native: int, task_id: int) -> bool:
        """They hold what they believe to hold; or they do not, and nobody is about to tell them: a violation."""
        person_id = self.books.person.get(native)
        claim = self.books.claim_of(person_id, task_id) if person_id else None
        if claim is not None and claim["state"] == "held":
            return True
        if person_id is None or self._may_not_know(person_id, task_id):
            return False
        state = claim["state"] if claim else "not on it"
        self.facts.violate("I3", f"{native} was told to be in on task {task_id}, is {state}, and nobody says so")
        return True

    def _holders_know(self) -> None:
        for row in self.books.tables["claims"].values():
            if row["state"] == "held" and not self._is_over(row["task_id"]):
                self._knows(row)

    def _knows(self, row: Row) -> None:
        native = self.books.native(row["person_id"])
        belief = self.facts.beliefs.of(row["person_id"], row["task_id"])
        if not native or (belief is not None and belief.stands is Stands.IN):
            return
        if not self._may_not_know(row["person_id"], row["task_id"]):
            believes = belief.stands if belief else "nothing"
            self.facts.violate("I6", f"{native} holds a place on task {row['task_id']} and believes {believes}")

    def _may_not_know(self, person_id: int, task_id: int) -> bool:
        """They cannot be told, or it is on its way."""
        if not self.facts.can_be_told(person_id) or self.facts.changed_lately(person_id, task_id, SETTLED_AFTER):
            return True
        return self.facts.is_owed(person_id, task_id, PENDING)
