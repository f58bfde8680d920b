"""The story that `tjans demo` tells, played to its end on the page, with the real program behind it."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime

import pytest
from playwright.async_api import Browser, expect

from demo.examples import IN_THE_CHANNEL, read_examples
from demo.stage import ZONE, Cast, cast, curtain, neighbour, performing
from demo.story import TITLE, story
from sandbox import Sandbox, Story
from tests.page.conftest import Reader, noted

MORNING = datetime(2026, 11, 24, 9, 30, tzinfo=ZONE)
END = {"da": "Det var hele historien", "en": "That was the whole story"}
PLAY = {"da": "Afspil trin", "en": "Play this step"}
LAST_WORDS = {"Yusuf": "Husk: i dag", "Mads": "Husk: i dag", "Malte": "Husk: i dag", "Signe": "Remember: today"}
LONGEST_STEP = 25_000  # milliseconds: the channel's cards come three seconds apart, the new one last


def test_no_example_is_taken_for_the_story_of_the_page() -> None:
    assert len(read_examples()) > IN_THE_CHANNEL
    assert [example.title for example in read_examples() if TITLE in "\n".join(map(str, example))] == []


@asynccontextmanager
async def curtain_up(browser: Browser, lang: str) -> AsyncIterator[tuple[Sandbox, Cast, Reader]]:
    """The demo's own world and program; the page is opened as soon as both are there."""
    async with AsyncExitStack() as stack:
        sandbox = await stack.enter_async_context(Sandbox(clock=curtain(MORNING)))
        discord = await stack.enter_async_context(neighbour(sandbox))
        players = cast(sandbox, discord)
        sandbox.story = Story(steps=story(players, sandbox.clock.now()))
        await stack.enter_async_context(performing(sandbox, discord, players, seeded=True))
        context = await browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
        stack.push_async_callback(context.close)
        reader = Reader(await context.new_page(), context, [])
        reader.page.on("pageerror", lambda error: reader.troubles.append(str(error)))
        reader.page.on("console", lambda line: noted(reader, line))
        await reader.page.goto(f"{sandbox.base_url}/?lang={lang}")
        await reader.phone("Karen").wait_for()
        yield sandbox, players, reader
        assert reader.troubles == []


@pytest.mark.browser
@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(("lang", "by_keyboard"), [("da", True), ("en", False)], ids=["keyboard", "buttons"])
async def test_the_story_comes_to_its_end(browser: Browser, lang: str, by_keyboard: bool) -> None:
    async with curtain_up(browser, lang) as (sandbox, players, reader):
        page, play = reader.page, reader.page.get_by_role("button", name=PLAY[lang])
        if by_keyboard:
            await play.focus()
        for number, step in enumerate(sandbox.story.steps):
            await expect(page.locator("[data-story=words]")).to_have_text(step.words[lang])
            await expect(play).not_to_have_attribute("aria-disabled", "true")
            if step.forward is not None:
                _only_the_new_card_changed(sandbox, players)
            await (page.keyboard.press("Enter") if by_keyboard else play.click())
            await expect(page.locator("[data-story=words]")).not_to_have_text(step.words[lang], timeout=LONGEST_STEP)
            await expect(page.locator("[data-story=outcome]")).to_have_text("")
            assert sandbox.story.told == set(range(number + 1))
        await expect(page.locator("[data-story=words]")).to_contain_text(END[lang])
        for name, words in LAST_WORDS.items():
            await expect(reader.phone(name).locator(".log").get_by_text(words)).to_have_count(1)
        assert sandbox.discord is not None
        assert [str(call) for call in [*sandbox.refusals, *sandbox.discord.refusals]] == []


def _only_the_new_card_changed(sandbox: Sandbox, players: Cast) -> None:
    cards = sandbox.messages(players.channel)
    assert len(cards) == IN_THE_CHANNEL + 1
    assert {card.text.partition("\n")[0] for card in cards if len(card.revisions) > 1} == {TITLE}
