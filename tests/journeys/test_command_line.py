"""The command line as a service manager and a newcomer meet it."""

import asyncio
import os
import sys
from pathlib import Path

NOBODY_THERE = "http://127.0.0.1:9"
WITHOUT_THE_SANDBOX = (
    "import sys; sys.modules['aiogram'] = None; from bot.__main__ import main; sys.argv = ['tjans', 'demo']; main()"
)


async def _tjans(*arguments: str, database: Path) -> asyncio.subprocess.Process:
    environment = os.environ | {
        "TJANS_TELEGRAM_TOKEN": "1:token",
        "TJANS_TELEGRAM_API": NOBODY_THERE,
        "TJANS_DATABASE": str(database),
    }
    return await asyncio.create_subprocess_exec(
        sys.executable, *arguments, env=environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )


async def _status(*arguments: str, database: Path) -> int:
    process = await _tjans(*arguments, database=database)
    await process.communicate()
    return process.returncode or 0


async def test_a_bot_that_waits_for_a_network_is_alive(tmp_path: Path) -> None:
    """Else whoever watches over it would start it again and again while the network is away."""
    database = tmp_path / "tjans.db"
    running = await _tjans("-m", "bot", "run", database=database)
    assert running.stderr
    while b"trying again" not in await running.stderr.readline():
        assert running.returncode is None
    assert await _status("-m", "bot", "health", database=database) == 0
    running.terminate()
    await running.communicate()
    assert running.returncode == 0


async def test_the_demo_without_the_sandbox_says_what_to_do(tmp_path: Path) -> None:
    process = await _tjans("-c", WITHOUT_THE_SANDBOX, database=tmp_path / "tjans.db")
    _, said = await process.communicate()
    assert process.returncode == 1
    assert said.decode().strip() == "demo, tour: aiogram is not installed; `make setup` installs all they need"
