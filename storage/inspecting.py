"""Looks at a database from beside the running bot: health, doctor. Never writes to it."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.errors import Unworkable

FRESH = timedelta(minutes=1)


def _open(path: Path) -> sqlite3.Connection:
    if not path.exists():
        raise Unworkable(f"TJANS_DATABASE: there is no database at {path}")
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=10)
    connection.row_factory = sqlite3.Row
    return connection


def is_alive(path: Path, now: datetime) -> bool:
    """Did the loop stamp the database in the last minute?"""
    with closing(_open(path)) as connection:
        row = connection.execute("SELECT value FROM meta WHERE name = 'alive'").fetchone()
    return row is not None and now - datetime.fromtimestamp(int(row["value"]), UTC) <= FRESH


def examine(path: Path, now: datetime) -> list[str]:
    """What `tjans doctor` prints: what is stuck, failed, or not as it must be. Empty: all is well."""
    with closing(_open(path)) as connection:
        findings = [f"{name}: {count}" for name, sql in _QUESTIONS for count in _count(connection, sql, now)]
        broken = [str(row[0]) for row in connection.execute("PRAGMA quick_check(5)") if row[0] != "ok"]
        loose = [f"row without its parent in {row[0]}" for row in connection.execute("PRAGMA foreign_key_check")]
    return findings + broken + loose


def _count(connection: sqlite3.Connection, sql: str, now: datetime) -> list[int]:
    count = connection.execute(sql, {"now": int(now.timestamp())}).fetchone()[0]
    return [count] if count else []


_QUESTIONS = (
    ("updates that failed", "SELECT COUNT(*) FROM inbox WHERE state = 'failed'"),
    (
        "updates not handled for over a minute",
        "SELECT COUNT(*) FROM inbox WHERE state = 'new' AND received_at < :now - 60",
    ),
    ("notices in trouble", "SELECT COUNT(*) FROM notices WHERE state = 'trouble'"),
    ("notices for people who cannot be reached", "SELECT COUNT(*) FROM notices WHERE state = 'unreachable'"),
    ("notices overdue by an hour", "SELECT COUNT(*) FROM notices WHERE state = 'owed' AND due_at < :now - 3600"),
    ("cards that are gone", "SELECT COUNT(*) FROM posts WHERE state = 'gone'"),
    ("channels I cannot write in", "SELECT COUNT(*) FROM channels WHERE state = 'lost'"),
    (
        "slots sold twice",
        "SELECT COUNT(*) FROM slots s WHERE s.capacity < (SELECT COUNT(*) FROM claims c"
        " WHERE c.slot_id = s.id AND c.state IN ('held', 'offered'))",
    ),
)
