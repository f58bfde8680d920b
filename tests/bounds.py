"""How long a text of each column can be, and where in the code it is held to that."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.adjusting import MOST_REMINDERS
from bot.cards import MAX_ACTION_BYTES
from bot.messaging import MOST_CHARACTERS as LONGEST_MESSAGE
from bot.proposals import MOST_CHARACTERS, Field
from handlers.networks.telegram.reading import LONGEST_UPDATE, MAX_NAME
from handlers.reader.slots import LONGEST_NAME
from tests.house.schema import SCHEMA

WORD = 20
"""One of a few words of ours."""
TROUBLE = 200
LANE = 32
FORM = 64 * 1024
"""A form's fields as JSON, twice (what stood before an edit), every character escaped."""

BOUNDS = {
    "accounts.language": 35,  # reading._LANGUAGE
    "accounts.network": WORD,
    "accounts.reach": WORD,
    "calendars.network": WORD,
    "channels.kind": WORD,
    "channels.language": WORD,
    "channels.network": WORD,
    "channels.server_name": MAX_NAME,  # reading._shown
    "channels.state": WORD,
    "channels.title": MAX_NAME,  # reading._shown
    "claims.state": WORD,
    "claims.was": WORD,
    "drafts.fields": FORM,  # fields.read_field
    "drafts.kind": WORD,
    "drafts.step": WORD,
    "events.network": WORD,
    "events.shown": 24,  # Event.fingerprint
    "inbox.answer": MAX_ACTION_BYTES,  # Action.pack
    "inbox.lane": LANE,  # reading._id
    "inbox.network": WORD,
    "inbox.press": 1000,  # updates.CallbackQuery, and an answer of ours
    "inbox.raw": LONGEST_UPDATE,  # reading.arrival_of
    "inbox.state": WORD,
    "inbox.trouble": TROUBLE,  # errors.named
    "invitations.token_hash": 64,  # SHA-256
    "link_codes.code_hash": 64,  # SHA-256
    "messages.text": LONGEST_MESSAGE,
    "meta.name": 40,
    "meta.value": 200,
    "notices.facts": 200,  # ids, moments, and the screen of an answer
    "notices.key": 100,
    "notices.kind": WORD,
    "notices.state": WORD,
    "notices.trouble": TROUBLE,
    "organisations.name": MAX_NAME,  # a channel's title, its server's name, or the setting
    "persons.language": WORD,
    "persons.name": MAX_NAME,  # reading._shown; a guest's: staffing.MOST_CHARACTERS
    "persons.offsets": 8 * MOST_REMINDERS,
    "posts.shown": 24,  # Card.fingerprint
    "posts.state": WORD,
    "posts.trouble": TROUBLE,
    "roles.name": MAX_NAME,  # reading._shown
    "roles.network": WORD,
    "slots.name": LONGEST_NAME,
    "tasks.benefit": MOST_CHARACTERS[Field.BENEFIT],
    "tasks.contact": MOST_CHARACTERS[Field.CONTACT],
    "tasks.details": MOST_CHARACTERS[Field.DETAILS],
    "tasks.key": WORD,
    "tasks.place": MOST_CHARACTERS[Field.PLACE],
    "tasks.state": WORD,
    "tasks.title": MOST_CHARACTERS[Field.TITLE],
    "tasks.was": WORD,
}


def text_columns() -> set[str]:
    """`table.column` of every column that can hold a text."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(SCHEMA.read_text(encoding="utf-8"))
        tables = [row[0] for row in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return {
            f"{table}.{row[1]}"
            for table in tables
            if not re.match("sqlite_", table)
            for row in database.execute("SELECT * FROM pragma_table_info(?)", (table,))
            if row[2] not in ("INTEGER", "REAL")
        }


def longest(path: Path) -> dict[str, int]:
    """The length of the longest text in each column of a database."""
    with closing(sqlite3.connect(path)) as database:
        found = {}
        for name in BOUNDS:
            table, column = name.split(".")
            found[name] = database.execute(f"SELECT MAX(LENGTH({column})) FROM {table}").fetchone()[0] or 0  # noqa: S608
        return found


def too_long(path: Path) -> dict[str, int]:
    """Columns that hold more than they may."""
    return {name: length for name, length in longest(path).items() if length > BOUNDS[name]}
