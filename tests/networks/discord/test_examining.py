"""`tjans doctor` at Discord: what is found, and that neither the token nor anybody's words are in it."""

import pytest
from aiohttp.test_utils import unused_port

from bot.findings import Finding, Grade
from bot.incoming import Address, ChatKind, Network
from bot.model import Channel, ChannelState
from bot.settings import Settings
from handlers.networks.discord.examining import examine
from sandbox.discord import Channel as Room
from sandbox.discord import DiscordSandbox, Permission, Refused, Role


def _furnish(sandbox: DiscordSandbox) -> tuple[Room, Role]:
    """A guild with one channel, which the bot may write in, and the bot's role there."""
    guild = sandbox.add_guild("Frivillige", sandbox.add_user("Karen"))
    role = sandbox.add_bot(guild)
    return sandbox.add_channel(guild, "opgaver"), role


def _channel(number: int, network: Network = Network.DISCORD) -> Channel:
    return Channel(
        id=7,
        address=Address(network=network, chat_id=number),
        kind=ChatKind.CHANNEL,
        title="Annas stue",
        language="da",
        state=ChannelState.CONNECTED,
    )


async def _found(sandbox: DiscordSandbox, *channels: Channel, **other: str) -> dict[str, Finding]:
    given = {
        "discord_token": sandbox.token,
        "discord_api": sandbox.base_url,
        "discord_gateway": sandbox.gateway_url,
    }
    found = await examine(Settings.model_validate(given | other), channels)
    said = "\n".join(finding.line() for finding in found)
    assert sandbox.token not in said
    assert "Annas" not in said
    return {finding.what: finding for finding in found}


async def test_all_is_well(sandbox: DiscordSandbox) -> None:
    channel, _ = _furnish(sandbox)
    found = await _found(sandbox, _channel(channel.id), _channel(5, Network.TELEGRAM))
    name = f"channel 7 (discord:{channel.id})"
    assert {what: finding.grade for what, finding in found.items()} == dict.fromkeys(
        ("Discord", "gateway", "guilds", name), Grade.OK
    )
    assert (found["gateway"].says, found["guilds"].says) == (
        "999 of 1000 connections are left today",
        "the bot is in 1",
    )
    assert sandbox.refusals == []


async def test_no_network_is_a_finding(sandbox: DiscordSandbox) -> None:
    found = await _found(sandbox, discord_api=f"http://127.0.0.1:{unused_port()}")
    assert [(finding.what, finding.grade) for finding in found.values()] == [("Discord", Grade.WRONG)]
    assert "no answer from 127.0.0.1" in found["Discord"].says


async def test_a_refused_token(sandbox: DiscordSandbox) -> None:
    found = await _found(sandbox, discord_token="wrong.to.ken")
    assert [finding.grade for finding in found.values()] == [Grade.WRONG]
    assert "refuses the token" in found["Discord"].says


async def test_a_bot_that_is_in_no_guild(sandbox: DiscordSandbox) -> None:
    assert (await _found(sandbox))["guilds"].grade is Grade.NOTE


@pytest.mark.parametrize(
    ("denied", "lacks"),
    [
        (Permission.SEND_MESSAGES, "the bot lacks Send Messages"),
        (Permission.VIEW_CHANNEL, "the bot cannot see it, or it is gone"),
    ],
)
async def test_a_right_that_is_missing_in_a_channel(sandbox: DiscordSandbox, denied: Permission, lacks: str) -> None:
    channel, role = _furnish(sandbox)
    sandbox.set_overwrite(channel, role, deny=denied)
    found = await _found(sandbox, _channel(channel.id))
    finding = found[f"channel 7 (discord:{channel.id})"]
    assert finding.grade is Grade.WRONG
    assert lacks in finding.says


async def test_a_thread_needs_a_right_of_its_own(sandbox: DiscordSandbox) -> None:
    channel, role = _furnish(sandbox)
    thread = sandbox.add_thread(channel, "Suppe")
    what = f"channel 7 (discord:{thread.id})"
    assert (await _found(sandbox, _channel(thread.id)))[what].grade is Grade.OK
    sandbox.set_overwrite(channel, role, deny=Permission.SEND_MESSAGES_IN_THREADS)
    assert "lacks Send Messages in Threads" in (await _found(sandbox, _channel(thread.id)))[what].says


async def test_a_channel_that_is_gone(sandbox: DiscordSandbox) -> None:
    channel, _ = _furnish(sandbox)
    sandbox.delete_channel(channel)
    found = await _found(sandbox, _channel(channel.id))
    assert found[f"channel 7 (discord:{channel.id})"].grade is Grade.WRONG


@pytest.mark.parametrize(("left", "grade"), [(0, Grade.WRONG), (3, Grade.NOTE)])
async def test_connections_that_run_out(sandbox: DiscordSandbox, left: int, grade: Grade) -> None:
    sandbox.world.connections_left = left
    assert (await _found(sandbox))["gateway"].grade is grade


async def test_a_gateway_that_is_not_told(sandbox: DiscordSandbox) -> None:
    sandbox.faults.refuse("GET /gateway/bot", Refused(403, 0, ""))
    assert (await _found(sandbox))["gateway"].grade is Grade.NOTE
