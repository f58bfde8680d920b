"""How people do things and see things on Discord."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Self, TypeVar

from bot.incoming import Network
from proofs.process import Process
from sandbox import SandboxClock
from sandbox.discord import DiscordSandbox, Interaction, Message, Permission, User
from tests.contract.driver import Sight

T = TypeVar("T")

_MARK = re.compile(r"\\(.)|\*\*")
_TO_WRITE = ("Ret igen", "Skriv svaret", "Edit again", "Write the answer")
_LOCALES = {"da": "da", "en": "en-GB"}
_TO_BE_EXPECTED = {50007, 10008}
"""A letter to somebody who shut themselves off, and an edit of a message that somebody deleted."""
_LEADS = Permission.MANAGE_GUILD


class DiscordDriver:
    """Commands are slash commands in the channel, answered for one's eyes only; words are typed into forms."""

    network = Network.DISCORD

    def __init__(self, clock: SandboxClock) -> None:
        self.clock = clock
        self.sandbox = DiscordSandbox(clock=clock)
        self._guild = self.sandbox.add_guild("Frivillige i Lyngby", self.sandbox.add_user("Ejeren"))
        self._channel = self.sandbox.add_channel(self._guild, "opgaver")
        self.sandbox.add_bot(self._guild)
        self._users: dict[int, User] = {}

    async def __aenter__(self) -> Self:
        await self.sandbox.__aenter__()
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.sandbox.__aexit__(*error)

    def given(self, database: Path, admin: int) -> dict[str, object]:
        return {
            "discord_token": self.sandbox.token,
            "discord_api": self.sandbox.base_url,
            "discord_gateway": self.sandbox.gateway_url,
            "database": database,
            "admins": f"discord:{admin}",
            "community": "Frivillige i Lyngby",
        }

    def process(self, database: Path, admin: int) -> Process:
        sandbox = self.sandbox
        return Process(
            None,
            database,
            DISCORD_TOKEN=sandbox.token,
            DISCORD_API=sandbox.base_url,
            DISCORD_GATEWAY=sandbox.gateway_url,
            ADMINS=f"discord:{admin}",
        )

    async def ready(self) -> None:
        await self.sandbox.connected(30)
        await self.sandbox.until(lambda: self.sandbox.world.commands, 10)

    def person(self, name: str, language: str) -> int:
        user = self.sandbox.add_user(name, _LOCALES[language])
        self._users[user.id] = user
        self.sandbox.join(user, self._guild)
        return user.id

    async def arrives(self, who: int) -> None:
        """A bot may write to whoever shares a server with it."""

    def shuts(self, who: int) -> None:
        self.sandbox.close_dms(self._users[who])

    async def invites(self, who: int) -> None:
        """Only who runs the server may have the channel connected."""
        user = self._users[who]
        self.sandbox.give_role(self._guild, user, self.sandbox.add_role(self._guild, "Leder", _LEADS))
        self.sandbox.command(user, self._channel, "tilslut")
        await self.sandbox.until(lambda: self.public() and "Tilslut" in self.public()[-1].says, 10)
        self.press(who, self.public()[-1], "Tilslut")

    def command(self, who: int, name: str, words: str) -> None:
        user = self._users[who]
        given = {self._option(user, name): words} if words else {}
        self.sandbox.command(user, self._channel, name, **given)

    def _option(self, user: User, name: str) -> str:
        """What the words behind a command are called."""
        commands = self.sandbox.world.commands.values()
        found = next(one for one in commands if one.shown_name(user.locale) == name)
        return found.options[0].name

    def press(self, who: int, sight: Sight, button: str) -> None:
        self.sandbox.press_id(self._users[who], _message(sight), sight.says[button])

    def follow(self, who: int, sight: Sight) -> None:
        code = re.search(r"kode: (\S+)", sight.text)
        assert code is not None
        self.command(who, "start", code[1])

    def forge(self, who: int, sight: Sight, says: str) -> None:
        self.sandbox.press_id(self._users[who], _message(sight), says)

    async def answer(self, who: int, asked: Sight, answers: Mapping[str, str]) -> list[str]:
        """Into the form that is open, or the one that the button for words opens."""
        user, opened = self._users[who], asked.native
        if not isinstance(opened, Interaction):
            label = next(label for label in asked.says if label in _TO_WRITE)
            opened = self.sandbox.press_id(user, _message(asked), asked.says[label])
            await opened.answered(10)
        assert opened.modal is not None
        blanks = _blanks(opened.modal["components"], answers)
        self.sandbox.submit(user, opened, {blanks[word]: answers[word] for word in blanks})
        return list(blanks)

    def private(self, who: int) -> list[Sight]:
        user = self._users[who]
        mine = [one for one in self.sandbox.world.interactions.values() if one.user is user]
        aside = {one.id: one for done in mine for one in done.shown if one.only_for is user and not one.thinking}
        letters = self.sandbox.messages(user)
        return [_sight(one) for one in [*letters, *aside.values()]] + [_form(one) for one in mine if one.modal]

    def public(self) -> list[Sight]:
        return [_sight(one) for one in self.sandbox.messages(self._channel)]

    def delete(self, sight: Sight) -> None:
        self.sandbox.delete_message(_message(sight))

    def banish(self) -> None:
        self.sandbox.delete_channel(self._channel)

    async def until(self, predicate: Callable[[], T], seconds: float) -> T:
        return await self.sandbox.until(predicate, seconds)

    def hold_answer(self, seconds: float) -> None:
        self.sandbox.faults.delay("POST /interactions/{interaction}/{token}/callback", seconds)

    def refusals(self) -> list[str]:
        refused = [one for one in self.sandbox.refusals if getattr(one.refused, "code", 0) not in _TO_BE_EXPECTED]
        return [str(one) for one in refused]


def _message(sight: Sight) -> Message:
    assert isinstance(sight.native, Message)
    return sight.native


def _sight(message: Message) -> Sight:
    says = {button.label: button.custom_id or "" for row in message.rows for button in row}
    files = tuple(name for name, _ in message.content.files)
    return Sight(_read(message.text), says, (message.id, len(message.versions)), message, files)


def _read(text: str) -> str:
    """As people read it: without marks, and without the marks against marks."""
    return _MARK.sub(lambda found: found[1] or "", text)


def _form(opened: Interaction) -> Sight:
    """The title, and of each blank the question, the example and what stands in it."""
    assert opened.modal is not None
    parts = [_asks(part) for part in opened.modal["components"]]
    return Sight("\n".join([str(opened.modal["title"]), *parts]), {}, ("form", opened.id), opened)


def _asks(part: Mapping[str, Any]) -> str:
    field = part["component"]
    said = (part.get("label"), field.get("placeholder"), field.get("value"))
    return "\n".join(str(one) for one in said if one)


def _blanks(parts: list[dict[str, Any]], answers: Mapping[str, str]) -> dict[str, str]:
    """Where each answer goes, by its word. One whose question stood outside the form is for the first empty blank."""
    asked = {
        word: str(part["component"]["custom_id"])
        for word in answers
        for part in parts
        if word and word in part["label"]
    }
    if asked:
        return asked
    empty = [part for part in parts if not part["component"].get("value")]
    return {next(iter(answers)): str([*empty, *parts][0]["component"]["custom_id"])}
