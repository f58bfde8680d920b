"""Flood limits, with time given by the test."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from sandbox import Sandbox, SandboxClock
from tests.sandbox.conftest import NOW, Place, Wire, furnish


class Timer:
    """Real seconds, as the test wants them."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def timer() -> Timer:
    return Timer()


@pytest.fixture
async def strict(timer: Timer) -> AsyncIterator[Place]:
    async with Sandbox(clock=SandboxClock(NOW, frozen=True), timer=timer) as sandbox:
        yield furnish(sandbox)


@pytest.fixture
async def wire(strict: Place) -> AsyncIterator[Wire]:
    async with aiohttp.ClientSession() as http:
        yield Wire(strict.sandbox, http)


async def write(wire: Wire, chat_id: int, text: str = "Hej") -> float:
    """Seconds to wait, or 0 when it was sent."""
    answer = await wire("sendMessage", {"chat_id": chat_id, "text": text})
    if answer["ok"]:
        return 0
    wait = answer["parameters"]["retry_after"]
    assert (answer["error_code"], answer["description"]) == (429, f"Too Many Requests: retry after {wait}")
    return float(wait)


async def test_a_person_gets_a_burst_of_three_and_then_one_a_second(strict: Place, wire: Wire, timer: Timer) -> None:
    assert [await write(wire, strict.bob.id) for _ in range(4)] == [0, 0, 0, 1]
    assert await write(wire, strict.alice.id) == 0
    timer.now += 0.96
    assert [await write(wire, strict.bob.id) for _ in range(2)] == [0, 1]
    timer.now += 60
    assert [await write(wire, strict.bob.id) for _ in range(4)] == [0, 0, 0, 1]


async def test_a_channel_takes_twenty_a_minute_edits_included(strict: Place, wire: Wire, timer: Timer) -> None:
    card = await wire.result("sendMessage", chat_id=strict.channel.id, text="Kort")
    for number in range(19):
        timer.now += 1
        where = {"chat_id": strict.channel.id, "message_id": card["message_id"]}
        await wire.result("editMessageText", **where, text=str(number))
    assert await write(wire, strict.channel.id) == 41
    assert await write(wire, strict.group.id) == 0
    timer.now += 40
    assert await write(wire, strict.channel.id) == 1
    timer.now += 1
    assert [await write(wire, strict.channel.id) for _ in range(2)] == [0, 1]


async def test_thirty_a_second_go_out_over_all(strict: Place, wire: Wire, timer: Timer) -> None:
    people = [strict.sandbox.add_person(f"Nr. {number}") for number in range(31)]
    for person in people:
        strict.sandbox.start(person)
    assert [await write(wire, person.id) for person in people] == [0] * 30 + [1]
    timer.now += 0.96
    assert await write(wire, people[-1].id) == 0


async def test_answers_and_look_ups_are_not_counted_nor_is_what_is_refused(strict: Place, wire: Wire) -> None:
    for _ in range(40):
        await wire.result("getChat", chat_id=strict.channel.id)
        await wire("sendMessage", {"chat_id": strict.bob.id, "text": "<", "parse_mode": "HTML"})
    press = strict.sandbox.press_data(strict.bob, strict.sandbox.last(strict.bob), "x")
    await wire.result("answerCallbackQuery", callback_query_id=press.id)
    assert [await write(wire, strict.bob.id) for _ in range(4)] == [0, 0, 0, 1]
