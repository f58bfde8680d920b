"""What Discord's errors mean: the one place where they become Undelivered."""

from datetime import timedelta

import aiohttp
import discord

from bot.errors import Lack, Undelivered, Why

REFUSED_TOKEN = "Discord refuses the bot's token: check TJANS_DISCORD_TOKEN"  # noqa: S105 - a sentence

UNAUTHORIZED = 401

ACKNOWLEDGED = 40060
"""The interaction has its answer already."""

ARCHIVED = 50083
"""The thread is archived: nothing in it can be edited."""

FAILURES = (discord.HTTPException, discord.RateLimited, aiohttp.ClientError, TimeoutError, OSError)
"""All that a call can raise."""

_WHYS = {
    10003: Why.CHAT_GONE,  # unknown channel
    10004: Why.CHAT_GONE,  # unknown guild: the bot was thrown out
    50001: Why.NO_RIGHTS,  # missing access: the bot cannot see the channel
    50013: Why.NO_RIGHTS,  # missing permissions
    50083: Why.NO_RIGHTS,  # the thread is archived
    160005: Why.NO_RIGHTS,  # the thread is locked
    10008: Why.MESSAGE_GONE,
    10070: Why.MESSAGE_GONE,  # unknown scheduled event
    50005: Why.MESSAGE_GONE,  # not written by this bot: not ours to edit
    50007: Why.BLOCKED,  # takes no direct messages
    50278: Why.NEVER_STARTED,  # shares no server with the bot any more
    10013: Why.NEVER_STARTED,  # unknown user: the account is gone
    10007: Why.NEVER_STARTED,  # unknown member: not in that guild any more
    10062: Why.TOO_OLD,  # unknown interaction: later than 3 s
    10015: Why.TOO_OLD,  # unknown webhook: was never answered in time
    50027: Why.TOO_OLD,  # the token is older than 15 minutes
    20026: Why.NO_NEW_CHATS,  # in quarantine: writes to whom it has written before (discord-api-docs, issue 2669)
    40003: Why.NO_NEW_CHATS,  # opening direct messages too fast
    30046: Why.SLOW_DOWN,  # too many edits of messages older than an hour
}
"""By JSON error code (docs, topics/opcodes-and-status-codes)."""
_LACKS = {
    10003: Lack.CHAT,
    10004: Lack.MEMBER,
    50001: Lack.SEE,
    50083: Lack.OPEN,
    160005: Lack.OPEN,
}
_DELAYS = {20026: timedelta(minutes=10), 40003: timedelta(minutes=10), 30046: timedelta(seconds=6)}
"""What to wait where Discord names no delay: after 40003 an answer in haste means quarantine."""
_SOON = timedelta(seconds=5)


def undelivered(error: BaseException) -> Undelivered:
    """The error in words that fit every network. A token that is refused takes nothing: the line ends by itself."""
    if isinstance(error, discord.RateLimited):
        return Undelivered(Why.SLOW_DOWN, retry_in=timedelta(seconds=error.retry_after), detail="429")
    if not isinstance(error, discord.HTTPException):
        return Undelivered(Why.UNCERTAIN, detail=type(error).__name__)
    detail = f"{error.status} {error.code}"
    why = _WHYS.get(error.code) or _by_status(error.status)
    delay = _DELAYS.get(error.code, _SOON) if why in (Why.SLOW_DOWN, Why.NO_NEW_CHATS) else None
    lacks = (_LACKS[error.code],) if error.code in _LACKS else ()
    return Undelivered(why, retry_in=delay, lacks=lacks, detail=detail)


def status_of(error: BaseException) -> int:
    """The HTTP status of the answer; 0: there was none."""
    if isinstance(error, discord.RateLimited):
        return 429
    return error.status if isinstance(error, discord.HTTPException) else 0


def refuses_token(error: BaseException) -> bool:
    """The bot's own, that is: for an interaction's there are codes."""
    return isinstance(error, discord.HTTPException) and error.status == UNAUTHORIZED and error.code not in _WHYS


def _by_status(status: int) -> Why:
    if status == 429:
        return Why.SLOW_DOWN
    return Why.UNCERTAIN if status >= 500 or status == UNAUTHORIZED else Why.REFUSED
