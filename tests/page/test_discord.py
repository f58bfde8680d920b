"""Discord on the page, with the real program behind it: everything by its native gestures."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.page.neighbours import Neighbours, box, chooses, neighbours, writes
from tests.page.test_access import faults, too_small

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]
WIDTHS = {360: ("da", "en"), 768: ("da",), 1024: ("en",), 1600: ("da",), 1920: ("en",)}
FILLED = ("Bag boller", "lørdag 10-12", "Ungdomshuset", "2", "Alle, der kommer")


@pytest_asyncio.fixture(loop_scope="module")
async def both(browser: Browser) -> AsyncIterator[Neighbours]:
    async with neighbours(browser, served=True) as both:
        yield both


async def test_commands_are_found_in_the_persons_language_by_keyboard(both: Neighbours) -> None:
    reader = await both.open("da")
    page, signe, malte = reader.page, reader.phone("Signe"), reader.phone("Malte")
    await chooses(page, "Signe")
    await box(signe).focus()
    await page.keyboard.type("/f")
    await expect(signe.get_by_role("button", name="/find Find a task")).to_be_visible()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")  # an option is offered, and left empty
    await page.keyboard.press("Enter")
    aside = signe.locator("li.aside")
    await expect(aside).to_contain_text("Signe brugte /find")
    await expect(aside).to_contain_text("Kun du kan se dette")
    await expect(malte.locator("li.aside")).to_have_count(0)
    await malte.get_by_role("button", name="Kommandoer").click()
    await expect(malte.get_by_role("button", name="/opgaver Find en opgave")).to_be_visible()
    await page.keyboard.press("Escape")
    await aside.get_by_role("button", name="Afvis besked").press("Enter")
    await expect(aside).to_have_count(0)


async def test_a_form_is_filled_in_and_the_task_stands_on_both(both: Neighbours) -> None:
    reader = await both.open("da")
    page, freja = reader.page, reader.phone("Freja")
    await freja.get_by_role("button", name="Kommandoer").click()
    await freja.get_by_role("button", name="/opret").click()
    await expect(freja.get_by_role("group", name="/opret")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(freja.get_by_role("group", name="/opret")).to_be_hidden()
    await writes(freja, "/opret")
    form = page.get_by_role("dialog", name="Ny opgave")
    await expect(form.get_by_label("Hvad skal der laves?")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(form).to_have_count(0)
    await writes(freja, "/opret")
    await expect(form.get_by_label("Hvad skal der laves?")).to_be_focused()
    for number, words in enumerate(FILLED):
        await page.keyboard.type(words)
        if number < len(FILLED) - 1:
            await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(form).to_have_count(0)
    await expect(freja.locator("li.aside")).to_contain_text("Bag boller")
    await freja.get_by_role("button", name="Udgiv").press("Enter")
    for board in ("Det, alle ser", "Serveren"):
        await expect(reader.phone(board).get_by_text("Bag boller")).to_be_visible(timeout=20_000)


async def test_a_press_is_answered_for_ones_own_eyes_and_the_times_are_the_readers(both: Neighbours) -> None:
    reader = await both.open("da")
    signe, malte = reader.phone("Signe"), reader.phone("Malte")
    card = signe.locator("li.message", has_text="Tal dansk i en time")
    await expect(card.locator("time.stamp").first).to_have_text("Thursday, 26 November 2026 at 19:00")
    await expect(card.locator("time.stamp").last).to_have_text("in 2 days")
    own = malte.locator("li.message", has_text="Tal dansk i en time").locator("time.stamp")
    await expect(own.first).to_have_text("torsdag den 26. november 2026 kl. 19.00")
    await expect(own.last).to_have_text("om 2 dage")
    await card.get_by_role("button", name="Jeg er med").press("Enter")
    await expect(signe.locator("li.aside")).to_contain_text("You are in")
    await expect(malte.locator("li.aside")).to_have_count(0)
    await expect(signe.get_by_role("tab", name="Tjans 1 ny")).to_be_visible()
    for board in ("Det, alle ser", "Serveren"):
        await expect(reader.phone(board).get_by_text("5 ledige pladser")).to_be_visible(timeout=20_000)
    await signe.get_by_role("tab", name="Tjans").click()
    await signe.get_by_role("button", name="I can't come").press("Enter")
    await expect(signe.get_by_role("button", name="Undo")).to_be_visible()


async def test_closed_messages_a_left_server_and_a_deleted_card(both: Neighbours) -> None:
    reader = await both.open("da")
    page, players = reader.page, both.players
    freja, malte, signe = (reader.phone(name) for name in ("Freja", "Malte", "Signe"))
    await malte.get_by_role("button", name="Luk for beskeder").press("Enter")
    await expect(malte.get_by_text("Har lukket for beskeder")).to_be_visible()
    assert await reader.focused() == "Åbn for beskeder (Malte)"
    await page.keyboard.press("Enter")
    await expect(malte.get_by_text("Får beskeder")).to_be_visible()
    await expect(freja.get_by_role("button", name="Forlad serveren")).to_be_hidden()
    await signe.get_by_role("button", name="Forlad serveren").press("Enter")
    await expect(signe.get_by_text("Er ikke på serveren")).to_be_visible()
    await expect(signe.get_by_role("tab", name="# opgaver")).to_have_count(0)
    again = signe.get_by_role("button", name="Kom ind på serveren igen")
    await expect(again).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(signe.get_by_role("tab", name="# opgaver")).to_be_visible()
    await expect(malte.get_by_role("button", name="Slet besked")).to_have_count(0)
    await freja.locator("li.message", has_text="Tal dansk").get_by_role("button", name="Slet besked").press("Enter")
    await expect(reader.phone("Serveren").get_by_text("Tal dansk i en time")).to_have_count(0)
    assert len(both.discord.messages(players.text_channel)) == 2


async def test_a_role_is_chosen_by_keyboard_and_tasks_are_events_of_the_server(both: Neighbours) -> None:
    """The role is Malte's: from then on he posts."""
    reader = await both.open("da")
    page, freja, malte, board = reader.page, reader.phone("Freja"), reader.phone("Malte"), reader.phone("Serveren")
    await writes(freja, "/styr")
    await page.keyboard.press("Enter")  # an option is offered, and left empty
    aside = freja.locator("li.aside")
    await aside.get_by_role("button", name="Denne server").press("Enter")
    await aside.get_by_role("button", name="Grøn Å-gruppe").press("Enter")
    menu = aside.get_by_role("button", name="Vælg en rolle for koordinatorer")
    await menu.press("Enter")
    assert await faults(page) == []
    assert await too_small(page) == []
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Escape")
    await expect(menu).to_be_focused()
    await expect(aside.get_by_role("button", name="Aftenhold")).to_be_hidden()
    await page.keyboard.press("Enter")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowDown")
    assert await reader.focused() == "Aftenhold"
    await page.keyboard.press("Enter")
    await expect(aside.get_by_role("button", name="Fjern Aftenhold")).to_be_visible()
    await writes(malte, "/styr")
    await page.keyboard.press("Enter")
    await expect(malte.locator("li.aside").get_by_role("button", name="Ny opgave")).to_be_visible()
    await expect(board.locator("details.events")).to_be_hidden()
    await aside.get_by_role("button", name="Vis dem også som begivenheder").press("Enter")
    await expect(board.get_by_text("1 begivenhed")).to_be_visible(timeout=20_000)
    event = board.get_by_role("list", name="1 begivenhed").get_by_role("listitem")
    await expect(event).to_have_text("søn. 29. nov. 10.00–13.00Saml affald langs åenMølleåen, start ved Fuglevad")
    assert await faults(page) == []


