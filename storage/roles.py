"""Roles of servers whose holders coordinate an organisation, and who had them last."""

import json
import sqlite3
from collections.abc import Iterable
from datetime import datetime

from bot.incoming import Membership, Network
from bot.model import Holding, NamedRole, Person
from storage.database import Work
from storage.times import seconds

_HOLDINGS = """
SELECT r.id, r.network, r.server_id, r.native_id, a.id AS account_id, a.native_id AS account,
       h.role_id IS NOT NULL AS held
FROM roles r JOIN accounts a ON a.person_id = :person AND a.network = r.network
LEFT JOIN role_holders h ON h.role_id = r.id AND h.account_id = a.id
WHERE h.role_id IS NOT NULL
OR (a.id = :account AND r.server_id IN (SELECT value FROM json_each(:servers)))
ORDER BY r.id, a.id
"""


class Roles:
    def __init__(self, work: Work) -> None:
        self._work = work

    async def about(self, person: Person, servers: Iterable[int]) -> list[Holding]:
        """What this person's account may have in these servers, and what any account of theirs had when last seen."""
        rows = await self._work.ask(
            _HOLDINGS, {"person": person.id, "account": person.account_id, "servers": json.dumps(list(servers))}
        )
        return [_holding(row) for row in rows]

    async def of_organisation(self, organisation_id: int, network: Network, server: int) -> list[NamedRole]:
        rows = await self._work.ask(
            "SELECT id, name FROM roles WHERE organisation_id = ? AND network = ? AND server_id = ? ORDER BY id",
            (organisation_id, network.value, server),
        )
        return [NamedRole(id=row["id"], name=row["name"]) for row in rows]

    def name(
        self, organisation_id: int, network: Network, server: int, native_id: int, name: str, now: datetime
    ) -> None:
        """Whoever has it coordinates the organisation. Twice is once."""
        self._work.write(
            "INSERT INTO roles (id, organisation_id, network, server_id, native_id, name, created_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (organisation_id, network, server_id, native_id) DO UPDATE SET name = excluded.name",
            (
                self._work.ids.next("roles"),
                organisation_id,
                network.value,
                server,
                native_id,
                name,
                seconds(now),
            ),
        )

    def drop(self, role_id: int) -> None:
        """It counts no more, for nobody."""
        self._work.write("DELETE FROM roles WHERE id = ?", (role_id,))

    def holds(self, role_id: int, account_id: int, now: datetime) -> None:
        self._work.write(
            "INSERT INTO role_holders (role_id, account_id, since) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            (role_id, account_id, seconds(now)),
        )

    def lost(self, role_id: int, account_id: int) -> None:
        self._work.write("DELETE FROM role_holders WHERE role_id = ? AND account_id = ?", (role_id, account_id))


def _holding(row: sqlite3.Row) -> Holding:
    return Holding(
        role_id=row["id"],
        native_id=row["native_id"],
        account_id=row["account_id"],
        where=Membership(network=Network(row["network"]), account=row["account"], server=row["server_id"]),
        held=bool(row["held"]),
    )
