"""The town on Discord: a guild with a channel for every second organisation, and one in ten of the people."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime

from sandbox import Person, Sandbox
from sandbox.discord import Channel, DiscordSandbox, Guild, User
from simulation.coordinators import IMPATIENCE
from simulation.discord.mirror import Mirror
from simulation.discord.talk import DiscordTalk
from simulation.habits import drawn
from simulation.ledger import Ledger
from simulation.opening import TRIES
from simulation.options import Options
from simulation.talk import GaveUp, find_button
from simulation.town import Organisation, Town, name_of
from simulation.volunteers import Volunteer

ON_BOTH = 0.3
"""Of the people there have an account on Telegram, too."""
A_WHILE = 60.0
"""Seconds after which somebody looks again whether a bot has its commands."""
FOLLOWERS = 0.7
"""Of the people there follow the channel of an organisation."""


class Elsewhere:
    """Everyone and every place on Discord; made before anybody has met the bot."""

    def __init__(
        self, discord: DiscordSandbox, sandbox: Sandbox, town: Town, options: Options, ledger: Ledger
    ) -> None:
        self.mirror = Mirror()
        self.discord = discord
        self._sandbox = sandbox
        self._town = town
        self._options = options
        self._ledger = ledger
        self._dice = options.dice("discord")
        karen = discord.add_user("Karen Admin")
        town.admin_elsewhere = self.mirror.person(karen)
        self._guild = discord.add_guild("Lyngby", karen)
        discord.add_bot(self._guild)
        self._channels = {one.name: self._channel(self._guild, one) for one in town.organisations[::2]}
        self.talks: dict[int, DiscordTalk] = {}
        for organisation in town.organisations[::2]:
            organisation.coordinator_elsewhere = self._coordinator(organisation)
        self.karen = DiscordTalk(sandbox, discord, self.mirror, karen, options.dice("Karen on Discord"), ledger)

    def tidy(self, before: datetime, yesterday: datetime) -> None:
        """What people clear away: messages of before then; and gestures of before yesterday, which are nobody's."""
        world = self.discord.world
        for native in self.mirror.people:
            messages = self.mirror.chats[native].messages
            while messages and (first := next(iter(messages.values()))).date < before:
                world.delete(self.mirror.forget(first))
        for done in [done for done in world.interactions.values() if done.at < yesterday]:
            del world.interactions[done.id], world.by_token[done.token]
            self.mirror.pressed.pop(done.id, None)
        self.discord.calls.clear()
        self.discord.refusals.clear()

    def people(self) -> dict[int, Volunteer]:
        """Whoever lives there: as the others, but they write nothing. Some of them are on Telegram, too."""
        first = self._options.people - self._options.on_discord
        found = dict(self._volunteer(first + number) for number in range(self._options.on_discord))
        both = [native for native in found if self._dice.random() < ON_BOTH]
        self._town.twins |= zip(
            both, (one.id for one in self._dice.sample(self._town.volunteers, len(both))), strict=True
        )
        return found

    async def appoint(self, organisation: Organisation, invite: Callable[[], Awaitable[str]]) -> None:
        """The one there takes up an invitation, if the organisation has one.

        Args:
            invite: the link that Karen gets for them.
        """
        if organisation.coordinator_elsewhere is None:
            return
        talk = self.talks[organisation.coordinator_elsewhere.id]
        for _ in range(TRIES):
            try:
                talk.takes_up((await invite()).partition("start=")[2])
                await talk.sees("post")
            except GaveUp:
                continue
            return
        raise GaveUp

    async def connect(self, organisation: Organisation) -> None:
        """Karen connects the channel of the organisation, if it has one."""
        if (channel := self._channels.get(organisation.name)) is None:
            return None
        for _ in range(TRIES):
            try:
                return await self._connect(organisation, channel)
            except GaveUp:
                continue
        raise GaveUp

    async def _connect(self, organisation: Organisation, channel: Channel) -> None:
        title = organisation.channels[0].title
        if not self.karen.is_offered_commands(channel):
            await asyncio.sleep(A_WHILE)
            raise GaveUp
        self.karen.uses("tilslut", channel)
        await self.karen.press_what_comes("connect_here")
        message, _ = await self.karen.sees("connect")
        await self.karen.thinks()
        self.karen.presses(message, find_button(message, lambda button: button.text == title))
        await self.karen.sees("post")

    def _channel(self, guild: Guild, organisation: Organisation) -> Channel:
        channel = self.discord.add_channel(guild, organisation.name.lower())
        organisation.elsewhere = self.mirror.channel(channel)
        return channel

    def _coordinator(self, organisation: Organisation) -> Person:
        user = self.discord.add_user(f"Discord {organisation.name}", "da")
        self.discord.join(user, self._guild)
        person = self.mirror.person(user)
        dice = self._options.dice(f"coordinator {person.id}")
        self.talks[person.id] = DiscordTalk(
            self._sandbox, self.discord, self.mirror, user, dice, self._ledger, IMPATIENCE
        )
        return person

    def _volunteer(self, number: int) -> tuple[int, Volunteer]:
        user: User = self.discord.add_user(name_of(number), "en-GB" if self._dice.random() < 0.12 else "da")
        self.discord.join(user, self._guild)
        person = self.mirror.person(user)
        for organisation in self._town.organisations:
            if organisation.elsewhere is not None and self._dice.random() < FOLLOWERS:
                organisation.followers_elsewhere.append(person)
        dice = self._options.dice(f"volunteer {person.id}")
        habits = replace(drawn(dice), writes=0.0)
        talk = DiscordTalk(self._sandbox, self.discord, self.mirror, user, dice, self._ledger, habits.presses_twice)
        return person.id, Volunteer(talk, habits)
