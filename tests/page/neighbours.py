"""Both networks on one page: the demo's own world, with the real program behind it or with nobody."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

from playwright.async_api import Browser, BrowserContext, Locator, Page, expect

from demo.stage import ZONE, Cast, cast, curtain, neighbour, performing
from sandbox import Sandbox
from sandbox.discord import DiscordSandbox
from tests.page.conftest import Reader, noted

MORNING = datetime(2026, 11, 24, 9, 30, tzinfo=ZONE)


@dataclass(slots=True)
class Neighbours:
    """A pocket Telegram and a pocket Discord, and everybody who looks at their page."""

    browser: Browser
    sandbox: Sandbox
    discord: DiscordSandbox
    players: Cast
    readers: list[Reader] = field(default_factory=list)

    async def open(self, lang: str = "da", *, dark: bool = False, width: int = 1600) -> "Reader":
        """The page, drawn."""
        context: BrowserContext = await self.browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        context.set_default_timeout(10_000)
        reader = Reader(await context.new_page(), context, [])
        self.readers.append(reader)
        reader.page.on("pageerror", lambda error: reader.troubles.append(str(error)))
        reader.page.on("console", lambda line: noted(reader, line))
        await reader.page.goto(f"{self.sandbox.base_url}/?lang={lang}")
        await reader.phone("Signe").wait_for()
        return reader

    async def close(self) -> None:
        for reader in self.readers:
            await reader.context.close()
            assert reader.troubles == []


@asynccontextmanager
async def neighbours(browser: Browser, *, served: bool) -> AsyncIterator[Neighbours]:
    """The world of the demo; with `served`, the program and its example data."""
    async with AsyncExitStack() as stack:
        sandbox = await stack.enter_async_context(Sandbox(clock=curtain(MORNING)))
        discord = await stack.enter_async_context(neighbour(sandbox))
        players = cast(sandbox, discord)
        if served:
            await stack.enter_async_context(performing(sandbox, discord, players, seeded=True))
            await discord.until(lambda: len(discord.messages(players.text_channel)) == 3, 20)
        both = Neighbours(browser, sandbox, discord, players)
        stack.push_async_callback(both.close)
        yield both


def box(window: Locator) -> Locator:
    """Where somebody writes."""
    return window.get_by_role("textbox")


async def writes(window: Locator, text: str) -> None:
    """Into the field of the chat in front, and Enter."""
    await box(window).fill(text)
    await box(window).press("Enter")


async def chooses(page: Page, name: str) -> None:
    """Go to somebody by the row above the screens."""
    await page.locator(".picker").get_by_role("button", name=name).press("Enter")
    await expect(page.get_by_role("article", name=name)).to_be_focused()
