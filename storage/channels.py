"""Channels: the chats where cards are shown."""

import json
import sqlite3
from datetime import datetime

from bot.incoming import Address, ChatKind, Network
from bot.model import Channel, ChannelState, Organisation
from storage.database import Work
from storage.times import seconds

CHANNEL = """
SELECT ch.id, ch.network, ch.native_id, ch.topic, ch.kind, ch.title, ch.language, ch.state, ch.greeted,
       ch.server_name,
       (SELECT json_group_array(json_array(o.id, o.name)) FROM channel_organisations co
        JOIN organisations o ON o.id = co.organisation_id WHERE co.channel_id = ch.id) AS organisations
FROM channels ch
"""
_TWINS = """
SELECT o.id AS old_id, n.id AS new_id FROM channels o JOIN channels n
ON n.network = o.network AND n.topic = o.topic AND n.native_id = :new
WHERE o.network = :network AND o.native_id = :old
"""
_JOINS = (
    "INSERT OR IGNORE INTO channel_organisations (channel_id, organisation_id)"
    f" SELECT w.new_id, co.organisation_id FROM ({_TWINS}) w"
    " JOIN channel_organisations co ON co.channel_id = w.old_id",
    "UPDATE posts SET channel_id = w.new_id"
    f" FROM ({_TWINS}) w WHERE posts.channel_id = w.old_id"
    " AND NOT EXISTS (SELECT 1 FROM posts k WHERE k.channel_id = w.new_id AND k.task_id = posts.task_id)",
    f"DELETE FROM channels WHERE id IN (SELECT old_id FROM ({_TWINS}))",
)
"""What is left to do where the new id was connected already: the old channel becomes one with it."""


