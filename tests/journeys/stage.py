"""The stage of the journeys: the sandbox, and the unmodified program talking to it over real HTTP."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path

from bot.__main__ import Program, assemble
from bot.settings import Settings
from sandbox import Chat, Message, Person, Sandbox

ONE_LINE = "/opret {title} | {when} | Sognegården | {places} | Gæster i suppekøkkenet"


def settings_for(sandbox: Sandbox, database: Path, admin: Person) -> Settings:
    return Settings.model_validate(
        {
            "telegram_token": sandbox.token,
            "telegram_api": sandbox.base_url,
            "database": database,
            "admins": f"telegram:{admin.id}",
            "community": "Frivillige i Lyngby",
        }
    )


@asynccontextmanager
async def running(sandbox: Sandbox, database: Path, admin: Person) -> AsyncIterator[Program]:
    """The program in this process, on the sandbox's clock."""
    async with AsyncExitStack() as stack:
        program = await assemble(stack, settings_for(sandbox, database, admin), sandbox.clock)
        serving = asyncio.ensure_future(program.run())
        try:
            yield program
        finally:
            serving.cancel()
            with suppress(asyncio.CancelledError):
                await serving


class Process:
    """`tjans run` as a process of its own, which can be killed.

    Args:
        listen: keep the lines it writes, in `log`.
        more: further settings, without the prefix.
    """

    def __init__(self, sandbox: Sandbox, database: Path, admin: Person, *, listen: bool = False, **more: str) -> None:
        self.log: list[str] = []
        self._listen = listen
        self._listener: asyncio.Task[None] | None = None
        self._news = asyncio.Event()
        self._environment = os.environ | {
            "TJANS_TELEGRAM_TOKEN": sandbox.token,
            "TJANS_TELEGRAM_API": sandbox.base_url,
            "TJANS_DATABASE": str(database),
            "TJANS_ADMINS": f"telegram:{admin.id}",
            **{f"TJANS_{name}": value for name, value in more.items()},
        }
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "run"),
            env=self._environment,
            stderr=asyncio.subprocess.PIPE if self._listen else asyncio.subprocess.DEVNULL,
        )
        if self._process.stderr is not None:
            self._listener = asyncio.ensure_future(self._hear(self._process.stderr))

    @property
    def pid(self) -> int:
        assert self._process is not None
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


async def says(sandbox: Sandbox, where: Person | Chat, *words: str, button: str = "", seconds: float = 15) -> Message:
    """Wait until the newest message of the bot there holds all these words (and this button)."""

    def found() -> Message | None:
        mine = [message for message in sandbox.messages(where) if message.by_bot and not message.deleted]
        if not mine or (button and button not in mine[-1].labels):
            return None
        return mine[-1] if all(word in mine[-1].text for word in words) else None

    message = await sandbox.until(found, timeout=seconds)
    assert isinstance(message, Message)
    return message


async def connects(sandbox: Sandbox, coordinator: Person, chat: Chat) -> None:
    """An admin writes /start, adds the bot to a chat, and presses the first button of what it asks."""
    sandbox.start(coordinator)
    await says(sandbox, coordinator, "Velkommen")
    sandbox.add_bot(chat, by=coordinator)
    question = await says(sandbox, coordinator, chat.title, "?")
    sandbox.press(coordinator, question, question.buttons[0])
    await says(sandbox, coordinator, "Tilsluttet")


async def posts(
    sandbox: Sandbox,
    coordinator: Person,
    chat: Chat,
    *,
    title: str = "Lav suppe",
    when: str = "lørdag 14-17",
    places: str = "20",
) -> Message:
    """One line and Udgiv; the card in the chat."""
    sandbox.write(coordinator, None, ONE_LINE.format(title=title, when=when, places=places))
    preview = await says(sandbox, coordinator, title, button="Udgiv")
    sandbox.press(coordinator, preview, "Udgiv")
    return await says(sandbox, chat, title, "Opgave")
