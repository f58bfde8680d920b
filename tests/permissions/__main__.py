"""Measures the table of permissions and prints it; status 1, and what was expected, where a cell differs."""

import asyncio
import sys
import tempfile
from pathlib import Path

from tests.permissions.measuring import KINDS, Deed, Measuring
from tests.permissions.table import NAMES, rows, shown


async def measure() -> int:
    """How many rows differ."""
    wrong = 0
    _print(shown("", NAMES))
    with tempfile.TemporaryDirectory() as folder:
        async with Measuring.open(Path(folder) / "community.db") as measuring:
            for label, expected in rows():
                cells = tuple([await measuring.cell(Deed(label), kind) for kind in KINDS])
                _print(shown(label, cells))
                if cells != expected:
                    wrong += 1
                    _print(shown("    EXPECTED", expected))
    _print(f"{len(list(rows()))} deeds by {len(NAMES)} kinds of people: {wrong or 'no'} rows differ")
    return wrong


def _print(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(1 if asyncio.run(measure()) else 0)
