"""I10: nothing personal is kept longer than its reason lasts, and nothing at all of who was deleted."""

import re
import sqlite3
from collections.abc import Callable, Iterator

from simulation.rules.facts import Facts, Rule
from simulation.whims import CPR

A_DAY = 86400
A_MONTH = 30 * A_DAY
A_YEAR = 365 * A_DAY
LATE = 2 * A_DAY
"""The clean-up is daily, at three; it may have been down."""
NUMBERS = ("native_id", "number")
"""The columns that name somebody on a network."""
OVERDUE = {
    "sign-ups a month after the slot": (
        "SELECT COUNT(*) FROM claims c JOIN slots s ON s.id = c.slot_id JOIN tasks t ON t.id = c.task_id"
        " WHERE s.ends_at < :month AND t.ends_at < :month"
    ),
    "places given back a month ago": (
        "SELECT COUNT(*) FROM claims WHERE state IN ('released', 'lapsed') AND changed_at < :month"
    ),
    "guests without a claim": (
        "SELECT COUNT(*) FROM persons p JOIN tasks t ON t.id = p.guest_of WHERE t.ends_at < :month"
    ),
    "contacts a month after the task": "SELECT COUNT(*) FROM tasks WHERE contact != '' AND ends_at < :month",
    "forms left for a month": "SELECT COUNT(*) FROM drafts WHERE updated_at < :month",
    "messages of a month ago": "SELECT COUNT(*) FROM messages WHERE created_at < :month",
    "notices of a month ago": (
        "SELECT COUNT(*) FROM notices n LEFT JOIN tasks t ON t.id = n.task_id WHERE n.ended_at < :month"
        " AND (t.id IS NULL OR t.ends_at < :month)"
    ),
    "updates of a month ago": "SELECT COUNT(*) FROM inbox WHERE ended_at < :month",
    "invitations of a month ago": "SELECT COUNT(*) FROM invitations WHERE expires_at < :month",
    "people unseen for a year": (
        "SELECT COUNT(*) FROM persons p WHERE seen_at < :year AND guest_of IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM claims c WHERE c.person_id = p.id)"
        " AND NOT EXISTS (SELECT 1 FROM coordinators c WHERE c.person_id = p.id)"
        " AND NOT EXISTS (SELECT 1 FROM accounts a WHERE a.person_id = p.id AND a.native_id = :admin)"
    ),
    "what somebody wrote, after it was read": (
        "SELECT COUNT(*) FROM inbox WHERE state IN ('done', 'answered', 'failed') AND raw != ''"
    ),
}


class Privacy(Rule):
    """Looks through the whole file, column by column. `gone`: who asked to be deleted, and when."""

    def __init__(self, facts: Facts, reader: Callable[[], sqlite3.Connection | None], gone: dict[int, float]) -> None:
        super().__init__(facts)
        self._reader = reader
        self._gone = gone
        self._days = 0

    def new_day(self) -> None:
        reader = self._reader()
        if reader is None:
            return
        now = self.facts.stamp()
        values = {"month": now - A_MONTH - LATE, "year": now - A_YEAR - LATE, "admin": self.facts.town.admin.id}
        for what, question in OVERDUE.items():
            if self._overdue(reader, question, values) and not self._was_down():
                self.facts.violate("I10", f"still there: {what}")
        self._days += 1
        if self._days % 7 == 0:
            self._search(reader)

    def the_end(self) -> None:
        if (reader := self._reader()) is not None:
            self._search(reader)

    def _overdue(self, reader: sqlite3.Connection, question: str, values: dict[str, int]) -> int:
        count: int = reader.execute(question, values).fetchone()[0]
        return count

    def _was_down(self) -> bool:
        """At three in the morning of both nights."""
        return self.facts.weather.calm(self.facts.now() - 2 * A_DAY, self.facts.now()) < A_DAY

    def _search(self, reader: sqlite3.Connection) -> None:
        """Whoever is deleted is nowhere: no name, no number on Telegram; and a CPR number is nowhere at all."""
        forgotten = {
            native: self._name(native) for native, at in self._gone.items() if self._is_forgotten(native, at)
        }
        words = [CPR, CPR.replace("-", ""), *forgotten.values(), *map(str, forgotten)]
        said = re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b")
        for table, columns, row in _rows(reader):
            if hit := said.search("\n".join(value for value in row if isinstance(value, str))):
                self.facts.violate("I10", f"{hit[0]!r} is in {table}")
            for column, value in zip(columns, row, strict=True):
                if column in NUMBERS and value in forgotten:
                    self.facts.violate("I10", f"{value} asked to be deleted, and is in {table}.{column}")

    def _is_forgotten(self, native: int, at: float) -> bool:
        return self.facts.now() - at > A_DAY and native not in self.books.person

    def _name(self, native: int) -> str:
        return self.facts.people[native].first_name


def _rows(reader: sqlite3.Connection) -> Iterator[tuple[str, list[str], tuple[object, ...]]]:
    """Every row of every table, with the names of its columns."""
    tables = [name for (name,) in reader.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    for table in tables:
        rows = reader.execute(f"SELECT * FROM {table}")
        columns = [column[0] for column in rows.description]
        for row in rows:
            yield table, columns, row
