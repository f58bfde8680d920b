"""The scene of the flood on Discord: half of the people have never been written to."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO

from bot.incoming import ChatKind, Network, Sender
from proofs.discord.checks import doubles, unsettled
from proofs.discord.ledger import first_line
from proofs.discord.village import Village
from proofs.evidence import Evidence
from proofs.ledger import title_in
from proofs.process import Process
from proofs.scene import AHEAD
from proofs.seeding import Seeding
from proofs.stage import ANNOUNCED, HELD, LATE, NEWS, PLACES, PRESSED, Answer, Came, Served, Size
from proofs.town import PATIENCE, zone_where_it_is_morning
from sandbox.discord import Channel, DiscordSandbox, Message, TooMany, User
from storage.database import Database
from storage.transaction import Storage

COUNTED = {"POST /channels/{channel}/messages", "PATCH /channels/{channel}/messages/{message}"}

SETTLES = 150
"""Looks, five a second, until all must be right."""


class Scene:
    """Dorte's organisation has many channels, Egon's has one, and in it stands the card which the crowd presses.

    Args:
        one_in: so many of those who press, and of those who are reminded, has no direct messages with the bot yet.
    """

    a_second = 45 / 1.05

    def __init__(self, sandbox: DiscordSandbox, size: Size, *, one_in: int = 2) -> None:
        self.sandbox = sandbox
        self.size = size
        people = size.crowd + size.reminders
        self.village = Village.build(sandbox, 1, channels=size.channels, people=people)
        self.crowd, self.holders = self.village.people[: size.crowd], self.village.people[size.crowd :]
        self.unopened = {user.id for user in self.village.people[::one_in]}

    def now(self) -> datetime:
        return self.sandbox.clock.now()

    async def seed(self, database: Path, at: datetime) -> None:
        village, opened = self.village, await Database.open(database)
        async with Storage(opened, frozenset()).transaction() as tx:
            seeding = Seeding(tx, Network.DISCORD, self.now())
            chats = [(channel.id, channel.name) for channel in village.channels]
            dorte = await seeding.organisation(self._sender(village.dorte), "Suppegryden", ChatKind.GROUP, chats)
            yard = [(village.yard.id, village.yard.name)]
            await seeding.organisation(self._sender(village.egon), "Torvet", ChatKind.GROUP, yard)
            for user in self.crowd:
                await seeding.known(self._sender(user))
            await seeding.held(dorte, [self._sender(user) for user in self.holders], at + AHEAD)
        await opened.close()

    def _sender(self, user: User) -> Sender:
        private = 0 if user.id in self.unopened else self.sandbox.world.dm(user).id
        return Sender(native_id=user.id, name=user.name, language="da", private_chat=private, may_be_written_to=True)

    def settings(self, database: Path) -> dict[str, str]:
        """Without the prefix."""
        return {
            "DATABASE": str(database),
            "DISCORD_TOKEN": self.sandbox.token,
            "DISCORD_API": self.sandbox.base_url,
            "DISCORD_GATEWAY": self.sandbox.gateway_url,
            "ADMINS": f"discord:{self.village.dorte.id}",
            "TIMEZONE": zone_where_it_is_morning(self.now()),
        }

    def process(self, database: Path, log: IO[bytes]) -> Served:
        return Process(None, database, listen=False, to=log, **self.settings(database))

    async def prepare(self) -> None:
        await self.village.served()
        self.sandbox.press(self.village.egon, await self._preview(self.village.egon, PRESSED, PLACES), "Udgiv")
        await self.sandbox.until(lambda: self._cards(self.village.yard), PATIENCE)
        self._asked = await self._preview(self.village.dorte, ANNOUNCED, 5)

    async def _preview(self, owner: User, title: str, places: int) -> Message:
        day = self.now() + timedelta(days=5)
        line = f"{title} | {day:%d/%m} 14-17 | Salen | {places} | Gæster"
        asked = self.sandbox.command(owner, None, "opret", text=line)
        await self.sandbox.until(lambda: asked.shown and "Udgiv" in asked.shown[-1].labels, PATIENCE)
        return asked.shown[-1]

    def _cards(self, channel: Channel) -> list[Message]:
        return self.village.cards(channel, 2)

    async def until(self, predicate: Callable[[], object], seconds: float) -> object:
        return await self.sandbox.until(predicate, seconds)

    def press_all(self) -> list[Answer]:
        return [self._press(user) for user in self.crowd]

    def press_aside(self) -> Answer:
        return self._press(self.village.egon)

    def _press(self, user: User) -> Answer:
        card = self._cards(self.village.yard)[0]
        done = self.sandbox.press(user, card, card.labels[0])
        return lambda: done.told or None

    def publish(self) -> None:
        self.sandbox.press(self.village.dorte, self._asked, "Udgiv")

    def press_late(self) -> None:
        card = next(card for channel in self.village.channels for card in self._cards(channel))
        for user in self.crowd[-LATE:]:
            self.sandbox.press(user, card, card.labels[0])

    def told(self, title: str) -> list[Came]:
        came = [
            Came(user.id, one.at, opened=user.id in self.unopened)
            for user in (self.holders if title == HELD else self.crowd)
            for one in self.sandbox.messages(user)
            if first_line(one).startswith(NEWS[title]) and title_in(one.text) == title
        ]
        return sorted(came, key=lambda one: one.at)

    def shown(self) -> list[datetime]:
        return [one.at for channel in self.village.channels for one in self._cards(channel)]

    def sends(self) -> list[tuple[float, bool]]:
        known = {self.sandbox.world.dm(user).id for user in self.holders if user.id not in self.unopened}
        calls = [call for call in self.sandbox.calls if call.method in COUNTED and call.refused is None]
        return [(call.at, int(call.params["channel"]) in known) for call in calls]

    def calls(self) -> int:
        return len(self.sandbox.calls)

    def refused(self) -> list[str]:
        return [
            f"{call.method} {call.refused.scope} {call.refused.seconds:.1f} s: {call.refused}"
            for call in self.sandbox.refusals
            if isinstance(call.refused, TooMany)
        ]

    async def wrong(self, database: Path) -> list[str]:
        for _ in range(SETTLES):
            if not unsettled(Evidence(database, "discord"), self.village):
                break
            await asyncio.sleep(0.2)
        others = (str(call) for call in self.sandbox.refusals if not isinstance(call.refused, TooMany))
        return [*unsettled(Evidence(database, "discord"), self.village), *doubles(self.village), *others]
