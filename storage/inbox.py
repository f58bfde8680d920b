"""The inbox: updates from the moment they are acknowledged until they are answered.

A row that is closed says no longer who it came from: the lane holds their number on the network, and order is over.
"""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime

from bot.incoming import Arrival, Network
from bot.model import InboxRow, Retort
from storage.database import Work
from storage.times import seconds

_ROW = "SELECT id, network, lane, raw, tries, person_id, answer, press FROM inbox"
_UNFINISHED = "WHERE state IN ('new', 'done')"
"""The words of the index, without which SQLite does not see that it fits."""


class Inbox:
    def __init__(self, work: Work) -> None:
        self._work = work

    async def store(
        self, network: Network, bot_id: int, arrivals: Sequence[Arrival], now: datetime
    ) -> list[InboxRow]:
        """Store what is new by (bot id, update number), in the order given; the rows stored."""
        listed = json.dumps([(one.number, one.lane, one.raw) for one in arrivals])
        rows = await self._work.ask(
            "INSERT INTO inbox (network, bot_id, number, lane, raw, state, received_at)"
            " SELECT ?, ?, value ->> 0, value ->> 1, value ->> 2, 'new', ? FROM json_each(?) WHERE true"
            " ON CONFLICT (bot_id, number) DO NOTHING RETURNING id, network, lane, raw, tries, person_id, answer,"
            " press",
            (network.value, bot_id, seconds(now), listed),
        )
        return sorted((_row(row) for row in rows), key=lambda row: row.id)

    def close_unread(self, network: Network, bot_id: int, arrivals: Sequence[Arrival], now: datetime) -> None:
        """Remember these by their numbers only: they have no effect, neither now nor when they come again."""
        if arrivals:
            listed = json.dumps([one.number for one in arrivals])
            self._work.write(
                "INSERT INTO inbox (network, bot_id, number, lane, raw, state, trouble, received_at, ended_at)"
                " SELECT :network, :bot, value, '', '', 'answered', 'too many at once', :now, :now"
                " FROM json_each(:listed) WHERE true ON CONFLICT (bot_id, number) DO NOTHING",
                {"network": network.value, "bot": bot_id, "now": seconds(now), "listed": listed},
            )

    async def unhandled(self) -> list[InboxRow]:
        """What was acknowledged and not handled before a crash, in order."""
        rows = await self._work.ask(f"{_ROW} {_UNFINISHED} AND state = 'new' ORDER BY id")
        return [_row(row) for row in rows]

    async def unanswered(self) -> list[InboxRow]:
        """What was done and perhaps not answered before a crash."""
        rows = await self._work.ask(f"{_ROW} {_UNFINISHED} AND state = 'done' ORDER BY id")
        return [_row(row) for row in rows]

    def done(
        self, row_id: int, person_id: int | None, answer: str, now: datetime, retort: Retort | None = None
    ) -> None:
        """The effect is committed with this; the raw text is emptied. No answer due: the row is closed.

        Somebody who deleted themselves just now is not remembered here either.
        """
        self._work.write(
            "UPDATE inbox SET state = ?1, lane = iif(?1 = 'done', lane, ''), raw = '',"
            " person_id = (SELECT id FROM persons WHERE id = ?2), answer = ?3, press = ?4, ended_at = ?5"
            " WHERE id = ?6",
            (
                "done" if answer or retort else "answered",
                person_id,
                answer,
                json.dumps(asdict(retort)) if retort else "",
                seconds(now),
                row_id,
            ),
        )

    def answered(self, row_ids: Iterable[int]) -> None:
        self._work.write(
            "UPDATE inbox SET state = 'answered', lane = '', answer = '', press = ''"
            " WHERE id IN (SELECT value FROM json_each(?)) AND state = 'done'",
            (json.dumps(list(row_ids)),),
        )

    def tried(self, row_id: int, trouble: str) -> None:
        self._work.write("UPDATE inbox SET tries = tries + 1, trouble = ? WHERE id = ?", (trouble, row_id))

    def failed(self, row_id: int, trouble: str, now: datetime) -> None:
        """Closed for good, kept for `doctor`; the raw text is emptied."""
        self._work.write(
            "UPDATE inbox SET state = 'failed', lane = '', raw = '', tries = tries + 1, trouble = ?, ended_at = ?"
            " WHERE id = ?",
            (trouble, seconds(now), row_id),
        )


def _row(row: sqlite3.Row) -> InboxRow:
    return InboxRow(
        id=row["id"],
        network=Network(row["network"]),
        lane=row["lane"],
        raw=row["raw"],
        tries=row["tries"],
        person_id=row["person_id"],
        answer=row["answer"],
        retort=Retort(**json.loads(row["press"])) if row["press"] else None,
    )
