"""Numbered scripts, forward only, never edited after merge (a house test keeps their hashes)."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from bot.errors import Unworkable

FOLDER = Path(__file__).parent


class Runs(Protocol):
    async def run(self, script: Sequence[tuple[str, Sequence[Any] | Mapping[str, Any]]]) -> list[Any]: ...

    async def executescript(self, sql_script: str) -> Any: ...


def scripts() -> list[Path]:
    """The migrations in order; the number in front of the name is the schema's version after it."""
    return sorted(FOLDER.glob("[0-9][0-9][0-9][0-9]_*.sql"))


async def bring_up(connection: Runs) -> None:
    """Run what is missing, each script in a transaction of its own: a broken one leaves no trace.

    Raises:
        Unworkable: the file was written by a newer version of the program.
    """
    version = (await connection.run([("PRAGMA user_version", ())]))[0][0]
    newest = len(scripts())
    if version > newest:
        raise Unworkable(f"TJANS_DATABASE: the file is at schema {version}, this program knows {newest}")
    for number, script in enumerate(scripts(), start=1):
        if number > version:
            await _run(connection, number, script.read_text(encoding="utf-8"))


async def _run(connection: Runs, number: int, sql: str) -> None:
    try:
        await connection.executescript(f"BEGIN IMMEDIATE;\n{sql}\nPRAGMA user_version = {number};\nCOMMIT;")
    except Exception:
        await connection.executescript("ROLLBACK;")
        raise
