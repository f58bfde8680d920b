"""The request class against a real server: what goes over the wire, and what its failures are called."""

import asyncio
import logging
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port
from telegram import InputFile
from telegram.error import InvalidToken, NetworkError, TelegramError, TimedOut
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from handlers.networks.telegram.http import AiohttpRequest
from tests.networks.telegram.bot_api import TOKEN, Answer, BotApi, done, refusal


@pytest.fixture
async def request_() -> AsyncIterator[AiohttpRequest]:
    async with AiohttpRequest() as opened:
        yield opened


def url(api: BotApi, method: str = "getChat") -> str:
    return f"{api.base}/bot{TOKEN}/{method}"


async def test_parameters_go_as_json_and_keep_their_types(api: BotApi, request_: AiohttpRequest) -> None:
    asked: dict[str, Any] = {"chat_id": 7, "text": "æ😀", "deep": {"rows": [[1, "x"]]}, "flag": True}
    assert await request_.ask(url(api), **asked, nothing=None) is True
    assert api.called("getChat") == [asked]


async def test_a_file_goes_as_a_form(api: BotApi, request_: AiohttpRequest) -> None:
    parameters = [
        RequestParameter.from_input("chat_id", 7),
        RequestParameter.from_input("document", InputFile(b"\0\1", filename="liste.csv")),
    ]
    await request_.post(url(api), RequestData(parameters))
    assert api.called("getChat") == [{"chat_id": "7", "document": ("liste.csv", b"\0\1")}]


async def test_a_message_that_was_sent_comes_back_as_no_more_than_which_one(
    api: BotApi, request_: AiohttpRequest
) -> None:
    sent = await request_.ask(url(api, "sendMessage"), chat_id=7, text="hej")
    assert sent == {"message_id": 6, "date": 1769250000, "chat": {"id": 7, "type": "private"}}


async def test_a_refused_token_is_told_apart(api: BotApi, request_: AiohttpRequest) -> None:
    api.lay_ready("getChat", refusal(401, "Unauthorized"))
    with pytest.raises(InvalidToken):
        await request_.ask(url(api))


@pytest.mark.parametrize("status", [401, 404])
async def test_a_page_refuses_no_token(api: BotApi, request_: AiohttpRequest, status: int) -> None:
    """Red when a captive portal's status counts as Telegram's: the program would stop for good."""
    api.lay_ready("getChat", (status, "<html>Log in to the network</html>"))
    with pytest.raises(NetworkError) as failed:
        await request_.ask(url(api))
    assert not isinstance(failed.value, InvalidToken)


@pytest.mark.parametrize(
    "said",
    [
        {"parameters": {"retry_after": "5"}},
        {"parameters": {"retry_after": -5}},
        {"parameters": {"retry_after": 10**18}},
        {"parameters": {"retry_after": True}},
        {"parameters": {"migrate_to_chat_id": "x"}},
        {"parameters": {"migrate_to_chat_id": 2**64}},
        {"parameters": [5]},
        {"description": {"retry": 5}},
    ],
)
async def test_what_whoever_stands_before_telegram_makes_up_is_one_error_more(
    api: BotApi, request_: AiohttpRequest, said: dict[str, Any]
) -> None:
    """Red when it is believed: then it is an error of another kind, and ends the program."""
    api.lay_ready("getChat", (429, {"ok": False, "error_code": 429, "description": "Too Many Requests"} | said))
    with pytest.raises(NetworkError):
        await request_.ask(url(api))


async def test_a_server_that_does_not_answer_in_time(api: BotApi, request_: AiohttpRequest) -> None:
    never = asyncio.Event()

    async def late() -> tuple[int, dict[str, object]]:
        await never.wait()
        return done(True)

    api.lay_ready("getChat", late)
    with pytest.raises(TimedOut):
        await request_.post(url(api), read_timeout=0.01, connect_timeout=0.01)
    never.set()


async def test_nobody_listens(request_: AiohttpRequest) -> None:
    with pytest.raises(NetworkError, match="Cannot connect") as caught:
        await request_.ask(f"http://127.0.0.1:{unused_port()}/bot1:secret/getMe")
    assert "secret" not in str(caught.value)


async def test_a_connection_that_breaks(request_: AiohttpRequest) -> None:
    async def hang_up(request: web.Request) -> web.Response:
        assert request.transport is not None
        request.transport.close()
        return web.Response()

    app = web.Application()
    app.router.add_post("/", hang_up)
    async with TestServer(app) as server:
        with pytest.raises(NetworkError):
            await request_.ask(str(server.make_url("/")))


@pytest.mark.parametrize("body", [b"<html>Anna", b'"Anna"', b'{"Anna": 1}', b"\xff"])
async def test_an_answer_of_something_else_is_an_error_and_is_not_logged(
    body: bytes, request_: AiohttpRequest, caplog: pytest.LogCaptureFixture
) -> None:
    async def portal(_: web.Request) -> web.Response:
        return web.Response(body=body)

    app = web.Application()
    app.router.add_post("/", portal)
    async with TestServer(app) as server:
        with caplog.at_level(logging.DEBUG), pytest.raises(TelegramError, match="the answer is no"):
            await request_.ask(str(server.make_url("/")))
    assert "Anna" not in caplog.text


async def test_it_can_be_closed_twice_and_refuses_calls_afterwards() -> None:
    request = AiohttpRequest()
    await request.initialize()
    await request.shutdown()
    await request.shutdown()
    with pytest.raises(NetworkError, match="closed"):
        await request.ask("http://127.0.0.1:1/")


@pytest.mark.parametrize("answer", [refusal(502, "Bad Gateway"), refusal(500, "Internal Server Error")])
async def test_a_server_in_trouble(api: BotApi, request_: AiohttpRequest, answer: Answer) -> None:
    api.lay_ready("getChat", answer)
    with pytest.raises(NetworkError):
        await request_.ask(url(api))
