"""The stage of the journeys on Discord: the pocket Discord, and the program talking to it over real sockets."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bot.__main__ import Program, assemble
from bot.settings import Settings
from proofs.process import Process
from sandbox.discord import Channel, DiscordSandbox, Guild, Interaction, Message, Role, User

ONE_LINE = "Lav suppe | lørdag 14-17 | Sognegården | {places} | Gæster i suppekøkkenet"

FILLED = {
    "field0": "Lav suppe",
    "field1": "lørdag 14-17",
    "field2": "Sogne|gården",
    "field3": "2",
    "field4": "Gæster",
}
"""A form of a task as somebody fills it in."""


@dataclass
class Village:
    """Karen coordinates, Bo and Ane volunteer; the guild has one channel, which the bot may write in."""

    sandbox: DiscordSandbox
    karen: User
    bo: User
    ane: User
    guild: Guild
    channel: Channel

    @classmethod
    def of(cls, sandbox: DiscordSandbox) -> "Village":
        karen, bo, ane = sandbox.add_user("Karen"), sandbox.add_user("Bo"), sandbox.add_user("Ane", "en-GB")
        guild = sandbox.add_guild("Frivillige i Lyngby", karen)
        sandbox.join(bo, guild)
        sandbox.join(ane, guild)
        sandbox.add_bot(guild)
        return cls(sandbox, karen, bo, ane, guild, sandbox.add_channel(guild, "opgaver"))

    def given(self, database: Path) -> dict[str, object]:
        """What is set."""
        return {
            "discord_token": self.sandbox.token,
            "discord_api": self.sandbox.base_url,
            "discord_gateway": self.sandbox.gateway_url,
            "database": database,
            "admins": f"discord:{self.karen.id}",
            "community": "Frivillige i Lyngby",
        }

    def settings(self, database: Path) -> Settings:
        return Settings.model_validate(self.given(database))

    @asynccontextmanager
    async def running(self, database: Path) -> AsyncIterator[Program]:
        """The program in this process, on the sandbox's clock."""
        async with AsyncExitStack() as stack:
            program = await assemble(stack, self.settings(database), self.sandbox.clock)
            serving = asyncio.ensure_future(program.run())
            try:
                await self.sandbox.connected(10)
                await self.sandbox.until(lambda: self.sandbox.world.commands, 10)
                yield program
            finally:
                serving.cancel()
                with suppress(asyncio.CancelledError):
                    await serving

    async def told(self, done: Interaction, *words: str, button: str = "", seconds: float = 10) -> Message:
        """Wait until the last thing the person was shown for it holds all these words (and this button)."""

        def found() -> Message | None:
            return _if_it_says(done.shown[-1:], words, button)

        message = await self.sandbox.until(found, seconds)
        assert message is not None
        return message

    async def says(self, where: User | Channel, *words: str, button: str = "", seconds: float = 10) -> Message:
        """Wait until the newest message there holds all these words (and this button)."""

        def found() -> Message | None:
            return _if_it_says(self.sandbox.messages(where)[-1:], words, button)

        message = await self.sandbox.until(found, seconds)
        assert message is not None
        return message

    async def opens(self, done: Interaction) -> Interaction:
        """Wait until that has opened a form."""
        await done.answered()
        assert done.modal is not None, done.told
        return done

    def blanks(self, opened: Interaction) -> dict[str, str]:
        """What stands in an open form, by what each blank asks."""
        assert opened.modal is not None
        return {part["label"]: part["component"].get("value", "") for part in opened.modal["components"]}

    async def connect(self) -> None:
        """Karen connects the channel: a command in it, a button, and the question in her direct messages."""
        asked = self.sandbox.command(self.karen, self.channel, "tilslut")
        button = await self.told(asked, "?", button="Tilslut")
        await self.told(self.sandbox.press(self.karen, button, "Tilslut"), "privat")
        question = await self.says(self.karen, "opgaver", button=self.guild.name)
        await self.told(self.sandbox.press(self.karen, question, question.labels[0]), "Tilsluttet")
        await self.says(self.channel, f"viser opgaver fra {self.guild.name}")

    async def name_role(self, name: str = "Koordinatorer") -> Role:
        """Karen names a role whose holders coordinate."""
        role = self.sandbox.add_role(self.guild, name)
        listed = await self.told(self.sandbox.command(self.karen, self.channel, "styr"), button="Denne server")
        page = await self.told(self.sandbox.press(self.karen, listed, "Denne server"), "på denne server")
        await self.told(self.sandbox.choose_role(self.karen, page, role), name, "så længe de har den")
        return role

    async def post(self, places: int = 2) -> Message:
        """One line and Udgiv; the card in the channel."""
        line = ONE_LINE.format(places=places)
        asked = self.sandbox.command(self.karen, self.channel, "opret", text=line)
        preview = await self.told(asked, "Lav suppe", button="Udgiv")
        assert preview.only_for is self.karen
        self.sandbox.press(self.karen, preview, "Udgiv")
        return await self.says(self.channel, "Lav suppe", button="Jeg er med")


def process_of(village: Village, database: Path) -> Process:
    """`tjans run` for Discord alone, as a process of its own, which can be killed."""
    sandbox, admin = village.sandbox, f"discord:{village.karen.id}"
    return Process(
        None,
        database,
        DISCORD_TOKEN=sandbox.token,
        DISCORD_API=sandbox.base_url,
        DISCORD_GATEWAY=sandbox.gateway_url,
        ADMINS=admin,
    )


def _if_it_says(messages: list[Message], words: tuple[str, ...], button: str) -> Message | None:
    for message in messages:
        if all(word in message.text for word in words) and (not button or button in message.labels):
            return message
    return None
