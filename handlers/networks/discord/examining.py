"""What `tjans doctor` finds at Discord: the token, the gateway, the guilds, and the rights in each channel."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from urllib.parse import urlsplit

import discord
from discord.http import Route

from bot.findings import Finding, note, ok, wrong
from bot.incoming import Network
from bot.model import Channel
from bot.settings import Settings
from handlers.networks.discord.line import Line, aim
from handlers.networks.discord.mishaps import FAILURES

PATIENCE = 20.0
"""Seconds for a question, with the tries discord.py itself makes again."""
FEW = 50
"""Connections to the gateway: of a thousand a day, what a program that starts over and over uses up."""


async def examine(settings: Settings, channels: Sequence[Channel]) -> list[Finding]:
    """Ask Discord over REST alone; beside a running bot, which does not notice. Nothing without a token.

    Args:
        channels: those that are connected.
    """
    if settings.discord_token is None:
        return []
    aim(settings.discord_api, settings.discord_gateway)
    async with Line() as line:
        examination = Examination(line, settings.discord_token.get_secret_value(), settings.discord_api)
        return [finding async for finding in examination.findings(channels)]


class Examination:
    """Question after question. Errors are named by their kind: their words may quote what people wrote."""

    def __init__(self, line: Line, token: str, api: str) -> None:
        self._line = line
        self._token = token
        self._host = urlsplit(api).hostname

    async def findings(self, channels: Sequence[Channel]) -> AsyncIterator[Finding]:
        try:
            async with asyncio.timeout(PATIENCE):
                await self._line.login(self._token)
        except discord.LoginFailure:
            yield wrong("Discord", "it refuses the token", "get a new one from its portal: TJANS_DISCORD_TOKEN")
            return
        except FAILURES as error:
            advice = "check the network, and TJANS_DISCORD_API; the bot waits and goes on by itself"
            yield wrong("Discord", f"no answer from {self._host} ({type(error).__name__})", advice)
            return
        yield ok("Discord", f"answers, and knows the bot as {self._line.user}")
        yield await self._gateway()
        yield self._guilds()
        for channel in channels:
            if channel.address.network is Network.DISCORD:
                yield await self._rights(channel)

    async def _gateway(self) -> Finding:
        """How often the bot may still connect today (docs, Get Gateway Bot)."""
        try:
            async with asyncio.timeout(PATIENCE):
                limit = (await self._line.http.request(Route("GET", "/gateway/bot")))["session_start_limit"]
        except FAILURES as error:
            return note("gateway", f"Discord does not say where it is ({type(error).__name__})", "ask again")
        says = f"{limit['remaining']} of {limit['total']} connections are left today"
        if not limit["remaining"]:
            return wrong("gateway", says, "stop what starts the bot over and over; Discord lets it in again tomorrow")
        if limit["remaining"] < FEW:
            return note("gateway", says, "find out what starts the bot over and over: look in its log")
        return ok("gateway", says)

    def _guilds(self) -> Finding:
        count = self._line.application.approximate_guild_count if self._line.application else 0
        if not count:
            return note("guilds", "the bot is in none", "invite it: scopes bot and applications.commands")
        return ok("guilds", f"the bot is in {count}")

    async def _rights(self, channel: Channel) -> Finding:
        what = f"channel {channel.id} ({channel.address.network}:{channel.address.chat_id})"
        try:
            async with asyncio.timeout(PATIENCE):
                missing = await self._missing(channel.address.chat_id)
        except (discord.NotFound, discord.Forbidden):
            return wrong(what, "the bot cannot see it, or it is gone", "let the bot in, or connect another channel")
        except FAILURES as error:
            return note(what, f"Discord does not say what the bot may do there ({type(error).__name__})", "ask again")
        if missing:
            return wrong(what, f"the bot lacks {' and '.join(missing)}", "give its role these rights there")
        return ok(what, "the bot may post")

    async def _missing(self, number: int) -> list[str]:
        """The rights that are needed to post and are not there, as Discord's settings call them."""
        body = await self._line.http.get_channel(number)
        guild = await self._line.fetch_guild(int(str(body.get("guild_id"))), with_counts=False)
        place = await guild.fetch_channel(number)
        needed = {"view_channel": "View Channel", "send_messages": "Send Messages"}
        if isinstance(place, discord.Thread):
            place = await guild.fetch_channel(place.parent_id)
            needed = {"view_channel": "View Channel", "send_messages_in_threads": "Send Messages in Threads"}
        me = await guild.fetch_member(self._line.user.id if self._line.user else 0)
        rights = place.permissions_for(me)
        return [name for right, name in needed.items() if not getattr(rights, right)]
