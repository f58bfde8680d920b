"""The limits: told in headers, refused with 429, and a wait that is enough."""

from collections.abc import AsyncIterator
from datetime import timedelta

import aiohttp
import pytest

from sandbox import SandboxClock
from sandbox.discord import DiscordSandbox, Refused, TooMany
from sandbox.discord.rates import Rates
from tests.sandbox.discord.conftest import NOW, Place, Rest, furnish


class Stopwatch:
    """Real seconds that a test moves."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def stopwatch() -> Stopwatch:
    return Stopwatch()


@pytest.fixture
async def sandbox(clock: SandboxClock, stopwatch: Stopwatch) -> AsyncIterator[DiscordSandbox]:
    async with DiscordSandbox(clock=clock, timer=stopwatch) as server:
        yield server


@pytest.fixture
def place(sandbox: DiscordSandbox) -> Place:
    return furnish(sandbox)


async def test_a_bucket_says_when_it_is_full_again(
    place: Place, call: Rest, http: aiohttp.ClientSession, stopwatch: Stopwatch
) -> None:
    url = f"{place.sandbox.base_url}/api/v10/channels/{place.channel.id}/messages"
    headers = {"Authorization": f"Bot {place.sandbox.token}"}
    left = []
    for _ in range(5):
        async with http.post(url, json={"content": "x"}, headers=headers) as response:
            left.append(response.headers["X-RateLimit-Remaining"])
            assert response.headers["X-RateLimit-Reset-After"] == "5.000"
    assert left == ["4", "3", "2", "1", "0"]
    async with http.post(url, json={"content": "x"}, headers=headers) as response:
        assert (response.status, response.headers["X-RateLimit-Scope"]) == (429, "user")
        assert response.headers["Via"]
        assert (await response.json()) == {
            "message": "You are being rate limited.",
            "retry_after": 5.0,
            "global": False,
        }
    await call.result(f"POST /channels/{place.thread.id}/messages", {"content": "Et andet sted"})
    stopwatch.at += 5
    await call.result(f"POST /channels/{place.channel.id}/messages", {"content": "x"})


async def test_fifty_a_second_in_all_but_answers_do_not_count(place: Place, call: Rest) -> None:
    for _ in range(50):
        await call.result("GET /users/@me")
    status, answer = await call("GET /users/@me")
    assert (status, answer["global"]) == (429, True)
    assert await call.code("POST /interactions/5/x/callback", {"type": 6}) == (404, 10062)
    assert place.sandbox.world.rates.invalid == 1


async def test_a_stricter_one_says_so_and_may_hold_back_all_but_answers(
    place: Place, call: Rest, stopwatch: Stopwatch
) -> None:
    place.sandbox.world.rates = rates = Rates(stopwatch, share=0.5)
    send = f"POST /channels/{place.channel.id}/messages"
    assert rates.count("POST /channels/{channel}/messages", "other")["X-RateLimit-Limit"] == "2"
    rates.hold(4)
    status, answer = await call(send, {"content": "x"})
    assert (status, answer["global"], answer["retry_after"]) == (429, True, 4.0)
    assert await call.code("POST /interactions/5/x/callback", {"type": 6}) == (404, 10062)
    stopwatch.at += 4
    await call.result(send, {"content": "x"})


async def test_old_messages_take_few_edits(
    place: Place, call: Rest, clock: SandboxClock, stopwatch: Stopwatch
) -> None:
    base = f"/channels/{place.channel.id}/messages"
    sent = await call.result(f"POST {base}", {"content": "Kort"})
    clock.move_to(NOW + timedelta(hours=2))
    for number in range(3):
        await call.result(f"PATCH {base}/{sent['id']}", {"content": str(number)})
    status, answer = await call(f"PATCH {base}/{sent['id']}", {"content": "4"})
    assert (status, answer["code"], answer["retry_after"]) == (429, 30046, 6.0)
    stopwatch.at += 6
    await call.result(f"PATCH {base}/{sent['id']}", {"content": "4"})


async def test_who_may_not_call(place: Place, call: Rest) -> None:
    status, _ = await call("GET /users/@me", headers={"Authorization": "Bot wrong"})
    assert status == 401
    assert await call.code("GET /users/5") == (404, 0)
    assert await call.code("POST /channels/5/typing") == (404, 0)


async def test_scripted_trouble(place: Place, call: Rest) -> None:
    route = f"POST /channels/{place.channel.id}/messages"
    name = "POST /channels/{channel}/messages"
    place.sandbox.faults.refuse(name, TooMany(2.0, "shared"))
    place.sandbox.faults.refuse(name, Refused(500, 0, "500: Internal Server Error"))
    assert (await call(route, {"content": "x"}))[1]["retry_after"] == 2.0
    assert (await call(route, {"content": "x"}))[0] == 500
    place.sandbox.faults.drop_after(name)
    with pytest.raises(aiohttp.ClientError):
        await call(route, {"content": "x"})
    assert place.sandbox.last(place.channel).text == "x"
    assert place.sandbox.refusals == []
