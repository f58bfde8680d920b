"""Scheduled events: one for each task, if the bot may."""

from datetime import timedelta
from typing import Any

import pytest

from sandbox.discord import OF_THE_BOT, Permission
from tests.sandbox.discord.conftest import NOW, Place, Rest

SUPPER: dict[str, Any] = {
    "name": "Lav suppe",
    "entity_type": 3,
    "entity_metadata": {"location": "Sognegården"},
    "privacy_level": 2,
    "scheduled_start_time": (NOW + timedelta(days=1)).isoformat(),
    "scheduled_end_time": (NOW + timedelta(days=1, hours=2)).isoformat(),
}


@pytest.mark.parametrize(
    "change",
    [
        {"name": "x" * 101},
        {"entity_metadata": {"location": "x" * 101}},
        {"entity_metadata": None},
        {"scheduled_end_time": None},
        {"scheduled_start_time": NOW.isoformat()},
        {"scheduled_end_time": (NOW + timedelta(days=1)).isoformat()},
        {"entity_type": 2},
        {"colour": 1},
    ],
)
async def test_what_does_not_fit(place: Place, call: Rest, change: dict[str, Any]) -> None:
    route = f"POST /guilds/{place.guild.id}/scheduled-events"
    assert await call.code(route, SUPPER | change) == (400, 50035)
    assert place.guild.events == {}


async def test_an_event_is_made_moved_and_taken_away(place: Place, call: Rest) -> None:
    base = f"/guilds/{place.guild.id}/scheduled-events"
    event = await call.result(f"POST {base}", SUPPER)
    moved = await call.result(f"PATCH {base}/{event['id']}", {"name": "Lav brød"})
    assert (moved["name"], moved["entity_metadata"]) == ("Lav brød", SUPPER["entity_metadata"])
    assert await call.result(f"GET {base}") == [moved]
    await call.result(f"PATCH {base}/{event['id']}", {"status": 4})
    assert await call.code(f"PATCH {base}/{event['id']}", {"name": "x"}) == (400, 180000)
    await call.result(f"DELETE {base}/{event['id']}")
    assert await call.code(f"DELETE {base}/{event['id']}") == (404, 10070)


async def test_it_needs_a_right_of_its_own(place: Place, call: Rest) -> None:
    role = place.guild.roles[max(place.guild.members[place.sandbox.bot.id])]
    manages = (OF_THE_BOT | Permission.MANAGE_EVENTS) & ~Permission.CREATE_EVENTS
    place.sandbox.change_role(place.guild, role, manages)
    assert await call.code(f"POST /guilds/{place.guild.id}/scheduled-events", SUPPER) == (403, 50013)


async def test_a_hundred_are_enough(place: Place, call: Rest) -> None:
    route = f"POST /guilds/{place.guild.id}/scheduled-events"
    for _ in range(100):
        await call.result(route, SUPPER)
    assert await call.code(route, SUPPER) == (400, 30038)