async def test_people_talk_and_what_they_write_is_text(both: Neighbours) -> None:
    reader = await both.open("en")
    malte, freja = reader.phone("Malte"), reader.phone("Freja")
    await writes(
        malte,
        f"<img src=x onerror=\"document.title='x'\"> **fed** \\*ikke\\* <@{both.players.freja.id}> https://example.org/?a=1.",
    )
    said = freja.locator("li.message", has_text="<img src=x")
    await expect(said.locator("strong").last).to_have_text("fed")
    await expect(said.locator(".words")).to_contain_text("*ikke* @Freja")
    assert await said.get_by_role("link").get_attribute("href") == "https://example.org/?a=1"
    assert await reader.page.locator("img").count() == 0
    assert await reader.page.title() == "Try Tjans"
    await writes(malte, "/nothing")
    await expect(malte.locator(".toast-place")).to_contain_text("There is no such command here.")


@pytest.mark.parametrize(("lang", "dark"), [("da", False), ("en", True)], ids=["danish", "english in the dark"])
async def test_axe_finds_nothing(both: Neighbours, lang: str, dark: bool) -> None:
    reader = await both.open(lang, dark=dark)
    page, freja, malte = reader.page, reader.phone("Freja"), reader.phone("Malte")
    await malte.get_by_role("button", name="Jeg er med").first.click()
    await expect(malte.locator("li.aside")).to_have_count(1)
    await malte.get_by_role("button", name="Kommandoer" if lang == "da" else "Commands").click()
    assert await faults(page) == []
    await freja.get_by_role("button", name="Kommandoer" if lang == "da" else "Commands").click()
    await freja.get_by_role("button", name="/opret").click()
    assert await faults(page) == []
    assert await too_small(page) == []
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog")).to_be_visible()
    assert await faults(page) == []
    assert await too_small(page) == []


async def test_nothing_is_wider_than_the_window(both: Neighbours) -> None:
    for width, languages in WIDTHS.items():
        for lang in languages:
            reader = await both.open(lang, width=width)
            if width == 360:
                await writes(reader.phone("Malte"), "u" * 300)
            assert await reader.page.evaluate("document.documentElement.scrollWidth") == width
            wide = """() => [...document.querySelectorAll(".pane.discord, .pane.discord *")]
                .filter((one) => !one.closest(".heard, .tab-name") && getComputedStyle(one).position !== "absolute")
                .filter((one) => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0)
                .map((one) => one.outerHTML.slice(0, 90))"""
            assert await reader.page.evaluate(wide) == []
            assert await too_small(reader.page) == []
