"""Stories on Discord alone, over real sockets: each person does what a person would do there."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox import SandboxClock
from sandbox.discord import DiscordSandbox, User
from tests.journeys.discord_stage import ONE_LINE, Village
from tests.people import NOW


@pytest.fixture
async def village(tmp_path: Path) -> AsyncIterator[Village]:
    async with DiscordSandbox(clock=SandboxClock(NOW)) as sandbox:
        village = Village.of(sandbox)
        async with village.running(tmp_path / "tjans.db"):
            yield village
        assert [str(call) for call in sandbox.refusals] == []
        assert sandbox.world.sessions.identified == [1]


async def test_it_hears_what_was_missed_while_the_socket_was_down(village: Village) -> None:
    await village.connect()
    card = await village.post()
    village.sandbox.world.sessions.drop()
    await village.told(village.sandbox.press(village.bo, card, "Jeg er med"), "Du er med")
    assert village.sandbox.world.sessions.resumed == 1


async def test_the_commands_stand_over_a_restart(tmp_path: Path) -> None:
    async with DiscordSandbox(clock=SandboxClock(NOW)) as sandbox:
        village = Village.of(sandbox)
        async with village.running(tmp_path / "tjans.db"):
            await village.connect()
        async with village.running(tmp_path / "tjans.db"):
            await village.told(sandbox.command(village.bo, None, "start"), "Velkommen")
        put = [call for call in sandbox.calls if call.method == "PUT /applications/{application}/commands"]
        assert len(put) == 1


async def test_a_command_offers_the_tasks_it_may_be_about(village: Village) -> None:
    await village.connect()
    card = await village.post()
    sandbox = village.sandbox
    assert await _offered(village, village.ane, "find", "sup") == ["1. Lav suppe · Sat 28/11 14:00"]
    assert await _offered(village, village.bo, "opgaver", "brød") == []
    assert await _offered(village, village.bo, "mine", "") == []
    await village.told(sandbox.press(village.bo, card, "Jeg er med"), "Du er med")
    assert await _offered(village, village.bo, "mine", "") == ["1. Lav suppe · lør. 28/11 kl. 14.00"]
    assert await _offered(village, village.bo, "styr", "") == []
    assert await _offered(village, village.karen, "styr", "1") == ["1. Lav suppe · lør. 28/11 kl. 14.00"]
    chosen = sandbox.command(village.bo, village.channel, "mine", task="1")
    await village.told(chosen, "Sognegården", button="Meld afbud")
    found = sandbox.command(village.ane, village.channel, "find", task="1")
    await village.told(found, "Sognegården", button="I'm in")
    await village.told(sandbox.command(village.karen, village.channel, "styr", task="1"), button="Skriv til alle")


async def test_nobody_is_left_thinking_by_a_flood(village: Village) -> None:
    """Red when what is closed unread is not answered: Discord would show each as being thought about."""
    asked = [village.sandbox.command(village.bo, village.channel, "hjaelp") for _ in range(60)]

    def told() -> bool:
        return all(one.shown and not one.shown[-1].thinking for one in asked)

    await village.sandbox.until(told, 20)
    assert any("meget på én gang" in one.shown[-1].text for one in asked)


async def _offered(village: Village, user: User, command: str, typed: str) -> list[str]:
    asked = village.sandbox.complete(user, village.channel, command, "task", typed)
    await asked.answered()
    return [one["name"] for one in asked.choices or []]


async def test_help_does_not_say_that_what_is_written_is_read(village: Village) -> None:
    helped = await village.told(village.sandbox.command(village.ane, None, "help"), "/find")
    assert "write to me" not in helped.text


async def test_a_place_taken_where_the_answer_does_not_stay_is_written_of_as_well(village: Village) -> None:
    """What only one person sees in a channel is gone when they look away: they are left with nothing to give back."""
    sandbox, bo = village.sandbox, village.bo
    await village.connect()
    asked = sandbox.command(village.karen, village.channel, "opret", text=ONE_LINE.format(places="kok 1, hjælper 1"))
    sandbox.press(village.karen, await village.told(asked, button="Udgiv"), "Udgiv")
    card = await village.says(village.channel, "Lav suppe", button="Jeg er med: kok")
    page = await village.told(sandbox.press(bo, card, "Læs mere"), button="Jeg er med: kok")
    await village.told(sandbox.press(bo, page, "Jeg er med: kok"), "Du er med: kok", button="Meld afbud")
    await village.says(bo, "Du er med: kok", "Sognegården", button="Meld afbud")
    question = await village.told(sandbox.press(bo, card, "Jeg er med: hjælper"), button="Skift til hjælper")
    await village.told(sandbox.press(bo, question, "Skift til hjælper"), "Du er med: hjælper")
    await village.says(bo, "Du er med: hjælper", "Sognegården", button="Meld afbud")


async def test_an_offer_answered_where_the_answer_does_not_stay_is_written_of_as_well(village: Village) -> None:
    sandbox, bo = village.sandbox, village.bo
    await village.connect()
    card = await village.post(places=1)
    await village.told(sandbox.press(village.ane, card, "Jeg er med"), "You are in")
    hers = await village.says(village.ane, "You are in", button="I can't come")
    card = await village.says(village.channel, "Fyldt op", button="Skriv mig på venteliste")
    await village.told(sandbox.press(bo, card, "Skriv mig på venteliste"), "nr. 1")
    sandbox.press(village.ane, hers, "I can't come")
    await village.says(bo, "Der er blevet plads til dig", button="Ja tak")
    page = await village.told(sandbox.press(bo, card, "Læs mere"), button="Ja tak")
    await village.told(sandbox.press(bo, page, "Ja tak"), "Du er med", button="Meld afbud")
    await village.says(bo, "Du er med", "Sognegården", button="Meld afbud")
