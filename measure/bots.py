"""A bot as a process of its own, and what the kernel says about it."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from sandbox import Person, Sandbox

TJANS = ("-m", "bot", "run")
PLAIN = ("-m", "measure.plain_bot")
SLOW = ("-m", "measure.slow_disk")


class Bot:
    """One process. Times are real seconds, memory in MB."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._proc = Path("/proc") / str(process.pid)

    def cpu_seconds(self) -> float:
        """User and system time spent so far."""
        fields = (self._proc / "stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> float:
        """The most that was ever resident."""
        status = (self._proc / "status").read_text()
        return int(status.split("VmHWM:")[1].split()[0]) / 1024


@asynccontextmanager
async def running(
    arguments: Sequence[str], sandbox: Sandbox, database: Path, admin: Person, extra: Mapping[str, str] | None = None
) -> AsyncIterator[Bot]:
    """The bot, from its start until the block ends."""
    environment = os.environ | {
        "TJANS_TELEGRAM_TOKEN": sandbox.token,
        "TJANS_TELEGRAM_API": sandbox.base_url,
        "TJANS_DATABASE": str(database),
        "TJANS_ADMINS": f"telegram:{admin.id}",
        **(extra or {}),
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, env=environment, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        yield Bot(process)
    finally:
        process.kill()
        await process.wait()
