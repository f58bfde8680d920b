"""What SQLite's errors mean: which are the disk's doing, and what a person can do about each."""

import sqlite3

from bot.errors import Unstored

MEND = ": stop the bot, and put a backup in its place with `tjans restore`"

_BY_THE_DISK = {
    sqlite3.SQLITE_FULL: "the disk is full: make room on it",
    sqlite3.SQLITE_BUSY: "another program holds the database locked: end that program",
    sqlite3.SQLITE_LOCKED: "another program holds the database locked: end that program",
    sqlite3.SQLITE_PROTOCOL: "another program holds the database locked: end that program",
    sqlite3.SQLITE_READONLY: "it cannot be written to: check its permissions, and those of its folder",
    sqlite3.SQLITE_PERM: "it cannot be written to: check its permissions, and those of its folder",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened: check its permissions, and those of its folder",
    sqlite3.SQLITE_IOERR: "the disk fails, or is full: look in the system's log",
    sqlite3.SQLITE_NOLFS: "it is too large for this disk",
    sqlite3.SQLITE_NOMEM: "there is too little memory",
    sqlite3.SQLITE_CORRUPT: f"the file is damaged{MEND}",
    sqlite3.SQLITE_NOTADB: "the file is no SQLite database",
}


def unstored(error: sqlite3.Error) -> Unstored | None:
    """The error as the disk's doing; None if it is a bug of ours, or a constraint that spoke."""
    why = _BY_THE_DISK.get(_code(error))
    return None if why is None else Unstored(why)


def reason(error: Exception) -> str:
    """One line for a person: why the disk did not do it."""
    if isinstance(error, sqlite3.Error):
        return _BY_THE_DISK.get(_code(error), str(error))
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error)


def _code(error: sqlite3.Error) -> int:
    """The primary code: what tells a full disk from a locked one; the extended ones say where it was met."""
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
