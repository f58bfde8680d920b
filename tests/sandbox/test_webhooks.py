"""Webhooks: what may be set, and how updates are delivered."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from sandbox import Sandbox
from tests.sandbox.conftest import Place, Wire

SECRET = "s3cret_-"
IN_THE_WAY = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)


@dataclass
class Porch:
    """A bot's address: notes who knocks, and answers with the statuses laid ready, then 200."""

    sandbox: Sandbox
    url: str = ""
    statuses: list[int] = field(default_factory=list)
    knocks: list[tuple[str | None, str, dict[str, Any]]] = field(default_factory=list)
    open_now: int = 0
    most_open: int = 0
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle(self, request: web.Request) -> web.Response:
        self.open_now += 1
        self.most_open = max(self.most_open, self.open_now)
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token")
        self.knocks.append((secret, request.content_type, await request.json()))
        self.sandbox.world.watch.stir()
        await self.gate.wait()
        self.open_now -= 1
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)

    def texts(self) -> list[str]:
        return [update["message"]["text"] for _, _, update in self.knocks]


@pytest.fixture
async def porch(sandbox: Sandbox) -> AsyncIterator[Porch]:
    found = Porch(sandbox)
    found.gate.set()
    app = web.Application()
    app.router.add_post("/hook", found.handle)
    async with TestServer(app) as server:
        found.url = str(server.make_url("/hook"))
        yield found