class Channels:
    def __init__(self, work: Work) -> None:
        self._work = work

    async def get(self, channel_id: int) -> Channel | None:
        rows = await self._work.ask(f"{CHANNEL} WHERE ch.id = ?", (channel_id,))
        return channel(rows[0]) if rows else None

    async def at(self, address: Address) -> Channel | None:
        rows = await self._work.ask(
            f"{CHANNEL} WHERE ch.network = ? AND ch.native_id = ? AND ch.topic = ?",
            (address.network.value, address.chat_id, address.topic),
        )
        return channel(rows[0]) if rows else None

    async def in_chat(self, address: Address) -> list[Channel]:
        """Every channel of that chat: the chat itself and its topics."""
        rows = await self._work.ask(
            f"{CHANNEL} WHERE ch.network = ? AND ch.native_id = ? ORDER BY ch.id",
            (address.network.value, address.chat_id),
        )
        return [channel(row) for row in rows]

    async def of_organisation(self, organisation_id: int) -> list[Channel]:
        """The connected channels an organisation may post to."""
        rows = await self._work.ask(
            f"{CHANNEL} JOIN channel_organisations mine ON mine.channel_id = ch.id"
            " WHERE mine.organisation_id = ? AND ch.state = 'connected' ORDER BY ch.id",
            (organisation_id,),
        )
        return [channel(row) for row in rows]

    async def connected(self) -> list[Channel]:
        """Every channel that cards may be shown in."""
        rows = await self._work.ask(f"{CHANNEL} WHERE ch.state = 'connected' ORDER BY ch.id")
        return [channel(row) for row in rows]

    def add(self, address: Address, kind: ChatKind, title: str, language: str, now: datetime) -> Channel:
        channel_id = self._work.ids.next("channels")
        self._work.write(
            "INSERT INTO channels (id, network, native_id, topic, kind, title, language, state, created_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, 'asked', ?)",
            (
                channel_id,
                address.network.value,
                address.chat_id,
                address.topic,
                kind.value,
                title,
                language,
                seconds(now),
            ),
        )
        return Channel(
            id=channel_id,
            address=address,
            kind=kind,
            title=title,
            language=language,
            state=ChannelState.ASKED,
        )

    def connect(self, channel_id: int, organisation_id: int) -> None:
        self._work.write("UPDATE channels SET state = 'connected' WHERE id = ?", (channel_id,))
        self._work.write(
            "INSERT INTO channel_organisations (channel_id, organisation_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
            (channel_id, organisation_id),
        )

    def set_state(self, channel_id: int, state: ChannelState) -> None:
        self._work.write("UPDATE channels SET state = ? WHERE id = ?", (state.value, channel_id))

    def set_language(self, channel_id: int, language: str) -> None:
        self._work.write("UPDATE channels SET language = ? WHERE id = ?", (language, channel_id))

    def rename(self, channel_id: int, title: str) -> None:
        self._work.write("UPDATE channels SET title = ? WHERE id = ?", (title, channel_id))

    def belongs_to(self, channel_id: int, server: int, name: str) -> None:
        """The server it is a part of; its name stays as it was if none is given."""
        self._work.write(
            "UPDATE channels SET server_id = ?1, server_name = iif(?2 = '', server_name, ?2) WHERE id = ?3",
            (server, name, channel_id),
        )

    def ask(self, channel_id: int, person_id: int) -> None:
        """This person may say for which organisation the channel is."""
        self._work.write(
            "INSERT INTO channel_questions (channel_id, person_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
            (channel_id, person_id),
        )

    def asked_no_more(self, channel_id: int) -> None:
        """The question was answered, or is no longer to be asked: whoever may answer is found out anew."""
        self._work.write("DELETE FROM channel_questions WHERE channel_id = ?", (channel_id,))

    def asked_in(self, channel_id: int, message_id: int) -> None:
        """The message in the chat itself that asks whether it is to be connected."""
        self._work.write("UPDATE channels SET asked_in = ? WHERE id = ?", (message_id, channel_id))

    async def question_in(self, channel_id: int) -> int | None:
        """That message; from now on it asks no more."""
        rows = await self._work.ask("SELECT asked_in FROM channels WHERE id = ?", (channel_id,))
        self._work.write("UPDATE channels SET asked_in = NULL WHERE id = ?", (channel_id,))
        return rows[0]["asked_in"] if rows else None

    async def was_asked(self, channel_id: int, person_id: int) -> bool:
        rows = await self._work.ask(
            "SELECT 1 FROM channel_questions WHERE channel_id = ? AND person_id = ?", (channel_id, person_id)
        )
        return bool(rows)

    async def greet(self, channel_id: int) -> bool:
        """Whether the one line of an unconnected chat is still to be said; it is, from now on, said."""
        rows = await self._work.ask(
            "UPDATE channels SET greeted = 1 WHERE id = ? AND greeted = 0 RETURNING id", (channel_id,)
        )
        return bool(rows)

    def move_chat(self, network: Network, old_id: int, new_id: int) -> None:
        """The chat got a new id: every channel follows, and its cards are sent anew (old ones cannot be edited)."""
        self._work.write(
            "UPDATE posts SET message_id = NULL, shown = '', revision = 0, stale = 1"
            " WHERE state = 'live' AND channel_id IN (SELECT id FROM channels WHERE network = ? AND native_id = ?)",
            (network.value, old_id),
        )
        self._work.write(
            "DELETE FROM channels WHERE network = ? AND native_id = ? AND state = 'asked'", (network.value, new_id)
        )
        both = {"network": network.value, "old": old_id, "new": new_id}
        self._work.write(
            "UPDATE OR IGNORE channels SET native_id = :new WHERE network = :network AND native_id = :old", both
        )
        for join in _JOINS:
            self._work.write(join, both)


def channel(row: sqlite3.Row) -> Channel:
    return Channel(
        id=row["id"],
        address=Address(network=Network(row["network"]), chat_id=row["native_id"], topic=row["topic"]),
        kind=ChatKind(row["kind"]),
        title=row["title"],
        language=row["language"],
        state=ChannelState(row["state"]),
        organisations=tuple(Organisation(id=one[0], name=one[1]) for one in json.loads(row["organisations"])),
        server_name=row["server_name"],
    )
