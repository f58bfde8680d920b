"""Notices: the outbox."""

import json
import sqlite3
from collections.abc import Iterable
from datetime import datetime

from bot.incoming import Network
from bot.model import Delivery, Notice, NoticeKind, Upcoming
from bot.ports import Urgency
from storage.database import Work
from storage.rows import BEST_ACCOUNT
from storage.times import maybe_moment, moment, seconds

_NOTICE = "SELECT id, key, kind, person_id, task_id, claim_id, facts, due_at, attempts FROM notices"
NOT_ON = (
    "AND COALESCE((SELECT a.network || iif(a.chat_id, '', ' unopened') FROM accounts a"
    " WHERE a.person_id = notices.person_id"
    " ORDER BY (a.reach = 'yes' AND a.network NOT IN (SELECT value FROM json_each(:away))) DESC,"
    f" {BEST_ACCOUNT} LIMIT 1), '') NOT IN (SELECT value FROM json_each(:full))"
)
"""Those whose person is reached on another network than the full ones, by an account that is not on one away.

Of a network where only what has to be opened first is full, only those whose chat is not open yet are left out.
"""


class Notices:
    def __init__(self, work: Work) -> None:
        self._work = work

    def put(self, notice: Notice, urgency: Urgency, now: datetime) -> None:
        """Promise it, in the transaction of its cause. The same key is the same promise."""
        self._put(notice, urgency, now, "owed")

    def mark_missed(self, notice: Notice, now: datetime) -> None:
        """Remember that it was owed and its time went by."""
        self._put(notice, Urgency.DIGEST, now, "missed")

    def _put(self, notice: Notice, urgency: Urgency, now: datetime, state: str) -> None:
        notice_id = self._work.ids.next("notices")
        self._work.write(
            "INSERT INTO notices (id, key, kind, person_id, task_id, claim_id, facts, urgency, due_at, state,"
            " created_at, ended_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING",
            (
                notice_id,
                notice.key or f"{notice.kind.value}#{notice_id}",
                notice.kind.value,
                notice.person_id,
                notice.task_id,
                notice.claim_id,
                _packed(notice.facts),
                urgency.value,
                seconds(notice.due_at),
                state,
                seconds(now),
                None if state == "owed" else seconds(now),
            ),
        )

    def supersede(self, notice: Notice, now: datetime) -> None:
        """What is still owed of the same news to the same person is not sent as well."""
        self._work.write(
            "UPDATE notices SET state = 'dropped', ended_at = ?, trouble = 'said anew'"
            " WHERE person_id = ? AND kind = ? AND claim_id IS ? AND facts = ? AND state IN ('owed', 'unreachable')",
            (seconds(now), notice.person_id, notice.kind.value, notice.claim_id, _packed(notice.facts)),
        )

    def miss_earlier(self, claim_id: int, now: datetime) -> None:
        """Reminders of this claim that could not be sent until now are missed: a newer one says what they would."""
        self._work.write(
            "UPDATE notices SET state = 'missed', ended_at = ?"
            " WHERE claim_id = ? AND kind = 'reminder' AND state IN ('owed', 'unreachable')",
            (seconds(now), claim_id),
        )

    async def unsent(self, claim_id: int, kind: NoticeKind) -> Notice | None:
        """News of this kind about a claim that its person has not heard yet, the latest."""
        rows = await self._work.ask(
            f"{_NOTICE} WHERE claim_id = ? AND kind = ? AND state IN ('owed', 'unreachable')"
            " ORDER BY id DESC LIMIT 1",
            (claim_id, kind.value),
        )
        return _notice(rows[0]) if rows else None

    async def untold(self, claim_id: int, kind: NoticeKind) -> dict[str, int | str] | None:
        """The facts of the latest news of this kind about a claim, if it was never sent."""
        rows = await self._work.ask(
            "SELECT state, facts FROM notices WHERE claim_id = ? AND kind = ? ORDER BY id DESC LIMIT 1",
            (claim_id, kind.value),
        )
        if not rows or rows[0]["state"] == "sent":
            return None
        facts: dict[str, int | str] = json.loads(rows[0]["facts"])
        return facts

    async def due(
        self,
        now: datetime,
        busy: Iterable[int],
        most: int,
        full: Iterable[Network] = (),
        away: Iterable[Network] = (),
        opening: Iterable[Network] = (),
    ) -> list[Notice]:
        """Up to `most` notices whose time has come, the most urgent first: one a person.

        None to the `busy`, so everyone's news comes in order, and forty of them to one person hold up nobody else;
        and none to people who are reached on a network that is `full`; where theirs is `away`, on their other one.
        Where enough chats are `opening`, none to people whose chat would have to be opened, too.
        """
        asked = {"now": seconds(now), "busy": json.dumps(list(busy)), "most": most}
        networks = [network.value for network in full]
        networks += [f"{network.value} unopened" for network in (*full, *opening)]
        if networks:
            asked |= {"full": json.dumps(networks), "away": json.dumps([network.value for network in away])}
        rows = await self._work.ask(
            f"{_NOTICE} WHERE state = 'owed' AND due_at <= :now"
            " AND person_id NOT IN (SELECT value FROM json_each(:busy))"
            f" {NOT_ON if networks else ''} ORDER BY urgency, due_at, id LIMIT :most",
            asked,
        )
        first: dict[int, Notice] = {}
        for row in rows:
            first.setdefault(row["person_id"], _notice(row))
        return list(first.values())

    async def next_due(self) -> datetime | None:
        rows = await self._work.ask("SELECT MIN(due_at) AS at FROM notices WHERE state = 'owed'")
        return maybe_moment(rows[0]["at"])

    def end(self, notice_id: int, state: str, now: datetime, trouble: str | None = None) -> None:
        """The notice is sent, dropped, unreachable or in trouble."""
        self._work.write(
            "UPDATE notices SET state = ?, ended_at = ?, trouble = ?, attempts = attempts + 1 WHERE id = ?",
            (state, seconds(now), trouble, notice_id),
        )

    def put_off(self, notice_id: int, due_at: datetime, *, tried: bool) -> None:
        self._work.write(
            "UPDATE notices SET due_at = ?, attempts = attempts + ? WHERE id = ?",
            (seconds(due_at), int(tried), notice_id),
        )

    def hurry(self, notice_ids: Iterable[int], now: datetime) -> None:
        """The network is back: what was put off because it was away is due now, and the most urgent goes first."""
        self._work.write(
            "UPDATE notices SET due_at = :now WHERE id IN (SELECT value FROM json_each(:ids))"
            " AND state = 'owed' AND due_at > :now",
            {"now": seconds(now), "ids": json.dumps(list(notice_ids))},
        )

    def owe_again(self, person_id: int, now: datetime) -> None:
        """The person can be reached now: what could not be delivered is owed again.

        But for offers: their place went to the next, and the line offers anew.
        """
        self._work.write(
            "UPDATE notices SET state = 'owed', due_at = ?, ended_at = NULL"
            " WHERE person_id = ? AND state = 'unreachable' AND kind != 'offer'",
            (seconds(now), person_id),
        )

    def settle(self, person_id: int, task_id: int, kinds: Iterable[NoticeKind], now: datetime) -> None:
        """An answer is telling the person just this: what is still owed of it is not sent a second time."""
        holes = [kind.value for kind in kinds]
        self._work.write(
            "UPDATE notices SET state = 'dropped', ended_at = ?, trouble = 'told in an answer'"
            " WHERE person_id = ? AND task_id = ? AND state IN ('owed', 'unreachable')"
            " AND kind IN (SELECT value FROM json_each(?))",
            (seconds(now), person_id, task_id, json.dumps(holes)),
        )

    async def delivery_of(self, task_id: int, message_id: int) -> Delivery:
        """How far a message to everyone on a task has come."""
        rows = await self._work.ask(
            "SELECT n.state, p.name FROM notices n JOIN persons p ON p.id = n.person_id"
            " WHERE n.task_id = ? AND n.kind = 'message' AND json_extract(n.facts, '$.message') = ? ORDER BY n.id",
            (task_id, message_id),
        )
        return Delivery(
            reached=sum(row["state"] == "sent" for row in rows),
            under_way=sum(row["state"] == "owed" for row in rows),
            unreached=tuple(row["name"] for row in rows if row["state"] in ("unreachable", "trouble", "dropped")),
        )

    async def reminders_missing(self, now: datetime, ahead: int) -> list[Upcoming]:
        """Held claims with the offsets whose moment may have come and that no notice answers yet.

        The coarse question: `ahead` seconds of slack cover quiet hours and clock changes; bot.rules decides.
        """
        rows = await self._work.ask(
            "SELECT c.id AS claim_id, c.task_id, c.person_id, p.quiet_from, p.quiet_to,"
            " s.be_there_at, MAX(c.changed_at, COALESCE(t.moved_at, 0)) AS since,"
            " GROUP_CONCAT(o.value) AS missing"
            " FROM slots s JOIN tasks t ON t.id = s.task_id JOIN claims c ON c.slot_id = s.id"
            " JOIN persons p ON p.id = c.person_id JOIN json_each(p.offsets) o"
            " WHERE s.be_there_at > :now - 86400 AND s.be_there_at - o.value * 60 <= :now + :ahead"
            " AND s.be_there_at <= :now + :ahead + 8 * 86400"
            " AND t.state IN ('open', 'closed') AND c.state = 'held'"
            " AND NOT EXISTS (SELECT 1 FROM notices n"
            "   WHERE n.key = 'reminder:' || c.id || ':' || o.value || ':' || s.be_there_at)"
            " GROUP BY c.id",
            {"now": seconds(now), "ahead": ahead},
        )
        return [_upcoming(row) for row in rows]


def _packed(facts: dict[str, int | str]) -> str:
    return json.dumps(facts, sort_keys=True)


def _upcoming(row: sqlite3.Row) -> Upcoming:
    return Upcoming(
        claim_id=row["claim_id"],
        task_id=row["task_id"],
        person_id=row["person_id"],
        quiet=(row["quiet_from"], row["quiet_to"]),
        be_there_at=moment(row["be_there_at"]),
        since=moment(row["since"]),
        offsets=tuple(map(int, row["missing"].split(","))),
    )


def _notice(row: sqlite3.Row) -> Notice:
    return Notice(
        id=row["id"],
        key=row["key"],
        kind=NoticeKind(row["kind"]),
        person_id=row["person_id"],
        task_id=row["task_id"],
        claim_id=row["claim_id"],
        facts=json.loads(row["facts"]),
        due_at=moment(row["due_at"]),
        attempts=row["attempts"],
    )
