"""Numbered scripts, forward only, never edited after merge (a house test keeps their hashes)."""

import sqlite3
from pathlib import Path

FOLDER = Path(__file__).parent


def scripts() -> list[Path]:
    """The migrations in order; the number in front of the name is the schema's version after it."""
    return sorted(FOLDER.glob("[0-9][0-9][0-9][0-9]_*.sql"))


def bring_up(connection: sqlite3.Connection, version: int) -> None:
    """Run what comes after this version, each script in a transaction of its own: a broken one leaves no trace.

    Also where nothing is missing the file is written, so that a disk that takes nothing is met at the start.
    """
    connection.executescript(f"BEGIN IMMEDIATE; PRAGMA user_version = {version}; COMMIT;")
    for number, script in enumerate(scripts(), start=1):
        if number > version:
            _run(connection, number, script.read_text(encoding="utf-8"))


def _run(connection: sqlite3.Connection, number: int, sql: str) -> None:
    try:
        connection.executescript(f"BEGIN IMMEDIATE;\n{sql}\nPRAGMA user_version = {number};\nCOMMIT;")
    except sqlite3.Error:
        connection.rollback()  # nothing, where SQLite has done it itself
        raise
