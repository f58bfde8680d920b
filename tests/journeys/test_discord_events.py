"""Tasks as scheduled events of the server, over real sockets: made, moved, taken down; or refused, to no harm."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot import announcing
from sandbox import SandboxClock
from sandbox.discord import OF_THE_BOT, DiscordSandbox, Message, Permission
from tests.journeys.discord_stage import Village
from tests.people import NOW


@pytest.fixture
async def village(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Village]:
    monkeypatch.setattr(announcing, "SPACING", 0.05)
    async with DiscordSandbox(clock=SandboxClock(NOW)) as sandbox:
        village = Village.of(sandbox)
        async with village.running(tmp_path / "tjans.db"):
            await village.connect()
            yield village


async def _wanted(village: Village, *words: str) -> None:
    sandbox, karen = village.sandbox, village.karen
    listed = await village.told(sandbox.command(karen, village.channel, "styr"), button="Denne server")
    page = await village.told(sandbox.press(karen, listed, "Denne server"), button="Vis dem også som begivenheder")
    await village.told(sandbox.press(karen, page, "Vis dem også som begivenheder"), "vises også", *words)


async def _event(village: Village) -> dict[str, Any]:
    events = await village.sandbox.until(lambda: list(village.guild.events.values()), 10)
    assert len(events) == 1
    return events[0]


async def _page(village: Village) -> Message:
    asked = village.sandbox.command(village.karen, village.channel, "styr", task="1")
    return await village.told(asked, button="Aflys")


async def test_an_event_is_made_moved_and_taken_down(village: Village) -> None:
    await _wanted(village)
    await village.post()
    event = await _event(village)
    assert (event["name"], event["entity_metadata"]) == ("Lav suppe", {"location": "Sognegården"})
    assert "Gæster i suppekøkkenet" in event["description"]
    sandbox, karen = village.sandbox, village.karen
    fix = await village.told(sandbox.press(karen, await _page(village), "Ret"), button="Tid")
    opened = await village.opens(sandbox.press(karen, fix, "Tid"))
    preview = await village.told(sandbox.submit(karen, opened, {"answer": "lørdag 15-18"}), button="Gem")
    await village.told(sandbox.press(karen, preview, "Gem"))
    await sandbox.until(lambda: "14:00" in next(iter(village.guild.events.values()))["scheduled_start_time"], 10)
    question = await village.told(sandbox.press(karen, await _page(village), "Aflys"), button="Aflys")
    await village.told(sandbox.press(karen, question, "Aflys"), "Aflyst")
    await sandbox.until(lambda: not village.guild.events, 10)
    assert [str(call) for call in sandbox.refusals] == []


async def test_without_the_right_to_make_events_the_task_stands_all_the_same(village: Village) -> None:
    sandbox = village.sandbox
    role = next(one for one in village.guild.roles.values() if one.name == sandbox.world.bot.name)
    sandbox.change_role(village.guild, role, OF_THE_BOT & ~Permission.CREATE_EVENTS)
    await _wanted(village)
    card = await village.post()
    await sandbox.until(lambda: sandbox.refusals, 10)
    await village.told(sandbox.press(village.bo, card, "Jeg er med"), "Du er med")
    await village.says(village.channel, "1 ledig plads")
    assert [getattr(call.refused, "code", 0) for call in sandbox.refusals] == [50013]


async def test_a_right_to_make_events_that_is_missing_is_named(village: Village) -> None:
    """Red when events are promised that never come, and only the log knows why."""
    sandbox, karen = village.sandbox, village.karen
    role = next(one for one in village.guild.roles.values() if one.name == sandbox.world.bot.name)
    sandbox.change_role(village.guild, role, OF_THE_BOT & ~Permission.CREATE_EVENTS)
    await _wanted(village, "Opret begivenheder")
    await village.post()
    await sandbox.until(lambda: sandbox.refusals, 10)
    sandbox.change_role(village.guild, role, OF_THE_BOT)
    listed = await village.told(sandbox.command(karen, village.channel, "styr"), button="Denne server")
    page = await village.told(sandbox.press(karen, listed, "Denne server"), "skal også vises", "Lav suppe")
    assert "Opret begivenheder" not in page.text
    await village.told(sandbox.press(karen, page, "Prøv igen"), "vises også")
    await _event(village)


async def test_a_hundred_events_are_enough(village: Village) -> None:
    village.guild.events = {number: {"status": 1, "creator_id": "1"} for number in range(100)}
    await _wanted(village)
    await village.post()
    await village.sandbox.until(lambda: village.sandbox.refusals, 10)
    assert [getattr(call.refused, "code", 0) for call in village.sandbox.refusals] == [30038]
    await village.told(village.sandbox.command(village.bo, village.channel, "opgaver"), "Lav suppe")
