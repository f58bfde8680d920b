"""Out through the proxy that the environment names, and only there."""

import asyncio

import pytest
from telegram.error import NetworkError

from handlers.networks.discord.requesting import Requests
from handlers.networks.leaving import proxy_to
from handlers.networks.telegram.http import AiohttpRequest


@pytest.fixture(autouse=True)
def _no_proxy_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.mark.parametrize(
    ("proxy", "none_for", "url", "wanted"),
    [
        ("http://proxy:3128", "", "https://api.telegram.org/bot1/getMe", "http://proxy:3128"),
        ("proxy:3128", "", "https://discord.com/api", "http://proxy:3128"),
        ("http://proxy:3128", "api.telegram.org", "https://api.telegram.org/bot1/getMe", None),
        ("http://proxy:3128", "", "http://127.0.0.1:8081/bot1/getMe", None),
        ("", "", "https://api.telegram.org/bot1/getMe", None),
    ],
)
def test_which_proxy(
    monkeypatch: pytest.MonkeyPatch, proxy: str, none_for: str, url: str, wanted: str | None
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    monkeypatch.setenv("HTTP_PROXY", "http://elsewhere:1")
    monkeypatch.setenv("NO_PROXY", none_for)
    assert proxy_to(url) == wanted


async def test_telegram_is_called_through_it_and_a_refusal_does_not_name_the_token(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[bytes] = []

    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readline())
        writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(refuse, "127.0.0.1") as proxy, AiohttpRequest() as request:
        port = proxy.sockets[0].getsockname()[1]
        monkeypatch.setenv("HTTPS_PROXY", f"http://somebody:password@127.0.0.1:{port}")
        with pytest.raises(NetworkError) as refused:
            await request.ask("https://api.telegram.org/bot1:secret/getMe")
    assert asked == [b"CONNECT api.telegram.org:443 HTTP/1.1\r\n"]
    assert not any(word in str(refused.value) for word in ("secret", "password"))


async def test_discord_is_called_through_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy:3128")
    monkeypatch.setattr("discord.http.Route.BASE", "https://discord.com/api/v10")
    assert Requests(asyncio.get_running_loop()).proxy == "http://proxy:3128"
