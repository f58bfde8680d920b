"""Chats on the phones: what is written, pressed, followed and answered; and lines that break."""

import pytest
from playwright.async_api import expect

from sandbox import Sandbox
from tests.page.conftest import Reader, Town
from tests.page.puppet import HOSTILE

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


async def test_hostile_text_is_shown_as_text(reader: Reader, town: Town) -> None:
    hostile = town.sandbox.add_person(HOSTILE, note={"da": HOSTILE})
    town.sandbox.join(hostile, town.group)
    town.sandbox.write(hostile, town.group, f"javascript:alert(1) {HOSTILE}")
    town.sandbox.write(town.bent, None, HOSTILE)
    link = {"text": HOSTILE, "url": "https://example.org/"}
    linked = '<a href="https://example.org/?a=1&amp;b=2">her</a> <a href="tg://settings">der</a> <b>a<i>b</i></b>c'
    await town.bot.call("sendMessage", chat_id=town.bent.id, text=linked, parse_mode="HTML")
    await town.bot.say(town.bent, HOSTILE, [link])
    bent = reader.phone("Bent Holm")
    await expect(bent.get_by_role("link", name=HOSTILE)).to_be_visible()
    await expect(bent.get_by_role("log").get_by_text(HOSTILE)).to_have_count(4)
    assert await bent.get_by_role("link", name="her").get_attribute("href") == "https://example.org/?a=1&b=2"
    await expect(bent.locator("strong em")).to_have_text("b")
    await expect(reader.page.get_by_role("heading", name=HOSTILE)).to_be_visible()
    assert await reader.page.title() == "Prøv Tjans"
    assert await reader.page.locator("img, .log script, a[href^=javascript]").count() == 0


