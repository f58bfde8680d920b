"""Writes down the schema and the hashes of the migrations (`make schema`), for review and for the house test.

The hash of a migration that is merged never changes: only lines for new ones are added.
"""

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

from storage.migrations import scripts

HERE = Path(__file__).parent
HASHES = HERE / "migrations.sha256"
SCHEMA = HERE / "schema.sql"


def hashes() -> dict[str, str]:
    """Each migration as it is now."""
    return {script.name: hashlib.sha256(script.read_bytes()).hexdigest() for script in scripts()}


def written_hashes() -> dict[str, str]:
    lines = HASHES.read_text(encoding="utf-8").splitlines() if HASHES.exists() else []
    return {name: digest for digest, name in (line.split() for line in lines)}


def schema() -> str:
    """What the migrations add up to."""
    with closing(sqlite3.connect(":memory:")) as connection:
        for script in scripts():
            connection.executescript(script.read_text(encoding="utf-8"))
        rows = connection.execute(
            "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY tbl_name, type"
            " = 'table' DESC, name"
        ).fetchall()
    return "\n\n".join(f"{row[0]};" for row in rows) + "\n"


def write() -> None:
    SCHEMA.write_text(schema(), encoding="utf-8")
    kept = {**hashes(), **written_hashes()}
    HASHES.write_text("".join(f"{kept[name]}  {name}\n" for name in sorted(kept)), encoding="utf-8")


if __name__ == "__main__":
    write()
