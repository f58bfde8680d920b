"""The gateway: who may come in, what is told, and what is told again after a dropped socket."""

import json
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import aiohttp
import pytest

from sandbox.discord import DiscordSandbox
from tests.sandbox.discord.conftest import Place, Rest, Socket

Connect = Callable[[], Awaitable[Socket]]


@pytest.fixture
async def connect(sandbox: DiscordSandbox, http: aiohttp.ClientSession) -> AsyncIterator[Connect]:
    opened: list[Socket] = []

    async def dial() -> Socket:
        socket = Socket(await http.ws_connect(f"{sandbox.gateway_url}?v=10&encoding=json", autoclose=False))
        opened.append(socket)
        assert (await socket.next())["op"] == 10
        return socket

    yield dial
    for socket in opened:
        await socket.ws.close()


def identity(sandbox: DiscordSandbox, **more: Any) -> dict[str, Any]:
    return {"token": sandbox.token, "intents": 1, "properties": {}} | more


async def ready(place: Place, connect: Connect) -> tuple[Socket, dict[str, Any]]:
    socket = await connect()
    await socket.say(2, identity(place.sandbox))
    said = await socket.event("READY")
    await socket.event("GUILD_CREATE")
    return socket, said


async def test_ready_then_the_guilds(place: Place, connect: Connect) -> None:
    socket = await connect()
    await socket.say(2, identity(place.sandbox))
    said = await socket.event("READY")
    assert said["guilds"] == [{"id": str(place.guild.id), "unavailable": True}]
    assert said["user"]["id"] == str(place.sandbox.bot.id)
    assert said["application"]["id"] == str(place.sandbox.world.application) != said["user"]["id"]
    guild = await socket.event("GUILD_CREATE")
    assert [one["name"] for one in guild["channels"]] == ["opgaver"]
    assert [one["name"] for one in guild["threads"]] == ["Suppe"]
    assert place.sandbox.world.sessions.identified == [1]


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        ({"op": 2, "d": {"token": "wrong", "intents": 1, "properties": {}}}, 4004),
        ({"op": 2, "d": {"token": "sandbox.discord.token", "intents": 3, "properties": {}}}, 4014),
        ({"op": 2, "d": {"token": "sandbox.discord.token", "intents": 1 | 1 << 15, "properties": {}}}, 4014),
        ({"op": 2, "d": {"token": "sandbox.discord.token", "intents": 1}}, 4002),
        ({"op": 3, "d": {}}, 4003),
        ({"op": 99, "d": {}}, 4001),
        ({"d": {}}, 4002),
    ],
)
async def test_who_may_not_come_in(place: Place, connect: Connect, payload: dict[str, Any], code: int) -> None:
    socket = await connect()
    await socket.ws.send_str(json.dumps(payload))
    assert await socket.closed() == code
    assert not place.sandbox.world.sessions.connected


async def test_identify_once(place: Place, connect: Connect) -> None:
    socket, _ = await ready(place, connect)
    await socket.say(2, identity(place.sandbox))
    assert await socket.closed() == 4005


async def test_heartbeats_are_acknowledged(place: Place, connect: Connect) -> None:
    socket, _ = await ready(place, connect)
    await socket.say(1, 2)
    assert (await socket.next())["op"] == 11


async def test_who_is_silent_for_too_long_is_dropped(http: aiohttp.ClientSession) -> None:
    async with DiscordSandbox(heartbeat=0.05) as sandbox:
        ws = await http.ws_connect(f"{sandbox.gateway_url}?v=10&encoding=json", autoclose=False)
        socket = Socket(ws)
        assert (await socket.next())["d"] == {"heartbeat_interval": 50}
        assert await socket.closed() == 4009


async def test_who_says_too_much_is_dropped(place: Place, connect: Connect) -> None:
    socket, _ = await ready(place, connect)
    for number in range(120):
        await socket.say(1, number)
    assert await socket.closed() == 4008


async def test_what_was_missed_comes_after_a_resume(place: Place, connect: Connect) -> None:
    socket, said = await ready(place, connect)
    place.sandbox.world.sessions.drop()
    assert await socket.closed() == 4000
    place.sandbox.add_channel(place.guild, "nyt")
    again = await connect()
    await again.say(6, {"token": place.sandbox.token, "session_id": said["session_id"], "seq": 2})
    missed = await again.next()
    assert (missed["t"], missed["s"], missed["d"]["name"]) == ("CHANNEL_CREATE", 3, "nyt")
    assert (await again.next())["t"] == "RESUMED"
    place.sandbox.add_channel(place.guild, "nyere")
    assert (await again.event("CHANNEL_CREATE"))["name"] == "nyere"
    assert place.sandbox.world.sessions.identified == [1]


@pytest.mark.parametrize("known", [{"session_id": "other", "seq": 2}, {"seq": 99}])
async def test_a_session_that_cannot_be_resumed(place: Place, connect: Connect, known: dict[str, Any]) -> None:
    _, said = await ready(place, connect)
    place.sandbox.world.sessions.drop()
    again = await connect()
    await again.say(6, {"token": place.sandbox.token, "session_id": said["session_id"]} | known)
    assert await again.next() == {"op": 9, "d": False}
    await again.say(2, identity(place.sandbox))
    await again.event("READY")


async def test_a_client_that_says_goodbye_has_no_session_left(place: Place, connect: Connect) -> None:
    socket, said = await ready(place, connect)
    await socket.ws.close(code=1000)
    await place.sandbox.until(lambda: place.sandbox.world.sessions.current is None)
    again = await connect()
    await again.say(6, {"token": place.sandbox.token, "session_id": said["session_id"], "seq": 2})
    assert (await again.next())["op"] == 9


async def test_a_press_is_told_with_all_that_is_needed_to_judge_it(
    place: Place, connect: Connect, call: Rest
) -> None:
    socket, _ = await ready(place, connect)
    button = {"type": 2, "style": 1, "label": "Jeg er med", "custom_id": "claim:1"}
    sent = {"content": "Suppe", "components": [{"type": 1, "components": [button]}]}
    await call.result(f"POST /channels/{place.channel.id}/messages", sent)
    place.sandbox.press(place.bob, place.sandbox.last(place.channel), "Jeg er med")
    told = await socket.event("INTERACTION_CREATE")
    assert (told["type"], told["data"]) == (3, {"custom_id": "claim:1", "component_type": 2})
    assert (told["member"]["user"]["id"], told["locale"]) == (str(place.bob.id), "da")
    assert int(told["member"]["permissions"]) & 8 == 0
    assert told["message"]["components"][0]["components"][0]["custom_id"] == "claim:1"


async def test_events_are_compressed_for_who_asks(sandbox: DiscordSandbox, http: aiohttp.ClientSession) -> None:
    ws = await http.ws_connect(f"{sandbox.gateway_url}?v=10&encoding=json&compress=zlib-stream")
    stream = zlib.decompressobj()
    hello = json.loads(stream.decompress(await ws.receive_bytes()))
    assert hello["op"] == 10
    await ws.close()
