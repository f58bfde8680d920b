"""Coordinators by a role of the server: named on Discord itself, checked with each gesture, gone when it is lost."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox import SandboxClock
from sandbox.discord import DiscordSandbox, Message, Permission
from tests.journeys.discord_stage import Village
from tests.people import NOW


@pytest.fixture
async def village(tmp_path: Path) -> AsyncIterator[Village]:
    """Another organisation of the installation is not on the server."""
    async with DiscordSandbox(clock=SandboxClock(NOW)) as sandbox:
        village = Village.of(sandbox)
        async with village.running(tmp_path / "tjans.db") as program:
            await village.connect()
            async with program.storage.transaction() as tx:
                await tx.organisations.ensure("Boldklubben", NOW)
            yield village
        assert [str(call) for call in sandbox.refusals] == []


async def _page(village: Village) -> Message:
    listed = await village.told(
        village.sandbox.command(village.karen, village.channel, "styr"), button="Denne server"
    )
    return await village.told(village.sandbox.press(village.karen, listed, "Denne server"), "på denne server")


def _asked_for_members(village: Village) -> int:
    return sum("/members/" in call.method for call in village.sandbox.calls)


async def test_whoever_has_the_role_coordinates_in_the_server_and_in_private(village: Village) -> None:
    role = await village.name_role()
    sandbox, bo = village.sandbox, village.bo
    await village.told(sandbox.command(bo, village.channel, "styr"), "koordinator")
    sandbox.give_role(village.guild, bo, role)
    await village.told(sandbox.command(bo, village.channel, "styr"), button="Ny opgave")
    assert _asked_for_members(village) == 0
    await village.told(sandbox.command(bo, None, "styr"), button="Ny opgave")
    assert _asked_for_members(village) == 1
    await village.told(sandbox.command(village.ane, None, "manage"), "coordinator")
    assert _asked_for_members(village) == 1


async def test_an_admin_is_not_asked_about_those_who_are_not_on_the_server(village: Village) -> None:
    """Red when every organisation of the installation is offered: on a shared one that is a wall of buttons."""
    page = await _page(village)
    assert village.guild.name in page.text


async def test_who_loses_the_role_coordinates_no_more_from_the_next_press_on(village: Village) -> None:
    role = await village.name_role()
    sandbox, bo = village.sandbox, village.bo
    await village.post()
    sandbox.give_role(village.guild, bo, role)
    listed = await village.told(sandbox.command(bo, village.channel, "styr"), button="1. Lav suppe")
    page = await village.told(sandbox.press(bo, listed, "1. Lav suppe"), button="Aflys")
    private = await village.told(sandbox.command(bo, None, "styr"), button="1. Lav suppe")
    sandbox.take_role(village.guild, bo, role)
    await village.told(sandbox.press(bo, private, "1. Lav suppe"), "koordinator")
    sandbox.give_role(village.guild, bo, role)
    await village.told(sandbox.command(bo, village.channel, "styr"), button="1. Lav suppe")
    sandbox.leave(bo, village.guild)
    await village.told(sandbox.press(bo, private, "1. Lav suppe"), "koordinator")
    assert [getattr(call.refused, "code", 0) for call in sandbox.refusals] == [10007]
    sandbox.refusals.clear()
    sandbox.join(bo, village.guild)
    await village.told(sandbox.press(bo, page, "Aflys"), "koordinator")


async def test_forms_and_names_are_offered_to_them_in_private_too(village: Village) -> None:
    """Red when nobody asks for their roles before a form is opened: there nothing can be typed instead."""
    role = await village.name_role()
    sandbox, bo = village.sandbox, village.bo
    await village.post()
    sandbox.give_role(village.guild, bo, role)
    await village.told(sandbox.command(bo, village.channel, "styr"), button="Ny opgave")
    opened = await village.opens(sandbox.command(bo, None, "opret"))
    assert village.blanks(opened)
    typing = sandbox.complete(bo, None, "styr", "task", "sup")
    await typing.answered()
    assert [one["value"] for one in typing.choices or []] == ["1"]


async def test_a_form_of_theirs_is_refused_when_the_role_is_gone(village: Village) -> None:
    role = await village.name_role()
    sandbox, bo = village.sandbox, village.bo
    sandbox.give_role(village.guild, bo, role)
    await village.told(sandbox.command(bo, village.channel, "styr"), button="Ny opgave")
    opened = await village.opens(sandbox.command(bo, village.channel, "opret"))
    sandbox.take_role(village.guild, bo, role)
    values = {f"field{at}": text for at, text in enumerate(("Suppe", "lørdag 14-17", "Her", "2", "Alle"))}
    await village.told(sandbox.submit(bo, opened, values), "koordinator")


async def test_a_role_that_is_named_no_more_counts_no_more(village: Village) -> None:
    role = await village.name_role()
    sandbox, bo = village.sandbox, village.bo
    sandbox.give_role(village.guild, bo, role)
    await village.told(sandbox.command(bo, village.channel, "styr"), button="Ny opgave")
    page = await _page(village)
    await village.told(sandbox.press(village.karen, page, "Fjern Koordinatorer"), "Vælg en rolle")
    await village.told(sandbox.command(bo, village.channel, "styr"), "koordinator")


async def test_the_role_that_everybody_has_cannot_be_named(village: Village) -> None:
    everyone = village.guild.roles[village.guild.id]
    page = await _page(village)
    await village.told(village.sandbox.choose_role(village.karen, page, everyone), "Den rolle har alle")
    await village.told(village.sandbox.command(village.bo, village.channel, "styr"), "koordinator")


async def test_a_coordinator_by_role_connects_a_channel_and_stays_one_by_role_alone(village: Village) -> None:
    role = await village.name_role()
    sandbox, bo = village.sandbox, village.bo
    sandbox.give_role(village.guild, bo, role)
    leader = sandbox.add_role(village.guild, "Styrer serveren")
    sandbox.change_role(village.guild, leader, leader.permissions | Permission.MANAGE_GUILD)
    sandbox.give_role(village.guild, bo, leader)
    other = sandbox.add_channel(village.guild, "andre")
    asked = await village.told(sandbox.command(bo, other, "tilslut"), button="Tilslut")
    await village.told(sandbox.press(bo, asked, "Tilslut"), "privat")
    question = await village.says(bo, "andre")
    await village.told(sandbox.press(bo, question, village.guild.name), "Tilsluttet")
    sandbox.take_role(village.guild, bo, role)
    await village.told(sandbox.command(bo, other, "styr"), "koordinator")
