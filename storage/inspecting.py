"""Looks at a database from beside the running bot, and never writes to it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.errors import Unworkable
from bot.incoming import Address, ChatKind, Network
from bot.model import Channel, ChannelState
from storage import checking, failures
from storage.copying import reading

FRESH = timedelta(minutes=1)

_CONNECTED = (
    "SELECT id, network, native_id, topic, kind, title, language FROM channels WHERE state = 'connected' ORDER BY id"
)


@contextmanager
def looking(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that can only read; Unworkable if the file is none, or cannot be read."""
    try:
        with closing(reading(path)) as connection:
            yield connection
    except (sqlite3.Error, OSError) as error:
        raise Unworkable(f"TJANS_DATABASE: cannot use {path}: {failures.reason(error)}") from error


def last_sign_of_life(connection: sqlite3.Connection) -> datetime | None:
    row = connection.execute("SELECT value FROM meta WHERE name = 'alive'").fetchone()
    return None if row is None else datetime.fromtimestamp(int(row["value"]), UTC)


def is_alive(path: Path, now: datetime) -> bool:
    """Did the loop stamp the database in the last minute?"""
    with looking(path) as connection:
        seen = last_sign_of_life(connection) if checking.version_of(connection) else None
    return seen is not None and now - seen <= FRESH


def connected_channels(path: Path) -> list[Channel]:
    """Where cards are shown; none if there is no database to ask."""
    try:
        with looking(path) as connection:
            return [_channel(row) for row in connection.execute(_CONNECTED)]
    except Unworkable:
        return []


def _channel(row: sqlite3.Row) -> Channel:
    return Channel(
        id=row["id"],
        address=Address(network=Network(row["network"]), chat_id=row["native_id"], topic=row["topic"]),
        kind=ChatKind(row["kind"]),
        title=row["title"],
        language=row["language"],
        state=ChannelState.CONNECTED,
    )
