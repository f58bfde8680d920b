"""Whether a file is a Tjans database, of a version this program knows, and undamaged. Sync: runs in any thread."""

import sqlite3
from contextlib import closing

from storage.migrations import scripts

MOST_DAMAGE = 5
"""Lines of damage that are enough."""


def version_of(connection: sqlite3.Connection) -> int:
    """The schema's version; 0 for a file without one."""
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return version


def why_unfit(connection: sqlite3.Connection) -> str:
    """Why this program must not touch the file: it is another program's, or a newer version's. Empty: it may."""
    version, newest = version_of(connection), len(scripts())
    if version > newest:
        return f"it is at schema {version}, and this program knows {newest}: run the newer version of Tjans"
    tables = _tables(connection)
    if version == 0:
        return "it is another program's database" if tables else ""
    return "" if tables >= _tables_at(version) else "it is another program's database, or parts of it are missing"


def why_useless(connection: sqlite3.Connection) -> str:
    """Why a copy of it would be no backup: nothing of ours is in it. A newer version's may be one."""
    version = version_of(connection)
    if version > len(scripts()):
        return ""
    return why_unfit(connection) or ("" if version else "it is empty")


def damage(connection: sqlite3.Connection) -> list[str]:
    """What is broken in the file, in SQLite's words; rows are named by table and number only."""
    return _broken(connection, "integrity_check")


def quick_damage(connection: sqlite3.Connection) -> list[str]:
    """The same, without comparing each index with its table."""
    return _broken(connection, "quick_check")


def _broken(connection: sqlite3.Connection, check: str) -> list[str]:
    broken = [str(row[0]) for row in connection.execute(f"PRAGMA {check}({MOST_DAMAGE})")]
    loose = connection.execute("PRAGMA foreign_key_check").fetchmany(MOST_DAMAGE)
    return [line for line in broken if line != "ok"] + [f"row without its parent in {row[0]}" for row in loose]


def _tables(connection: sqlite3.Connection) -> set[str]:
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    return {row[0] for row in rows}


def _tables_at(version: int) -> set[str]:
    """The tables that the first so many migrations add up to."""
    with closing(sqlite3.connect(":memory:")) as scratch:
        for script in scripts()[:version]:
            scratch.executescript(script.read_text(encoding="utf-8"))
        return _tables(scratch)
