"""`tjans run` as a process of its own, which can be killed."""

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import IO

from sandbox import Person, Sandbox


class Process:
    """The unmodified program against a sandbox, on a file. `log`: the lines it wrote, with `listen`.

    Args:
        sandbox: the pocket Telegram; None where `more` names another network.
        admins: who runs this installation.
        listen: keep its log in `log`.
        to: where its log goes instead; nowhere when left out.
        more: further settings, without the prefix.
    """

    def __init__(
        self,
        sandbox: Sandbox | None,
        database: Path,
        *admins: Person,
        listen: bool = False,
        to: IO[bytes] | None = None,
        **more: str,
    ) -> None:
        self.log: list[str] = []
        self._stderr: IO[bytes] | int = asyncio.subprocess.PIPE if listen else to or asyncio.subprocess.DEVNULL
        self._listener: asyncio.Task[None] | None = None
        self._news = asyncio.Event()
        self._environment = os.environ | {
            **({"TJANS_TELEGRAM_TOKEN": sandbox.token, "TJANS_TELEGRAM_API": sandbox.base_url} if sandbox else {}),
            "TJANS_DATABASE": str(database),
            "TJANS_ADMINS": ",".join(f"telegram:{admin.id}" for admin in admins),
            **{f"TJANS_{name}": value for name, value in more.items()},
        }
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "run"), env=self._environment, stderr=self._stderr
        )
        if self._process.stderr is not None:
            self._listener = asyncio.ensure_future(self._hear(self._process.stderr))

    @property
    def pid(self) -> int:
        """Of the process that was started last."""
        if self._process is None:
            raise RuntimeError("it has not been started")
        return self._process.pid

    async def _hear(self, stderr: asyncio.StreamReader) -> None:
        async for line in stderr:
            self.log.append(line.decode().rstrip())
            self._news.set()

    async def writes(self, words: str, seconds: float = 30) -> None:
        """Wait until its log holds a line with these words."""
        async with asyncio.timeout(seconds):
            while not any(words in line for line in self.log):
                self._news.clear()
                await self._news.wait()

    async def kill(self) -> None:
        """kill -9"""
        await self._end(signal.SIGKILL)

    async def stop(self) -> int:
        """SIGTERM, as a service manager does; the exit status."""
        return await self._end(signal.SIGTERM)

    async def _end(self, signum: signal.Signals) -> int:
        if self._process is None or self._process.returncode is not None:
            return -1
        self._process.send_signal(signum)
        status = await self._process.wait()
        if self._listener is not None:
            await self._listener
        return status
