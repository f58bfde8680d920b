"""Tasks and their slots."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.model import Organisation, Slot, Standing, Task, TaskState
from storage import rows
from storage.database import Work
from storage.times import maybe_moment, maybe_seconds, moment, seconds

_TASK = f"""
SELECT t.id, t.organisation_id, t.posted_by, t.title, t.benefit, t.place, t.details, t.contact,
       t.starts_at, t.ends_at, t.be_there_at, t.afbud_by, t.only_channel, t.key, t.state, t.state_at, t.revision,
       t.was AS state_before, t.moved_at, o.name AS organisation, COALESCE(p.name, '') AS poster,
       {rows.SLOT}, {rows.COUNTS}
FROM tasks t JOIN organisations o ON o.id = t.organisation_id
LEFT JOIN persons p ON p.id = t.posted_by
JOIN slots s ON s.task_id = t.id AND s.capacity > 0
"""
_CLASHING = rows.held_elsewhere("whole.id", "whole.slot_starts_at", "whole.slot_ends_at")
_STANDING = f"""
SELECT whole.*, {rows.CLAIM}, EXISTS (SELECT 1 {_CLASHING}) AS clashes,
       EXISTS (SELECT 1 FROM claims r
               WHERE r.task_id = whole.id AND r.person_id = :person AND r.state = 'removed') AS removed,
       (SELECT COUNT(*) FROM claims w WHERE w.slot_id = c.slot_id AND w.state = 'waiting'
               AND w.turn <= c.turn) AS line
FROM ({_TASK} WHERE t.id IN (SELECT value FROM json_each(:tasks)
      UNION ALL SELECT task_id FROM claims WHERE id = :claim AND person_id = :person)) whole
LEFT JOIN claims c ON c.id = (
    SELECT m.id FROM claims m WHERE m.task_id = whole.id AND m.person_id = :person
    ORDER BY m.state IN ('held', 'waiting', 'offered') DESC, m.changed_at DESC, m.id DESC LIMIT 1)
