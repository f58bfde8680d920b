"""Searches: what is open, what is a person's, what is an organisation's."""

from datetime import datetime
from typing import Any

from bot.model import Search, Task
from storage.database import Work
from storage.tasks import Tasks
from storage.times import seconds

_FREE = """
EXISTS (SELECT 1 FROM slots f WHERE f.task_id = t.id AND f.capacity
 > (SELECT COUNT(*) FROM claims c WHERE c.slot_id = f.id AND c.state IN ('held', 'offered')))
"""
"""A task with a free place: asked slot by slot, so that the index of each slot's claims answers."""

_FITS = f"""
SELECT t.id, t.starts_at FROM tasks t WHERE t.state = 'open' AND t.only_channel = 0 AND {_FREE}
AND NOT EXISTS (SELECT 1 FROM claims m JOIN slots s ON s.id = m.slot_id
  JOIN tasks o ON o.id = m.task_id WHERE m.person_id = :person AND m.state = 'held'
  AND o.state IN ('open', 'closed') AND s.starts_at < t.ends_at AND s.ends_at > t.starts_at)
AND NOT EXISTS (SELECT 1 FROM claims r WHERE r.task_id = t.id AND r.person_id = :person
  AND r.state IN ('removed', 'held', 'waiting', 'offered'))
"""


class Finding:
    def __init__(self, work: Work, tasks: Tasks) -> None:
        self._work = work
        self._tasks = tasks

    async def open_tasks(self, search: Search, now: datetime, first: int, most: int) -> list[Task]:
        """A page of the open tasks that fit, by start; one more than `most` if there is a next page."""
        conditions, values = _conditions(search, now)
        rows = await self._work.ask(
            "SELECT t.id FROM tasks t WHERE t.state = 'open' AND t.only_channel = 0 AND t.starts_at > ?"
            f" {conditions} ORDER BY t.starts_at, t.id LIMIT ? OFFSET ?",
            [seconds(now), *values, most + 1, first],
        )
        return await self._tasks.many(row["id"] for row in rows) if rows else []

    async def fitting(self, person_id: int, now: datetime, near: datetime, most: int) -> list[Task]:
        """Open tasks with a free place that clash with nothing the person holds, the nearest in time first."""
        rows = await self._work.ask(
            f"SELECT id FROM (SELECT * FROM ({_FITS} AND t.starts_at >= MAX(:near, :now + 1)"
            "  ORDER BY t.starts_at, t.id LIMIT :most)"
            f" UNION ALL SELECT * FROM ({_FITS} AND t.starts_at > :now AND t.starts_at < :near"
            "  ORDER BY t.starts_at DESC, t.id LIMIT :most))"
            " ORDER BY ABS(starts_at - :near), id LIMIT :most",
            {"now": seconds(now), "person": person_id, "near": seconds(near), "most": most},
        )
        return await self._tasks.many(row["id"] for row in rows) if rows else []

    async def of_organisations(self, organisation_ids: list[int], now: datetime, first: int, most: int) -> list[Task]:
        """A page of the tasks a coordinator steers: those short of people soonest, then the rest by start, over last.

        One more than `most` if there is a next page.
        """
        holes = ", ".join("?" * len(organisation_ids))
        rows = await self._work.ask(
            f"SELECT t.id FROM tasks t WHERE t.organisation_id IN ({holes}) AND t.ends_at > ?"
            f" ORDER BY (t.state = 'open' AND t.starts_at > ? AND {_FREE}) DESC, t.state IN ('cancelled', 'ended'),"
            " t.starts_at, t.id LIMIT ? OFFSET ?",
            [*organisation_ids, seconds(now) - 86400, seconds(now), most + 1, first],
        )
        ids = [row["id"] for row in rows]
        return sorted(await self._tasks.many(ids), key=lambda task: ids.index(task.id)) if ids else []

    async def short(self, now: datetime, before: datetime) -> list[Task]:
        """Open tasks that start by then, still lack people, and whose coordinator has not been told.

        Not those that were posted, or moved, when the time to tell it had gone by: the coordinator knows.
        """
        rows = await self._work.ask(
            "SELECT t.id FROM tasks t WHERE t.state = 'open' AND t.short_told = 0"
            " AND t.starts_at > :now AND t.starts_at <= :before"
            " AND MAX(t.created_at, COALESCE(t.moved_at, 0)) <= t.starts_at - (:before - :now)"
            f" AND {_FREE} ORDER BY t.starts_at",
            {"now": seconds(now), "before": seconds(before)},
        )
        return await self._tasks.many(row["id"] for row in rows) if rows else []

    def told_short(self, task_id: int) -> None:
        self._work.write("UPDATE tasks SET short_told = 1 WHERE id = ?", (task_id,))


def _conditions(search: Search, now: datetime) -> tuple[str, list[Any]]:
    parts: list[str] = []
    values: list[Any] = []
    if search.before is not None:
        parts.append("AND t.starts_at < ?")
        values.append(seconds(search.before))
    if search.longest is not None:
        parts.append("AND t.ends_at - t.starts_at <= ?")
        values.append(int(search.longest.total_seconds()))
    if search.only_free:
        parts.append(f"AND {_FREE}")
    return " ".join(parts), values
