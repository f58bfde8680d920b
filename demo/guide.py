"""Who leads through the tour: plays people on both networks, prints what they see, and checks it."""

import sys
from collections.abc import Callable
from typing import TypeVar

from demo.stage import Cast
from sandbox import Chat, Message, Person, Sandbox
from sandbox.discord import Channel, DiscordSandbox, Interaction, User
from sandbox.discord import Message as DiscordMessage

PATIENCE = 20.0
"""Real seconds."""
Anywhere = Person | Chat | User | Channel
AnyMessage = Message | DiscordMessage
M = TypeVar("M", Message, DiscordMessage)


class Astray(Exception):
    """The tour saw something that is not as it should be."""


class Tour:
    """Plays people, prints what they see, and stops where the program says something else than it should."""

    def __init__(self, sandbox: Sandbox, discord: DiscordSandbox, players: Cast) -> None:
        self.sandbox = sandbox
        self.discord = discord
        self.players = players

    def tells(self, text: str) -> None:
        sys.stdout.write(f"\n— {text}\n")

    async def sees(self, where: Person | Chat, *words: str, button: str = "") -> Message:
        """Wait for the message on Telegram that says this, and print it."""
        return await self._until(where, lambda: self.sandbox.messages(where), words, button)

    async def reads(self, where: User | Channel, *words: str, button: str = "") -> DiscordMessage:
        """Wait for the message on Discord that says this, and print it."""
        return await self._until(where, lambda: self.discord.messages(where), words, button)

    async def is_answered(self, done: Interaction, *words: str, button: str = "") -> DiscordMessage:
        """Wait until the bot answers somebody on Discord in these words, and print it."""
        return await self._until(done.user, lambda: done.shown, words, button)

    async def _until(self, where: Anywhere, there: Callable[[], list[M]], words: tuple[str, ...], button: str) -> M:
        name = name_of(where)
        try:
            found = await self.sandbox.until(lambda: _saying(there(), words, button), timeout=PATIENCE)
        except TimeoutError as error:
            raise Astray(f"{name} should see {words} {button}") from error
        _print(name, found[0])
        return found[0]

    async def presses(self, person: Person, message: Message, button: str, *, expect: str) -> None:
        """Press on Telegram, and check the answer: part of its words, or of the link it opens."""
        label = _label(message, button)
        answer = await self.sandbox.press(person, message, label).answer(timeout=PATIENCE)
        sys.stdout.write(f"  {person.first_name} [{label}] → {answer.text or answer.url or '…'}\n")
        if expect not in answer.text + answer.url:
            raise Astray(f"{person.first_name} should be told {expect!r}, not {answer}")
        if answer.url:
            self.sandbox.follow_link(person, answer.url)

    async def clicks(self, user: User, message: DiscordMessage, button: str, *expect: str) -> DiscordMessage:
        """Press on Discord, and check what is answered."""
        label = _label(message, button)
        sys.stdout.write(f"  {user.name} [{label}]\n")
        return await self.is_answered(self.discord.press(user, message, label), *expect)

    def check(self, what: str, holds: Callable[[], bool]) -> None:
        if not holds():
            raise Astray(what)


def name_of(where: Anywhere) -> str:
    match where:
        case Person():
            return where.first_name
        case Chat():
            return where.title
        case Channel():
            return f"#{where.name} (Discord)"
    return f"{where.name} (Discord)"


def _saying(messages: list[M], words: tuple[str, ...], button: str) -> list[M]:
    """The newest message of the bot with these words, if it has that button; else nothing."""
    for message in reversed(messages):
        if all(word in message.text for word in words):
            return [message] if not button or any(label.startswith(button) for label in message.labels) else []
    return []


def _label(message: AnyMessage, button: str) -> str:
    label = next((label for label in message.labels if label.startswith(button)), None)
    if label is None:
        raise Astray(f"there is no button {button!r}, only {message.labels}")
    return label


def _print(name: str, message: AnyMessage) -> None:
    lines = message.text.splitlines()
    sys.stdout.write(f"  {name}:\n" + "".join(f"    | {line}\n" for line in lines))
    if message.labels:
        sys.stdout.write(f"    {' '.join(f'[{label}]' for label in message.labels)}\n")
