"""The stage of the journeys: the sandbox, and the unmodified program talking to it over real HTTP."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path

from bot.__main__ import Program, assemble
from bot.settings import Settings
from proofs.process import Process
from sandbox import Chat, Message, Person, Sandbox

__all__ = ["Process", "connects", "posts", "running", "says", "settings_for"]

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
