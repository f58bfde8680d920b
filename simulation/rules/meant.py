"""I5 and I9: what a coordinator meant is there once, and at the time that was meant."""

from datetime import datetime

from simulation.disk import Change, Row
from simulation.rules.facts import Facts, Rule


class Meant(Rule):
    """Everything a coordinator makes has a mark of its own: a task its title, a guest a name, a message a text."""

    def __init__(self, facts: Facts) -> None:
        super().__init__(facts)
        self._made: set[tuple[str, str]] = set()

    def committed(self, changes: list[Change]) -> None:
        for change in changes:
            row, is_new = change.after, change.before is None
            match change.table:
                case "tasks" if row:
                    self._at_its_time(row)
                    self._once("task", row["title"], is_new=is_new)
                case "persons" if row and row["guest_of"]:
                    self._once("guest", row["name"], is_new=is_new)
                case "messages" if row:
                    self._once("message", row["text"], is_new=is_new)

    def _once(self, what: str, mark: str, *, is_new: bool) -> None:
        if is_new and (what, mark) in self._made:
            self.facts.violate("I5", f"the {what} {mark!r} was made twice")
        self._made.add((what, mark))

    def _at_its_time(self, task: Row) -> None:
        mark = self.facts.mark_of_task.get(task["id"])
        meant = self.facts.coordinators.meant.get(mark or 0)
        if meant is None:
            return
        known = {(_seconds(starts_at), _seconds(ends_at)) for starts_at, ends_at in meant}
        if (task["starts_at"], task["ends_at"]) not in known:
            self.facts.violate("I9", f"{task['title']!r} is at {task['starts_at']}, which nobody meant")


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())
