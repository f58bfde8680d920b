"""The town on Discord: a guild with channels of some of the town's organisations, and people of its own."""

import random
from dataclasses import dataclass, field
from datetime import datetime

from proofs.discord.ledger import Ledger, plain
from proofs.ledger import title_in
from proofs.town import PATIENCE
from sandbox.discord import Channel, DiscordSandbox, Guild, Message, Permission, User

_HOST = Permission.MANAGE_GUILD


@dataclass
class Village:
    """Dorte runs the guild and ties its channels to organisations of the town; Egon posts in a channel of his own.

    Args:
        channels: each shows the tasks of one organisation of the town.
        yard: where Egon posts, by slash command.
        kills: when the program was killed, by the sandbox's clock.
    """

    sandbox: DiscordSandbox
    dice: random.Random
    dorte: User
    egon: User
    guild: Guild
    channels: list[Channel]
    yard: Channel
    people: list[User]
    ledger: Ledger = field(default_factory=Ledger)
    kills: list[datetime] = field(default_factory=list)

    @classmethod
    def build(cls, sandbox: DiscordSandbox, seed: int, *, channels: int, people: int) -> "Village":
        dorte, egon = sandbox.add_user("Dorte"), sandbox.add_user("Egon")
        guild = sandbox.add_guild("Byen", dorte)
        sandbox.join(egon, guild)
        sandbox.add_bot(guild)
        shown = [sandbox.add_channel(guild, f"kanal-{number}") for number in range(channels)]
        yard = sandbox.add_channel(guild, "egon")
        crowd = [sandbox.add_user(f"Bruger {number}") for number in range(people)]
        for user in crowd:
            sandbox.join(user, guild)
        return cls(sandbox, random.Random(seed), dorte, egon, guild, shown, yard, crowd)

    @property
    def admins(self) -> tuple[str, ...]:
        """As they stand in the settings."""
        return tuple(f"discord:{user.id}" for user in (self.dorte, self.egon))

    async def settle_in(self) -> None:
        """Every channel is connected, each to another organisation of the town; Egon's to a new one."""
        await self.served()
        taken: list[str] = []
        for channel in self.channels:
            taken.append(await self.connect(channel, *taken))
        self.sandbox.give_role(self.guild, self.egon, self.sandbox.add_role(self.guild, "Vært", _HOST))
        question = await self._asked(self.egon, self.yard)
        await self._answer(self.egon, question, question.labels[-1])

    async def served(self) -> None:
        """The program is there, and its commands are."""
        await self.sandbox.until(lambda: self.sandbox.world.sessions.connected, PATIENCE)
        await self.sandbox.until(lambda: self.sandbox.world.commands, PATIENCE)

    async def connect(self, channel: Channel, *taken: str) -> str:
        """Dorte connects a channel to the first organisation that is not among these; its name."""
        question = await self._asked(self.dorte, channel)
        organisation = next(label for label in question.labels if label not in taken)
        await self._answer(self.dorte, question, organisation)
        return organisation

    async def _asked(self, owner: User, channel: Channel) -> Message:
        """For which organisation a channel is, as its owner is asked in private."""
        asked = self.sandbox.command(owner, channel, "tilslut")
        await self.sandbox.until(lambda: asked.shown and "Tilslut" in asked.shown[-1].labels, PATIENCE)
        self.sandbox.press(owner, asked.shown[-1], "Tilslut")
        return await self._written(owner, f"#{channel.name}?")

    async def _answer(self, owner: User, question: Message, organisation: str) -> None:
        self.sandbox.press(owner, question, organisation)
        await self.sandbox.until(lambda: plain(question.text).startswith("Tilsluttet"), PATIENCE)

    async def _written(self, user: User, words: str) -> Message:
        def found() -> Message | None:
            return next((one for one in reversed(self.sandbox.messages(user)) if words in plain(one.text)), None)

        message = await self.sandbox.until(found, PATIENCE)
        assert message is not None  # noqa: S101 - `until` gives only what is something
        return message

    def cards(self, channel: Channel, newest: int) -> list[Message]:
        """The newest cards of a channel that can be pressed."""
        shown = (message for message in self.sandbox.messages(channel) if message.labels)
        return [message for message in shown if title_in(message.text)][-newest:]
