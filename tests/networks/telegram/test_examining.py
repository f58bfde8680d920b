"""`tjans doctor` at Telegram: what is found, and that neither the token nor anybody's words are in it."""

from datetime import UTC, datetime, timedelta

import pytest
from aiohttp.test_utils import unused_port

from bot.findings import Finding, Grade
from bot.incoming import Address, ChatKind, Network
from bot.model import Channel, ChannelState
from bot.settings import Settings
from handlers.networks.telegram.examining import examine
from tests.networks.telegram.bot_api import TOKEN, BotApi, done, refusal

HOOK = "https://tjans.example/hook/secret"


class Off:
    """A clock that is wrong by so much."""

    def __init__(self, by: timedelta = timedelta(0)) -> None:
        self._by = by

    def now(self) -> datetime:
        return datetime.now(UTC) + self._by

    async def sleep(self, seconds: float) -> None:
        raise AssertionError("a check does not wait")


def _channel(number: int, kind: ChatKind = ChatKind.CHANNEL, network: Network = Network.TELEGRAM) -> Channel:
    return Channel(
        id=number,
        address=Address(network=network, chat_id=-100 - number),
        kind=kind,
        title="Annas stue",
        language="da",
        state=ChannelState.CONNECTED,
    )


async def _found(
    api: BotApi | str, *channels: Channel, by: timedelta = timedelta(0), webhook: str = ""
) -> dict[str, Finding]:
    settings = {"telegram_token": TOKEN, "telegram_api": api if isinstance(api, str) else api.base}
    if webhook:
        settings |= {"telegram_webhook_url": webhook, "telegram_webhook_secret": "s" * 40}
    found = await examine(Settings.model_validate(settings), channels, Off(by))
    said = "\n".join(finding.line() for finding in found)
    assert TOKEN not in said
    assert "Annas" not in said
    return {finding.what: finding for finding in found}


def _grades(found: dict[str, Finding]) -> dict[str, Grade]:
    return {what: finding.grade for what, finding in found.items()}


async def test_all_is_well(api: BotApi) -> None:
    found = await _found(api)
    assert _grades(found) == dict.fromkeys(("Telegram", "clock", "updates"), Grade.OK)
    assert "@tjans_bot" in found["Telegram"].says
    assert found["updates"].says == "by polling, 0 wait at Telegram"
    assert api.methods() == ["getMe", "getWebhookInfo"]


async def test_no_network_is_a_finding() -> None:
    found = await _found(f"http://127.0.0.1:{unused_port()}")
    assert found["Telegram"].line() == (
        "wrong  Telegram: no answer from 127.0.0.1 (NetworkError)"
        " -> check the network, and TJANS_TELEGRAM_API; the bot waits and goes on by itself"
    )
    assert len(found) == 1


@pytest.mark.parametrize("answer", [refusal(401, "Unauthorized"), refusal(404, "Not Found")])
async def test_a_refused_token(api: BotApi, answer: tuple[int, dict[str, object]]) -> None:
    api.lay_ready("getMe", answer)
    found = await _found(api)
    assert found["Telegram"].grade is Grade.WRONG
    assert "refuses the token" in found["Telegram"].says
    assert "@BotFather" in found["Telegram"].advice


@pytest.mark.parametrize("answer", [refusal(502, "Bad Gateway"), refusal(429, "Too Many Requests"), done("hello")])
async def test_an_answer_that_says_nothing(api: BotApi, answer: tuple[int, dict[str, object]]) -> None:
    api.lay_ready("getMe", answer)
    assert _grades(await _found(api)) == {"Telegram": Grade.WRONG}


@pytest.mark.parametrize(
    ("by", "says"),
    [
        (timedelta(minutes=-5, seconds=-30), "5 min behind"),
        (timedelta(hours=3, minutes=30), "3 h ahead of"),
        (timedelta(seconds=10), "within"),
    ],
)
async def test_the_clock_is_compared_with_telegrams(api: BotApi, by: timedelta, says: str) -> None:
    found = (await _found(api, by=by))["clock"]
    assert says in found.says
    assert found.grade is (Grade.OK if says == "within" else Grade.WRONG)


