"""The stage: the sandbox with its people, and the unmodified program beside it, on the sandbox's clock."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

from bot import people
from bot.__main__ import Program, assemble
from bot.incoming import Address, ChatKind, Network, Sender
from bot.model import Person
from bot.settings import Settings
from bot.store import Tx
from demo.examples import seed
from sandbox import Chat, Sandbox, SandboxClock
from sandbox import Person as Persona
from sandbox.discord import Channel, DiscordSandbox, Guild, User

ORGANISATION = "Suppegryden (eksempel)"
ZONE = ZoneInfo("Europe/Copenhagen")
ON_DISCORD_WITHIN = 30.0
"""Real seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Who plays, on Telegram: a coordinator, three volunteers, one who reads English, one who has not pressed Start.

    On Discord: a coordinator whose server it is, a volunteer, and one who reads English.
    """

    karen: Persona
    anna: Persona
    yusuf: Persona
    james: Persona
    mads: Persona
    channel: Chat
    group: Chat
    freja: User
    malte: User
    signe: User
    guild: Guild
    text_channel: Channel


def curtain(now: datetime) -> SandboxClock:
    """The time on the stage: the real one by day; else the next morning's, because at night nobody is woken.

    From nine to four the story's offer is answered on the day, and its reminders come days later.
    """
    here = now.astimezone(ZONE)
    if not time(9) <= here.time() < time(16):
        day = here.date() if here.time() < time(9) else here.date() + timedelta(days=1)
        here = datetime.combine(day, time(9), ZONE)
    return SandboxClock(here)


@asynccontextmanager
async def neighbour(sandbox: Sandbox) -> AsyncIterator[DiscordSandbox]:
    """A pocket Discord beside the pocket Telegram, on the same clock and seen on the same page."""
    async with DiscordSandbox(clock=sandbox.clock, watch=sandbox.world.watch) as discord:
        sandbox.discord = discord
        yield discord


def cast(sandbox: Sandbox, discord: DiscordSandbox) -> Cast:
    """Put the people and their chats into the sandboxes."""
    karen, anna, yusuf = (sandbox.add_person(name) for name in ("Karen", "Anna", "Yusuf"))
    james = sandbox.add_person("James", "en")
    mads = sandbox.add_person("Mads")
    karen.note = {"da": "Koordinator", "en": "Coordinator"}
    anna.note = yusuf.note = {"da": "Frivillig", "en": "Volunteer"}
    james.note = {"da": "Frivillig, læser engelsk", "en": "Volunteer, reads English"}
    mads.note = {"da": "Ny i kanalen", "en": "New in the channel"}
    channel = sandbox.add_channel("Frivillige i Lyngby", karen)
    group = sandbox.add_group("Naboer på Åvænget", karen)
    for person in (anna, yusuf, james, mads):
        sandbox.join(person, channel)
        sandbox.join(person, group)
    on_discord = _cast_on_discord(discord)
    return Cast(
        karen=karen, anna=anna, yusuf=yusuf, james=james, mads=mads, channel=channel, group=group, **on_discord
    )


def _cast_on_discord(discord: DiscordSandbox) -> dict[str, Any]:
    freja = discord.add_user("Freja", note={"da": "Koordinator og ejer", "en": "Coordinator and owner"})
    malte = discord.add_user("Malte", note={"da": "Frivillig", "en": "Volunteer"})
    signe = discord.add_user(
        "Signe", "en-GB", note={"da": "Frivillig, læser engelsk", "en": "Volunteer, reads English"}
    )
    guild = discord.add_guild("Lyngby Ungdomshus", freja)
    for user in (malte, signe):
        discord.join(user, guild)
    discord.give_role(guild, malte, discord.add_role(guild, "Aftenhold"))
    discord.add_bot(guild)
    channel = discord.add_channel(guild, "opgaver")
    return {"freja": freja, "malte": malte, "signe": signe, "guild": guild, "text_channel": channel}


class Timekeeper:
    """What moving the sandbox's clock asks of the program: when something is due, and to have done it."""

    def __init__(self, program: Program) -> None:
        self._program = program

    async def next_moment(self, after: datetime, until: datetime | None) -> datetime | None:
        moment = await self._program.clockwork.next_moment(after, turns=until is not None)
        return None if moment is None or (until is not None and moment > until) else moment

    async def settle(self) -> None:
        await self._program.settle()


