"""A browser, a small world and the page that shows it. Time stands still but for the clock's own buttons."""

import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, async_playwright, expect

from sandbox import Chat, Person, Sandbox, SandboxClock, Step
from tests.page.puppet import Puppet

NOW = datetime(2027, 1, 18, 9, 4, tzinfo=UTC)
CHROMIUM = shutil.which("chromium")
expect.set_options(timeout=10_000)
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@dataclass(slots=True)
class Town:
    """Karen organises, Bent volunteers, Sofie has not met the bot, James blocked it."""

    sandbox: Sandbox
    bot: Puppet
    karen: Person
    bent: Person
    sofie: Person
    james: Person
    channel: Chat
    group: Chat


class Diary:
    """One reminder to Bent, tomorrow."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.due = NOW + timedelta(days=1, hours=2)

    async def next_moment(self, after: datetime, until: datetime | None) -> datetime | None:
        return self.due if after < self.due and (until is None or self.due <= until) else None

    async def settle(self) -> None:
        if self.town.sandbox.clock.now() == self.due:
            await self.town.bot.say(self.town.bent, "På lørdag: Lav suppe en aften")


@pytest_asyncio.fixture(loop_scope="module")
async def town() -> AsyncIterator[Town]:
    clock = SandboxClock(NOW, frozen=True)
    async with Sandbox(clock=clock, floods=False) as sandbox:
        karen = sandbox.add_person("Karen", note={"da": "Koordinator", "en": "Coordinator"})
        bent = sandbox.add_person("Bent", last_name="Holm", note={"da": "Frivillig", "en": "Volunteer"})
        sofie = sandbox.add_person("Sofie", note={"da": "Læser med", "en": "Reads along"})
        james = sandbox.add_person("James", "en")
        channel = sandbox.add_channel("Frivillig i Egeby", karen)
        group = sandbox.add_group("Suppekøkkenet", karen, forum=True)
        for person in (bent, sofie, james):
            sandbox.join(person, channel)
        sandbox.join(bent, group)
        sandbox.add_bot(channel)
        sandbox.add_topic(group, "Indkøb")
        async with Puppet(sandbox, channel) as bot:
            town = Town(sandbox, bot, karen, bent, sofie, james, channel, group)
            sandbox.timekeeper = Diary(town)
            for person in (karen, bent, james):
                sandbox.start(person)
            await bot.publish()
            tell_story(town)
            await sandbox.until(lambda: len(sandbox.messages(james)) == 2)
            sandbox.block(james)
            yield town


def tell_story(town: Town) -> None:
    """Every kind of step once."""
    town.sandbox.story.steps += [
        Step(words={"da": "Karen skriver.", "en": "Karen writes."}, person=town.karen, write="/opret Lav suppe"),
        Step(words={"da": "Karen udgiver.", "en": "Karen publishes."}, person=town.karen, press="Udgiv"),
        Step(
            words={"da": "Sofie melder sig.", "en": "Sofie joins."},
            person=town.sofie,
            chat=town.channel,
            press="Jeg",
            message="Lav suppe",
        ),
        Step(words={"da": "Sofie trykker Start.", "en": "Sofie presses Start."}, person=town.sofie, start=""),
        Step(words={"da": "Tiden går.", "en": "Time passes."}, forward="next"),
        Step(words={"da": "Bent læser.", "en": "Bent reads."}, person=town.bent),
        Step(words={"da": "Alle ser kanalen.", "en": "Everyone sees the channel."}, chat=town.channel),
    ]


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser() -> AsyncIterator[Browser]:
    if CHROMIUM is None:  # README: without it the browser tests skip; .ci/run installs it where it may
        pytest.skip("no chromium here: apt-get install chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        await browser.close()


@dataclass(slots=True)
class Reader:
    """Somebody in front of the page; what goes wrong in it is collected in `troubles`."""

    page: Page
    context: BrowserContext
    troubles: list[str]

    def phone(self, name: str) -> Locator:
        return self.page.get_by_role("article", name=name)

    async def focused(self) -> str:
        """What the focus is on: its text, label or value, else its tag."""
        found = await self.page.evaluate(
            """() => {
                const one = document.activeElement;
                return one.getAttribute("aria-label") || one.textContent.trim() || one.tagName;
            }"""
        )
        return str(found)


class Opener:
    """Opens the page for one reader after another, and closes all of them."""

    def __init__(self, browser: Browser, town: Town) -> None:
        self._browser = browser
        self._url = town.sandbox.base_url
        self.readers: list[Reader] = []

    async def __call__(
        self, lang: str = "da", *, dark: bool = False, width: int = 1280, locale: str = "da-DK"
    ) -> Reader:
        """The page, drawn."""
        context = await self._browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            locale=locale,
        )
        context.set_default_timeout(10_000)
        reader = Reader(await context.new_page(), context, [])
        self.readers.append(reader)
        reader.page.on("pageerror", lambda error: reader.troubles.append(str(error)))
        reader.page.on("console", lambda line: noted(reader, line))
        await reader.page.goto(f"{self._url}/{f'?lang={lang}' if lang else ''}")
        await reader.phone("James").get_by_role("log").get_by_text("Velkommen").wait_for(state="attached")
        return reader


def noted(reader: Reader, line: ConsoleMessage) -> None:
    if line.type in ("error", "warning"):
        reader.troubles.append(line.text)


@pytest_asyncio.fixture(loop_scope="module")
async def open_page(browser: Browser, town: Town) -> AsyncIterator[Opener]:
    opener = Opener(browser, town)
    yield opener
    for reader in opener.readers:
        await reader.context.close()
        assert reader.troubles == []


@pytest_asyncio.fixture(loop_scope="module")
async def reader(open_page: Opener) -> Reader:
    return await open_page()
