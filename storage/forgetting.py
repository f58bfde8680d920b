"""Deleting what has no reason any more (domain 2.8). Numbers stay, people do not."""

import json
from collections.abc import Iterable
from datetime import datetime

from storage.database import Work
from storage.times import seconds

_CLAIMS = "FROM claims c JOIN tasks t ON t.id = c.task_id JOIN slots s ON s.id = c.slot_id WHERE"
_OVER = "t.state IN ('ended', 'cancelled') AND s.ends_at <= :before"
_GIVEN_BACK = "c.state IN ('released', 'lapsed') AND c.changed_at <= :before"
_THEIRS = "c.person_id IN (SELECT value FROM json_each(:persons))"
_NEWS_OF_THEM = """
UPDATE notices SET claim_id = NULL
WHERE person_id NOT IN (SELECT value FROM json_each(:persons))
AND claim_id IN (SELECT id FROM claims WHERE person_id IN (SELECT value FROM json_each(:persons)))
"""
"""What others are owed about them stays owed, without them."""
_IDLE = """
SELECT p.id FROM persons p WHERE p.guest_of IS NULL AND p.seen_at <= :before
AND NOT EXISTS (SELECT 1 FROM claims c WHERE c.person_id = p.id AND c.state IN ('held', 'waiting', 'offered'))
AND NOT EXISTS (SELECT 1 FROM coordinators c WHERE c.person_id = p.id)
AND NOT EXISTS (SELECT 1 FROM tasks t WHERE t.posted_by = p.id AND t.state IN ('open', 'closed'))
AND NOT EXISTS (SELECT 1 FROM accounts a WHERE a.person_id = p.id
    AND a.network || ':' || a.native_id IN (SELECT value FROM json_each(:admins)))
"""


class Forgetting:
    """`before`: whatever ended by then."""

    def __init__(self, work: Work, admins: frozenset[tuple[str, int]]) -> None:
        self._work = work
        self._admins = admins

    def persons(self, person_ids: Iterable[int], now: datetime) -> None:
        """The persons and all about them; their updates stay as nobody's. Live claims are given up before.

        What they held on tasks of the past is counted, without them; whom to meet on tasks they posted, and what
        they wrote to others, goes too.
        """
        who = {"persons": json.dumps(list(person_ids)), "now": seconds(now)}
        self._work.write(_NEWS_OF_THEM, who)
        self._count_away(_THEIRS, who)
        self._work.write(
            "UPDATE tasks SET contact = '' WHERE posted_by IN (SELECT value FROM json_each(:persons))", who
        )
        self._work.write("DELETE FROM messages WHERE sender IN (SELECT value FROM json_each(:persons))", who)
        self._work.write(
            "UPDATE inbox SET lane = '', raw = '', person_id = NULL, answer = '', press = '',"
            " ended_at = COALESCE(ended_at, :now),"
            " state = CASE state WHEN 'failed' THEN 'failed' ELSE 'answered' END"
            " WHERE person_id IN (SELECT value FROM json_each(:persons)) OR lane IN"
            " (SELECT a.network || ':u:' || a.native_id FROM accounts a"
            "  WHERE a.person_id IN (SELECT value FROM json_each(:persons)))",
            who,
        )
        self._work.write("DELETE FROM persons WHERE id IN (SELECT value FROM json_each(:persons))", who)

    async def idle(self, before: datetime) -> list[int]:
        """Who was not seen since: without a live claim, a role, or an open task of theirs."""
        admins = json.dumps([f"{network}:{native_id}" for network, native_id in self._admins])
        rows = await self._work.ask(_IDLE, {"before": seconds(before), "admins": admins})
        return [row["id"] for row in rows]

    def signups(self, before: datetime) -> None:
        """Claims on slots that were over by then become counts."""
        self._count_away(_OVER, {"before": seconds(before)})

    def given_back(self, before: datetime) -> None:
        """Places given back, and offers that lapsed, become counts. A removal stays until its slot is over."""
        self._count_away(_GIVEN_BACK, {"before": seconds(before)})

    def guests(self) -> None:
        """Guests whose claims are gone."""
        self._work.write(
            "DELETE FROM persons WHERE guest_of IS NOT NULL"
            " AND NOT EXISTS (SELECT 1 FROM claims c WHERE c.person_id = persons.id)"
        )

    def contacts(self, before: datetime) -> None:
        """Whom people met on tasks that were over by then."""
        self._work.write(
            "UPDATE tasks SET contact = '' WHERE contact != '' AND state IN ('ended', 'cancelled') AND ends_at <= ?",
            (seconds(before),),
        )

    def drafts(self, before: datetime) -> None:
        self._work.write("DELETE FROM drafts WHERE updated_at <= ?", (seconds(before),))

    def messages(self, before: datetime) -> None:
        self._work.write("DELETE FROM messages WHERE created_at <= ?", (seconds(before),))

    def notices(self, before: datetime) -> None:
        """Notices that ended by then. What could not be delivered stays owed while its task is ahead."""
        self._work.write(
            "DELETE FROM notices WHERE state != 'owed' AND ended_at <= ? AND NOT (state = 'unreachable' AND EXISTS"
            " (SELECT 1 FROM tasks t WHERE t.id = notices.task_id AND t.state IN ('open', 'closed')))",
            (seconds(before),),
        )

    def updates(self, before: datetime) -> None:
        self._work.write(
            "DELETE FROM inbox WHERE state IN ('answered', 'failed') AND ended_at <= ?", (seconds(before),)
        )

    def invitations(self, before: datetime) -> None:
        """Links used, or run out, by then."""
        self._work.write(
            "DELETE FROM invitations WHERE MIN(expires_at, COALESCE(used_at, expires_at)) <= ?", (seconds(before),)
        )

    def codes(self, before: datetime) -> None:
        """Codes for linking that had run out by then, and wrong ones tried until then."""
        self._work.write("DELETE FROM link_codes WHERE expires_at <= ?", (seconds(before),))
        self._work.write("DELETE FROM link_tries WHERE since <= ?", (seconds(before),))

    def _count_away(self, which: str, values: dict[str, object]) -> None:
        """Claims become numbers of their task; of one that was cancelled nobody came."""
        self._work.write(
            "INSERT INTO task_counts (task_id, held, given_back)"
            " SELECT c.task_id, SUM(c.state = 'held'), SUM(c.state = 'released')"
            f" {_CLAIMS} t.state != 'cancelled' AND {which} GROUP BY c.task_id"
            " ON CONFLICT (task_id) DO UPDATE SET held = held + excluded.held,"
            " given_back = given_back + excluded.given_back",
            values,
        )
        self._work.write(f"DELETE FROM claims WHERE id IN (SELECT c.id {_CLAIMS} {which})", values)
