"""The page for everyone: what axe finds, sizes, focus, both languages."""

from typing import Any

import pytest
from axe_core_python.async_playwright import Axe
from playwright.async_api import Page, expect

from tests.page.conftest import Opener, Reader, Town
from tests.page.puppet import HOSTILE

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
WIDTHS = {360: ("da", "en"), 768: ("da",), 1280: ("en",), 1600: ("da",)}


async def faults(page: Page) -> list[str]:
    """What axe finds, one line each."""
    found: dict[str, Any] = await Axe().run(page, options={"runOnly": STANDARDS})
    return [f"{one['id']}: {node['html'][:150]}" for one in found["violations"] for node in one["nodes"]]


async def too_small(page: Page) -> list[str]:
    """What is pressed has to be 24 pixels either way (WCAG 2.5.8), but for links within a sentence."""
    found: list[str] = await page.evaluate(
        """() => [...document.querySelectorAll("button, a, summary, select, textarea")]
            .filter((one) => !one.matches(".inline, .words a, .skip") && one.getClientRects().length > 0)
            .filter((one) => Math.min(one.offsetWidth, one.offsetHeight) < 24)
            .map((one) => one.outerHTML)"""
    )
    return found


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("lang", ["da", "en"])
async def test_axe_finds_nothing(open_page: Opener, town: Town, lang: str, dark: bool) -> None:
    reader = await open_page(lang, dark=dark)
    page = reader.page
    await page.locator("[data-story=place]").click()
    await page.locator("summary").click()
    assert await faults(page) == []
    await page.keyboard.press("Escape")
    await reader.phone("Karen").get_by_role("tab", name="Suppekøkkenet").click()
    add = "Tilføj botten" if lang == "da" else "Add the bot"
    await expect(reader.phone("Karen").get_by_role("button", name=add)).to_be_visible()
    assert await faults(page) == []
    await reader.phone("Karen").get_by_role("tab").first.click()
    bent = reader.phone("Bent Holm")
    await bent.get_by_role("tab", name="Frivillig i Egeby").click()
    await bent.get_by_role("button", name="Jeg er med").click()
    await expect(bent.get_by_role("status")).to_contain_text("Du er med")
    await bent.get_by_role("tab", name="Botten" if lang == "da" else "The bot").click()
    await bent.get_by_role("button", name="Kommandoer" if lang == "da" else "Commands").click()
    town.bot.sandbox.write(town.karen, None, HOSTILE)
    await expect(reader.phone("Karen").get_by_text("Du skrev")).to_be_visible()
    assert await faults(page) == []
    assert await too_small(page) == []
    await page.keyboard.press("Escape")
    await bent.get_by_role("button", name="Meld afbud").click()
    await expect(page.get_by_role("dialog")).to_be_visible()
    assert await faults(page) == []


async def test_nothing_is_wider_than_the_window(open_page: Opener, town: Town) -> None:
    town.sandbox.write(town.bent, None, "u" * 300)
    for width, languages in WIDTHS.items():
        for lang in languages:
            reader = await open_page(lang, width=width)
            assert await reader.page.evaluate("document.documentElement.scrollWidth") == width
            wide = """() => [...document.querySelectorAll(".pane, .pane *")]
                .filter((one) => !one.closest(".heard, .tab-name") && getComputedStyle(one).position !== "absolute")
                .filter((one) => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0)
                .map((one) => one.outerHTML.slice(0, 90))"""
            assert await reader.page.evaluate(wide) == []
            assert await too_small(reader.page) == []


async def test_the_focus_stays_where_it_is_when_messages_change(reader: Reader, town: Town) -> None:
    bent = reader.phone("Bent Holm")
    await bent.get_by_role("tab", name="Frivillig i Egeby").click()
    more = bent.get_by_role("button", name="Læs mere")
    await more.focus()
    town.bot.taken[1] = "x"
    await town.bot.publish()
    await expect(bent.get_by_text("3 ledige pladser")).to_be_visible()
    await expect(more).to_be_focused()
    take = bent.get_by_role("button", name="Jeg er med")
    await take.focus()
    town.bot.taken |= dict.fromkeys((2, 3, 4), "x")
    await town.bot.publish()
    await expect(bent.get_by_role("button", name="Skriv mig på venteliste")).to_be_visible()
    await expect(take).to_have_count(0)
    assert (await reader.focused()).startswith("Frivillig i Egeby:Lav suppe en aften")
    await reader.page.keyboard.press("Tab")
    assert await reader.focused() == "Skriv mig på venteliste"


async def test_every_word_changes_with_the_language(open_page: Opener, town: Town) -> None:
    reader = await open_page("", locale="da-DK")
    page = reader.page
    await expect(page.get_by_role("heading", level=1)).to_have_text("Prøv Tjans")
    before = await own_words(page)
    await page.get_by_role("link", name="English").press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Try Tjans")
    await expect(page.get_by_role("link", name="English")).to_be_focused()
    assert await page.evaluate("[document.documentElement.lang, location.search]") == ["en", "?lang=en"]
    assert len(before) > 60
    assert set(before) & set(await own_words(page)) == {"Send", "Start"}
    await page.reload()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Try Tjans")
    english = await open_page("", locale="en-GB")
    await expect(english.page.get_by_role("heading", level=1)).to_have_text("Try Tjans")


async def own_words(page: Page) -> list[str]:
    """Every text and name the page itself gives: not names of people and chats, messages, times and numbers."""
    found: list[str] = await page.evaluate(
        """() => {
            const told = ".words, .who, .key, .empty, .commands, option";
            const others = `${told}, .languages, .tab-name, h3[id^=phone], .initial, .name, .network`;
            const words = [];
            for (const one of document.body.querySelectorAll("*")) {
                const label = one.getAttribute("aria-label");
                if (label && /[:]|\\w /.test(label)) words.push(label);
                if (one.closest(`${others}, script, noscript`)) continue;
                for (const node of one.childNodes) if (node.nodeType === 3) words.push(node.data.trim());
            }
            return words.filter((one) => /\\p{L}{2}/u.test(one) && !/^Chats?: |^\\(/.test(one));
        }"""
    )
    return sorted(set(found))
