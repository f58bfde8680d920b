"""Organisations, their coordinators, and the one-time links that make more of them."""

import sqlite3
from datetime import datetime

from bot.incoming import Network
from bot.model import Invitation, Organisation, Person
from storage.database import Work
from storage.people import People
from storage.times import moment, seconds


class Organisations:
    def __init__(self, work: Work, people: People) -> None:
        self._work = work
        self._people = people

    async def all(self) -> list[Organisation]:
        rows = await self._work.ask("SELECT id, name FROM organisations ORDER BY id")
        return [Organisation(id=row["id"], name=row["name"]) for row in rows]

    async def get(self, organisation_id: int) -> Organisation | None:
        rows = await self._work.ask("SELECT id, name FROM organisations WHERE id = ?", (organisation_id,))
        return Organisation(id=rows[0]["id"], name=rows[0]["name"]) if rows else None

    async def of_person(self, person_id: int) -> list[Organisation]:
        """Those the person coordinates, the first one first."""
        rows = await self._work.ask(
            "SELECT o.id, o.name FROM organisations o JOIN coordinating c ON c.organisation_id = o.id"
            " WHERE c.person_id = ? ORDER BY c.since, o.id",
            (person_id,),
        )
        return [Organisation(id=row["id"], name=row["name"]) for row in rows]

    async def in_server(self, network: Network, server: int) -> set[int]:
        """Those that have a channel in that server, by id."""
        rows = await self._work.ask(
            "SELECT DISTINCT co.organisation_id FROM channels ch"
            " JOIN channel_organisations co ON co.channel_id = ch.id WHERE ch.network = ? AND ch.server_id = ?",
            (network.value, server),
        )
        return {row["organisation_id"] for row in rows}

    async def ensure(self, name: str, now: datetime) -> Organisation:
        """The organisation of that name (case does not count), made if it is new."""
        rows = await self._work.ask("SELECT id, name FROM organisations WHERE name = ?", (name,))
        if rows:
            return Organisation(id=rows[0]["id"], name=rows[0]["name"])
        organisation_id = self._work.ids.next("organisations")
        self._work.write(
            "INSERT INTO organisations (id, name, created_at) VALUES (?, ?, ?)",
            (organisation_id, name, seconds(now)),
        )
        return Organisation(id=organisation_id, name=name)

    async def coordinators(self, organisation_id: int) -> list[Person]:
        rows = await self._work.ask(
            "SELECT person_id FROM coordinating WHERE organisation_id = ? ORDER BY since",
            (organisation_id,),
        )
        return await self._people.many(row["person_id"] for row in rows)

    async def coordinates(self, person_id: int, organisation_id: int) -> bool:
        rows = await self._work.ask(
            "SELECT 1 FROM coordinating WHERE person_id = ? AND organisation_id = ?",
            (person_id, organisation_id),
        )
        return bool(rows)

    def appoint(self, person_id: int, organisation_id: int, now: datetime) -> None:
        self._work.write(
            "INSERT INTO coordinators (organisation_id, person_id, created_at) VALUES (?, ?, ?)"
            " ON CONFLICT DO NOTHING",
            (organisation_id, person_id, seconds(now)),
        )

    def invite(self, token_hash: str, organisation_id: int, invited_by: int, expires_at: datetime) -> None:
        self._work.write(
            "INSERT INTO invitations (token_hash, organisation_id, invited_by, expires_at) VALUES (?, ?, ?, ?)",
            (token_hash, organisation_id, invited_by, seconds(expires_at)),
        )

    async def invitation(self, token_hash: str) -> Invitation | None:
        """A one-time link: for which organisation, from whom, and whether it was used."""
        rows = await self._work.ask(
            "SELECT o.id, o.name, i.invited_by, i.expires_at, i.used_by, i.used_at FROM invitations i"
            " JOIN organisations o ON o.id = i.organisation_id WHERE i.token_hash = ?",
            (token_hash,),
        )
        return _invitation(rows[0]) if rows else None

    def use_invitation(self, token_hash: str, person_id: int, now: datetime) -> None:
        self._work.write(
            "UPDATE invitations SET used_by = ?, used_at = ? WHERE token_hash = ?",
            (person_id, seconds(now), token_hash),
        )


def _invitation(row: sqlite3.Row) -> Invitation:
    return Invitation(
        organisation=Organisation(id=row["id"], name=row["name"]),
        invited_by=row["invited_by"],
        expires_at=moment(row["expires_at"]),
        used_by=row["used_by"],
        used=row["used_at"] is not None,
    )