def _ago(time: timedelta) -> int:
    return int((datetime.now(UTC) - time).timestamp())


@pytest.mark.parametrize(
    ("status", "grade", "says"),
    [
        ({"url": HOOK}, Grade.OK, "by a webhook at tjans.example, 0 wait at Telegram"),
        ({"pending_update_count": 3}, Grade.OK, "by polling, 3 wait at Telegram"),
        ({"pending_update_count": 300}, Grade.NOTE, "by polling, 300 wait at Telegram"),
        (
            {"url": HOOK, "last_error_date": 600, "last_error_message": "Connection refused"},
            Grade.WRONG,
            "the last try failed: Connection refused",
        ),
        (
            {"url": HOOK, "last_error_date": 7200, "last_error_message": "Connection refused"},
            Grade.OK,
            "by a webhook at tjans.example",
        ),
    ],
)
async def test_how_updates_come(api: BotApi, status: dict[str, object], grade: Grade, says: str) -> None:
    """`last_error_date` is so many seconds ago."""
    if isinstance(seconds := status.get("last_error_date"), int):
        status = status | {"last_error_date": _ago(timedelta(seconds=seconds))}
    api.lay_ready("getWebhookInfo", done({"url": "", **status}))
    found = (await _found(api, webhook=str(status.get("url", ""))))["updates"]
    assert found.grade is grade
    assert says in found.says
    assert "secret" not in found.says


@pytest.mark.parametrize(("there", "wanted"), [("", HOOK), (HOOK, ""), ("https://elsewhere.example/x/", HOOK)])
async def test_updates_that_come_otherwise_than_the_settings_say(api: BotApi, there: str, wanted: str) -> None:
    api.lay_ready("getWebhookInfo", done({"url": there}))
    found = (await _found(api, webhook=wanted))["updates"]
    assert found.grade is Grade.WRONG
    assert "the settings say by " in found.says
    assert "another program" in found.advice
    assert "secret" not in found.says


async def test_without_a_token_there_is_nobody_to_ask() -> None:
    assert await examine(Settings.model_validate({"telegram_token": ""}), [], Off()) == []


@pytest.mark.parametrize(
    ("kind", "answer", "grade"),
    [
        (ChatKind.CHANNEL, done({"status": "administrator", "can_post_messages": True}), Grade.OK),
        (ChatKind.CHANNEL, done({"status": "administrator", "can_post_messages": False}), Grade.WRONG),
        (ChatKind.CHANNEL, done({"status": "left"}), Grade.WRONG),
        (ChatKind.GROUP, done({"status": "member"}), Grade.OK),
        (ChatKind.GROUP, done({"status": "restricted", "is_member": True, "can_send_messages": False}), Grade.WRONG),
        (ChatKind.GROUP, refusal(400, "Bad Request: chat not found"), Grade.WRONG),
        (ChatKind.CHANNEL, refusal(403, "Forbidden: bot was kicked from the channel chat"), Grade.WRONG),
        (ChatKind.CHANNEL, refusal(500, "Internal Server Error"), Grade.NOTE),
        (ChatKind.CHANNEL, done({"status": 7}), Grade.NOTE),
    ],
)
async def test_the_rights_in_a_channel(
    api: BotApi, kind: ChatKind, answer: tuple[int, dict[str, object]], grade: Grade
) -> None:
    api.lay_ready("getChatMember", answer)
    found = await _found(api, _channel(3, kind))
    assert found["channel 3 (telegram:-103)"].grade is grade
    assert api.called("getChatMember") == [{"chat_id": -103, "user_id": 1}]


async def test_one_channel_that_fails_hides_no_other(api: BotApi) -> None:
    api.lay_ready("getChatMember", refusal(500, "Oh"), done({"status": "left"}))
    found = await _found(api, _channel(1), _channel(2), _channel(3, network=Network.DISCORD))
    assert [finding.grade for what, finding in found.items() if what.startswith("channel")] == [
        Grade.NOTE,
        Grade.WRONG,
    ]
