"""What is said on Discord alone: its own words, and no more than it can do."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox import SandboxClock
from sandbox.discord import DiscordSandbox
from tests.journeys.discord_stage import Village
from tests.people import NOW


@pytest.fixture
async def village(tmp_path: Path) -> AsyncIterator[Village]:
    async with DiscordSandbox(clock=SandboxClock(NOW)) as sandbox:
        village = Village.of(sandbox)
        async with village.running(tmp_path / "tjans.db"):
            yield village
        assert [str(call) for call in sandbox.refusals] == []


async def test_a_channel_of_a_server_is_connected_in_those_words(village: Village) -> None:
    """Red when it is called a chat, and those who manage the server its administrators."""
    sandbox, karen, bo = village.sandbox, village.karen, village.bo
    asked = await village.told(sandbox.command(karen, village.channel, "tilslut"), "denne kanal", "serveren")
    await village.told(sandbox.press(bo, asked, "Tilslut"), "administrere serveren")
    await village.told(sandbox.command(village.ane, village.channel, "connect"), "this channel", "the server")
    described = [(one.description_localizations or {})["da"] for one in sandbox.menu(bo, village.channel)]
    assert [one for one in described if "chat" in one] == []


async def test_help_knows_no_groups(village: Village) -> None:
    await village.connect()
    helped = await village.told(village.sandbox.command(village.karen, village.channel, "hjaelp"), "/tilslut")
    assert "gruppe" not in helped.text


async def test_what_is_passed_on_is_called_a_code(village: Village) -> None:
    """Red when it is called a link: Discord has none that say something to a bot."""
    await village.connect()
    sandbox, karen = village.sandbox, village.karen
    listed = await village.told(sandbox.command(karen, village.channel, "styr"), button="Invitér en koordinator")
    shown = await village.told(
        sandbox.press(karen, listed, "Invitér en koordinator"), "Invitation til", "denne kode", "/start"
    )
    assert "link" not in shown.text


async def test_an_open_question_stands_on_no_other_page(village: Village) -> None:
    """Red when any page offers to answer it: "write the answer" was the first button of the task's own page."""
    await village.connect()
    await village.post()
    sandbox, karen = village.sandbox, village.karen
    page = await village.told(sandbox.command(karen, village.channel, "styr", task="1"), button="Tilføj person")
    asked = await village.told(sandbox.press(karen, page, "Tilføj person"), "fornavn", button="Skriv svaret")
    again = await village.told(sandbox.command(karen, village.channel, "styr", task="1"), button="Aflys")
    assert "Skriv svaret" not in again.labels
    opened = await village.opens(sandbox.press(karen, asked, "Skriv svaret"))
    assert opened.modal is not None
    hint = opened.modal["components"][0]["component"]["placeholder"]
    assert hint == "Skriv et navn. Til en gæst er et fornavn nok."
    sent = sandbox.submit(karen, opened, {"answer": "Ole"})
    await village.told(sent, button="Tilføj Ole som gæst")


async def test_a_message_to_all_is_asked_for_in_the_form_itself(village: Village) -> None:
    await village.connect()
    sandbox, karen = village.sandbox, village.karen
    await village.told(sandbox.press(village.bo, await village.post(), "Jeg er med"), "Du er med")
    page = await village.told(sandbox.command(karen, village.channel, "styr", task="1"), button="Skriv til alle")
    opened = await village.opens(sandbox.press(karen, page, "Skriv til alle"))
    assert opened.modal is not None
    assert opened.modal["components"][0]["component"]["placeholder"] == "Højst 1000 tegn."


async def test_a_new_time_is_told_in_the_readers_own_too(village: Village) -> None:
    """Red when a notice about a task leaves out what its card shows."""
    await village.connect()
    sandbox, karen, ane = village.sandbox, village.karen, village.ane
    await village.told(sandbox.press(ane, await village.post(), "Jeg er med"), "You are in")
    page = await village.told(sandbox.command(karen, village.channel, "styr", task="1"), button="Ret")
    fields = await village.told(sandbox.press(karen, page, "Ret"), button="Tid")
    opened = await village.opens(sandbox.press(karen, fields, "Tid"))
    shown = await village.told(sandbox.submit(karen, opened, {"answer": "søndag 15-18"}), button="Gem")
    sandbox.press(karen, shown, "Gem")
    told = await village.says(ane, "New time", button="I'm still in")
    assert told.text.splitlines()[-1].startswith("<t:")


async def test_an_offer_says_until_when_in_the_readers_own_time(village: Village) -> None:
    """Red when only the community's zone is told: who reads it elsewhere answers too late."""
    await village.connect()
    sandbox, bo, ane = village.sandbox, village.bo, village.ane
    card = await village.post(1)
    await village.told(sandbox.press(bo, card, "Jeg er med"), "Du er med")
    await village.says(village.channel, "Fyldt op", button="Skriv mig på venteliste")
    await village.told(sandbox.press(ane, card, "Skriv mig på venteliste"), "number 1")
    mine = await village.told(sandbox.command(bo, village.channel, "mine", task="1"), button="Meld afbud")
    await village.told(sandbox.press(bo, mine, "Meld afbud"), "meldt afbud")
    offer = await village.says(ane, "Please answer no later than", button="Yes please")
    assert offer.text.splitlines()[-1].startswith("<t:")


async def test_a_coordinator_is_told_to_write_connect_and_nothing_of_administrators(village: Village) -> None:
    """Red when the bot asks to be added to a channel: on Discord it is in the server, and needs no such right."""
    sandbox, karen, bo = village.sandbox, village.karen, village.bo
    refused = await village.told(sandbox.command(karen, village.channel, "opret"), "Skriv /tilslut")
    assert "administrator" not in refused.text
    await village.connect()
    listed = await village.told(sandbox.command(karen, village.channel, "styr"), button="Invitér en koordinator")
    shown = await village.told(sandbox.press(karen, listed, "Invitér en koordinator"), "denne kode: ")
    code = shown.text.partition("denne kode: ")[2].split()[0]
    invited = await village.told(sandbox.command(bo, village.channel, "start", code=code), "Du er nu koordinator")
    assert "Føj mig" not in invited.text


async def test_a_command_we_do_not_have_is_answered_without_saying_that_words_are_read(village: Village) -> None:
    """A client knows an old one for a while. Red when it says that one can write to the bot instead."""
    commands = village.sandbox.world.commands
    number, known = next(iter(commands.items()))
    commands[number + 1000] = known.model_copy(update={"name": "vagter", "name_localizations": None})
    told = await village.told(village.sandbox.command(village.bo, village.channel, "vagter"), "/mine")
    assert "skrive til mig" not in told.text
