"""Stories on Discord alone, over real sockets: each person does what a person would do there."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from sandbox import SandboxClock
from sandbox.discord import DiscordSandbox, Message
from tests.journeys.discord_stage import Village, process_of
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


FILLED = {
    "field0": "Lav suppe",
    "field1": "lørdag 14-17",
    "field2": "Sogne|gården",
    "field3": "2",
    "field4": "Gæster",
}


async def test_a_task_is_posted_by_a_form_in_one_go(village: Village) -> None:
    await village.connect()
    opened = village.sandbox.command(village.karen, village.channel, "opret")
    await opened.answered()
    assert opened.modal is not None
    assert opened.modal["title"] == "Ny opgave"
    preview = await village.told(
        village.sandbox.submit(village.karen, opened, FILLED), "Lav suppe", "Sogne/gården", button="Udgiv"
    )
    assert preview.only_for is village.karen
    village.sandbox.press(village.karen, preview, "Udgiv")
    await village.says(village.channel, "2 ledige pladser", button="Jeg er med")


async def test_what_the_form_says_wrong_is_mended_alone(village: Village) -> None:
    await village.connect()
    opened = village.sandbox.command(village.karen, village.channel, "opret")
    await opened.answered()
    sent = village.sandbox.submit(village.karen, opened, FILLED | {"field1": "engang"})
    wrong = await village.told(sent, "Hvornår", button="Skriv svaret")
    card = await _types(village, wrong, "lørdag 14-17", "Lav suppe")
    assert "Udgiv" in card.labels


async def test_who_coordinates_nothing_is_refused_when_the_form_comes(village: Village) -> None:
    await village.connect()
    opened = village.sandbox.command(village.bo, village.channel, "opret")
    await opened.answered()
    await village.told(village.sandbox.submit(village.bo, opened, FILLED), "koordinator")


async def _new_task(village: Village) -> Message:
    """The button, and so the form step by step."""
    home = await village.told(village.sandbox.command(village.karen, None, "start"), button="Ny opgave")
    return await village.told(village.sandbox.press(village.karen, home, "Ny opgave"), "Hvad", button="Skriv svaret")


async def test_a_form_is_filled_in_by_typing(village: Village) -> None:
    await village.connect()
    card = await _new_task(village)
    for answer, then in [("Lav suppe", "Hvornår"), ("lørdag 14-17", "Hvor"), ("Sognegården", "Hvor mange")]:
        card = await _types(village, card, answer, then)
    card = await _types(village, card, "kok 1, hjælper 2", "?")
    card = await _types(village, card, "Gæster", "Lav suppe")
    village.sandbox.press(village.karen, card, "Udgiv")
    await village.says(village.channel, "kok", "hjælper", button="Jeg er med: kok")


async def _types(village: Village, card: Message, answer: str, then: str) -> Message:
    opened = village.sandbox.press(village.karen, card, "Skriv svaret")
    await opened.answered()
    sent = village.sandbox.submit(village.karen, opened, {"answer": answer})
    return await village.told(sent, then)


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
            opened = sandbox.press(village.karen, await _new_task(village), "Skriv svaret")
            at_once = sandbox.command(village.karen, village.channel, "opret")
            await opened.answered()
            await at_once.answered()
        sandbox.clock.move_to(NOW + timedelta(hours=1))
        async with village.running(tmp_path / "tjans.db"):
            await village.told(sandbox.press(village.bo, card, "Jeg er med"), "Du er med")
            sent = sandbox.submit(village.karen, opened, {"answer": "Bag brød"})
            await village.told(sent, "Hvornår")
            await village.told(sandbox.submit(village.karen, at_once, FILLED), button="Udgiv")
        put = [call for call in sandbox.calls if call.method == "PUT /applications/{application}/commands"]
        assert len(put) == 1


async def test_a_deleted_channel_is_known_to_be_lost(village: Village) -> None:
    await village.connect()
    await village.post()
    village.sandbox.delete_channel(village.channel)
    await village.says(village.karen, "opgaver")


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
        opened = sandbox.command(village.karen, village.channel, "opret")
        await opened.answered()
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
