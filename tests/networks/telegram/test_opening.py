"""The start: who are we, and what if nobody answers; and the menus."""

import logging

import pytest
from aiohttp.test_utils import unused_port

from bot.errors import Unworkable
from handlers.networks.telegram.menus import Command, Menu, Menus, Profile
from handlers.networks.telegram.messenger import TelegramMessenger
from tests.networks.telegram.bot_api import TOKEN, BotApi, done, refusal


@pytest.mark.parametrize("answer", [refusal(401, "Unauthorized"), refusal(404, "Not Found")])
async def test_a_refused_token_stops_the_start_and_names_the_setting(
    api: BotApi, answer: tuple[int, dict[str, object]]
) -> None:
    api.lay_ready("getMe", answer)
    with pytest.raises(Unworkable, match="TJANS_TELEGRAM_TOKEN") as caught:
        await TelegramMessenger(TOKEN, api.base).reach()
    assert TOKEN not in str(caught.value)


async def test_an_empty_token_does_too(api: BotApi) -> None:
    with pytest.raises(Unworkable, match="TJANS_TELEGRAM_TOKEN"):
        TelegramMessenger("", api.base)


async def test_without_network_it_says_so_once_and_waits(caplog: pytest.LogCaptureFixture) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 8:
            raise KeyboardInterrupt

    with caplog.at_level(logging.INFO), pytest.raises(KeyboardInterrupt):
        await TelegramMessenger(TOKEN, f"http://127.0.0.1:{unused_port()}", sleep=sleep).reach()
    assert slept == [1, 2, 4, 8, 16, 30, 30, 30]
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert TOKEN not in caplog.text


async def test_it_starts_when_the_network_is_back(api: BotApi, caplog: pytest.LogCaptureFixture) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    flood = refusal(429, "Too Many Requests", retry_after=5)
    api.lay_ready("getMe", refusal(502, "Bad Gateway"), flood)
    messenger = TelegramMessenger(TOKEN, api.base + "/", sleep=sleep)
    await messenger.reach()
    await messenger.close()
    assert slept == [1, 5]
    assert [record.getMessage() for record in caplog.records][-1] == "reaching Telegram works again"


@pytest.mark.parametrize("result", [None, True, [], {}, {"id": 1}])
async def test_whoever_answers_in_telegrams_place_is_waited_out(api: BotApi, result: object) -> None:
    """Red when an answer that is no bot ends the program, and the other network with it."""
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    api.lay_ready("getMe", done(result))
    messenger = TelegramMessenger(TOKEN, api.base, sleep=sleep)
    await messenger.reach()
    await messenger.close()
    assert (slept, messenger.username) == ([1], "tjans_bot")


MENUS = Menus(
    menus=(
        Menu(scope="private", language="", commands=(Command(name="find", description="Find"),)),
        Menu(scope="group", language="da", commands=(Command(name="tilslut", description="Tilslut"),)),
    ),
    profiles=(Profile(language="da", name="Tjans", description="Lange ord", short_description="Ord"),),
)


async def test_the_menus_are_put_up(messenger: TelegramMessenger, api: BotApi) -> None:
    await messenger.put_up_menus(MENUS)
    assert api.calls == [
        (
            "setMyCommands",
            {"commands": [{"command": "find", "description": "Find"}], "scope": {"type": "all_private_chats"}},
        ),
        (
            "setMyCommands",
            {
                "commands": [{"command": "tilslut", "description": "Tilslut"}],
                "scope": {"type": "all_group_chats"},
                "language_code": "da",
            },
        ),
        ("setMyShortDescription", {"short_description": "Ord", "language_code": "da"}),
        ("setMyDescription", {"description": "Lange ord", "language_code": "da"}),
        ("setMyName", {"name": "Tjans", "language_code": "da"}),
    ]


async def test_a_flood_is_waited_out_and_a_refusal_left_out(
    messenger: TelegramMessenger, api: BotApi, slept: list[float], caplog: pytest.LogCaptureFixture
) -> None:
    api.lay_ready("setMyCommands", refusal(400, "Bad Request: BOT_COMMAND_INVALID"))
    api.lay_ready("setMyName", refusal(429, "Too Many Requests", retry_after=80000), refusal(502, "Bad Gateway"))
    await messenger.put_up_menus(MENUS)
    assert slept == [80000, 2]
    assert api.methods()[-3:] == ["setMyName"] * 3
    assert "a menu was refused: Bot_command_invalid" in caplog.text
