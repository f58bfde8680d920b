"""What Telegram's errors mean: the one place where they become Undelivered."""

import re
from datetime import timedelta

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.errors import Undelivered, Why

REFUSED_TOKEN = "Telegram refuses the bot's token: check TJANS_TELEGRAM_TOKEN"  # noqa: S105 - a sentence

_UNCHANGED = "message is not modified"
_QUOTED = re.compile(r'".*"', re.DOTALL)
_SOON = timedelta(seconds=1)

# Telegram documents no list; these are the texts its server is known to send, in lower case.
_ANYWHERE = {
    "can't initiate conversation": Why.NEVER_STARTED,
    "query is too old": Why.TOO_OLD,
    "query id is invalid": Why.TOO_OLD,
    "query_id_invalid": Why.TOO_OLD,
    "message to edit not found": Why.MESSAGE_GONE,
    "message can't be edited": Why.MESSAGE_GONE,
    "message_id_invalid": Why.MESSAGE_GONE,
    "no text in the message to edit": Why.MESSAGE_GONE,
    "message thread not found": Why.CHAT_GONE,
    "need administrator rights": Why.NO_RIGHTS,
    "not enough rights": Why.NO_RIGHTS,
    "have no rights": Why.NO_RIGHTS,
    "chat_write_forbidden": Why.NO_RIGHTS,
    "chat_admin_required": Why.NO_RIGHTS,
    "chat_restricted": Why.NO_RIGHTS,
    "topic_closed": Why.NO_RIGHTS,
}
_TO_A_PERSON = {
    "bot was blocked": Why.BLOCKED,
    "user is deactivated": Why.BLOCKED,
    "user_is_blocked": Why.BLOCKED,
    "input_user_deactivated": Why.BLOCKED,
    "chat not found": Why.NEVER_STARTED,  # the server knows no chat of theirs with this bot
    "peer_id_invalid": Why.NEVER_STARTED,
}
_TO_A_CHAT = {
    "chat not found": Why.CHAT_GONE,
    "peer_id_invalid": Why.CHAT_GONE,
    "channel_private": Why.CHAT_GONE,
    "chat was deleted": Why.CHAT_GONE,
    "was kicked": Why.CHAT_GONE,
    "is not a member": Why.CHAT_GONE,
}


def is_unchanged(error: TelegramError) -> bool:
    """The message shows it already: success."""
    return isinstance(error, BadRequest) and _UNCHANGED in str(error).lower()


def undelivered(error: TelegramError, chat_id: int = 0) -> Undelivered:
    """The error in words that fit every network.

    A token that is refused takes nothing: whoever fetches the updates meets the same, and decides what follows.

    Args:
        chat_id: where the call went; negative ids are groups and channels, 0 is no chat (an answer to a press).
    """
    detail = words_of(error)
    if isinstance(error, InvalidToken):
        return Undelivered(Why.UNCERTAIN, detail="the token is refused")
    if isinstance(error, RetryAfter):
        return Undelivered(Why.SLOW_DOWN, retry_in=delay_of(error), detail=detail)
    if isinstance(error, ChatMigrated):
        return Undelivered(Why.MOVED, moved_to=error.new_chat_id, detail=detail)
    said = _said(error).lower()
    if "too many requests" in said:  # 429 that names no delay
        return Undelivered(Why.SLOW_DOWN, retry_in=_SOON, detail=detail)
    return Undelivered(_why(error, said, chat_id), detail=detail)


def delay_of(error: RetryAfter) -> timedelta:
    """python-telegram-bot gives seconds or a timedelta, by its version and environment."""
    delay = error.retry_after
    return delay if isinstance(delay, timedelta) else timedelta(seconds=delay)


def _why(error: TelegramError, words: str, chat_id: int) -> Why:
    table = _ANYWHERE | (_TO_A_CHAT if chat_id < 0 else _TO_A_PERSON)
    if isinstance(error, BadRequest | Forbidden):
        for text, why in table.items():
            if text in words:
                return why
    if isinstance(error, Forbidden):
        return Why.CHAT_GONE if chat_id < 0 else Why.BLOCKED
    if isinstance(error, BadRequest | Conflict) or "entity too large" in words:
        return Why.REFUSED
    # NetworkError, TimedOut, 5xx, and an answer that is none: it may have arrived all the same.
    return Why.UNCERTAIN if isinstance(error, NetworkError) or type(error) is TelegramError else Why.REFUSED


def words_of(error: TelegramError) -> str:
    """Telegram's own words, without what they quote: that may be a person's."""
    return _QUOTED.sub('"…"', _said(error))[:200]


def _said(error: TelegramError) -> str:
    """Without the body that python-telegram-bot quotes when it cannot read it."""
    return str(error).split(". Parsing the server response")[0]
