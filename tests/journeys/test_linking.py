"""One person on two networks, over real sockets: linking, one place, news that find them, and being forgotten."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from bot.linking import code_in
from sandbox import Message, Person, Sandbox, SandboxClock
from sandbox.discord import DiscordSandbox, Refused
from sandbox.discord import Message as DiscordMessage
from tests.journeys.discord_stage import Village
from tests.journeys.stage import says
from tests.journeys.test_two_networks import Both, _serving
from tests.people import NOW


@dataclass
class Bo:
    """The same human on both: `here` on Telegram, `village.bo` on Discord."""

    both: Both
    here: Person
    database: Path

    async def starts(self) -> Message:
        self.both.telegram.start(self.here)
        return await says(self.both.telegram, self.here, "Velkommen")

    async def says(self, *words: str, button: str = "", seconds: float = 15) -> Message:
        """What Telegram shows him last."""
        return await says(self.both.telegram, self.here, *words, button=button, seconds=seconds)

    async def hears(self, *words: str, button: str = "") -> DiscordMessage:
        """What stands last in his direct messages on Discord."""
        return await self.both.village.says(self.both.village.bo, *words, button=button, seconds=15)

    async def links_from_telegram(self) -> DiscordMessage:
        """The code is made here and given there."""
        village, telegram = self.both.village, self.both.telegram
        telegram.write(self.here, None, "/forbind")
        code = _code((await self.says("Skriv dette til mig på Discord")).text)
        given = self.both.discord.command(village.bo, village.channel, "forbind", code=code)
        return await village.told(given, "Du er én person på Discord og Telegram")


def _code(text: str) -> str:
    found = [word for word in text.split() if code_in(word)]
    assert len(found) == 1
    return found[0]


@pytest.fixture
async def bo(tmp_path: Path) -> AsyncIterator[Bo]:
    clock, database = SandboxClock(NOW), tmp_path / "tjans.db"
    async with Sandbox(clock=clock) as telegram, DiscordSandbox(clock=clock) as discord:
        karen = telegram.add_person("Karen")
        channel = telegram.add_channel("Frivillige i Lyngby", karen)
        village = Village.of(discord)
        async with _serving(telegram, discord, village, karen, database) as program:
            both = Both(telegram, discord, village, karen, channel, program)
            yield Bo(both, telegram.add_person("Bo"), database)
        assert [str(call) for call in [*telegram.refusals, *discord.refusals]] == []


async def test_whoever_is_linked_is_not_offered_to_link(bo: Bo) -> None:
    """Red when the way to part again is called "link"."""
    sandbox, village = bo.both.discord, bo.both.village
    await bo.starts()
    await village.told(sandbox.command(village.bo, None, "indstillinger"), button="Forbind med Telegram")
    await bo.links_from_telegram()
    page = await village.told(sandbox.command(village.bo, None, "indstillinger"), button="Forbundet med Telegram")
    linked = sandbox.press(village.bo, page, "Forbundet med Telegram")
    await village.told(linked, "én person", button="Fjern forbindelsen til Telegram")


async def test_linked_from_telegram_two_places_become_one(bo: Bo) -> None:
    """He took a place on each network; both cards show the place that is free again."""
    both, village = bo.both, bo.both.village
    card, other_card = await both.shared_task(places=2)
    await bo.starts()
    both.telegram.press(bo.here, card, "Jeg er med")
    await bo.says("Du er med", button="Meld afbud")
    await village.told(both.discord.press(village.bo, other_card, "Jeg er med"), "Du er med")
    await village.says(village.channel, "Fyldt op")
    linked = await bo.links_from_telegram()
    assert "Du stod på Lav suppe to gange. Nu: Du er med." in linked.text
    await village.says(village.channel, "1 ledig plads", button="Jeg er med")
    await says(both.telegram, both.channel, "1 ledig plads", button="Jeg er med")


async def test_a_role_counts_on_both_networks_and_its_loss_on_both(bo: Bo) -> None:
    both, village = bo.both, bo.both.village
    await both.shared_task(places=2)
    await bo.starts()
    role = await village.name_role()
    both.discord.give_role(village.guild, village.bo, role)
    await bo.links_from_telegram()
    both.telegram.write(bo.here, None, "/styr")
    await bo.says("Lav suppe", button="Ny opgave")
    both.discord.take_role(village.guild, village.bo, role)
    both.telegram.write(bo.here, None, "/styr")
    await bo.says("koordinator")
    both.discord.give_role(village.guild, village.bo, role)
    both.telegram.write(bo.here, None, "/styr")
    await bo.says("koordinator")
    await village.told(both.discord.command(village.bo, village.channel, "styr"), button="Ny opgave")


async def test_linked_from_discord_and_parted_again(bo: Bo) -> None:
    both, village = bo.both, bo.both.village
    await bo.starts()
    asked = both.discord.command(village.bo, None, "forbind")
    code = _code((await village.told(asked, "Skriv dette til mig på Telegram")).text)
    both.telegram.write(bo.here, None, code)
    await bo.says("Du er én person på Discord og Telegram")
    settings = await village.told(
        both.discord.command(village.bo, None, "indstillinger"), button="Forbundet med Telegram"
    )
    page = await village.told(both.discord.press(village.bo, settings, "Forbundet med Telegram"), "én person")
    question = both.discord.press(village.bo, page, "Fjern forbindelsen til Telegram")
    asked_first = await village.told(question, "begynder du forfra", button="Nej, behold det")
    gone = both.discord.press(village.bo, asked_first, "Fjern forbindelsen til Telegram")
    await village.told(gone, "Forbindelsen til Telegram er fjernet")


async def test_news_find_him_and_where_nothing_does_he_is_called_by_name(bo: Bo) -> None:
    """Direct messages closed: Telegram. Blocked there, too: one line in the channel that pings him alone."""
    both, village = bo.both, bo.both.village
    _, other_card = await both.shared_task(places=2)
    await bo.starts()
    await bo.links_from_telegram()
    both.discord.close_dms(village.bo)
    both.telegram.clock.move_to(NOW + timedelta(minutes=1))  # so that he was last on Discord
    await village.told(both.discord.press(village.bo, other_card, "Jeg er med"), "Du er med")
    await bo.says("Du er med", "Lav suppe", button="Meld afbud")
    assert [getattr(call.refused, "code", 0) for call in both.discord.refusals] == [50007]
    both.telegram.block(bo.here)
    both.telegram.clock.move_to(NOW + timedelta(days=4, hours=5))
    await both.program.settle()
    line = await village.says(village.channel, "Husk Lav suppe")
    assert line.text.startswith(f"<@{village.bo.id}> ")
    assert line.pinged() == {village.bo.id}
    assert line.labels == []
    await _is_not_told_on(both)


async def test_news_on_a_network_that_gives_up_find_him_on_the_other(
    bo: Bo, caplog: pytest.LogCaptureFixture
) -> None:
    """The token was changed: first a call is refused, then the gateway closes. Red when that call is given up."""
    both, village = bo.both, bo.both.village
    card, other_card = await both.shared_task(places=1)
    ida = both.telegram.add_person("Ida")
    both.telegram.start(ida)
    await says(both.telegram, ida, "Velkommen")
    both.telegram.press(ida, card, "Jeg er med")
    confirmed = await says(both.telegram, ida, "Du er med", button="Meld afbud")
    await bo.starts()
    await bo.links_from_telegram()
    await village.says(village.channel, "Fyldt op", button="Skriv mig på venteliste")
    both.telegram.clock.move_to(NOW + timedelta(minutes=1))  # so that he was last on Discord
    await village.told(both.discord.press(village.bo, other_card, "Skriv mig på venteliste"), "venteliste")
    await village.says(village.channel, "1 venter")
    refused = "POST /channels/{channel}/messages"
    both.discord.faults.refuse(refused, Refused(401, 0, "401: Unauthorized"))
    both.telegram.press(ida, confirmed, "Meld afbud")
    await both.discord.until(lambda: any(refused in str(call) and "401" in str(call) for call in both.discord.calls))
    await both.discord.until(lambda: not both.discord.world.sessions.connected)
    both.telegram.clock.move_to(NOW + timedelta(minutes=2))
    await both.program.settle()
    await bo.says("plads til dig", button="Ja tak")
    assert [record.exc_info for record in caplog.records if record.exc_info] == []


async def _is_not_told_on(both: Both) -> None:
    """It counts as told: the coordinator hears nothing of it."""
    told = [message.text for message in both.telegram.messages(both.karen) if message.by_bot]
    assert not [text for text in told if "få fat i Bo" in text]
    both.discord.refusals.clear()


async def test_deleting_himself_here_deletes_him_there(bo: Bo) -> None:
    both, village = bo.both, bo.both.village
    _, other_card = await both.shared_task(places=2)
    await bo.starts()
    await village.told(both.discord.press(village.bo, other_card, "Jeg er med"), "Du er med")
    await bo.links_from_telegram()
    both.telegram.write(bo.here, None, "/data")
    page = await bo.says("Det ved jeg om dig", button="Slet mig")
    both.telegram.press(bo.here, page, "Slet mig")
    confirm = await bo.says("Jeg sletter dig på Discord og Telegram.", "Du melder afbud til 1 opgave.")
    both.telegram.press(bo.here, confirm, confirm.labels[0])
    await bo.says("Du er slettet")
    await village.says(village.channel, "2 ledige pladser")
    page_there = await village.told(both.discord.command(village.bo, None, "mine"), "")
    assert "Lav suppe" not in page_there.text
