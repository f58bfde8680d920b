"""Dossiers: everything stored about one person, table by table."""

import json
import sqlite3
from collections.abc import Callable
from typing import TypeVar

from bot.dossier import Account, Dossier, Form, Link, Posted, Role, Signup, Told, Written
from bot.model import DONE
from storage.database import Work
from storage.times import maybe_moment, moment

Record = TypeVar("Record")


class Dossiers:
    def __init__(self, work: Work) -> None:
        self._work = work

    async def of(self, person_id: int) -> Dossier | None:
        """Everything stored about a person."""
        rows = await self._work.ask(
            "SELECT id, name, language, offsets, quiet_from, quiet_to, created_at, seen_at, l.expires_at,"
            " COALESCE((SELECT t.wrong FROM link_tries t WHERE t.person_id = persons.id), 0) AS wrong FROM persons"
            " LEFT JOIN link_codes l ON l.person_id = persons.id WHERE id = ?",
            (person_id,),
        )
        if not rows:
            return None
        row = rows[0]
        return Dossier(
            name=row["name"],
            chosen_language=row["language"],
            reminders_minutes_before=tuple(json.loads(row["offsets"])),
            quiet_from=_clock(row["quiet_from"]),
            quiet_to=_clock(row["quiet_to"]),
            known_since=moment(row["created_at"]),
            last_seen=moment(row["seen_at"]),
            accounts=await self._all(_ACCOUNTS, _account, person_id),
            signups=await self._all(_SIGNUPS, _signup, person_id),
            told=await self._all(_NOTICES, _told, person_id),
            forms=await self._all(_DRAFTS, _form, person_id),
            roles=await self._all(_ROLES, _role, person_id),
            posted=await self._all(_POSTED, _posted, person_id),
            written=await self._all(_WRITTEN, _written, person_id),
            links=await self._all(_LINKS, _link, person_id),
            linking_code_until=maybe_moment(row["expires_at"]),
            wrong_linking_codes=row["wrong"],
            asked_about_channels=await self._all(_CHANNELS, _title, person_id),
            updates=(await self._all(_UPDATES, _count, person_id))[0],
        )

    async def _all(self, sql: str, record: Callable[[sqlite3.Row], Record], person_id: int) -> tuple[Record, ...]:
        return tuple(record(row) for row in await self._work.ask(sql, {"person": person_id}))


_ACCOUNTS = "SELECT network, native_id, language, reach, seen_at FROM accounts WHERE person_id = :person ORDER BY id"
_SIGNUPS = """
SELECT c.task_id, t.title, s.name, s.starts_at, s.ends_at, c.state, c.created_at, c.changed_at
FROM claims c JOIN tasks t ON t.id = c.task_id JOIN slots s ON s.id = c.slot_id
WHERE c.person_id = :person ORDER BY c.id
"""
_NOTICES = "SELECT kind, task_id, due_at, state, ended_at FROM notices WHERE person_id = :person ORDER BY id"
_DRAFTS = "SELECT kind, step, fields, updated_at FROM drafts WHERE person_id = :person ORDER BY id"
_ROLES = """
SELECT o.name, c.since FROM coordinating c JOIN organisations o ON o.id = c.organisation_id
WHERE c.person_id = :person ORDER BY c.since, o.id
"""
_POSTED = "SELECT id, title, starts_at FROM tasks WHERE posted_by = :person ORDER BY id"
_WRITTEN = "SELECT task_id, text, created_at FROM messages WHERE sender = :person ORDER BY id"
_LINKS = """
SELECT o.name, i.used_by = :person AS used_by_you, i.expires_at, i.used_at
FROM invitations i JOIN organisations o ON o.id = i.organisation_id
WHERE i.invited_by = :person OR i.used_by = :person ORDER BY i.expires_at
"""
_CHANNELS = """
SELECT ch.title FROM channel_questions q JOIN channels ch ON ch.id = q.channel_id
WHERE q.person_id = :person ORDER BY ch.id
"""
_UPDATES = "SELECT COUNT(*) AS count FROM inbox WHERE person_id = :person"


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _account(row: sqlite3.Row) -> Account:
    return Account(
        network=row["network"],
        native_id=row["native_id"],
        language=row["language"],
        reach=row["reach"],
        last_seen=moment(row["seen_at"]),
    )


def _signup(row: sqlite3.Row) -> Signup:
    return Signup(
        task=row["task_id"],
        title=row["title"],
        role=row["name"],
        starts_at=moment(row["starts_at"]),
        ends_at=moment(row["ends_at"]),
        state=row["state"],
        taken_at=moment(row["created_at"]),
        changed_at=moment(row["changed_at"]),
    )


def _told(row: sqlite3.Row) -> Told:
    return Told(
        kind=row["kind"],
        task=row["task_id"],
        due_at=moment(row["due_at"]),
        state=row["state"],
        ended_at=maybe_moment(row["ended_at"]),
    )


def _form(row: sqlite3.Row) -> Form:
    return Form(
        kind=row["kind"],
        finished=row["step"] == DONE,
        fields=json.loads(row["fields"]),
        updated_at=moment(row["updated_at"]),
    )


def _role(row: sqlite3.Row) -> Role:
    return Role(organisation=row["name"], since=moment(row["since"]))


def _posted(row: sqlite3.Row) -> Posted:
    return Posted(task=row["id"], title=row["title"], starts_at=moment(row["starts_at"]))


def _written(row: sqlite3.Row) -> Written:
    return Written(task=row["task_id"], text=row["text"], sent_at=moment(row["created_at"]))


def _link(row: sqlite3.Row) -> Link:
    return Link(
        organisation=row["name"],
        used_by_you=bool(row["used_by_you"]),
        expires_at=moment(row["expires_at"]),
        used_at=maybe_moment(row["used_at"]),
    )


def _title(row: sqlite3.Row) -> str:
    return str(row["title"])


def _count(row: sqlite3.Row) -> int:
    return int(row["count"])