@pytest.mark.parametrize(
    ("params", "why"),
    [
        ({"url": "http://example.org/hook"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        (
            {"url": "https://example.org:8080/hook"},
            "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
        ),
        ({"url": "hook"}, "invalid webhook URL specified"),
        ({"url": "https://example.org:x/hook"}, "invalid webhook URL specified"),
        ({"url": "http://127.0.0.1:1/", "secret_token": "å"}, "secret token contains unallowed characters"),
        ({"url": "http://127.0.0.1:1/", "secret_token": "x" * 257}, "secret token contains unallowed characters"),
        ({"url": "https://example.org/hook"}, "the sandbox does not know webhooks beyond loopback"),
        ({"url": "http://127.0.0.1:1/", "secret": "x"}, "unknown parameter 'secret'"),
    ],
)
async def test_what_may_not_be_set(place: Place, call: Wire, params: dict[str, Any], why: str) -> None:
    answer = await call("setWebhook", params)
    assert answer["description"] == f"Bad Request: {why}"
    assert (await call.result("getWebhookInfo"))["url"] == ""


async def test_what_waited_is_delivered_with_the_secret_and_confirmed_by_200(
    place: Place, call: Wire, porch: Porch
) -> None:
    place.sandbox.write(place.bob, None, "før")
    await call.result("setWebhook", url=porch.url, secret_token=SECRET)
    place.sandbox.write(place.bob, None, "efter")
    await place.sandbox.until(lambda: len(porch.knocks) == 2)
    await place.sandbox.until(lambda: not len(place.sandbox.world.updates))
    assert porch.texts() == ["før", "efter"]
    assert {(secret, kind) for secret, kind, _ in porch.knocks} == {(SECRET, "application/json")}
    assert place.sandbox.webhook.delivered == 2


async def test_without_a_secret_there_is_no_header(place: Place, call: Wire, porch: Porch) -> None:
    await call.result("setWebhook", url=porch.url)
    place.sandbox.write(place.bob, None, "hej")
    await place.sandbox.until(lambda: porch.knocks)
    assert porch.knocks[0][0] is None


async def test_whatever_is_not_2xx_is_delivered_again(place: Place, call: Wire, porch: Porch) -> None:
    place.sandbox.webhook.first_wait = 0.001
    porch.statuses = [503, 302, 404]
    await call.result("setWebhook", url=porch.url, max_connections=1)
    place.sandbox.write(place.bob, None, "hej")
    await place.sandbox.until(lambda: place.sandbox.webhook.delivered == 1)
    assert porch.texts() == ["hej"] * 4
    told = await call.result("getWebhookInfo")
    assert told["last_error_message"] == "Wrong response from the webhook: 404 Not Found"
    assert (told["url"], told["max_connections"], told["pending_update_count"]) == (porch.url, 1, 0)


async def test_nobody_at_home_is_an_error_and_the_update_waits(place: Place, call: Wire) -> None:
    await call.result("setWebhook", url="http://127.0.0.1:9/hook")
    place.sandbox.write(place.bob, None, "hej")
    await place.sandbox.until(lambda: place.sandbox.webhook.failed)
    told = await call.result("getWebhookInfo")
    assert (told["last_error_message"], told["pending_update_count"]) == ("Connection refused", 1)


async def test_one_at_a_time_for_each_chat_in_parallel_across_them(place: Place, call: Wire, porch: Porch) -> None:
    porch.gate.clear()
    await call.result("setWebhook", url=porch.url)
    for text in ("1", "2", "3"):
        place.sandbox.write(place.bob, None, text)
    place.sandbox.write(place.alice, None, "en anden")
    await place.sandbox.until(lambda: porch.open_now == 2)
    assert porch.texts() == ["1", "en anden"]
    porch.gate.set()
    await place.sandbox.until(lambda: place.sandbox.webhook.delivered == 4)
    assert porch.most_open == 2
    assert porch.texts()[2:] == ["2", "3"]


async def test_no_more_are_open_at_once_than_was_said(place: Place, call: Wire, porch: Porch) -> None:
    porch.gate.clear()
    people = [place.sandbox.add_person(f"Person {number}") for number in range(9)]
    await call.result("setWebhook", url=porch.url, max_connections=3)
    for person in people:
        place.sandbox.start(person)
    await place.sandbox.until(lambda: porch.open_now == 3)
    porch.gate.set()
    await place.sandbox.until(lambda: place.sandbox.webhook.delivered == 9)
    assert porch.most_open == 3


async def test_while_a_webhook_is_set_nobody_polls(place: Place, call: Wire, porch: Porch) -> None:
    waiting = asyncio.ensure_future(call("getUpdates", {"timeout": 20}))
    await place.sandbox.until(lambda: place.sandbox.world.updates.polled)
    await call.result("setWebhook", url=porch.url)
    assert (await waiting)["description"] == "Conflict: terminated by setWebhook request"
    refused = await call("getUpdates")
    assert (refused["error_code"], refused["description"]) == (409, IN_THE_WAY)


async def test_after_deletewebhook_a_poll_gets_what_was_not_taken(place: Place, call: Wire, porch: Porch) -> None:
    porch.gate.clear()
    await call.result("setWebhook", url=porch.url)
    place.sandbox.write(place.bob, None, "hej")
    await place.sandbox.until(lambda: porch.open_now)
    await call.result("deleteWebhook")
    (update,) = await call.updates()
    assert update["message"]["text"] == "hej"
    assert (await call.result("getWebhookInfo"))["url"] == ""


async def test_an_empty_url_removes_it_and_pending_updates_may_be_dropped(
    place: Place, call: Wire, porch: Porch
) -> None:
    porch.gate.clear()
    await call.result("setWebhook", url=porch.url)
    place.sandbox.write(place.bob, None, "hej")
    await call.result("setWebhook", url="", drop_pending_updates=True)
    assert await call.updates() == []


async def test_only_the_kinds_asked_for_are_delivered(place: Place, call: Wire, porch: Porch) -> None:
    await call.result("setWebhook", url=porch.url, allowed_updates=["message"])
    place.sandbox.post(place.channel, "et opslag")
    place.sandbox.write(place.bob, None, "hej")
    await place.sandbox.until(lambda: place.sandbox.webhook.delivered)
    assert porch.texts() == ["hej"]
    assert (await call.result("getWebhookInfo"))["allowed_updates"] == ["message"]


async def test_an_answer_that_is_lost_means_another_delivery(place: Place, call: Wire, porch: Porch) -> None:
    place.sandbox.webhook.first_wait = 0.001
    place.sandbox.webhook.lose_answers = 2
    await call.result("setWebhook", url=porch.url)
    place.sandbox.write(place.bob, None, "hej")
    await place.sandbox.until(lambda: place.sandbox.webhook.delivered == 1)
    assert porch.texts() == ["hej"] * 3
