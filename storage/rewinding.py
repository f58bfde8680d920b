"""What a restored database cannot know: that the world went on. People still see the cards and buttons of since."""

import sqlite3
from contextlib import closing
from pathlib import Path

from bot.errors import Unworkable
from storage.copying import reading

MARGIN = 1000
"""Numbers that may have been given out since the backup, where no database is left that knows."""

_NUMBERED = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%'"


def catch_up(copy: Path, old: Path) -> None:
    """Make a copy of an earlier day fit for today, before it takes the old one's place.

    No number is given out a second time: a press on a card of since would else take a place on another task. And no
    card is believed to show what it showed then: each is edited anew.
    """
    with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        given_out = _given_out(_numbers(connection), _numbers_of(old))
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE posts SET shown = ''")
        connection.execute("DELETE FROM sqlite_sequence")
        connection.executemany("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", given_out.items())
        connection.execute("COMMIT")


def _given_out(then: dict[str, int], now: dict[str, int]) -> dict[str, int]:
    """The last number of each table: as the old database says, if it is the later life of this one, or by a step."""
    if all(now.get(table, 0) >= number for table, number in then.items()) and any(now.values()):
        return {table: now.get(table, 0) for table in then}
    return {table: number + MARGIN for table, number in then.items()}


def _numbers(connection: sqlite3.Connection) -> dict[str, int]:
    """By table, also where none was given out yet."""
    tables = {row[0]: 0 for row in connection.execute(_NUMBERED)}
    return tables | {row[0]: row[1] for row in connection.execute("SELECT name, seq FROM sqlite_sequence")}


def _numbers_of(old: Path) -> dict[str, int]:
    """None, of a database that is gone or cannot be read."""
    try:
        with closing(reading(old)) as connection:
            return _numbers(connection)
    except (sqlite3.Error, Unworkable):
        return {}
