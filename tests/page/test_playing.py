"""The story, and everything from the keyboard alone."""

import asyncio
import re

import pytest
from playwright.async_api import expect

from sandbox import SandboxClock, Step
from tests.page.conftest import NOW, Reader, Town

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


async def test_the_story_is_played_by_keyboard(reader: Reader, town: Town) -> None:
    other = [{"text": "Jeg er med", "callback_data": "other"}]
    await town.bot.say(town.channel, "En anden tjans med den samme knap", other)
    page, play = reader.page, reader.page.get_by_role("button", name="Afspil trin")
    for step in ("Karen skriver.", "Karen udgiver.", "Sofie melder sig.", "Sofie trykker Start.", "Tiden går."):
        await expect(page.locator("[data-story=words]")).to_have_text(step)
        await play.focus()
        await page.keyboard.press("Enter")
        await expect(page.locator("[data-story=words]")).not_to_have_text(step)
        await expect(play).not_to_have_attribute("aria-disabled", "true")
        assert await reader.focused() == "Afspil trin"
    assert town.bot.taken == {town.sofie.id: "Sofie"}
    assert town.sandbox.messages(town.sofie)[0].text == "/start c1"
    assert town.sandbox.clock.now() > NOW
    for _ in range(2):
        await page.keyboard.press("Enter")
        await asyncio.sleep(0.2)
    await expect(page.locator("[data-story=words]")).to_contain_text("Det var hele historien")
    assert await reader.focused() == "Se alle trin"


async def test_what_is_done_by_hand_is_ticked_off(reader: Reader, town: Town) -> None:
    page = reader.page
    await page.get_by_role("button", name="Vis mig").click()
    assert await reader.focused() == "Skriv til botten som Karen"
    await page.keyboard.press("Control+A")
    await page.keyboard.type("/opret Noget helt andet")
    await page.keyboard.press("Enter")
    await expect(page.locator("[data-story=words]")).to_have_text("Karen udgiver.")
    await page.get_by_role("button", name="Vis mig").click()
    assert await reader.focused() == "Udgiv"
    await page.get_by_role("button", name="Spring over").click()
    await expect(page.locator("[data-story=words]")).to_have_text("Sofie melder sig.")
    assert town.sandbox.story.told == {0, 1}


async def test_a_clock_with_nothing_to_move_to_ticks_nothing_off(reader: Reader, town: Town) -> None:
    page = reader.page
    town.sandbox.timekeeper = None
    town.sandbox.story.told |= {0, 1, 2, 3}
    town.sandbox.world.watch.changed()
    await expect(page.locator("[data-story=words]")).to_have_text("Tiden går.")
    await page.get_by_role("button", name="Til næste påmindelse").click()
    await expect(page.locator("[data-outcome]")).to_have_text("Der er ingen påmindelser på vej.")
    await page.get_by_role("button", name="Afspil trin").click()
    await expect(page.locator("[data-story=outcome]")).to_have_text("Der er ingen påmindelser på vej.")
    assert (town.sandbox.story.told, town.sandbox.clock.now()) == ({0, 1, 2, 3}, NOW)


async def test_who_went_astray_begins_anew(reader: Reader, town: Town) -> None:
    page, sandbox, first = reader.page, town.sandbox, town.sandbox.world

    def begin_anew() -> None:
        sandbox.begin_anew(SandboxClock(NOW, frozen=True))
        rita = sandbox.add_person("Rita")
        sandbox.story.steps += [Step(words={"da": "Rita begynder."}, person=rita, start="")]

    sandbox.story.begin_anew = begin_anew
    sandbox.story.told |= {0}
    first.watch.changed()
    await expect(page.locator("[data-story=words]")).to_have_text("Karen udgiver.")
    anew = page.get_by_role("button", name="Begynd helt forfra")
    await expect(anew).to_be_hidden()
    await page.get_by_role("button", name="Trin 2 af 7").click()
    await expect(anew).to_be_visible()
    await anew.press("Enter")
    await expect(page.locator("[data-story=words]")).to_have_text("Rita begynder.")
    await expect(reader.phone("Rita")).to_be_visible()
    await expect(reader.phone("Karen")).to_have_count(0)
    await expect(page.get_by_role("button", name="Afspil trin")).to_be_focused()
    assert sandbox.world is not first
    assert await page.evaluate("sessionStorage.length") == 0


async def test_keyboard_alone_writes_starts_presses_and_moves_the_clock(reader: Reader, town: Town) -> None:
    page, sofie = reader.page, reader.phone("Sofie")
    await page.get_by_role("button", name="Sofie", exact=True).focus()
    await page.keyboard.press("Enter")
    await expect(sofie).to_be_focused()
    await tab_to(reader, "Frivillig i Egeby")
    await page.keyboard.press("ArrowLeft")
    await tab_to(reader, "Start")
    await page.keyboard.press("Enter")
    await expect(sofie.get_by_text("Velkommen")).to_be_visible()
    assert await reader.focused() == "Skriv til botten som Sofie"
    await page.keyboard.type("hej med jer")
    await page.keyboard.press("Enter")
    await expect(sofie.get_by_text("Du skrev")).to_be_visible()
    await page.keyboard.type("/m")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(sofie.get_by_role("log").get_by_text("/mine")).to_have_count(2)
    await sofie.get_by_role("tab", name="Botten").focus()
    await page.keyboard.press("ArrowRight")
    await tab_to(reader, "Jeg er med")
    await page.keyboard.press("Enter")
    await expect(reader.phone("Det, alle ser").get_by_text("3 ledige pladser")).to_be_visible()
    await page.get_by_role("button", name="Til næste påmindelse").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("[data-now]")).to_have_text("tirsdag den 19. januar 2027 kl. 12.04")
    await expect(page.locator("[data-part=news]")).to_have_text(
        re.compile(r"Nu er det tirsdag den 19. januar 2027 kl. 12.04. Ny besked til (Sofie og )?Bent.")
    )
    await page.keyboard.press("Enter")
    await expect(page.locator("[data-outcome]")).to_have_text("Der er ingen påmindelser på vej.")
    assert await reader.focused() == "Til næste påmindelse"


async def tab_to(reader: Reader, text: str) -> None:
    """Press Tab until that has the focus."""
    for _ in range(12):
        if await reader.focused() == text:
            return
        await reader.page.keyboard.press("Tab")
    assert await reader.focused() == text
