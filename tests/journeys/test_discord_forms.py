"""Forms on Discord, over real sockets: opened at once, mended where they were wrong, and alive across a restart."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox import SandboxClock
from sandbox.discord import DiscordSandbox, Interaction, Message
from tests.journeys.discord_stage import FILLED, Village, process_of
from tests.people import NOW


@pytest.fixture
async def village(tmp_path: Path) -> AsyncIterator[Village]:
    async with DiscordSandbox(clock=SandboxClock(NOW)) as sandbox:
        village = Village.of(sandbox)
        async with village.running(tmp_path / "tjans.db"):
            await village.connect()
            yield village
        assert [str(call) for call in sandbox.refusals] == []


async def _asks(village: Village) -> Interaction:
    return await village.opens(village.sandbox.command(village.karen, village.channel, "opret"))


async def _preview(village: Village) -> Message:
    sent = village.sandbox.submit(village.karen, await _asks(village), FILLED)
    return await village.told(sent, "Lav suppe", button="Udgiv")


async def test_a_task_is_posted_by_a_form_in_one_go(village: Village) -> None:
    opened = await _asks(village)
    assert opened.modal is not None
    assert opened.modal["title"] == "Ny opgave"
    sent = village.sandbox.submit(village.karen, opened, FILLED)
    preview = await village.told(sent, "Lav suppe", "gården", button="Udgiv")
    assert preview.only_for is village.karen
    village.sandbox.press(village.karen, preview, "Udgiv")
    await village.says(village.channel, "2 ledige pladser", button="Jeg er med")


async def test_a_form_with_errors_is_edited_again_with_all_that_was_typed(village: Village) -> None:
    wrong = FILLED | {"field1": "engang", "field3": "mange"}
    sent = village.sandbox.submit(village.karen, await _asks(village), wrong)
    told = await village.told(sent, button="Ret igen")
    assert told.only_for is village.karen
    again = await village.opens(village.sandbox.press(village.karen, told, "Ret igen"))
    assert list(village.blanks(again).values()) == ["Lav suppe", "engang", "Sogne|gården", "mange", "Gæster"]
    half = await village.told(
        village.sandbox.submit(village.karen, again, {"field1": "lørdag 14-17"}), button="Ret igen"
    )
    assert half is told
    last = await village.opens(village.sandbox.press(village.karen, half, "Ret igen"))
    assert village.blanks(last)["Hvornår?"].startswith("lørdag")
    preview = await village.told(village.sandbox.submit(village.karen, last, {"field3": "2"}), button="Udgiv")
    assert "14.00–17.00" in preview.text
    assert "2 ledige pladser" in preview.text


async def test_a_cpr_number_does_not_stand_in_the_form_again(village: Village) -> None:
    sent = village.sandbox.submit(village.karen, await _asks(village), FILLED | {"field2": "hos 010190-1234"})
    told = await village.told(sent, "CPR", button="Skriv svaret")
    again = await village.opens(village.sandbox.press(village.karen, told, "Skriv svaret"))
    assert list(village.blanks(again).values())[2] == ""


async def test_what_is_changed_stands_in_the_form_already(village: Village) -> None:
    preview = await _preview(village)
    fix = await village.told(village.sandbox.press(village.karen, preview, "Ret"), button="Tid")
    opened = await village.opens(village.sandbox.press(village.karen, fix, "Tid"))
    (now_is,) = village.blanks(opened).values()
    assert now_is.startswith("lørdag")
    same = await village.told(village.sandbox.submit(village.karen, opened, {}), button="Udgiv")
    assert "14.00–17.00" in same.text
    fix = await village.told(village.sandbox.press(village.karen, same, "Ret"), button="Antal")
    opened = await village.opens(village.sandbox.press(village.karen, fix, "Antal"))
    changed = village.sandbox.submit(village.karen, opened, {"answer": "kok 1, hjælper 2"})
    await village.told(changed, "kok", "hjælper", button="Udgiv")


async def test_what_may_be_left_out_is_filled_in_or_emptied_behind_the_preview(village: Village) -> None:
    preview = await _preview(village)
    more = await village.told(village.sandbox.press(village.karen, preview, "Mere"), button="Godt at vide")
    opened = await village.opens(village.sandbox.press(village.karen, more, "Godt at vide"))
    sent = village.sandbox.submit(village.karen, opened, {"answer": "Tag et\nforklæde med"})
    preview = await village.told(sent, "forklæde", button="Udgiv")
    more = await village.told(village.sandbox.press(village.karen, preview, "Mere"), button="Godt at vide")
    opened = await village.opens(village.sandbox.press(village.karen, more, "Godt at vide"))
    emptied = await village.told(village.sandbox.submit(village.karen, opened, {"answer": ""}), button="Udgiv")
    assert "forklæde" not in emptied.text
    more = await village.told(village.sandbox.press(village.karen, emptied, "Mere"), button="Kun denne kanal: nej")
    chosen = village.sandbox.press(village.karen, more, "Kun denne kanal: nej")
    await village.told(chosen)
    assert chosen.modal is None


async def test_a_form_that_rests_is_offered_before_a_new_one(village: Village) -> None:
    await _preview(village)
    asked = village.sandbox.command(village.karen, village.channel, "opret")
    resting = await village.told(asked, "begyndt", button="Fortsæt: Lav suppe")
    assert asked.modal is None
    again = await village.opens(village.sandbox.press(village.karen, resting, "Ny"))
    assert set(village.blanks(again).values()) == {""}


async def test_who_coordinates_nothing_is_refused_before_they_type(village: Village) -> None:
    asked = village.sandbox.command(village.bo, village.channel, "opret")
    await village.told(asked, "koordinator")
    assert asked.modal is None


async def test_everyone_is_written_to_by_a_form(village: Village) -> None:
    card = await village.post()
    await village.told(village.sandbox.press(village.bo, card, "Jeg er med"), "Du er med")
    await village.says(village.bo, "Lav suppe")
    listed = await village.told(village.sandbox.command(village.karen, None, "styr"), button="1. Lav suppe")
    page = await village.told(village.sandbox.press(village.karen, listed, "1. Lav suppe"), button="Skriv til alle")
    opened = await village.opens(village.sandbox.press(village.karen, page, "Skriv til alle"))
    shown = await village.told(
        village.sandbox.submit(village.karen, opened, {"answer": "Kom i\ngummistøvler"}), button="Send"
    )
    again = await village.opens(village.sandbox.press(village.karen, shown, "Skriv den om"))
    assert list(village.blanks(again).values()) == ["Kom i\ngummistøvler"]
    shown = await village.told(village.sandbox.submit(village.karen, again, {"answer": "Kom tørskoet"}), "tørskoet")
    village.sandbox.press(village.karen, shown, "Send")
    await village.says(village.bo, "Kom tørskoet")


async def test_quiet_hours_are_typed_into_a_form(village: Village) -> None:
    settings = await village.told(village.sandbox.command(village.bo, None, "indstillinger"), button="Nattero")
    page = await village.told(village.sandbox.press(village.bo, settings, "Nattero"), button="Andre tider")
    opened = await village.opens(village.sandbox.press(village.bo, page, "Andre tider"))
    sent = village.sandbox.submit(village.bo, opened, {"answer": "sent"})
    wrong = await village.told(sent, button="Skriv svaret")
    opened = await village.opens(village.sandbox.press(village.bo, wrong, "Skriv svaret"))
    await village.told(village.sandbox.submit(village.bo, opened, {"answer": "22-7"}), "22.00–07.00")


async def test_what_was_typed_and_a_form_that_is_open_outlive_a_kill(tmp_path: Path) -> None:
    async with DiscordSandbox(clock=SandboxClock(NOW)) as sandbox:
        village = Village.of(sandbox)
        process = process_of(village, tmp_path / "tjans.db")
        await process.start()
        await sandbox.connected(30)
        await sandbox.until(lambda: sandbox.world.commands, 10)
        await village.connect()
        told = await village.told(
            sandbox.submit(village.karen, await _asks(village), FILLED | {"field1": "engang"}), button="Ret igen"
        )
        opened = await village.opens(sandbox.press(village.karen, told, "Ret igen"))
        await process.kill()
        await process.start()
        await sandbox.connected(30)
        again = await village.opens(sandbox.press(village.karen, told, "Ret igen"))
        assert village.blanks(again)["Hvornår?"] == "engang"
        sent = sandbox.submit(village.karen, opened, {"field1": "lørdag 14-17"})
        await village.told(sent, "Lav suppe", button="Udgiv")
        assert await process.stop() == 0
