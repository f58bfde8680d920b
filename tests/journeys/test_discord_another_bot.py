"""A new Discord application on the same database, over real sockets: cards, chats and events are made anew."""

from pathlib import Path

import pytest

from bot import announcing
from sandbox import SandboxClock
from sandbox.discord import DiscordSandbox
from tests.journeys.discord_stage import Village
from tests.people import NOW


async def test_another_bot_takes_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Red when the old card stays, whose buttons nobody hears, or news go to a chat that is the old bot's (50001)."""
    monkeypatch.setattr(announcing, "SPACING", 0.05)
    database = tmp_path / "tjans.db"
    async with DiscordSandbox(clock=SandboxClock(NOW)) as sandbox:
        village = Village.of(sandbox)
        async with village.running(database):
            await village.connect()
            await _shown_as_events(village)
            old = await village.post(places=1)
            (event,) = await sandbox.until(lambda: list(village.guild.events), 10)
            await village.told(sandbox.press(village.bo, old, "Jeg er med"), "Du er med")
            await village.says(village.bo, "Du er med", button="Meld afbud")
            await village.says(village.channel, "Fyldt op")
        sandbox.replace_bot("another.discord.token")
        async with village.running(database):
            await sandbox.until(lambda: sandbox.last(village.channel) is not old, 10)
            card = await village.says(village.channel, "Fyldt op", button="Skriv mig på venteliste")
            await village.told(sandbox.press(village.ane, card, "Skriv mig på venteliste"), "waiting list")
            await sandbox.until(lambda: [one for one in village.guild.events if one != event], 10)
            asked = sandbox.command(village.karen, village.channel, "styr", task="1")
            question = sandbox.press(village.karen, await village.told(asked, button="Aflys"), "Aflys")
            await village.told(
                sandbox.press(village.karen, await village.told(question, button="Aflys"), "Aflys"), "Aflyst"
            )
            await village.says(village.bo, "aflyst")
            await village.says(village.channel, "Aflyst")
            assert sandbox.last(village.channel) is card
        assert [str(call) for call in sandbox.refusals] == []


async def _shown_as_events(village: Village) -> None:
    sandbox, karen = village.sandbox, village.karen
    listed = await village.told(sandbox.command(karen, village.channel, "styr"), button="Denne server")
    page = await village.told(sandbox.press(karen, listed, "Denne server"), button="Vis dem også som begivenheder")
    await village.told(sandbox.press(karen, page, "Vis dem også som begivenheder"), "vises også")
