"""Telegram's errors in, the core's words out. The texts are those its server is known to send."""

from datetime import timedelta

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.errors import Why
from handlers.networks.telegram.mishaps import is_unchanged, undelivered

PERSON, GROUP = 77, -1001


@pytest.mark.parametrize(
    ("error", "chat_id", "why"),
    [
        (Forbidden("Forbidden: bot can't initiate conversation with a user"), PERSON, Why.NEVER_STARTED),
        (BadRequest("Bad Request: chat not found"), PERSON, Why.NEVER_STARTED),
        (Forbidden("Forbidden: bot was blocked by the user"), PERSON, Why.BLOCKED),
        (Forbidden("Forbidden: user is deactivated"), PERSON, Why.BLOCKED),
        (Forbidden("Forbidden: bot can't send messages to bots"), PERSON, Why.BLOCKED),
        (BadRequest("Bad Request: USER_IS_BLOCKED"), PERSON, Why.BLOCKED),
        (Forbidden("Forbidden: bot was kicked from the supergroup chat"), GROUP, Why.CHAT_GONE),
        (Forbidden("Forbidden: bot is not a member of the channel chat"), GROUP, Why.CHAT_GONE),
        (Forbidden("Forbidden: the group chat was deleted"), GROUP, Why.CHAT_GONE),
        (Forbidden("Forbidden: something new"), GROUP, Why.CHAT_GONE),
        (BadRequest("Bad Request: chat not found"), GROUP, Why.CHAT_GONE),
        (BadRequest("Bad Request: message thread not found"), GROUP, Why.CHAT_GONE),
        (BadRequest("Bad Request: need administrator rights in the channel chat"), GROUP, Why.NO_RIGHTS),
        (BadRequest("Bad Request: not enough rights to send text messages to the chat"), GROUP, Why.NO_RIGHTS),
        (BadRequest("Bad Request: have no rights to send a message"), GROUP, Why.NO_RIGHTS),
        (Forbidden("Forbidden: CHAT_WRITE_FORBIDDEN"), GROUP, Why.NO_RIGHTS),
        (BadRequest("Bad Request: TOPIC_CLOSED"), GROUP, Why.NO_RIGHTS),
        (BadRequest("Bad Request: message to edit not found"), GROUP, Why.MESSAGE_GONE),
        (BadRequest("Bad Request: message can't be edited"), PERSON, Why.MESSAGE_GONE),
        (BadRequest("Bad Request: MESSAGE_ID_INVALID"), PERSON, Why.MESSAGE_GONE),
        (BadRequest("Bad Request: there is no text in the message to edit"), PERSON, Why.MESSAGE_GONE),
        (BadRequest("Bad Request: query is too old and response timeout expired"), 0, Why.TOO_OLD),
        (BadRequest("Bad Request: QUERY_ID_INVALID"), 0, Why.TOO_OLD),
        (TimedOut(), PERSON, Why.UNCERTAIN),
        (NetworkError("ServerDisconnectedError"), PERSON, Why.UNCERTAIN),
        (NetworkError("Bad Gateway"), PERSON, Why.UNCERTAIN),
        (TelegramError("the answer is not JSON"), PERSON, Why.UNCERTAIN),
        (NetworkError("Request Entity Too Large"), PERSON, Why.REFUSED),
        (BadRequest("Bad Request: can't parse entities"), PERSON, Why.REFUSED),
        (BadRequest("Bad Request: BUTTON_DATA_INVALID"), GROUP, Why.REFUSED),
        (Conflict("Conflict: terminated by other getUpdates request"), PERSON, Why.REFUSED),
    ],
    ids=str,
)
def test_the_reason(error: TelegramError, chat_id: int, why: Why) -> None:
    lost = undelivered(error, chat_id)
    assert lost.why is why
    assert lost.detail == str(error)


def test_a_flood_carries_the_networks_own_delay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    lost = undelivered(RetryAfter(17), PERSON)
    assert (lost.why, lost.retry_in) == (Why.SLOW_DOWN, timedelta(seconds=17))


@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
def test_a_delay_in_plain_seconds_is_read_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "0")
    assert undelivered(RetryAfter(17), PERSON).retry_in == timedelta(seconds=17)


def test_a_flood_that_names_no_delay_asks_for_a_second() -> None:
    lost = undelivered(NetworkError("Too Many Requests"), PERSON)
    assert (lost.why, lost.retry_in) == (Why.SLOW_DOWN, timedelta(seconds=1))


def test_a_migrated_group_carries_its_new_id() -> None:
    lost = undelivered(ChatMigrated(-1002), -44)
    assert (lost.why, lost.moved_to) == (Why.MOVED, -1002)


def test_a_refused_token_takes_nothing_and_is_not_repeated() -> None:
    lost = undelivered(InvalidToken("The token `1:secret` was rejected"), PERSON)
    assert (lost.why, "secret" in str(lost)) == (Why.UNCERTAIN, False)


def test_a_body_that_cannot_be_read_is_not_repeated() -> None:
    error = NetworkError("Bad Gateway (502). Parsing the server response b'what Anna wrote' failed")
    assert "Anna" not in undelivered(error, PERSON).detail


def test_showing_it_already_is_success() -> None:
    unchanged = "Bad Request: message is not modified: specified new message content and reply markup are exactly"
    assert is_unchanged(BadRequest(unchanged))
    assert not is_unchanged(BadRequest("Bad Request: message to edit not found"))
