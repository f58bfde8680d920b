"""What goes wrong on Discord, over real sockets: the coordinator is told in words, with what to do about it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox import SandboxClock
from sandbox.discord import Channel, DiscordSandbox, Permission, Role
from tests.journeys.discord_stage import Village
from tests.people import NOW


@pytest.fixture
async def village(tmp_path: Path) -> AsyncIterator[Village]:
    async with DiscordSandbox(clock=SandboxClock(NOW)) as sandbox:
        village = Village.of(sandbox)
        async with village.running(tmp_path / "tjans.db"):
            yield village


def _role(village: Village) -> Role:
    name = village.sandbox.world.bot.name
    return next(one for one in village.guild.roles.values() if one.name == name)


def _deny(village: Village, channel: Channel, right: Permission) -> None:
    village.sandbox.set_overwrite(channel, _role(village), deny=right)


def _codes(village: Village) -> list[int]:
    return [getattr(call.refused, "code", 0) for call in village.sandbox.refusals]


@pytest.mark.parametrize(
    ("right", "word"), [(Permission.SEND_MESSAGES, "Send beskeder"), (Permission.VIEW_CHANNEL, "Se kanal")]
)
async def test_a_right_that_is_missing_is_named_and_mended(village: Village, right: Permission, word: str) -> None:
    await village.connect()
    _deny(village, village.channel, right)
    line = "Lav suppe | lørdag 14-17 | Sognegården | 2 | Gæster"
    asked = village.sandbox.command(village.karen, village.channel, "opret", text=line)
    preview = await village.told(asked, button="Udgiv")
    village.sandbox.press(village.karen, preview, "Udgiv")
    await village.says(village.karen, "kan ikke længere skrive", word, "/tilslut")
    village.sandbox.set_overwrite(village.channel, _role(village))
    await _connected_again(village, village.channel)
    await village.says(village.channel, "2 ledige pladser", button="Jeg er med")


async def _connected_again(village: Village, channel: Channel) -> None:
    asked = village.sandbox.command(village.karen, channel, "tilslut")
    button = await village.told(asked, "?", button="Tilslut")
    await village.told(village.sandbox.press(village.karen, button, "Tilslut"), "privat")
    question = await village.says(village.karen, "Hvem står bag")
    await village.told(village.sandbox.press(village.karen, question, question.labels[0]), "Tilsluttet")


async def test_connect_says_at_once_what_is_missing(village: Village) -> None:
    _deny(village, village.channel, Permission.SEND_MESSAGES)
    asked = village.sandbox.command(village.karen, village.channel, "tilslut")
    await village.told(asked, "må ikke skrive", "Send beskeder")
    _deny(village, village.channel, Permission.VIEW_CHANNEL)
    await village.told(village.sandbox.command(village.karen, village.channel, "tilslut"), "Se kanal")
    assert _codes(village) == []


async def test_a_thread_is_connected_shows_cards_and_may_be_locked(village: Village) -> None:
    thread = village.sandbox.add_thread(village.channel, "aftensmad")
    await _connected_again(village, thread)
    asked = village.sandbox.command(
        village.karen, thread, "opret", text="Lav suppe | lørdag 14-17 | Sognegården | 2 | Gæster"
    )
    village.sandbox.press(village.karen, await village.told(asked, button="Udgiv"), "Udgiv")
    card = await village.says(thread, "2 ledige pladser", button="Jeg er med")
    await village.told(village.sandbox.press(village.bo, card, "Jeg er med"), "Du er med")
    await village.says(thread, "1 ledig plads")
    village.sandbox.archive(thread)
    await village.told(village.sandbox.press(village.ane, card, "Jeg er med"), "You")
    await village.says(thread, "Fyldt op")
    assert _codes(village) == [50083]
    _deny(village, village.channel, Permission.SEND_MESSAGES_IN_THREADS)
    await village.told(village.sandbox.command(village.karen, thread, "tilslut"), "Send beskeder i tråde")


async def test_a_locked_thread_is_told_of(village: Village) -> None:
    thread = village.sandbox.add_thread(village.channel, "aftensmad")
    await _connected_again(village, thread)
    village.sandbox.lock(thread)
    asked = village.sandbox.command(
        village.karen, village.channel, "opret", text="Lav suppe | lørdag 14-17 | Sognegården | 2 | Gæster"
    )
    village.sandbox.press(village.karen, await village.told(asked, button="Udgiv"), "Udgiv")
    await village.says(village.karen, "aftensmad", "låst")


async def test_a_deleted_channel_is_told_of(village: Village) -> None:
    await village.connect()
    await village.post()
    village.sandbox.delete_channel(village.channel)
    await village.says(village.karen, "opgaver", "slettet", "/tilslut")
    assert _codes(village) == []


async def test_a_bot_that_is_thrown_out_says_so_where_it_still_can(village: Village) -> None:
    await village.connect()
    await village.post()
    other = village.sandbox.add_guild("En anden", village.karen)
    village.sandbox.add_bot(other)
    village.sandbox.remove_bot(village.guild)
    await village.says(village.karen, "opgaver", "fjernet fra serveren")


async def test_closed_direct_messages_are_met_once_and_told_of(village: Village) -> None:
    """Ten thousand refused calls in ten minutes shut out the whole address: what is closed is not tried again."""
    await village.connect()
    card = await village.post()
    village.sandbox.close_dms(village.bo)
    await village.told(village.sandbox.press(village.bo, card, "Jeg er med"), "Du er med")
    await village.sandbox.until(lambda: village.sandbox.refusals, 10)
    asked = village.sandbox.command(village.karen, village.channel, "styr", task="1")
    page = await village.told(asked, "ved navn i kanalen: Bo", button="Aflys")
    asked = village.sandbox.press(village.karen, page, "Aflys")
    question = await village.told(asked, "1 person får besked", "ved navn i kanalen: Bo", button="Aflys")
    await village.told(village.sandbox.press(village.karen, question, "Aflys"), "1 person får besked")
    called = await village.says(village.channel, f"<@{village.bo.id}>", "aflyst")
    assert called.pinged() == {village.bo.id}
    assert _codes(village) == [50007]


async def test_whoever_is_found_to_be_shut_off_hears_it_at_once_and_gets_what_could_not_be_written(
    village: Village,
) -> None:
    """With no further press, for their eyes only. Red when the last they hear is that a message is on its way."""
    await village.connect()
    card = await village.post()
    village.sandbox.close_dms(village.bo)
    pressed = village.sandbox.press(village.bo, card, "Jeg er med")
    told = await village.told(pressed, "Du er med", "Sognegården", "Jeg må ikke skrive til dig", button="Meld afbud")
    assert told.only_for is village.bo
    await village.told(village.sandbox.press(village.bo, told, "Meld afbud"), "Tak")
    await village.says(village.channel, "2 ledige pladser")
    assert _codes(village) == [50007]


async def test_a_coordinator_with_closed_direct_messages_is_asked_where_they_are(village: Village) -> None:
    """Red when "I am writing to you" is the last they hear: they could never connect a channel."""
    village.sandbox.close_dms(village.karen)
    asked = village.sandbox.command(village.karen, village.channel, "tilslut")
    pressed = village.sandbox.press(village.karen, await village.told(asked, button="Tilslut"), "Tilslut")
    question = await village.told(pressed, "Hvem står bag", "Jeg må ikke skrive til dig", "/start")
    assert question.only_for is village.karen
    await village.told(village.sandbox.press(village.karen, question, question.labels[0]), "Tilsluttet")
    await village.post()
    assert _codes(village) == [50007]


async def test_somebody_who_left_the_server_is_told_of(village: Village) -> None:
    await village.connect()
    card = await village.post()
    await village.told(village.sandbox.press(village.bo, card, "Jeg er med"), "Du er med")
    await village.says(village.bo, "Lav suppe")
    village.sandbox.leave(village.bo, village.guild)
    asked = village.sandbox.command(village.karen, village.channel, "styr", task="1")
    page = await village.told(asked, button="Aflys")
    question = await village.told(village.sandbox.press(village.karen, page, "Aflys"), button="Aflys")
    await village.told(village.sandbox.press(village.karen, question, "Aflys"))
    await village.says(village.karen, "kan ikke", "Bo")
    assert _codes(village) == [50278]


async def test_a_place_is_offered_by_name_where_no_chat_can_be_opened(village: Village) -> None:
    """40003: Ane's chat was never opened, and cannot be now. Red when the offer waits for that."""
    await village.connect()
    card = await village.post(places=1)
    await village.told(village.sandbox.press(village.bo, card, "Jeg er med"), "Du er med")
    place = await village.says(village.bo, "Lav suppe", button="Meld afbud")
    full = await village.says(village.channel, "Fyldt op", button="Skriv mig på venteliste")
    village.sandbox.world.new_dms = 0
    await village.told(village.sandbox.press(village.ane, full, "Skriv mig på venteliste"), "number 1")
    village.sandbox.press(village.bo, place, "Meld afbud")
    called = await village.says(village.channel, f"<@{village.ane.id}>", "Der er plads til dig")
    assert called.pinged() == {village.ane.id}
    page = await village.told(village.sandbox.press(village.ane, card, "Læs mere"), button="Yes please")
    await village.told(village.sandbox.press(village.ane, page, "Yes please"), "You are in")
    assert _codes(village) == [40003]
