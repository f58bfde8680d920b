"""`tjans run` where it cannot work: one line that names the setting, status 1, and everything left as it was."""

import asyncio
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from storage.database import Database

AS_ANYBODY = ("setpriv", "--bounding-set=-all", "--inh-caps=-all") if os.geteuid() == 0 else ()
"""Root reads and writes what permissions forbid; without its capabilities it does not."""


async def _refused(database: Path, *before: str) -> str:
    """What it says."""
    environment = os.environ | {
        "TJANS_TELEGRAM_TOKEN": "1:token",
        "TJANS_TELEGRAM_API": "http://127.0.0.1:9",
        "TJANS_DATABASE": str(database),
    }
    process = await asyncio.create_subprocess_exec(
        *(*before, sys.executable, "-m", "bot", "run"), env=environment, stderr=asyncio.subprocess.PIPE
    )
    async with asyncio.timeout(60):
        _, said = await process.communicate()
    assert process.returncode == 1
    lines = said.decode().splitlines()
    assert len(lines) == 1, lines
    assert lines[0].startswith("TJANS_DATABASE: ")
    return lines[0]


def _state(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
async def file(tmp_path: Path) -> Path:
    path = tmp_path / "data" / "tjans.db"
    await (await Database.open(path)).close()
    return path


@pytest.mark.parametrize(("mode", "of_the_file"), [(0o500, 0o600), (0o700, 0o400), (0o700, 0o000)])
async def test_without_permission(file: Path, mode: int, of_the_file: int) -> None:
    before = _state(file.parent)
    file.chmod(of_the_file)
    file.parent.chmod(mode)
    said = await _refused(file, *AS_ANYBODY)
    file.parent.chmod(0o700)
    file.chmod(0o600)
    assert "permission" in said.lower()
    assert _state(file.parent) == before


async def test_in_a_folder_that_cannot_be_made(file: Path) -> None:
    assert "Permission denied" in await _refused(_forbidden(file) / "new" / "tjans.db", *AS_ANYBODY)


def _forbidden(file: Path) -> Path:
    file.parent.chmod(0o500)
    return file.parent


@pytest.mark.parametrize("limit", [0, 4096, 60_000])
async def test_on_a_full_disk(tmp_path: Path, limit: int) -> None:
    """The kernel lets it write so many bytes. Started again with room, all is there."""
    path = tmp_path / "tjans.db"
    said = await _refused(path, "prlimit", f"--fsize={limit}")
    assert "full" in said
    await (await Database.open(path)).close()


async def test_when_the_database_is_damaged_or_none(file: Path) -> None:
    _garble(file)
    assert "is no SQLite database" in await _refused(file)


def _garble(file: Path) -> None:
    file.write_bytes(b"\xff" * 8192)


@pytest.mark.parametrize("command", [("health",), ("doctor",)])
async def test_who_only_looks_says_so_too(tmp_path: Path, command: Sequence[str]) -> None:
    path = tmp_path / "tjans.db"
    _garble(path)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *command),
        env=os.environ | {"TJANS_DATABASE": str(path)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    said, complained = await process.communicate()
    assert process.returncode == 1
    assert "is no SQLite database" in (said + complained).decode()
    assert "Traceback" not in complained.decode()
