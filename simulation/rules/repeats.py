"""I6: a message is said twice only where a crash or a lost answer fell between its effect and the record of it."""

import json
from collections import Counter, defaultdict

from simulation.disk import Change
from simulation.reading import Kind
from simulation.rules.facts import Facts, Hearing, Rule

MOST_IN_FLIGHT = 8
KINDS = {
    "offer_lapsed": Kind.LAPSED,
    "no_place": Kind.NO_PLACE,
    "reminder": Kind.REMINDER,
    "moved": Kind.MOVED,
    "changed": Kind.CHANGED,
    "cancelled": Kind.CANCELLED,
    "restored": Kind.RESTORED,
    "removed": Kind.REMOVED,
    "added": Kind.ADDED,
    "dropped": Kind.DROPPED,
    "back_on": Kind.BACK_ON,
    "message": Kind.MESSAGE,
    "full": Kind.FULL,
    "late_afbud": Kind.LATE,
    "undeliverable": Kind.UNDELIVERABLE,
    "card_gone": Kind.CARD_GONE,
    "short": Kind.SHORT,
}
"""What a notice of this kind reads like. Those that read like an answer, too, are not counted."""
NOTICES = {*KINDS.values(), Kind.ROLE_GONE}
Subject = tuple[int, int, Kind]
"""A human, by one number whatever account they read it with; a task; and what was said."""


class Repeats(Rule):
    """Counts what was said and what was recorded, for each person, task and kind."""

    def __init__(self, facts: Facts) -> None:
        super().__init__(facts)
        self._said: Counter[Subject] = Counter()
        self._sent: Counter[Subject] = Counter()
        self._lost: Counter[Subject] = Counter()
        self._unrecorded: Counter[Subject] = Counter()
        self._hearings: defaultdict[Subject, list[Hearing]] = defaultdict(list)
        self._days: dict[Subject, float] = {}

    def heard(self, told: Hearing) -> None:
        if told.fresh and told.task_id is not None and told.news.kind in NOTICES:
            subject = (self.facts.town.human(told.native), told.task_id, told.news.kind)
            self._said[subject] += 1
            self._hearings[subject].append(told)
            self._days[subject] = told.at

    def committed(self, changes: list[Change]) -> None:
        for change in changes:
            if change.table == "notices" and change.after and change.after["state"] == "sent":
                row = change.after
                kind = KINDS.get(row["kind"])
                if kind is Kind.DROPPED and json.loads(row["facts"]).get("role"):
                    kind = Kind.ROLE_GONE
                if kind and (change.before or {}).get("state") != "sent":
                    human = self.facts.town.human(self.books.native(row["person_id"]))
                    self._sent[human, row["task_id"] or 0, kind] += 1

    def killed(self) -> None:
        """What was said and not recorded will be said again: no more than may be under way at a time."""
        open_now = [subject for subject in self._days if self._said[subject] > self._recorded(subject)]
        if len(open_now) > MOST_IN_FLIGHT:
            self.facts.violate("I6", f"{len(open_now)} messages were said and not recorded when the program died")
        for subject in open_now:
            self._unrecorded[subject] += self._said[subject] - self._recorded(subject)

    def new_day(self) -> None:
        now = self.facts.now()
        for subject in [subject for subject, at in self._days.items() if now - at > 600]:
            self._is_explained(subject)
            del self._days[subject]

    def _recorded(self, subject: Subject) -> int:
        return self._sent[subject] + self._lost_answers(subject) + self._unrecorded[subject]

    def _lost_answers(self, subject: Subject) -> int:
        return sum(not told.call.answered for told in self._hearings[subject] if self.facts.now() - told.at > 20)

    def _is_explained(self, subject: Subject) -> None:
        again = self._said[subject] - self._sent[subject]
        if again > 0:
            self.facts.ledger.count("notices repeated", again)
        excused = self._unrecorded[subject] + sum(not told.call.answered for told in self._hearings[subject])
        if again > excused and self._is_known(subject[0]):
            native, task_id, kind = subject
            self.facts.violate("I6", f"{native} was told {kind} of task {task_id} {again} time(s) too often")

    def _is_known(self, human: int) -> bool:
        """The program still knows them, by any of their accounts."""
        return any(native in self.books.person for native in self.facts.town.accounts(human))
