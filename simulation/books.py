"""What is committed, row by row: a mirror of the database that the program does not know of."""

import sqlite3
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from simulation.disk import WATCHED, Change, Row

KEYS = {
    "channel_organisations": ("channel_id", "organisation_id"),
    "coordinators": ("organisation_id", "person_id"),
    "invitations": ("token_hash",),
}
REMEMBERED = 180.0
"""Seconds for which an older version of a row is remembered: longer than a message is on its way."""
TAKES_A_PLACE = ("held", "offered")
LIVE = ("held", "waiting", "offered")

Key = int | tuple[int | str, ...]
Version = tuple[float, str, Key, Row | None]


@dataclass(frozen=True, slots=True)
class Move:
    """An account, by its native id, that was one person's and is now another's."""

    native: int
    was: int
    now: int


def key_of(table: str, row: Row) -> Key:
    """What names a row of this table."""
    names = KEYS.get(table)
    return row["id"] if names is None else tuple(row[name] for name in names)


class Books:
    """Every watched table as it was last committed, with what was so until just now.

    Args:
        now: seconds of the run.
    """

    def __init__(self, now: Callable[[], float]) -> None:
        self.tables: dict[str, dict[Key, Row]] = {table: {} for table in WATCHED}
        self.claims_of_slot: defaultdict[int, dict[int, Row]] = defaultdict(dict)
        self.claims_of_person: defaultdict[int, dict[int, Row]] = defaultdict(dict)
        self.posts_of_task: defaultdict[int, dict[int, Row]] = defaultdict(dict)
        self.slots_of_task: defaultdict[int, dict[int, Row]] = defaultdict(dict)
        self.notices_of_person: defaultdict[int, dict[int, Row]] = defaultdict(dict)
        self.accounts_of: defaultdict[int, dict[int, Row]] = defaultdict(dict)
        self.person: dict[int, int] = {}
        self.moves: list[Move] = []
        """The accounts that the last transaction gave to another person."""
        self._came_from: defaultdict[int, list[tuple[int, float]]] = defaultdict(list)
        self._now = now
        self._before: deque[Version] = deque()

    def apply(self, changes: list[Change]) -> None:
        """Take over what a transaction has changed."""
        now = self._now()
        self.moves = [move for change in changes if change.table == "accounts" and (move := _move(change))]
        for move in self.moves:
            self._came_from[move.now].append((move.was, now))
        for change in changes:
            if (row := change.before or change.after) is not None:
                self._before.append((now, change.table, key_of(change.table, row), change.before))
            if change.before is not None:
                self._remove(change.table, change.before)
            if change.after is not None:
                self._put(change.table, change.after)
        while self._before and self._before[0][0] < now - REMEMBERED:
            self._before.popleft()

    def versions(self, table: str, key: Key, since: float) -> Iterator[Row]:
        """The row as it is, and as it was at any moment since then."""
        if (row := self.tables[table].get(key)) is not None:
            yield row
        for until, where, which, older in reversed(self._before):
            if until < since:
                return
            if where == table and which == key and older is not None:
                yield older

    def claim_of(self, person_id: int, task_id: int) -> Row | None:
        """The live claim of a person on a task."""
        claims = self.claims_of_person.get(person_id, {}).values()
        return next((row for row in claims if row["task_id"] == task_id and row["state"] in LIVE), None)

    def stood(self, person_id: int, task_id: int, since: float) -> set[str]:
        """In which states a person's claims on a task were at any moment since then."""
        return {row["state"] for row in self.claims_as_of(person_id, task_id, since)}

    def claims_as_of(self, person_id: int, task_id: int, since: float) -> list[Row]:
        """A person's claims on a task as they are, and as they were at any moment since then.

        An account that was another person's then has been told of theirs.
        """
        who = self.persons_since(person_id, since)
        rows = [
            row for one in who for row in self.claims_of_person.get(one, {}).values() if row["task_id"] == task_id
        ]
        for until, table, _, older in reversed(self._before):
            if until < since:
                break
            if table == "claims" and older and older["task_id"] == task_id and older["person_id"] in who:
                rows.append(older)
        return rows

    def claims_of_task(self, task_id: int) -> Iterator[Row]:
        """All claims of a task, slot by slot."""
        for slot_id in self.slots_of_task.get(task_id, {}):
            yield from self.claims_of_slot.get(slot_id, {}).values()

    def reachable(self, person_id: int) -> bool:
        """Whether the program believes that it may write to them."""
        return any(row["reach"] == "yes" for row in self.accounts_of.get(person_id, {}).values())

    def natives(self, person_id: int) -> list[int]:
        """Their numbers, one on each network where they have an account; none for guests and strangers."""
        return [row["native_id"] for row in self.accounts_of.get(person_id, {}).values()]

    def native(self, person_id: int) -> int:
        """One of these numbers; 0 if there is none."""
        return next(iter(self.natives(person_id)), 0)

    def persons_since(self, person_id: int, since: float) -> list[int]:
        """The person, and those whose account became theirs since then."""
        return [person_id, *(was for was, at in self._came_from.get(person_id, ()) if at >= since)]

    def joined(self) -> list["Move"]:
        """The accounts by which two persons became one in the last transaction: one of the two is no more."""
        return [move for move in self.moves if not self.accounts_of.get(move.was)]

    def parted(self) -> list["Move"]:
        """The accounts that were set apart in the last transaction."""
        return [move for move in self.moves if self.accounts_of.get(move.was)]

    def differences(self, reader: sqlite3.Connection) -> list[str]:
        """Where the database is not what was committed."""
        found = []
        for table, columns in WATCHED.items():
            there = set(reader.execute(f"SELECT {columns} FROM {table}"))
            committed = {tuple(row.values()) for row in self.tables[table].values()}  # in the order of the columns
            found += [f"{table}: committed, not on disk: {row}" for row in sorted(committed - there, key=str)]
            found += [f"{table}: on disk, never committed: {row}" for row in sorted(there - committed, key=str)]
        return found

    def _put(self, table: str, row: Row) -> None:
        self.tables[table][key_of(table, row)] = row
        match table:
            case "claims":
                self.claims_of_slot[row["slot_id"]][row["id"]] = row
                self.claims_of_person[row["person_id"]][row["id"]] = row
            case "notices":
                self.notices_of_person[row["person_id"]][row["id"]] = row
            case "posts":
                self.posts_of_task[row["task_id"]][row["id"]] = row
            case "slots":
                self.slots_of_task[row["task_id"]][row["id"]] = row
            case "accounts":
                self.accounts_of[row["person_id"]][row["id"]] = row
                self.person[row["native_id"]] = row["person_id"]

    def _remove(self, table: str, row: Row) -> None:
        self.tables[table].pop(key_of(table, row), None)
        match table:
            case "claims":
                self.claims_of_slot[row["slot_id"]].pop(row["id"], None)
                self.claims_of_person[row["person_id"]].pop(row["id"], None)
            case "notices":
                self.notices_of_person[row["person_id"]].pop(row["id"], None)
            case "posts":
                self.posts_of_task[row["task_id"]].pop(row["id"], None)
            case "slots":
                self.slots_of_task[row["task_id"]].pop(row["id"], None)
            case "accounts":
                self.accounts_of[row["person_id"]].pop(row["id"], None)
                self.person.pop(row["native_id"], None)


def _move(change: Change) -> Move | None:
    before, after = change.before, change.after
    if before is None or after is None or before["person_id"] == after["person_id"]:
        return None
    return Move(after["native_id"], before["person_id"], after["person_id"])
