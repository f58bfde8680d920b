"""One task on two networks: one capacity, one waiting list, two cards that agree."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.__main__ import Program, assemble
from bot.alerting import LASTS
from bot.incoming import Network
from bot.model import NoticeKind
from bot.settings import Settings
from bot.vitals import Part
from handlers.networks.serving import FAILING
from sandbox import Chat, Message, Person, Sandbox, SandboxClock
from sandbox.discord import DiscordSandbox, Refused
from sandbox.discord import Message as DiscordMessage
from tests.journeys.discord_stage import Village
from tests.journeys.stage import connects, posts, says
from tests.people import NOW


@dataclass
class Both:
    """The same community on Telegram and on Discord; Karen is the admin on both."""

    telegram: Sandbox
    discord: DiscordSandbox
    village: Village
    karen: Person
    channel: Chat
    program: Program

    async def shared_task(self, places: int) -> tuple[Message, DiscordMessage]:
        """One organisation, a channel on each network, and one task in both."""
        await connects(self.telegram, self.karen, self.channel)
        village = self.village
        asked = self.discord.command(village.karen, village.channel, "tilslut")
        button = await village.told(asked, "?", button="Tilslut")
        await village.told(self.discord.press(village.karen, button, "Tilslut"), "privat")
        question = await village.says(village.karen, "opgaver", button=self.channel.title)
        await village.told(self.discord.press(village.karen, question, self.channel.title), "Tilsluttet")
        card = await posts(self.telegram, self.karen, self.channel, places=str(places))
        return card, await village.says(village.channel, "Lav suppe", button="Jeg er med")


@asynccontextmanager
async def _serving(
    telegram: Sandbox,
    discord: DiscordSandbox,
    village: Village,
    karen: Person,
    database: Path,
    *,
    reached: frozenset[Network] = frozenset(Network),
) -> AsyncIterator[Program]:
    settings = Settings.model_validate(
        village.settings(database).model_dump()
        | {
            "telegram_token": telegram.token,
            "telegram_api": telegram.base_url,
            "admins": f"telegram:{karen.id},discord:{village.karen.id}",
        }
    )
    async with AsyncExitStack() as stack:
        program = await assemble(stack, settings, telegram.clock)
        serving = asyncio.ensure_future(program.run())
        try:
            if Network.TELEGRAM in reached:
                await telegram.until(lambda: telegram.world.listening, 10)
            if Network.DISCORD in reached:
                await discord.connected(10)
                await discord.until(lambda: discord.world.commands, 10)
            yield program
        finally:
            serving.cancel()
            with suppress(asyncio.CancelledError):
                await serving


@pytest.fixture
async def both(tmp_path: Path) -> AsyncIterator[Both]:
    clock = SandboxClock(NOW)
    async with Sandbox(clock=clock) as telegram, DiscordSandbox(clock=clock) as discord:
        karen = telegram.add_person("Karen")
        channel = telegram.add_channel("Frivillige i Lyngby", karen)
        village = Village.of(discord)
        async with _serving(telegram, discord, village, karen, tmp_path / "tjans.db") as program:
            yield Both(telegram, discord, village, karen, channel, program)
        assert [str(call) for call in [*telegram.refusals, *discord.refusals]] == []


async def test_the_last_places_pressed_on_both_at_once_have_one_winner_each(both: Both) -> None:
    """Half press on each network. Everyone is told the truth, and both cards are right."""
    card, other_card = await both.shared_task(places=5)
    people = [both.telegram.add_person(f"T{number}") for number in range(20)]
    users = [both.discord.add_user(f"D{number}") for number in range(20)]
    for person, user in zip(people, users, strict=True):
        both.telegram.join(person, both.channel)
        both.discord.join(user, both.village.guild)
    presses = []
    interactions = []
    for person, user in zip(people, users, strict=True):
        presses.append(both.telegram.press(person, card, "Jeg er med"))
        interactions.append(both.discord.press(user, other_card, "Jeg er med"))
    answers = [await press.answer(15) for press in presses]
    for interaction in interactions:
        await interaction.answered(15)
    there = sum("Du er med" in one.told for one in interactions)
    here = sum(bool(answer.url) for answer in answers)  # the way to the bot: they are in, and never wrote to it
    assert here + there == 5
    assert all("Fyldt op" in one.told or "Du er med" in one.told for one in interactions)
    await says(both.telegram, both.channel, "Fyldt op", button="Skriv mig på venteliste")
    await both.village.says(both.village.channel, "Fyldt op", button="Skriv mig på venteliste")


async def test_a_place_given_back_on_one_network_is_offered_on_the_other(both: Both) -> None:
    card, other_card = await both.shared_task(places=1)
    bo = both.telegram.add_person("Bo")
    both.telegram.start(bo)
    await says(both.telegram, bo, "Velkommen")
    both.telegram.press(bo, card, "Jeg er med")
    confirmed = await says(both.telegram, bo, "Du er med", button="Meld afbud")
    village = both.village
    await village.says(village.channel, "Fyldt op", button="Skriv mig på venteliste")
    waits = both.discord.press(village.bo, other_card, "Skriv mig på venteliste")
    await village.told(waits, "venteliste")
    both.telegram.press(bo, confirmed, "Meld afbud")
    offer = await village.says(village.bo, "plads til dig", button="Ja tak", seconds=20)
    await village.told(both.discord.press(village.bo, offer, "Ja tak"), "Du er med")


async def test_an_invitation_says_how_it_is_used_on_each_network(both: Both) -> None:
    await both.shared_task(2)
    asked = both.discord.command(both.village.karen, None, "styr")
    listed = await both.village.told(asked, button="Invitér en koordinator")
    invite = both.discord.press(both.village.karen, listed, "Invitér en koordinator")
    await both.village.told(invite, "På Telegram: https://t.me/", "På Discord: Skriv /start")


async def test_one_network_that_gives_up_does_not_stop_the_other(both: Both) -> None:
    card, _ = await both.shared_task(places=1)
    both.discord.world.sessions.drop(4004)
    await both.discord.until(lambda: not both.discord.world.sessions.connected)
    bo = both.telegram.add_person("Bo")
    press = both.telegram.press(bo, card, "Jeg er med")
    assert (await press.answer(10)).url


async def test_what_is_owed_on_a_network_that_gave_up_waits_for_it(both: Both) -> None:
    """Red when it is sent nowhere, and given up: a token that is mended would find the offer gone to the next."""
    card, other_card = await both.shared_task(places=1)
    bo = both.telegram.add_person("Bo")
    both.telegram.start(bo)
    await says(both.telegram, bo, "Velkommen")
    both.telegram.press(bo, card, "Jeg er med")
    confirmed = await says(both.telegram, bo, "Du er med", button="Meld afbud")
    await both.village.says(both.village.channel, "Fyldt op", button="Skriv mig på venteliste")
    waits = both.discord.press(both.village.bo, other_card, "Skriv mig på venteliste")
    await both.village.told(waits, "venteliste")
    both.discord.world.sessions.drop(4004)
    discord = both.program.networks.discord
    assert discord is not None
    async with asyncio.timeout(10):
        while discord.reached:  # noqa: ASYNC110 - it is not an event of the sandbox
            await asyncio.sleep(0.02)
    both.telegram.press(bo, confirmed, "Meld afbud")
    await says(both.telegram, bo, "meldt afbud")
    await both.program.settle()
    async with both.program.storage.transaction() as tx:
        due = await tx.notices.due(both.telegram.clock.now(), (), 10)
    assert [notice.kind for notice in due] == [NoticeKind.OFFER]


async def test_the_admin_hears_on_one_network_that_the_other_gave_up(both: Both) -> None:
    """Its name, and what to do. Red when one sign of life stands for both networks."""
    await both.shared_task(places=1)
    seconds, vitals = 0.0, both.program.vitals
    vitals._now = lambda: seconds  # the one stopwatch of the alerts
    for part in Part:
        vitals.works(part)
    both.discord.world.sessions.drop(4004)
    discord = both.program.networks.discord
    assert discord is not None
    async with asyncio.timeout(10):
        while discord.reached:  # noqa: ASYNC110 - it is not an event of the sandbox
            await asyncio.sleep(0.02)
    seconds = LASTS[Part.DISCORD]
    vitals.works(Part.TELEGRAM)
    await both.program.alerting.look()
    await says(both.telegram, both.karen, "Jeg kan ikke få forbindelse til Discord", "giv mig et nyt")


async def test_a_network_that_is_not_heard_for_a_minute_counts_as_away(both: Both) -> None:
    seconds, vitals = 0.0, both.program.vitals
    vitals._now = lambda: seconds
    vitals.works(Part.TELEGRAM)
    vitals.fails(Part.DISCORD)
    seconds = FAILING - 1
    assert both.program._outages.away() == set()
    seconds = FAILING
    assert both.program._outages.away() == {Network.DISCORD}


async def test_discord_away_at_the_start_keeps_nobody_waiting(tmp_path: Path) -> None:
    clock = SandboxClock(NOW)
    async with Sandbox(clock=clock) as telegram, DiscordSandbox(clock=clock) as discord:
        karen, village = telegram.add_person("Karen"), Village.of(discord)
        discord.faults.refuse("GET /users/@me", Refused(503, 0, "503: Service Unavailable"), times=2)
        async with _serving(
            telegram, discord, village, karen, tmp_path / "tjans.db", reached=frozenset({Network.TELEGRAM})
        ):
            telegram.start(karen)
            await says(telegram, karen, "Velkommen")
            assert not discord.world.sessions.connected
            await discord.connected(15)
            await village.told(discord.command(village.bo, None, "start"), "Velkommen")


async def test_telegram_away_at_the_start_keeps_nobody_waiting(tmp_path: Path) -> None:
    """Red when Discord is reached only after Telegram."""
    clock = SandboxClock(NOW)
    async with Sandbox(clock=clock) as telegram, DiscordSandbox(clock=clock) as discord:
        karen, village = telegram.add_person("Karen"), Village.of(discord)
        telegram.faults.fail("getMe", 502, "Bad Gateway", times=3)
        telegram.start(karen)
        away = frozenset({Network.DISCORD})
        async with _serving(telegram, discord, village, karen, tmp_path / "tjans.db", reached=away):
            await village.told(discord.command(village.bo, None, "start"), "Velkommen")
            assert telegram.messages(karen)[-1].text == "/start"
            await says(telegram, karen, "Velkommen", seconds=20)


async def test_a_refused_token_stops_only_its_own_network(tmp_path: Path) -> None:
    clock = SandboxClock(NOW)
    async with Sandbox(clock=clock) as telegram, DiscordSandbox(clock=clock) as discord:
        karen, village = telegram.add_person("Karen"), Village.of(discord)
        telegram.faults.fail("getMe", 401, "Unauthorized")
        away = frozenset({Network.DISCORD})
        async with _serving(telegram, discord, village, karen, tmp_path / "tjans.db", reached=away):
            await village.told(discord.command(village.bo, None, "start"), "Velkommen")
            assert not telegram.world.listening


async def test_commands_refused_with_the_token_stop_nothing(tmp_path: Path) -> None:
    clock = SandboxClock(NOW)
    async with Sandbox(clock=clock) as telegram, DiscordSandbox(clock=clock) as discord:
        karen, village = telegram.add_person("Karen"), Village.of(discord)
        commands = "PUT /applications/{application}/commands"
        discord.faults.refuse(commands, Refused(401, 0, "401: Unauthorized"))
        here = frozenset({Network.TELEGRAM})
        async with _serving(telegram, discord, village, karen, tmp_path / "tjans.db", reached=here):
            await discord.until(lambda: any(commands in str(call) for call in discord.calls), 10)
            telegram.start(karen)
            await says(telegram, karen, "Velkommen")
