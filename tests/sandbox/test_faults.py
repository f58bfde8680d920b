"""Faults by chance and outages: what the caller sees, what took effect, and the same again from the same seed."""

import asyncio

import aiohttp
import pytest

from sandbox import Floods, Kind, Sandbox
from tests.sandbox.conftest import Place, Wire

CALLS = 60
WITHOUT_EFFECT = {Kind.REFUSED, Kind.FORBIDDEN, Kind.ERROR, Kind.BAD_GATEWAY, Kind.CLOSED_BEFORE, Kind.SLOW_BEFORE}


SLOW = {Kind.SLOW_BEFORE, Kind.SLOW_AFTER}


async def _send(wire: Wire, place: Place, text: str, seconds: float = 30) -> int | str:
    """The status, or how the connection broke. Only who expects no answer gives up soon: a machine may be busy."""
    url = f"{wire.sandbox.base_url}/bot{wire.sandbox.token}/sendMessage"
    patience = aiohttp.ClientTimeout(total=seconds)
    try:
        async with wire.http.post(url, json={"chat_id": place.bob.id, "text": text}, timeout=patience) as response:
            return response.status
    except TimeoutError:
        return "no answer"
    except aiohttp.ClientConnectionError:
        return "closed"


def _arrived(place: Place) -> list[str]:
    return [message.text for message in place.sandbox.messages(place.bob) if message.by_bot]


@pytest.mark.parametrize(
    ("kind", "seen"),
    [
        (Kind.REFUSED, 400),
        (Kind.FORBIDDEN, 403),
        (Kind.ERROR, 500),
        (Kind.BAD_GATEWAY, 502),
        (Kind.CLOSED_BEFORE, "closed"),
        (Kind.CLOSED_AFTER, "closed"),
        (Kind.SLOW_BEFORE, "no answer"),
        (Kind.SLOW_AFTER, "no answer"),
    ],
)
async def test_each_way_to_fail(place: Place, call: Wire, kind: Kind, seen: int | str) -> None:
    place.sandbox.faults.by_chance(1, {kind: 1.0})
    assert await _send(call, place, "Hej", 2 if kind in SLOW else 30) == seen
    place.sandbox.faults.by_chance(1, {})
    assert await _send(call, place, "Hej igen") == 200
    assert _arrived(place) == (["Hej igen"] if kind in WITHOUT_EFFECT else ["Hej", "Hej igen"])
    assert place.sandbox.refusals == []


async def test_the_same_seed_fails_the_same_calls(place: Place, call: Wire) -> None:
    async def run(seed: int) -> list[int | str]:
        place.sandbox.faults.by_chance(seed, {Kind.ERROR: 0.1, Kind.BAD_GATEWAY: 0.1})
        return [await _send(call, place, "Hej") for _ in range(CALLS)]

    first, again, other = await run(1), await run(1), await run(2)
    assert first == again != other
    assert {200, 500, 502} == set(first)
    assert sum(place.sandbox.faults.happened.values()) == sum(answer != 200 for answer in first + again + other)


async def test_calls_that_do_not_matter_are_left_alone(place: Place, call: Wire) -> None:
    place.sandbox.faults.by_chance(1, {Kind.ERROR: 1.0}, lambda method, params: params.get("text") == "Hej")
    assert [await _send(call, place, text) for text in ("Hej", "Farvel")] == [500, 200]


async def test_an_outage_lets_nothing_through(place: Place, call: Wire) -> None:
    place.sandbox.faults.away = True
    assert await _send(call, place, "Hej") == "closed"
    with pytest.raises(aiohttp.ClientConnectionError):
        await call("getUpdates")
    place.sandbox.faults.away = False
    assert await _send(call, place, "Hej") == 200


async def test_stricter_limits_and_another_program_on_the_same_token() -> None:
    floods = Floods(asyncio.get_running_loop().time, a_second=2, a_minute=1)
    assert [floods.somebody_else(-1), floods.somebody_else(-1), floods.somebody_else(-2)] == [True, False, True]
    assert floods.somebody_else(7) is False


async def test_a_press_knows_the_number_of_its_update(sandbox: Sandbox, place: Place, call: Wire) -> None:
    await call.result("sendMessage", chat_id=place.bob.id, text="Hej")
    press = sandbox.press_data(place.bob, sandbox.last(place.bob), "x")
    assert sandbox.world.updates.unconfirmed() == {press.update} == {sandbox.world.updates.newest}
    await call.updates()
    assert sandbox.world.updates.unconfirmed() == set()
