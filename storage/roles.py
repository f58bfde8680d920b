"""Roles of servers whose holders coordinate an organisation, and who had them last."""

import json
import sqlite3
from collections.abc import Iterable
from datetime import datetime

from bot.incoming import Network
from bot.model import NamedRole, Organisation
from storage.database import Work
from storage.times import seconds

_ROLE = """
SELECT r.id, r.network, r.server_id, r.native_id, r.name, o.id AS organisation_id, o.name AS organisation,
       EXISTS (SELECT 1 FROM role_holders h WHERE h.role_id = r.id AND h.account_id = :account) AS held
FROM roles r JOIN organisations o ON o.id = r.organisation_id
"""


class Roles:
    def __init__(self, work: Work) -> None:
        self._work = work

    async def about(self, account_id: int, network: Network, servers: Iterable[int]) -> list[NamedRole]:
        """The roles of these servers, and those that this account holds anywhere, as far as we know."""
        rows = await self._work.ask(
            f"{_ROLE} WHERE (r.network = :network AND r.server_id IN (SELECT value FROM json_each(:servers)))"
            " OR r.id IN (SELECT h.role_id FROM role_holders h WHERE h.account_id = :account) ORDER BY r.id",
            {"account": account_id, "network": network.value, "servers": json.dumps(list(servers))},
        )
        return [_role(row) for row in rows]

    async def of_organisation(self, organisation_id: int, network: Network, server: int) -> list[NamedRole]:
        rows = await self._work.ask(
            f"{_ROLE} WHERE r.organisation_id = :organisation AND r.network = :network AND r.server_id = :server"
            " ORDER BY r.id",
            {"account": 0, "organisation": organisation_id, "network": network.value, "server": server},
        )
        return [_role(row) for row in rows]

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


def _role(row: sqlite3.Row) -> NamedRole:
    return NamedRole(
        id=row["id"],
        organisation=Organisation(id=row["organisation_id"], name=row["organisation"]),
        network=Network(row["network"]),
        server=row["server_id"],
        native_id=row["native_id"],
        name=row["name"],
        held=bool(row["held"]),
    )
