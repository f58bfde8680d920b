"""I2, I8 and I10 for who is on both networks: one person when they meant it, with the better of both; gone as one."""

from collections import defaultdict

from simulation.books import LIVE, Move
from simulation.disk import Change, Row
from simulation.rules.facts import Facts, Rule

BEST_FIRST = ("held", "offered", "waiting")


class Linked(Rule):
    """Follows each account that changes hands. `facts.bonds` is what people meant."""

    def __init__(self, facts: Facts) -> None:
        super().__init__(facts)
        self._bonds = facts.bonds

    def committed(self, changes: list[Change]) -> None:
        for move in self.books.joined():
            self._was_meant(move)
            self._has_the_better(move, changes)
        for move in self.books.parted():
            if not self._bonds.parts(self.facts.town.human(move.native)):
                self.facts.violate("I8", f"{move.native} was set apart, and did not ask for it")
        for change in changes:
            if change.table == "accounts" and change.before is not None and change.after is None:
                self._all_are_gone(change.before, changes)

    def _was_meant(self, move: Move) -> None:
        human, others = self.facts.town.human(move.native), self.books.natives(move.now)
        strangers = [native for native in others if self.facts.town.human(native) != human]
        if strangers or len(others) != 2 or not self._bonds.takes_up(human):
            self.facts.violate("I8", f"{move.native} became one person with {others}, and nobody meant it")
        self.facts.ledger.count("people linked")

    def _has_the_better(self, move: Move, changes: list[Change]) -> None:
        """Of each task: one claim, as good as the better of the two; none for whoever was taken off it."""
        had: defaultdict[int, list[Row]] = defaultdict(list)
        for claim in self._before(move, changes):
            had[claim["task_id"]].append(claim)
        for task_id, claims in had.items():
            live = [row["state"] for row in claims if row["state"] in LIVE]
            left = self._left(move.now, task_id)
            if len({row["person_id"] for row in claims if row["state"] in LIVE}) > 1:
                self.facts.ledger.count("claims merged")
            taken_off = any(row["state"] == "removed" for row in claims) and not self._is_over(task_id)
            wanted = [] if taken_off or not live else [min(live, key=BEST_FIRST.index)]
            if left != wanted:
                self.facts.violate("I2", f"{move.native} had {live} of task {task_id}, and as one person has {left}")

    def _before(self, move: Move, changes: list[Change]) -> list[Row]:
        """The claims of both before the transaction."""
        first: dict[int, Row | None] = {}
        for change in changes:
            if change.table == "claims":
                first.setdefault((change.before or change.after or {})["id"], change.before)
        now = {row["id"]: row for row in self.books.claims_of_person.get(move.now, {}).values()}
        rows = [was for claim_id, row in now.items() if (was := first.get(claim_id, row)) is not None]
        return [row for row in rows if row["person_id"] in (move.was, move.now)]

    def _left(self, person_id: int, task_id: int) -> list[str]:
        mine = self.books.claims_of_person.get(person_id, {}).values()
        return [row["state"] for row in mine if row["task_id"] == task_id and row["state"] in LIVE]

    def _is_over(self, task_id: int) -> bool:
        task = self.books.tables["tasks"].get(task_id)
        return task is None or bool(task["ends_at"] <= self.facts.stamp())

    def _all_are_gone(self, account: Row, changes: list[Change]) -> None:
        """Every account that was the person's before is gone with this one."""
        had = {
            change.before["native_id"]
            for change in changes
            if change.table == "accounts" and change.before and change.before["person_id"] == account["person_id"]
        } | set(self.books.natives(account["person_id"]))
        if left := sorted(native for native in had if native in self.books.person):
            self.facts.violate("I10", f"{account['native_id']} was deleted, and {left}, who is the same, was not")