@asynccontextmanager
async def performing(
    sandbox: Sandbox, discord: DiscordSandbox, players: Cast, *, seeded: bool
) -> AsyncIterator[Program]:
    """The program, serving both networks on a fresh database, as soon as it is on Discord with its commands.

    With `seeded`, a channel on each network is connected and examples are posted.
    """
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory(prefix="tjans-", ignore_cleanup_errors=True))
        program = await assemble(stack, _settings(sandbox, discord, players, Path(folder)), sandbox.clock)
        if seeded:
            await _seed(sandbox, players, program)
        sandbox.timekeeper = Timekeeper(program)
        serving = asyncio.ensure_future(program.run())
        try:
            await discord.until(
                lambda: discord.world.sessions.connected and discord.world.commands, ON_DISCORD_WITHIN
            )
            yield program
        finally:
            sandbox.timekeeper = None
            serving.cancel()
            with suppress(asyncio.CancelledError):
                await serving


def _settings(sandbox: Sandbox, discord: DiscordSandbox, players: Cast, folder: Path) -> Settings:
    return Settings.model_validate(
        {
            "telegram_token": sandbox.token,
            "telegram_api": sandbox.base_url,
            "discord_token": discord.token,
            "discord_api": discord.base_url,
            "discord_gateway": discord.gateway_url,
            "database": folder / "demo.db",
            "admins": f"telegram:{players.karen.id},discord:{players.freja.id}",
            "community": "Frivillige i Lyngby",
            "organisation": ORGANISATION,
        }
    )


async def _seed(sandbox: Sandbox, players: Cast, program: Program) -> None:
    """As if Karen and Freja had connected a channel each, and Karen had posted the examples."""
    sandbox.add_bot(players.channel, by=players.karen)
    for person in (players.karen, players.anna, players.yusuf, players.james):
        sandbox.start(person)
    now = sandbox.clock.now()
    async with program.storage.transaction() as tx:
        karen = await _appoint(tx, Network.TELEGRAM, players.karen.id, "Karen", now)
        await _appoint(tx, Network.DISCORD, players.freja.id, "Freja", now)
        on_telegram = Address(network=Network.TELEGRAM, chat_id=players.channel.id)
        on_discord = Address(network=Network.DISCORD, chat_id=players.text_channel.id)
        await _connect(tx, on_telegram, ChatKind.CHANNEL, players.channel.title, now)
        there = await _connect(tx, on_discord, ChatKind.GROUP, f"#{players.text_channel.name}", now)
        tx.channels.belongs_to(there, players.guild.id, players.guild.name)
    await seed(program.storage, karen, now, program.community.zone)


async def _appoint(tx: Tx, network: Network, number: int, name: str, now: datetime) -> Person:
    """A coordinator of the organisation."""
    sender = Sender(native_id=number, name=name, language="da", may_be_written_to=network is Network.DISCORD)
    person = await people.recognise(tx, network, sender, now, in_private=True)
    organisation = await tx.organisations.ensure(ORGANISATION, now)
    tx.organisations.appoint(person.id, organisation.id, now)
    return person


async def _connect(tx: Tx, address: Address, kind: ChatKind, title: str, now: datetime) -> int:
    organisation = await tx.organisations.ensure(ORGANISATION, now)
    channel = tx.channels.add(address, kind, title, "da", now)
    tx.channels.connect(channel.id, organisation.id)
    return channel.id
