"""Stories on Discord alone, over real sockets: each person does what a person would do there."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from sandbox import SandboxClock
from sandbox.discord import DiscordSandbox, User
from tests.journeys.discord_stage import FILLED, Village, process_of
from tests.people import NOW


@pytest.fixture
async def village(tmp_path: Path) -> AsyncIterator[Village]:
    async with DiscordSandbox(clock=SandboxClock(NOW)) as sandbox:
        village = Village.of(sandbox)
        async with village.running(tmp_path / "tjans.db"):
            yield village
        assert [str(call) for call in sandbox.refusals] == []
        assert sandbox.world.sessions.identified == [1]


async def test_a_task_is_posted_and_taken(village: Village) -> None:
    await village.connect()
    card = await village.post()
    press = village.sandbox.press(village.bo, card, "Jeg er med")
    told = await village.told(press, "Du er med")
    assert told.only_for is village.bo
    await village.says(village.bo, "Lav suppe", button="Meld afbud")
    await village.says(village.channel, "1 ledig plads")
    assert card.text.endswith("<t:1795870800:F> (<t:1795870800:R>)")


async def test_more_is_read_and_the_place_given_back_aside(village: Village) -> None:
    await village.connect()
    card = await village.post()
    page = await village.told(village.sandbox.press(village.bo, card, "Læs mere"), "Sognegården", button="Jeg er med")
    assert page.only_for is village.bo
    taken = await village.told(village.sandbox.press(village.bo, page, "Jeg er med"), button="Meld afbud")
    assert taken is page
    await village.told(village.sandbox.press(village.bo, page, "Meld afbud"), button="Fortryd")
    await village.says(village.channel, "2 ledige pladser")


async def test_the_last_place_has_one_winner_and_a_line(village: Village) -> None:
    await village.connect()
    card = await village.post(places=1)
    first = village.sandbox.press(village.bo, card, "Jeg er med")
    second = village.sandbox.press(village.ane, card, "Jeg er med")
    await village.told(first, "Du er med")
    await village.told(second, "Full")
    await village.says(village.channel, "Fyldt op", button="Skriv mig på venteliste")


async def test_closed_direct_messages_are_told_to_the_coordinator(village: Village) -> None:
    await village.connect()
    card = await village.post()
    village.sandbox.close_dms(village.bo)
    await village.told(village.sandbox.press(village.bo, card, "Jeg er med"), "Du er med")
    await village.sandbox.until(lambda: village.sandbox.refusals, 10)
    assert [getattr(call.refused, "code", 0) for call in village.sandbox.refusals] == [50007]
    village.sandbox.refusals.clear()


async def test_it_hears_what_was_missed_while_the_socket_was_down(village: Village) -> None:
    await village.connect()
    card = await village.post()
    village.sandbox.world.sessions.drop()
    await village.told(village.sandbox.press(village.bo, card, "Jeg er med"), "Du er med")
    assert village.sandbox.world.sessions.resumed == 1


async def test_a_button_and_a_form_outlive_a_restart(tmp_path: Path) -> None:
    async with DiscordSandbox(clock=SandboxClock(NOW)) as sandbox:
        village = Village.of(sandbox)
        async with village.running(tmp_path / "tjans.db"):
            await village.connect()
            card = await village.post()
            opened = await village.opens(sandbox.command(village.karen, village.channel, "opret"))
        sandbox.clock.move_to(NOW + timedelta(hours=1))
        async with village.running(tmp_path / "tjans.db"):
            await village.told(sandbox.press(village.bo, card, "Jeg er med"), "Du er med")
            await village.told(sandbox.submit(village.karen, opened, FILLED), button="Udgiv")
        put = [call for call in sandbox.calls if call.method == "PUT /applications/{application}/commands"]
        assert len(put) == 1


async def test_killed_and_started_again(tmp_path: Path) -> None:
    """kill -9 with presses under way: what was told holds, old buttons and forms work, the card is right."""
    async with DiscordSandbox(clock=SandboxClock(NOW)) as sandbox:
        village = Village.of(sandbox)
        users = [sandbox.add_user(f"P{number}") for number in range(12)]
        for user in users:
            sandbox.join(user, village.guild)
        process = process_of(village, tmp_path / "tjans.db")
        await process.start()
        await sandbox.connected(30)
        await sandbox.until(lambda: sandbox.world.commands, 10)
        await village.connect()
        card = await village.post(places=5)
        opened = await village.opens(sandbox.command(village.karen, village.channel, "opret"))
        before = [sandbox.press(user, card, "Jeg er med") for user in users]
        await sandbox.until(lambda: [one for one in before if one.told], 10)
        await process.kill()
        told_in = {one.user.id for one in before if "Du er med" in one.told}
        await process.start()
        await sandbox.connected(30)
        after = [sandbox.press(user, card, "Jeg er med") for user in users]
        for one in after:
            await one.answered(10)
        still = {one.user.id for one in after if "er med" in one.told}
        assert told_in <= still
        assert len(still) == 5
        await village.says(village.channel, "Fyldt op")
        await village.told(sandbox.submit(village.karen, opened, FILLED), "Lav suppe", button="Udgiv")
        assert await process.stop() == 0


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


async def _offered(village: Village, user: User, command: str, typed: str) -> list[str]:
    asked = village.sandbox.complete(user, village.channel, command, "task", typed)
    await asked.answered()
    return [one["name"] for one in asked.choices or []]


async def test_a_coordinator_is_invited_by_a_code(village: Village) -> None:
    await village.connect()
    sandbox = village.sandbox
    listed = await village.told(sandbox.command(village.karen, None, "styr"), button="Invitér en koordinator")
    shown = await village.told(sandbox.press(village.karen, listed, "Invitér en koordinator"), "/start", "kode: i")
    code = shown.text.split("kode: ")[1].split("\n")[0].replace("\\", "")
    await village.told(sandbox.command(village.bo, village.channel, "start", code=code), "Du er nu koordinator")
    await village.says(village.karen, "Bo er nu koordinator")
    await village.told(sandbox.command(village.ane, None, "start", code=code), "has been used")
    await village.told(sandbox.command(village.bo, None, "styr"), button="Ny opgave")


async def test_help_does_not_say_that_what_is_written_is_read(village: Village) -> None:
    helped = await village.told(village.sandbox.command(village.ane, None, "help"), "/find")
    assert "write to me" not in helped.text
