"""Discord on the page while nobody answers, and options of every kind; the test is the bot where one is needed."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from sandbox.discord import Interaction, Kind
from sandbox.discord.commands import Command
from sandbox.discord.messages import Content
from tests.page.neighbours import Neighbours, neighbours, writes
from tests.page.test_access import faults

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

OPTIONS: list[dict[str, Any]] = [
    {"type": 3, "name": "task", "description": "Hvilken", "required": True, "autocomplete": True},
    {"type": 4, "name": "places", "description": "Hvor mange"},
    {"type": 5, "name": "loud", "description": "Højt"},
    {"type": 3, "name": "kind", "description": "Slags", "choices": [{"name": "Kort", "value": "short"}]},
]
PRESSED = [{"type": 1, "components": [{"type": 2, "style": 1, "label": "Tryk", "custom_id": "x"}]}]
MODAL = {
    "custom_id": "form:x",
    "title": "Skriv",
    "components": [
        {"type": 18, "label": "Ord", "component": {"type": 4, "custom_id": "words", "style": 2, "value": "før"}}
    ],
}


@pytest_asyncio.fixture(loop_scope="module")
async def both(browser: Browser) -> AsyncIterator[Neighbours]:
    async with neighbours(browser, served=False) as both:
        named = {"name_localizations": {"da": "find"}, "description_localizations": {"da": "Find noget"}}
        command = {"name": "look", "description": "Look for it", "options": OPTIONS} | named
        both.discord.world.commands[1] = Command.model_validate(command)
        both.discord.world.commands[2] = Command.model_validate({"name": "mine", "description": "Mit"})
        both.discord.world.add(both.players.text_channel, Content("Et opslag", components=tuple(PRESSED)))
        yield both


async def asked(both: Neighbours, kind: Kind, number: int = 1) -> Interaction:
    """The newest thing of that kind somebody did, once there are so many."""
    world = both.discord.world

    def done() -> list[Interaction]:
        found = [one for one in world.interactions.values() if one.kind is kind]
        return found if len(found) >= number else []

    return (await both.discord.until(done))[-1]


async def answer(both: Neighbours, interaction: Interaction, kind: int, data: dict[str, Any]) -> None:
    """As the bot would."""
    url = f"{both.discord.base_url}/api/v10/interactions/{interaction.id}/{interaction.token}/callback"
    async with aiohttp.ClientSession() as http, http.post(url, json={"type": kind, "data": data}) as response:
        assert response.status == 204, await response.text()


async def test_what_nobody_answers_is_shown_as_discord_shows_it(both: Neighbours) -> None:
    reader = await both.open("da")
    malte = reader.phone("Malte")
    await malte.get_by_role("button", name="Tryk").press("Enter")
    await expect(malte.get_by_text("Denne interaktion mislykkedes")).to_be_visible()
    await expect(reader.phone("Signe").get_by_text("Denne interaktion mislykkedes")).to_have_count(0)
    await writes(malte, "/mine")
    silent = malte.locator("li.aside")
    await expect(silent).to_contain_text("Malte brugte /mine")
    await expect(silent).to_contain_text("Programmet svarede ikke")
    await silent.get_by_role("button", name="Afvis besked").click()
    await expect(silent).to_have_count(0)
    await malte.get_by_role("button", name="Tryk").press("Enter")
    await answer(both, await asked(both, Kind.COMPONENT, 2), 4, {"content": "Tak", "flags": 64})
    await expect(malte.get_by_text("Denne interaktion mislykkedes")).to_have_count(0)
    await expect(malte.locator("li.aside")).to_contain_text("Tak")


async def test_a_form_that_cannot_be_sent_stays_open_with_what_was_written(both: Neighbours) -> None:
    reader = await both.open("da")
    page, malte = reader.page, reader.phone("Malte")
    await malte.get_by_role("button", name="Tryk").press("Enter")
    await answer(both, await asked(both, Kind.COMPONENT), 9, MODAL)
    form = page.get_by_role("dialog", name="Skriv")
    await expect(form.get_by_label("Ord")).to_have_value("før")
    await form.get_by_label("Ord").fill("efter")
    await form.get_by_role("button", name="Indsend").click()
    await expect(form.get_by_role("alert")).to_have_text("Noget gik galt. Prøv igen.")
    await expect(form.get_by_label("Ord")).to_have_value("efter")
    assert await faults(page) == []
    await form.get_by_role("button", name="Indsend").click()
    await answer(both, await asked(both, Kind.MODAL, 2), 6, {})
    await expect(form).to_have_count(0)
    await expect(malte.get_by_role("button", name="Tryk")).to_be_focused()


async def test_the_bot_thinks_and_then_says_it(both: Neighbours) -> None:
    reader = await both.open("en")
    signe = reader.phone("Signe")
    await writes(signe, "/mine")
    interaction = await asked(both, Kind.COMMAND)
    await answer(both, interaction, 5, {"flags": 64})
    await expect(signe.get_by_text("Tjans is thinking …")).to_be_visible()
    hook = f"webhooks/{both.discord.world.application}/{interaction.token}"
    url = f"{both.discord.base_url}/api/v10/{hook}/messages/@original"
    async with aiohttp.ClientSession() as http, http.patch(url, json={"content": "Nothing yet"}) as response:
        assert response.status == 200
    await expect(signe.locator("li.aside")).to_contain_text("Nothing yet")
    await expect(signe.get_by_text("Tjans is thinking …")).to_have_count(0)


async def test_options_complete_themselves_and_are_sent_as_what_they_are(both: Neighbours) -> None:
    told: list[dict[str, Any]] = []
    tell = both.discord.world.tell

    def overheard(event: str, body: dict[str, Any]) -> None:
        told.append(body)
        tell(event, body)

    both.discord.world.tell = overheard  # type: ignore[method-assign]
    reader = await both.open("da")
    page, malte = reader.page, reader.phone("Malte")
    await malte.get_by_role("button", name="Kommandoer").click()
    await malte.get_by_role("button", name="/find Find noget").press("Enter")
    task = malte.get_by_role("combobox", name="task")
    await expect(task).to_be_focused()
    await task.press_sequentially("su")
    choices = [{"name": "Lav suppe", "value": "t1"}, {"name": "Lav suppe igen", "value": "t2"}]
    await answer(both, await asked(both, Kind.AUTOCOMPLETE), 8, {"choices": choices})
    await expect(malte.get_by_role("listbox").get_by_role("option")).to_have_count(2)
    assert await faults(page) == []
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowDown")
    await expect(malte.get_by_role("option", name="Lav suppe igen")).to_have_attribute("aria-selected", "true")
    await page.keyboard.press("Enter")
    await expect(task).to_have_value("Lav suppe igen")
    await malte.get_by_role("spinbutton", name="places").fill("3")
    await malte.get_by_role("combobox", name="loud").select_option("Ja")
    await malte.get_by_role("combobox", name="kind").select_option("Kort")
    await malte.get_by_role("button", name="Send").click()
    await answer(both, await asked(both, Kind.COMMAND), 4, {"content": "Fundet", "flags": 64})
    await expect(malte.locator("li.aside")).to_contain_text("Fundet")
    await expect(malte.get_by_role("group", name="/find")).to_be_hidden()
    sent = {one["name"]: one["value"] for one in told[-1]["data"]["options"]}
    assert sent == {"task": "t2", "places": 3, "loud": True, "kind": "short"}


async def test_the_page_says_that_the_bot_is_not_there(both: Neighbours) -> None:
    reader = await both.open("da")
    await expect(reader.page.locator("[data-part=line]")).to_have_text(
        "Botten kører ikke lige nu. Det, du gør, venter, til den er tilbage."
    )
