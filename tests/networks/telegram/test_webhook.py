"""Updates by webhook, over HTTP: who may knock, and that 200 means on disk."""

import asyncio
import io
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from aiohttp.test_utils import unused_port

from bot.errors import Unworkable
from bot.incoming import Arrival
from handlers.networks.telegram.door import LARGEST_BODY
from handlers.networks.telegram.messenger import TelegramMessenger
from handlers.networks.telegram.webhook import Webhook
from tests.networks.telegram.bot_api import BotApi, done, refusal

SECRET = "right_-1"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


@dataclass
class Disk:
    """What was stored together; writing waits for the gate, and fails as often as laid ready."""

    batches: list[list[int]] = field(default_factory=list)
    failures: int = 0
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    begun: asyncio.Event = field(default_factory=asyncio.Event)

    async def receive(self, arrivals: Sequence[Arrival]) -> None:
        self.begun.set()
        await self.gate.wait()
        if self.failures:
            self.failures -= 1
            raise OSError("no space left for what Anna wrote")
        self.batches.append([arrival.number for arrival in arrivals])


class Telegram:
    """Knocks as Telegram does."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self.session, self.url = session, url

    async def knocks(self, body: Any, *, secret: str | None = SECRET, kind: str = "application/json") -> int:
        headers = {"Content-Type": kind} | ({} if secret is None else {HEADER: secret})
        sent = io.BytesIO(body) if isinstance(body, bytes) else aiohttp.JsonPayload(body)
        async with self.session.post(self.url, data=sent, headers=headers) as answer:
            return answer.status


def update(number: int) -> dict[str, Any]:
    return {"update_id": number, "message": {"text": "hej"}}


@pytest.fixture
def disk() -> Disk:
    found = Disk()
    found.gate.set()
    return found


def webhook(messenger: TelegramMessenger, port: int, **more: Any) -> Webhook:
    url = f"http://127.0.0.1:{port}/telegram"
    return Webhook(messenger.ask, url=url, listen=("127.0.0.1", port), secret=SECRET, **more)


@asynccontextmanager
async def serving(messenger: TelegramMessenger, api: BotApi, disk: Disk) -> AsyncIterator[tuple[Telegram, Any]]:
    """A webhook that is set; and its task."""
    port = unused_port()
    task = asyncio.create_task(webhook(messenger, port).run(disk.receive))
    while not api.called("setWebhook") and not task.done():  # noqa: ASYNC110 - the server tells nobody
        await asyncio.sleep(0.01)
    async with aiohttp.ClientSession() as session:
        yield Telegram(session, f"http://127.0.0.1:{port}/telegram"), task
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def test_telegram_is_told_where_and_nothing_is_dropped(
    messenger: TelegramMessenger, api: BotApi, disk: Disk
) -> None:
    async with serving(messenger, api, disk) as (telegram, _):
        assert api.calls == [
            (
                "setWebhook",
                {
                    "url": telegram.url,
                    "secret_token": SECRET,
                    "max_connections": 40,
                    "allowed_updates": ["message", "channel_post", "callback_query", "my_chat_member"],
                },
            )
        ]
    assert "deleteWebhook" not in api.methods()


async def test_it_is_answered_when_it_is_on_disk_and_not_before(
    messenger: TelegramMessenger, api: BotApi, disk: Disk
) -> None:
    """Design I5. Red when the door answers before `receive` returned."""
    disk.gate.clear()
    async with serving(messenger, api, disk) as (telegram, _):
        knock = asyncio.create_task(telegram.knocks(update(7)))
        await disk.begun.wait()
        await asyncio.wait([knock], timeout=0.1)
        assert not knock.done()
        disk.gate.set()
        assert await knock == 200
    assert disk.batches == [[7]]


async def test_those_that_arrive_during_a_commit_share_the_next(
    messenger: TelegramMessenger, api: BotApi, disk: Disk
) -> None:
    disk.gate.clear()
    async with serving(messenger, api, disk) as (telegram, _):
        first = asyncio.create_task(telegram.knocks(update(1)))
        await disk.begun.wait()
        rest = [asyncio.create_task(telegram.knocks(update(number))) for number in range(30, 10, -1)]
        await asyncio.wait(rest, timeout=0.3)
        disk.gate.set()
        assert set(await asyncio.gather(first, *rest)) == {200}
    assert disk.batches == [[1], list(range(11, 31))]


async def test_a_disk_that_fails_means_deliver_it_again(
    messenger: TelegramMessenger, api: BotApi, disk: Disk, caplog: pytest.LogCaptureFixture
) -> None:
    disk.failures = 3
    async with serving(messenger, api, disk) as (telegram, _):
        assert [await telegram.knocks(update(7)) for _ in range(4)] == [503, 503, 503, 200]
    assert disk.batches == [[7]]
    assert len(caplog.records) == 2
    assert "Anna" not in caplog.text


@pytest.mark.parametrize(
    ("secret", "kind", "size", "status"),
    [
        (None, "application/json", 0, 403),
        ("", "application/json", 0, 403),
        ("wrong", "application/json", 0, 403),
        (SECRET[:-1], "application/json", 0, 403),
        ("é", "application/json", 0, 403),
        (SECRET, "text/plain", 0, 415),
        (SECRET, "application/x-www-form-urlencoded", 0, 415),
        (SECRET, "application/json", LARGEST_BODY + 1, 413),
    ],
)
async def test_who_is_not_let_in(
    messenger: TelegramMessenger, api: BotApi, disk: Disk, secret: str | None, kind: str, size: int, status: int
) -> None:
    body = b" " * size or b'{"update_id": 7}'
    async with serving(messenger, api, disk) as (telegram, _):
        assert await telegram.knocks(body, secret=secret, kind=kind) == status
    assert disk.batches == []


async def test_other_methods_and_other_paths_lead_nowhere(
    messenger: TelegramMessenger, api: BotApi, disk: Disk
) -> None:
    async with serving(messenger, api, disk) as (telegram, _):
        async with telegram.session.get(telegram.url, headers={HEADER: SECRET}) as answer:
            assert answer.status == 405
        async with telegram.session.post(f"{telegram.url}/more", json=update(7), headers={HEADER: SECRET}) as answer:
            assert answer.status == 404
    assert disk.batches == []


async def test_a_thousand_knocks_of_a_stranger_are_one_line(
    messenger: TelegramMessenger, api: BotApi, disk: Disk, caplog: pytest.LogCaptureFixture
) -> None:
    async with serving(messenger, api, disk) as (telegram, _):
        for _ in range(20):
            await telegram.knocks(update(7), secret="guess")
    assert len(caplog.records) == 1
    assert "guess" not in caplog.text


@pytest.mark.parametrize(
    "body",
    [b"Anna writes", b"", b"[]", b"null", b'{"message": {}}', b'{"update_id": "7"}', b"[" * 100_000, b"\xff\xfe"],
)
async def test_what_cannot_be_read_is_acknowledged_as_in_polling(
    messenger: TelegramMessenger, api: BotApi, disk: Disk, caplog: pytest.LogCaptureFixture, body: bytes
) -> None:
    async with serving(messenger, api, disk) as (telegram, _):
        assert await telegram.knocks(body) == 200
    assert disk.batches == []
    assert len(caplog.records) == 1
    assert "Anna" not in caplog.text


async def test_when_it_stops_the_requests_in_hand_are_finished(
    messenger: TelegramMessenger, api: BotApi, disk: Disk
) -> None:
    disk.gate.clear()
    async with serving(messenger, api, disk) as (telegram, task):
        knock = asyncio.create_task(telegram.knocks(update(7)))
        await disk.begun.wait()
        task.cancel()
        await asyncio.wait([task], timeout=0.1)
        assert not task.done()
        with pytest.raises(aiohttp.ClientConnectorError):
            await telegram.knocks(update(8))
        disk.gate.set()
        assert await knock == 200
        await asyncio.wait([task], timeout=5)
        assert task.cancelled()
    assert disk.batches == [[7]]
    assert "deleteWebhook" not in api.methods()


async def test_an_address_that_telegram_refuses_stops_the_start(
    messenger: TelegramMessenger, api: BotApi, disk: Disk
) -> None:
    api.lay_ready("setWebhook", refusal(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"))
    with pytest.raises(Unworkable, match=r"^TJANS_TELEGRAM_WEBHOOK_URL: Telegram refuses it: .*https"):
        await webhook(messenger, unused_port()).run(disk.receive)


async def test_trouble_that_passes_is_waited_out(
    messenger: TelegramMessenger, api: BotApi, disk: Disk, caplog: pytest.LogCaptureFixture
) -> None:
    api.lay_ready(
        "setWebhook",
        refusal(502, "Bad Gateway"),
        refusal(400, "Bad Request: bad webhook: Failed to resolve host: Name or service not known"),
        refusal(429, "Too Many Requests", retry_after=3),
    )
    slept: list[float] = []
    look = asyncio.Event()

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 4:
            look.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(webhook(messenger, unused_port(), sleep=sleep).run(disk.receive))
    with caplog.at_level(logging.INFO):
        await look.wait()
    task.cancel()
    assert slept == [1, 2, 3, 30]
    assert len(caplog.records) == 2


async def test_an_address_that_is_taken_stops_the_start(
    messenger: TelegramMessenger, api: BotApi, disk: Disk
) -> None:
    async with serving(messenger, api, disk) as (telegram, _):
        port = int(telegram.url.split(":")[2].split("/")[0])
        with pytest.raises(Unworkable, match=r"^TJANS_TELEGRAM_WEBHOOK_LISTEN: cannot listen on 127.0.0.1"):
            await webhook(messenger, port).run(disk.receive)


async def test_what_telegram_could_not_deliver_is_told_once_for_each_reason(
    messenger: TelegramMessenger, api: BotApi, disk: Disk, caplog: pytest.LogCaptureFixture
) -> None:
    port = unused_port()
    fine = {"url": f"http://127.0.0.1:{port}/telegram", "pending_update_count": 4}
    troubles = [
        (1, "Long ago"),
        (1, "Long ago"),
        (7, "Connection refused"),
        (8, "Connection refused"),
        (9, "Timeout"),
    ]
    looks_like = [fine | {"last_error_date": at, "last_error_message": why} for at, why in troubles]
    api.lay_ready("getWebhookInfo", *map(done, looks_like))
    looks = 0
    enough = asyncio.Event()

    async def sleep(seconds: float) -> None:
        nonlocal looks
        looks += 1
        if looks == 6:
            enough.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(webhook(messenger, port, sleep=sleep).run(disk.receive))
    await enough.wait()
    task.cancel()
    said = "Telegram could not deliver an update: {} (4 wait)"
    assert [record.getMessage() for record in caplog.records] == [
        said.format("Connection refused"),
        said.format("Timeout"),
    ]
