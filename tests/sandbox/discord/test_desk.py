"""What the page sees of this Discord, and does there: only what a person could see and do."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from sandbox import Sandbox, SandboxClock
from sandbox.discord import OF_EVERYONE, Channel, DiscordSandbox, Guild, Permission, User
from sandbox.discord.commands import Command
from sandbox.discord.messages import Content
from tests.sandbox.conftest import NOW, Wire

HOUR = timedelta(hours=1)


@dataclass(slots=True)
class Desk:
    """Olga owns the server, Mia moderates, Per is a member, Uwe is outside."""

    call: Wire
    discord: DiscordSandbox
    olga: User
    mia: User
    per: User
    uwe: User
    guild: Guild
    channel: Channel

    async def act(self, name: str, person: User, status: int = 200, /, **body: Any) -> Any:
        return await self.call.post("/sandbox/discord", {"act": name, "person": str(person.id), **body}, status)

    async def seen(self, person: User) -> Any:
        people = (await self.call.get("/sandbox/state"))["discord"]["people"]
        return next(one for one in people if one["id"] == str(person.id))


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    clock = SandboxClock(NOW, frozen=True)
    async with (
        Sandbox(clock=clock) as sandbox,
        DiscordSandbox(clock=clock, watch=sandbox.world.watch) as discord,
        aiohttp.ClientSession() as http,
    ):
        sandbox.discord = discord
        olga, mia, per, uwe = (discord.add_user(name) for name in ("Olga", "Mia", "Per", "Uwe"))
        guild = discord.add_guild("Huset", olga)
        discord.join(mia, guild)
        discord.join(per, guild)
        discord.give_role(guild, mia, discord.add_role(guild, "mod", OF_EVERYONE | Permission.MANAGE_MESSAGES))
        discord.add_bot(guild)
        channel = discord.add_channel(guild, "opgaver")
        yield Desk(Wire(sandbox, http), discord, olga, mia, per, uwe, guild, channel)


async def test_everyone_sees_their_own(desk: Desk) -> None:
    discord, place = desk.discord, str(desk.channel.id)
    named = {"name_localizations": {"da": "led"}, "description_localizations": {"da": "Led efter noget"}}
    discord.world.commands[1] = Command.model_validate(
        {"name": "look", "description": "Look", "contexts": [0]} | named
    )
    discord.command(desk.per, desk.channel, "led").shown.append(
        discord.world.add(desk.channel, Content("Kun til Per"), only_for=desk.per)
    )
    per, mia, uwe = await desk.seen(desk.per), await desk.seen(desk.mia), await desk.seen(desk.uwe)
    assert per["commands"][place] == [{"command": "led", "description": "Led efter noget", "options": []}]
    assert per["commands"][str(desk.per.id)] == []
    assert [one["text"] for one in per["asides"]] == ["Kun til Per"]
    assert mia["asides"] == uwe["asides"] == []
    assert (per["moderates"], mia["moderates"]) == ([], [place])
    assert (per["reached"], uwe["reached"], uwe["places"]) == (True, False, [])


async def test_a_role_is_chosen_from_those_of_the_server(desk: Desk) -> None:
    menu = {"type": 6, "custom_id": "role:3", "placeholder": "Vælg", "min_values": 1, "max_values": 1}
    card = desk.discord.world.add(desk.channel, Content("Roller", components=({"type": 1, "components": [menu]},)))
    shown = (await desk.call.get("/sandbox/state"))["discord"]["channels"][0]["messages"][-1]
    (offered,) = shown["menus"]
    assert [one["label"] for one in offered["choices"]] == ["Tjans", "mod", "@everyone"]
    assert (offered["data"], offered["placeholder"], shown["buttons"]) == ("role:3", "Vælg", [])
    chosen = {"chat": str(desk.channel.id), "message": str(card.id), "value": offered["choices"][1]["value"]}
    assert await desk.act("choose", desk.mia, **chosen) == {"answer": None}  # no program is there


async def test_what_a_server_has_coming_up_is_seen_until_it_is_over(desk: Desk) -> None:
    def event(number: str, status: int, day: int) -> dict[str, Any]:
        begins = NOW + timedelta(days=day)
        ends = {"scheduled_start_time": begins.isoformat(), "scheduled_end_time": (begins + HOUR).isoformat()}
        return {
            "id": number,
            "name": f"Nr. {number}",
            "status": status,
            "entity_metadata": {"location": "Her"},
        } | ends

    for at, one in enumerate([event("1", 1, 9), event("2", 1, 2), event("3", 4, 3), event("4", 1, -1)]):
        desk.guild.events[at] = one
    events = (await desk.call.get("/sandbox/state"))["discord"]["events"]
    assert [(one["title"], one["place"]) for one in events] == [("Nr. 2", "Her"), ("Nr. 1", "Her")]


async def test_a_change_there_is_told_to_whoever_waits_for_one_here(desk: Desk) -> None:
    before = await desk.call.get("/sandbox/state")
    await desk.act("write", desk.per, chat=str(desk.channel.id), text=" hej ")
    after = await desk.call.get(f"/sandbox/changes?since={before['revision']}")
    said = after["discord"]["channels"][0]["messages"][-1]
    assert (said["text"], said["from"]["name"], said["by_bot"]) == ("hej", "Per", False)


async def test_who_may_delete_a_message_and_leave_a_server(desk: Desk) -> None:
    place = str(desk.channel.id)
    card = {"chat": place, "message": str(desk.discord.world.add(desk.channel, Content("Et opslag")).id)}
    refused = await desk.act("delete_message", desk.per, 400, **card)
    assert refused == {"error": "Per may not delete that message."}
    await desk.act("delete_message", desk.mia, **card)
    assert desk.discord.messages(desk.channel) == []
    server = {"server": str(desk.guild.id)}
    assert "owns" in (await desk.act("leave", desk.olga, 400, **server))["error"]
    await desk.act("leave", desk.per, **server)
    await desk.act("leave", desk.per, **server)
    assert (await desk.seen(desk.per))["places"] == []
    await desk.act("close_dms", desk.per)
    await desk.act("join", desk.per, **server)
    back = await desk.seen(desk.per)
    assert (back["places"], back["closed"]) == ([place], True)


@pytest.mark.parametrize(
    ("name", "body", "sentence"),
    [
        ("fly", {}, "`act` has to be one of"),
        ("write", {"text": "x"}, "`chat` has to be a string."),
        ("write", {"chat": "x1", "text": "x"}, "`chat` has to be an id."),
        ("write", {"chat": "77", "text": "x"}, "There is no channel 77."),
        ("press", {"chat": "{place}", "message": "1", "data": "x"}, "There is no message 1 there."),
        ("command", {"chat": "{place}", "name": "nothing"}, "is not offered /nothing here"),
        ("command", {"chat": "{place}", "name": "x", "options": []}, "`options` has to be an object."),
        ("choose", {"chat": "{place}", "message": "{card}", "value": "{role}"}, "There is no role"),
        ("submit", {"interaction": "1"}, "No form was opened by that."),
        ("leave", {"server": "1"}, "There is no server 1."),
    ],
)
async def test_what_makes_no_sense_is_told_in_a_sentence(
    desk: Desk, name: str, body: dict[str, Any], sentence: str
) -> None:
    card = desk.discord.world.add(desk.channel, Content("Et opslag")).id
    known = {"{place}": desk.channel.id, "{card}": card, "{role}": desk.guild.id}
    filled = {key: str(known.get(value, value)) if isinstance(value, str) else value for key, value in body.items()}
    assert sentence in (await desk.act(name, desk.per, 400, **filled))["error"]


async def test_who_is_outside_sees_nothing_and_where_there_is_no_discord_nothing_is_done(desk: Desk) -> None:
    refused = await desk.act("write", desk.uwe, 400, chat=str(desk.channel.id), text="x")
    assert refused == {"error": "Uwe does not see that channel."}
    desk.call.sandbox.discord = None
    assert await desk.act("write", desk.per, 400) == {"error": "There is no Discord here."}
    assert (await desk.call.get("/sandbox/state"))["discord"] is None
