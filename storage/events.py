"""Events: tasks as scheduled events of a server."""

import sqlite3
from datetime import datetime

from bot.incoming import Network
from bot.model import ServerEvent
from storage.database import Work
from storage.times import seconds

_STALE = """
WITH wanted AS (
    SELECT t.id AS task_id, ca.network, ca.server_id, MIN(ch.language) AS language
    FROM calendars ca JOIN channels ch ON ch.network = ca.network AND ch.server_id = ca.server_id
    JOIN posts po ON po.channel_id = ch.id
    JOIN tasks t ON t.id = po.task_id AND t.organisation_id = ca.organisation_id
    WHERE t.state IN ('open', 'closed') AND t.starts_at > :now
    GROUP BY t.id, ca.network, ca.server_id
)
SELECT w.task_id, w.network, w.server_id, w.language, e.native_id,
       CASE WHEN e.refused_at <= :again THEN '' ELSE COALESCE(e.shown, '') END AS shown,
       e.task_id IS NOT NULL AS begun, 1 AS wanted
FROM wanted w JOIN tasks t ON t.id = w.task_id
LEFT JOIN events e ON e.task_id = w.task_id AND e.network = w.network AND e.server_id = w.server_id
WHERE COALESCE(e.gone, 0) = 0 AND (COALESCE(e.revision, 0) < t.revision OR e.refused_at <= :again)
UNION ALL
SELECT e.task_id, e.network, e.server_id, '' AS language, e.native_id, e.shown, 1 AS begun, 0 AS wanted
FROM events e JOIN tasks t ON t.id = e.task_id
WHERE e.native_id IS NOT NULL AND e.gone = 0 AND t.starts_at > :now
AND NOT EXISTS (SELECT 1 FROM wanted w WHERE w.task_id = e.task_id AND w.network = e.network
    AND w.server_id = e.server_id)
ORDER BY 1 LIMIT :most
"""


class Events:
    def __init__(self, work: Work) -> None:
        self._work = work

    def want(self, organisation_id: int, network: Network, server: int, *, wanted: bool) -> None:
        """Whether the organisation's tasks that have a card there are to be events of that server.

        Wanted anew, those that were refused are tried again.
        """
        where = (organisation_id, network.value, server)
        if wanted:
            self._work.write(
                "INSERT INTO calendars (organisation_id, network, server_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                where,
            )
            self._work.write(
                "UPDATE events SET shown = '', revision = 0, refused_at = NULL WHERE gone = 0"
                " AND (native_id IS NULL OR refused_at IS NOT NULL)"
                " AND task_id IN (SELECT id FROM tasks WHERE organisation_id = ?) AND network = ? AND server_id = ?",
                where,
            )
        else:
            self._work.write(
                "DELETE FROM calendars WHERE organisation_id = ? AND network = ? AND server_id = ?", where
            )

    async def are_wanted(self, organisation_id: int, network: Network, server: int) -> bool:
        rows = await self._work.ask(
            "SELECT 1 FROM calendars WHERE organisation_id = ? AND network = ? AND server_id = ?",
            (organisation_id, network.value, server),
        )
        return bool(rows)

    async def refused_in(self, organisation_id: int, network: Network, server: int, now: datetime) -> list[str]:
        """The titles of the tasks ahead that the server would not show as an event, by start."""
        rows = await self._work.ask(
            "SELECT t.title FROM events e JOIN tasks t ON t.id = e.task_id WHERE t.organisation_id = ?"
            " AND e.network = ? AND e.server_id = ? AND e.refused_at IS NOT NULL AND e.gone = 0"
            " AND t.state IN ('open', 'closed') AND t.starts_at > ? ORDER BY t.starts_at, t.id",
            (organisation_id, network.value, server, seconds(now)),
        )
        return [row["title"] for row in rows]

    async def stale(self, now: datetime, again: datetime, most: int) -> list[ServerEvent]:
        """Events that may show an older state than their task has, and those that should not be there any more.

        What was refused at `again` or earlier counts as showing nothing.
        """
        asked = {"now": seconds(now), "again": seconds(again), "most": most}
        return [_event(row) for row in await self._work.ask(_STALE, asked)]

    def begun(self, event: ServerEvent) -> None:
        """It is about to be made: from here until it is recorded nobody knows whether there is one."""
        self._work.write(
            "INSERT INTO events (task_id, network, server_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", _key(event)
        )

    def shows(self, event: ServerEvent, native_id: int | None, fingerprint: str, revision: int) -> None:
        """There is one, or none, and this is what it shows."""
        self._work.write(
            "INSERT INTO events (task_id, network, server_id, native_id, shown, revision) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET native_id = excluded.native_id, shown = excluded.shown,"
            " revision = excluded.revision, refused_at = NULL",
            (*_key(event), native_id, fingerprint, revision),
        )

    def refused(self, event: ServerEvent, fingerprint: str, revision: int, now: datetime) -> None:
        """This it was refused to show."""
        self._work.write(
            "INSERT INTO events (task_id, network, server_id, shown, revision, refused_at) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET shown = excluded.shown, revision = excluded.revision,"
            " refused_at = excluded.refused_at",
            (*_key(event), fingerprint, revision, seconds(now)),
        )

    def forget(self, network: Network) -> None:
        """Those there are known no more, and are made again; but for those that somebody deleted."""
        self._work.write("DELETE FROM events WHERE network = ? AND gone = 0", (network.value,))

    def seen(self, event: ServerEvent, revision: int) -> None:
        """What it shows, or was refused to show, holds for this state of the task, too."""
        self._work.write(
            "UPDATE events SET revision = ? WHERE task_id = ? AND network = ? AND server_id = ?",
            (revision, *_key(event)),
        )

    def gone(self, event: ServerEvent) -> None:
        """Somebody deleted it: it is not made again."""
        self._work.write(
            "UPDATE events SET gone = 1, native_id = NULL WHERE task_id = ? AND network = ? AND server_id = ?",
            _key(event),
        )


def _key(event: ServerEvent) -> tuple[int, str, int]:
    return event.task_id, event.network.value, event.server


def _event(row: sqlite3.Row) -> ServerEvent:
    return ServerEvent(
        task_id=row["task_id"],
        network=Network(row["network"]),
        server=row["server_id"],
        language=row["language"],
        native_id=row["native_id"],
        shown=row["shown"],
        begun=bool(row["begun"]),
        wanted=bool(row["wanted"]),
    )