ORDER BY whole.slot_id
"""


class Tasks:
    def __init__(self, work: Work) -> None:
        self._work = work

    async def get(self, task_id: int) -> Task | None:
        found = await self._work.ask(f"{_TASK} WHERE t.id = ? ORDER BY s.position", (task_id,))
        return _task(found) if found else None

    async def standing(self, person_id: int, task_id: int) -> Standing | None:
        standings = await self.standings(person_id, [task_id])
        return standings[0] if standings else None

    async def standing_of(self, person_id: int, claim_id: int) -> Standing | None:
        """The task of this claim as the person meets it; None if the claim is not theirs."""
        found = await self._work.ask(_STANDING, {"person": person_id, "tasks": "[]", "claim": claim_id})
        return _standing(found) if found else None

    async def standings(self, person_id: int, task_ids: Sequence[int]) -> list[Standing]:
        """Each of these tasks as the person meets it, in the order given."""
        found = await self._work.ask(_STANDING, {"person": person_id, "tasks": json.dumps(task_ids), "claim": 0})
        groups: dict[int, list[sqlite3.Row]] = {}
        for row in found:
            groups.setdefault(row["id"], []).append(row)
        return [_standing(groups[task_id]) for task_id in task_ids if task_id in groups]

    async def of_slot(self, slot_id: int) -> int | None:
        """The task a slot belongs to."""
        found = await self._work.ask("SELECT task_id FROM slots WHERE id = ?", (slot_id,))
        return found[0]["task_id"] if found else None

    async def many(self, task_ids: Iterable[int]) -> list[Task]:
        """The tasks with these ids, by start."""
        ids = list(task_ids)
        holes = ", ".join("?" * len(ids))
        found = await self._work.ask(
            f"{_TASK} WHERE t.id IN ({holes}) ORDER BY t.starts_at, t.id, s.position",
            ids,
        )
        return _tasks(found)

    def add(self, task: Task, now: datetime) -> Task:
        """Store a new task and its slots; their ids are given here."""
        task_id = self._work.ids.next("tasks")
        self._work.write(
            "INSERT INTO tasks (id, organisation_id, posted_by, title, benefit, place, details, contact,"
            " starts_at, ends_at, be_there_at, afbud_by, only_channel, key, state, state_at, created_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                task_id,
                task.organisation.id,
                task.posted_by,
                *_wording(task),
                *_times(task),
                task.only_channel,
                task.key,
                task.state.value,
                seconds(now),
                seconds(now),
            ),
        )
        slots = tuple(self.add_slot(task_id, place, slot) for place, slot in enumerate(task.slots))
        return replace(task, id=task_id, slots=slots)

    def add_slot(self, task_id: int, position: int, slot: Slot) -> Slot:
        slot_id = self._work.ids.next("slots")
        self._work.write(
            "INSERT INTO slots (id, task_id, position, name, capacity, starts_at, ends_at, be_there_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (slot_id, task_id, position, slot.name, slot.capacity, *_slot_times(slot)),
        )
        return Slot(
            id=slot_id,
            task_id=task_id,
            name=slot.name,
            capacity=slot.capacity,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            be_there_at=slot.be_there_at,
        )

    def change(self, task: Task) -> None:
        """Write the words and times of a task; its cards become stale."""
        self._work.write(
            "UPDATE tasks SET title = ?, benefit = ?, place = ?, details = ?, contact = ?, starts_at = ?,"
            " ends_at = ?, be_there_at = ?, afbud_by = ?, only_channel = ?, moved_at = ?, short_told = 0,"
            " revision = revision + 1 WHERE id = ?",
            (
                *_wording(task),
                *_times(task),
                task.only_channel,
                maybe_seconds(task.moved_at),
                task.id,
            ),
        )

    def change_slot(self, slot: Slot) -> None:
        """Write the name, the times and the capacity of a slot. Design I1 is kept by the database itself."""
        self._work.write(
            "UPDATE slots SET name = ?, capacity = ?, starts_at = ?, ends_at = ?, be_there_at = ? WHERE id = ?",
            (slot.name, slot.capacity, *_slot_times(slot), slot.id),
        )

    def append_slot(self, task_id: int, slot: Slot) -> Slot:
        """A new slot behind the others, those taken away included."""
        slot_id = self._work.ids.next("slots")
        self._work.write(
            "INSERT INTO slots (id, task_id, position, name, capacity, starts_at, ends_at, be_there_at)"
            " SELECT ?, ?, COALESCE(MAX(position), -1) + 1, ?, ?, ?, ?, ? FROM slots WHERE task_id = ?",
            (slot_id, task_id, slot.name, slot.capacity, *_slot_times(slot), task_id),
        )
        return replace(slot, id=slot_id, task_id=task_id)

    def drop_slot(self, slot_id: int) -> None:
        """Take a slot away; its live claims are ended before. Ended claims keep its row, which nobody sees."""
        self._work.write("UPDATE slots SET capacity = 0 WHERE id = ?", (slot_id,))
        self._work.write(
            "DELETE FROM slots WHERE id = ? AND NOT EXISTS (SELECT 1 FROM claims c WHERE c.slot_id = slots.id)",
            (slot_id,),
        )

    def set_state(self, task_id: int, state: TaskState, now: datetime) -> None:
        self._work.write(
            "UPDATE tasks SET was = state, state = ?, state_at = ?, revision = revision + 1 WHERE id = ?",
            (state.value, seconds(now), task_id),
        )

    async def end_those_over(self, now: datetime) -> list[int]:
        """Tasks whose time is over become ended, and their cards stale; their ids."""
        found = await self._work.ask(
            "UPDATE tasks SET state = 'ended', state_at = ?, revision = revision + 1"
            " WHERE state IN ('open', 'closed') AND ends_at <= ? RETURNING id",
            (seconds(now), seconds(now)),
        )
        return [row["id"] for row in found]

    async def touch_begun(self, after: datetime, until: datetime) -> list[int]:
        """The cards of tasks of which a role has begun in that time become stale; their ids."""
        found = await self._work.ask(
            "UPDATE tasks SET revision = revision + 1 WHERE state IN ('open', 'closed') AND id IN"
            " (SELECT task_id FROM slots WHERE starts_at > ? AND starts_at <= ? AND capacity > 0) RETURNING id",
            (seconds(after), seconds(until)),
        )
        return [row["id"] for row in found]

    async def next_turn(self, after: datetime) -> datetime | None:
        """When a task next begins, ends, or is two days away."""
        found = await self._work.ask(
            "SELECT MIN(turn) AS at FROM (SELECT MIN(starts_at) AS turn FROM tasks"
            " WHERE state IN ('open', 'closed') AND starts_at > :after"
            " UNION ALL SELECT MIN(starts_at - 172800) FROM tasks"
            " WHERE state = 'open' AND short_told = 0 AND starts_at - 172800 > :after"
            " UNION ALL SELECT MIN(ends_at) FROM tasks WHERE state IN ('open', 'closed') AND ends_at > :after)",
            {"after": seconds(after)},
        )
        return maybe_moment(found[0]["at"])

    def touch(self, task_id: int) -> None:
        """What its cards show has changed."""
        self._work.write("UPDATE tasks SET revision = revision + 1 WHERE id = ?", (task_id,))


def _wording(task: Task) -> tuple[Any, ...]:
    return task.title, task.benefit, task.place, task.details, task.contact


def _times(task: Task) -> tuple[int, ...]:
    return tuple(map(seconds, (task.starts_at, task.ends_at, task.be_there_at, task.afbud_by)))


def _slot_times(slot: Slot) -> tuple[int, ...]:
    return tuple(map(seconds, (slot.starts_at, slot.ends_at, slot.be_there_at)))


def _tasks(found: Iterable[sqlite3.Row]) -> list[Task]:
    """Rows of one or more tasks, a row a slot, as tasks in the order of the rows."""
    groups: dict[int, list[sqlite3.Row]] = {}
    for row in found:
        groups.setdefault(row["id"], []).append(row)
    return [_task(group) for group in groups.values()]


def _task(of_task: list[sqlite3.Row]) -> Task:
    row = of_task[0]
    return Task(
        id=row["id"],
        organisation=Organisation(id=row["organisation_id"], name=row["organisation"]),
        posted_by=row["posted_by"],
        poster_name=row["poster"],
        title=row["title"],
        benefit=row["benefit"],
        place=row["place"],
        details=row["details"],
        contact=row["contact"],
        starts_at=moment(row["starts_at"]),
        ends_at=moment(row["ends_at"]),
        be_there_at=moment(row["be_there_at"]),
        afbud_by=moment(row["afbud_by"]),
        only_channel=bool(row["only_channel"]),
        key=row["key"],
        state=TaskState(row["state"]),
        state_at=moment(row["state_at"]),
        was=TaskState(row["state_before"]) if row["state_before"] else None,
        revision=row["revision"],
        moved_at=maybe_moment(row["moved_at"]),
        slots=tuple(rows.slot(one, taken=one["taken"], waiting=one["waiting"]) for one in of_task),
    )


def _standing(of_task: list[sqlite3.Row]) -> Standing:
    row = of_task[0]
    mine = None
    if row["claim_id"] is not None:
        mine = rows.claim(row, line=row["line"] if row["claim_state"] == "waiting" else 0)
    clashes = frozenset(one["slot_id"] for one in of_task if one["clashes"])
    return Standing(task=_task(of_task), claim=mine, removed=bool(row["removed"]), clashes=clashes)
