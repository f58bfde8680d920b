"""Drafts: half-filled forms."""

import json
import sqlite3
from datetime import datetime

from bot.model import DONE, MOST_DRAFTS, Draft
from storage.database import Work
from storage.times import moment, seconds

_DRAFT = "SELECT id, person_id, kind, task_id, step, fields, updated_at FROM drafts"


class Drafts:
    def __init__(self, work: Work) -> None:
        self._work = work

    async def get(self, draft_id: int, person_id: int) -> Draft | None:
        """The draft, if it is this person's."""
        rows = await self._work.ask(f"{_DRAFT} WHERE id = ? AND person_id = ?", (draft_id, person_id))
        return _draft(rows[0]) if rows else None

    async def active(self, person_id: int) -> Draft | None:
        """The one the person's typed words go to."""
        rows = await self._work.ask(
            f"{_DRAFT} WHERE person_id = ? AND active = 1 ORDER BY updated_at DESC, id DESC LIMIT 1",
            (person_id,),
        )
        return _draft(rows[0]) if rows else None

    def add(
        self,
        person_id: int,
        kind: str,
        step: str,
        fields: dict[str, object],
        now: datetime,
        task_id: int | None = None,
    ) -> Draft:
        """A new draft, which typed words go to from now on; earlier ones rest, and the oldest of many go."""
        self._rest_all(person_id)
        self._work.write(
            "DELETE FROM drafts WHERE person_id = ? AND id NOT IN"
            " (SELECT id FROM drafts WHERE person_id = ? ORDER BY updated_at DESC, id DESC LIMIT ?)",
            (person_id, person_id, MOST_DRAFTS - 1),
        )
        draft_id = self._work.ids.next("drafts")
        self._work.write(
            "INSERT INTO drafts (id, person_id, kind, task_id, step, fields, created_at, updated_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (draft_id, person_id, kind, task_id, step, json.dumps(fields), seconds(now), seconds(now)),
        )
        return Draft(
            id=draft_id,
            person_id=person_id,
            kind=kind,
            step=step,
            fields=fields,
            updated_at=now,
            task_id=task_id,
        )

    def save(self, draft: Draft, now: datetime) -> None:
        """Write the step and the fields; typed words go to this draft from now on."""
        self._rest_all(draft.person_id)
        self._work.write(
            "UPDATE drafts SET step = ?, fields = ?, active = 1, updated_at = ? WHERE id = ?",
            (draft.step, json.dumps(draft.fields), seconds(now), draft.id),
        )

    async def unfinished(self, person_id: int, kind: str, most: int) -> list[Draft]:
        """The person's half-filled forms of a kind, the latest first."""
        rows = await self._work.ask(
            f"{_DRAFT} WHERE person_id = ? AND kind = ? AND step != ? ORDER BY updated_at DESC, id DESC LIMIT ?",
            (person_id, kind, DONE, most),
        )
        return [_draft(row) for row in rows]

    def finish(self, draft_id: int, task_id: int, now: datetime) -> None:
        """What was typed is gone; that it was done, and for which task, is remembered: a second press is told so."""
        self._work.write(
            "UPDATE drafts SET step = ?, fields = '{}', task_id = ?, active = 0, updated_at = ? WHERE id = ?",
            (DONE, task_id, seconds(now), draft_id),
        )

    def drop_those_about(self, person_id: int, kind: str, task_id: int) -> None:
        """The person begins this form about this task anew."""
        self._work.write(
            "DELETE FROM drafts WHERE person_id = ? AND kind = ? AND task_id = ? AND step != ?",
            (person_id, kind, task_id, DONE),
        )

    def rest(self, person_id: int, kind: str) -> None:
        """Typed words go to no form of this kind any more."""
        self._work.write(
            "UPDATE drafts SET active = 0 WHERE person_id = ? AND kind = ? AND active = 1", (person_id, kind)
        )

    def _rest_all(self, person_id: int) -> None:
        self._work.write("UPDATE drafts SET active = 0 WHERE person_id = ? AND active = 1", (person_id,))

    def drop(self, draft_id: int) -> None:
        self._work.write("DELETE FROM drafts WHERE id = ?", (draft_id,))


def _draft(row: sqlite3.Row) -> Draft:
    return Draft(
        id=row["id"],
        person_id=row["person_id"],
        kind=row["kind"],
        step=row["step"],
        fields=json.loads(row["fields"]),
        updated_at=moment(row["updated_at"]),
        task_id=row["task_id"],
    )
