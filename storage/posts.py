"""Posts: which card stands where, and what it shows."""

import sqlite3

from bot.incoming import Address, ChatKind, Network
from bot.model import Channel, ChannelState, Post
from storage.database import Work
from storage.rows import STANDS

_POST = """
SELECT po.id, po.task_id, po.message_id, po.shown, po.revision, po.round, po.channel_id, po.trouble,
       ch.network, ch.native_id, ch.topic, ch.kind, ch.title, ch.language, ch.state
FROM posts po JOIN channels ch ON ch.id = po.channel_id JOIN tasks t ON t.id = po.task_id
"""

_UNKNOWN = """
FROM channels ch JOIN channel_organisations co ON co.channel_id = ch.id
JOIN tasks t ON t.id = :task AND t.organisation_id = co.organisation_id
LEFT JOIN posts po ON po.channel_id = ch.id AND po.task_id = :task
WHERE ch.network = :network AND ch.native_id = :chat AND ch.topic = :topic
AND NOT EXISTS (SELECT 1 FROM posts k WHERE k.channel_id = ch.id AND k.message_id = :message)
"""


class Posts:
    def __init__(self, work: Work) -> None:
        self._work = work

    async def of_task(self, task_id: int) -> list[Post]:
        rows = await self._work.ask(f"{_POST} WHERE po.task_id = ? ORDER BY po.id", (task_id,))
        return [_post(row) for row in rows]

    async def get(self, post_id: int) -> Post | None:
        rows = await self._work.ask(f"{_POST} WHERE po.id = ?", (post_id,))
        return _post(rows[0]) if rows else None

    async def channel_with(self, task_id: int, network: Network) -> Channel | None:
        """A connected channel on that network where the task's card stands: the first it was shown in."""
        rows = await self._work.ask(
            f"{_POST} WHERE po.task_id = ? AND ch.network = ? AND {STANDS} ORDER BY po.id LIMIT 1",
            (task_id, network.value),
        )
        return _post(rows[0]).channel if rows else None

    async def titles_in(self, channel_id: int) -> list[str]:
        """The tasks that are to be shown in a channel and have not ended, by start."""
        rows = await self._work.ask(
            "SELECT t.title FROM posts po JOIN tasks t ON t.id = po.task_id WHERE po.channel_id = ?"
            " AND po.state = 'live' AND t.state IN ('open', 'closed') ORDER BY t.starts_at, t.id",
            (channel_id,),
        )
        return [row["title"] for row in rows]

    async def stale(self) -> list[Post]:
        """Posts that may show an older state than their task has, in channels the bot may write to: one a chat."""
        rows = await self._work.ask(
            f"{_POST} WHERE po.id IN (SELECT MIN(s.id) FROM posts s JOIN channels c ON c.id = s.channel_id"
            " WHERE s.stale = 1 AND s.state = 'live' AND c.state = 'connected' GROUP BY c.network, c.native_id)"
            " ORDER BY po.id"
        )
        return [_post(row) for row in rows]

    async def doubted(self, after: int, most: int) -> list[Post]:
        """Up to `most` sent cards that may be stale, those with higher ids than `after`, by id."""
        rows = await self._work.ask(
            f"{_POST} WHERE po.stale = 1 AND po.state = 'live' AND po.message_id IS NOT NULL AND po.id > ?"
            " ORDER BY po.id LIMIT ?",
            (after, most),
        )
        return [_post(row) for row in rows]

    def doubt_all(self) -> None:
        """At start: every card of a task that has not ended is compared with a fresh rendering."""
        self._work.write(
            "UPDATE posts SET stale = 1 WHERE state = 'live' AND task_id IN"
            " (SELECT id FROM tasks WHERE state IN ('open', 'closed'))"
        )

    def doubt(self, channel_id: int) -> None:
        """The channel's cards are rendered anew: it speaks another language now."""
        self._work.write(
            "UPDATE posts SET stale = 1 WHERE state = 'live' AND channel_id = ? AND task_id IN"
            " (SELECT id FROM tasks WHERE state IN ('open', 'closed'))",
            (channel_id,),
        )

    def add(self, task_id: int, channel_id: int, message_id: int | None = None) -> None:
        self._work.write(
            "INSERT INTO posts (id, task_id, channel_id, message_id, state) VALUES (?, ?, ?, ?, 'live')"
            " ON CONFLICT DO NOTHING",
            (self._work.ids.next("posts"), task_id, channel_id, message_id),
        )

    def adopt(self, task_id: int, address: Address, message_id: int) -> None:
        """A card of ours was pressed: if no post knows the message, one learns it (design, One tap 4).

        Only in channels tied to the task's organisation: a forged press must not turn another message into a card.
        """
        where = {
            "task": task_id,
            "network": address.network.value,
            "chat": address.chat_id,
            "topic": address.topic,
            "message": message_id,
            "id": self._work.ids.next("posts"),
        }
        self._work.write(
            f"UPDATE posts SET message_id = :message WHERE id = (SELECT po.id {_UNKNOWN}"
            " AND po.message_id IS NULL AND po.state = 'live' LIMIT 1)",
            where,
        )
        self._work.write(
            "INSERT INTO posts (id, task_id, channel_id, message_id, state)"
            f" SELECT :id, :task, ch.id, :message, 'live' {_UNKNOWN} LIMIT 1",
            where,
        )

    def sent(self, post_id: int, message_id: int) -> None:
        self._work.write("UPDATE OR IGNORE posts SET message_id = ? WHERE id = ?", (message_id, post_id))

    def shows(self, post_id: int, fingerprint: str, revision: int) -> None:
        self._work.write(
            "UPDATE posts SET shown = ?, revision = ?, trouble = NULL,"
            " stale = (SELECT t.revision > ? FROM tasks t WHERE t.id = task_id) WHERE id = ?",
            (fingerprint, revision, revision, post_id),
        )

    def unsure(self, post_id: int) -> None:
        """It is about to be edited: until that is recorded it may show the one or the other."""
        self._work.write("UPDATE posts SET shown = '' WHERE id = ?", (post_id,))

    def gone(self, post_id: int, trouble: str) -> None:
        self._work.write("UPDATE posts SET state = 'gone', trouble = ? WHERE id = ?", (trouble, post_id))

    def again(self, post_id: int) -> None:
        """Send this card anew."""
        self._work.write(
            "UPDATE posts SET state = 'live', message_id = NULL, shown = '', revision = 0, stale = 1, trouble = NULL,"
            " round = round + 1"
            " WHERE id = ?",
            (post_id,),
        )

    def all_again(self, network: Network) -> None:
        """Send anew every card there of a task that has not ended, but for those that are gone."""
        self._work.write(
            "UPDATE posts SET message_id = NULL, shown = '', revision = 0, stale = 1, round = round + 1"
            " WHERE state = 'live' AND message_id IS NOT NULL"
            " AND channel_id IN (SELECT id FROM channels WHERE network = ?)"
            " AND task_id IN (SELECT id FROM tasks WHERE state IN ('open', 'closed'))",
            (network.value,),
        )

    async def gone_of_task(self, task_id: int) -> list[Post]:
        rows = await self._work.ask(
            f"{_POST} WHERE po.task_id = ? AND po.state = 'gone' ORDER BY po.id",
            (task_id,),
        )
        return [_post(row) for row in rows]


def _post(row: sqlite3.Row) -> Post:
    channel = Channel(
        id=row["channel_id"],
        address=Address(network=Network(row["network"]), chat_id=row["native_id"], topic=row["topic"]),
        kind=ChatKind(row["kind"]),
        title=row["title"],
        language=row["language"],
        state=ChannelState(row["state"]),
    )
    return Post(
        id=row["id"],
        task_id=row["task_id"],
        channel=channel,
        message_id=row["message_id"],
        shown=row["shown"],
        revision=row["revision"],
        round=row["round"],
    )