async def test_answers_appear_over_the_phone_of_whoever_pressed(reader: Reader, town: Town) -> None:
    page, bent, sofie = reader.page, reader.phone("Bent Holm"), reader.phone("Sofie")
    await bent.get_by_role("tab", name="Frivillig i Egeby").click()
    await bent.get_by_role("button", name="Jeg er med").click()
    await expect(bent.get_by_role("status")).to_contain_text("Du er med: Lav suppe en aften.")
    await expect(reader.phone("Karen").get_by_role("status")).to_have_text("")
    await expect(bent.get_by_role("tab", name="Botten 1 ny")).to_be_visible()
    await bent.get_by_role("tab", name="Botten").click()
    await expect(bent.get_by_role("tab", name="Botten", exact=True)).to_be_visible()
    await bent.get_by_role("button", name="Meld afbud").press("Enter")
    await expect(page.get_by_role("dialog", name="Botten siger til Bent")).to_contain_text("Det er i orden.")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    assert await reader.focused() == "Meld afbud"
    await sofie.get_by_role("button", name="Jeg er med").press("Enter")
    await expect(sofie.get_by_role("status")).to_contain_text("Du er med. Tryk Start.")
    await expect(sofie.get_by_role("button", name="Start")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(sofie.get_by_text("Velkommen. Du er med")).to_be_visible()
    assert town.sandbox.messages(town.sofie)[0].text == "/start c1"


async def test_links_to_the_bot_are_followed(reader: Reader, town: Town) -> None:
    bent, james = reader.phone("Bent Holm"), reader.phone("James")
    await bent.get_by_role("tab", name="Frivillig i Egeby").click()
    await bent.get_by_role("button", name="Læs mere").press("Enter")
    await expect(bent.get_by_role("log").get_by_text("/start t1")).to_be_visible()
    await james.get_by_role("tab", name="Frivillig i Egeby").click()
    await james.get_by_role("button", name="Læs mere").press("Enter")
    await expect(james.get_by_text("Linket har åbnet chatten.")).to_be_visible()
    await james.get_by_role("button", name="Start").click()
    await expect(james.get_by_role("log").get_by_text("/start t1")).to_be_visible()
    await bent.get_by_role("tab", name="Botten").click()
    await bent.get_by_role("button", name="/opgaver").first.click()
    await expect(bent.get_by_role("log").get_by_text("Du skrev")).to_be_visible()


async def test_groups_topics_and_the_channel_can_be_written_in(reader: Reader, town: Town) -> None:
    bent, karen = reader.phone("Bent Holm"), reader.phone("Karen")
    await bent.get_by_role("tab", name="Suppekøkkenet").click()
    await bent.get_by_role("combobox", name="Emne").select_option("Indkøb")
    await bent.get_by_label("Skriv til Suppekøkkenet som Bent").fill("gulerødder")
    await bent.get_by_role("button", name="Send").click()
    await expect(bent.get_by_text("Emne: Indkøb", exact=True)).to_be_visible()
    await bent.get_by_role("tab", name="Frivillig i Egeby").click()
    await expect(bent.get_by_text("Her kan kun kanalens egne folk skrive.")).to_be_visible()
    await karen.get_by_role("tab", name="Frivillig i Egeby").click()
    await karen.get_by_label("Skriv i Frivillig i Egeby på kanalens vegne").fill("Nyt fra Karen")
    await reader.page.keyboard.press("Enter")
    await expect(reader.phone("Det, alle ser").get_by_text("Nyt fra Karen")).to_be_visible()
    assert town.sandbox.last(town.channel).text == "Nyt fra Karen"
    assert town.sandbox.last(town.group).thread is not None


async def test_whoever_leads_a_chat_adds_the_bot_by_keyboard(reader: Reader, town: Town) -> None:
    sandbox, bent, karen = town.sandbox, reader.phone("Bent Holm"), reader.phone("Karen")
    await bent.get_by_role("tab", name="Suppekøkkenet").click()
    await expect(bent.get_by_label("Skriv til Suppekøkkenet som Bent")).to_be_visible()
    await expect(bent.get_by_role("button", name="Tilføj botten")).to_have_count(0)
    for chat, label in (
        (town.group, "Skriv til Suppekøkkenet som Karen"),
        (town.channel, "Skriv i Frivillig i Egeby på kanalens vegne"),
    ):
        sandbox.remove_bot(chat)
        await karen.get_by_role("tab", name=chat.title).click()
        await expect(karen.get_by_text("Botten er ikke med her.")).to_be_visible()
        add = karen.get_by_role("button", name="Tilføj botten")
        await add.focus()
        await reader.page.keyboard.press("Enter")
        await expect(karen.get_by_label(label)).to_be_focused()
    await expect(bent.get_by_text("Tjans er kommet med i gruppen")).to_have_count(1)
    await expect(reader.page.get_by_role("button", name="Bent", exact=True)).to_be_visible()  # nothing new to read
    assert sandbox.world.chats[town.group.id].member(sandbox.bot).status == "member"
    assert sandbox.world.chats[town.channel.id].member(sandbox.bot).status == "administrator"


async def test_blocking_and_a_bot_that_is_gone(reader: Reader, town: Town) -> None:
    bent, james = reader.phone("Bent Holm"), reader.phone("James")
    await expect(james.get_by_text("Har blokeret botten")).to_be_visible()
    await james.get_by_role("button", name="Fjern blokering").press("Enter")
    await expect(james.get_by_text("Får beskeder")).to_be_visible()
    assert await reader.focused() == "Skriv til botten som James"
    await bent.get_by_role("button", name="Blokér botten").press("Enter")
    await expect(bent.get_by_text("Har blokeret botten")).to_be_visible()
    await expect(bent.get_by_role("button", name="Fjern blokering")).to_be_focused()
    assert (town.bent.blocked, town.james.blocked) == (True, False)
    await town.bot.stop()
    await expect(reader.page.get_by_text("Botten kører ikke lige nu.")).to_be_visible(timeout=10_000)


async def test_the_page_comes_back_by_itself(reader: Reader, town: Town) -> None:
    port = int(town.sandbox.base_url.rpartition(":")[2])
    await town.bot.stop()
    await town.sandbox.stop()
    line = reader.page.get_by_text("Siden har mistet forbindelsen.")
    await expect(line).to_be_visible()
    async with Sandbox() as other:
        other.add_person("Ny")
        await other.stop()
        await other.listen(port)
        await expect(reader.phone("Ny")).to_be_visible()
        await expect(line).to_be_hidden()
        await expect(reader.phone("Karen")).to_have_count(0)
        await reader.context.close()
    reader.troubles.clear()  # the browser's own notes about the broken line
