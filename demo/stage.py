"""The stage: the sandbox with its people, and the unmodified program beside it, on the sandbox's clock."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from bot import people
from bot.__main__ import Program, assemble
from bot.incoming import Address, ChatKind, Network, Sender
from bot.model import Person
from bot.settings import Settings
from demo.examples import seed
from sandbox import Chat, Sandbox, SandboxClock
from sandbox import Person as Persona

ORGANISATION = "Suppegryden (eksempel)"
ZONE = ZoneInfo("Europe/Copenhagen")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Who plays: a coordinator, three volunteers, one who reads English, one who at first has not pressed Start."""

    karen: Persona
    anna: Persona
    yusuf: Persona
    james: Persona
    mads: Persona
    channel: Chat
    group: Chat


def curtain(now: datetime) -> SandboxClock:
    """The time on the stage: the real one by day; else the next morning's, because at night nobody is woken.

    From nine to four the story's offer is answered on the day, and its reminders come days later.
    """
    here = now.astimezone(ZONE)
    if not time(9) <= here.time() < time(16):
        day = here.date() if here.time() < time(9) else here.date() + timedelta(days=1)
        here = datetime.combine(day, time(9), ZONE)
    return SandboxClock(here)


def cast(sandbox: Sandbox) -> Cast:
    """Put the people and their chats into the sandbox."""
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
    return Cast(karen=karen, anna=anna, yusuf=yusuf, james=james, mads=mads, channel=channel, group=group)


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
async def performing(sandbox: Sandbox, players: Cast, *, seeded: bool) -> AsyncIterator[Program]:
    """The program, serving on a fresh database; with `seeded`, the channel is connected and examples are posted."""
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory(prefix="tjans-", ignore_cleanup_errors=True))
        program = await assemble(stack, _settings(sandbox, players, Path(folder)), sandbox.clock)
        if seeded:
            await _seed(sandbox, players, program)
        sandbox.timekeeper = Timekeeper(program)
        serving = asyncio.ensure_future(program.run())
        try:
            yield program
        finally:
            sandbox.timekeeper = None
            serving.cancel()
            with suppress(asyncio.CancelledError):
                await serving


def _settings(sandbox: Sandbox, players: Cast, folder: Path) -> Settings:
    return Settings.model_validate(
        {
            "telegram_token": sandbox.token,
            "telegram_api": sandbox.base_url,
            "database": folder / "demo.db",
            "admins": f"telegram:{players.karen.id}",
            "community": "Frivillige i Lyngby",
            "organisation": ORGANISATION,
        }
    )


async def _seed(sandbox: Sandbox, players: Cast, program: Program) -> None:
    """As if Karen had connected the channel and posted the examples before the curtain rose."""
    sandbox.add_bot(players.channel, by=players.karen)
    for person in (players.karen, players.anna, players.yusuf, players.james):
        sandbox.start(person)
    now = sandbox.clock.now()
    async with program.storage.transaction() as tx:
        sender = Sender(native_id=players.karen.id, name="Karen", language="da")
        karen: Person = await people.recognise(tx, Network.TELEGRAM, sender, now, in_private=True)
        organisation = await tx.organisations.ensure(ORGANISATION, now)
        tx.organisations.appoint(karen.id, organisation.id, now)
        address = Address(network=Network.TELEGRAM, chat_id=players.channel.id)
        channel = tx.channels.add(address, ChatKind.CHANNEL, players.channel.title, "da", now)
        tx.channels.connect(channel.id, organisation.id)
    await seed(program.storage, karen, now, program.community.zone)
