"""What `tjans doctor` finds at Telegram: the token, the clock, how updates come, and the rights in each channel."""

from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from pydantic import ValidationError
from telegram.error import BadRequest, Forbidden, InvalidToken, TelegramError

from bot.findings import Finding, length, note, ok, wrong
from bot.incoming import ChatKind, Network
from bot.model import Channel
from bot.ports import Clock
from bot.settings import Settings
from handlers.networks.telegram.http import AiohttpRequest
from handlers.networks.telegram.updates import Chat, ChatMember

SKEW = timedelta(seconds=30)
"""A clock that is wrong by more reminds people at the wrong minute."""
RECENT = timedelta(hours=1)
MANY = 100
"""Updates at Telegram: more than one fetch takes."""


async def examine(settings: Settings, channels: Sequence[Channel], clock: Clock) -> list[Finding]:
    """Ask Telegram, through what the bot itself asks with; beside a running bot, which does not notice.

    Nothing without a token.

    Args:
        channels: those that are connected.
        clock: the real one, which is compared with Telegram's.
    """
    if settings.telegram_token is None:
        return []
    base = f"{settings.telegram_api}/bot{settings.telegram_token.get_secret_value()}"
    dates = Dates(clock)
    request = AiohttpRequest(traces=[dates.trace])
    await request.initialize()
    try:
        examination = Examination(request, base, settings.telegram_webhook_url, dates)
        return [finding async for finding in examination.findings(channels)]
    finally:
        await request.shutdown()


class Dates:
    """Compares the Date of each answer with the clock."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.ahead: timedelta | None = None
        self.trace = aiohttp.TraceConfig()
        self.trace.on_request_end.append(self._note)

    def now(self) -> datetime:
        return self._clock.now()

    async def _note(
        self, session: aiohttp.ClientSession, context: SimpleNamespace, ended: aiohttp.TraceRequestEndParams
    ) -> None:
        with suppress(ValueError):  # no date, or none that can be read
            self.ahead = self._clock.now() - parsedate_to_datetime(ended.response.headers.get("Date", ""))


class Examination:
    """Question after question. Errors are named by their kind: their words may quote the token."""

    def __init__(self, request: AiohttpRequest, base: str, webhook: str, dates: Dates) -> None:
        self._request = request
        self._base = base
        self._webhook = webhook
        self._dates = dates

    async def findings(self, channels: Sequence[Channel]) -> AsyncIterator[Finding]:
        try:
            me = await self._ask("getMe")
        except InvalidToken:
            yield wrong("Telegram", "it refuses the token", "get a new one from @BotFather: TJANS_TELEGRAM_TOKEN")
            return
        except TelegramError as error:
            advice = "check the network, and TJANS_TELEGRAM_API; the bot waits and goes on by itself"
            yield wrong(
                "Telegram", f"no answer from {urlsplit(self._base).hostname} ({type(error).__name__})", advice
            )
            return
        yield ok("Telegram", f"answers, and knows the bot as @{me.get('username')}")
        yield self._clock()
        yield await self._updates()
        for channel in channels:
            if channel.address.network is Network.TELEGRAM:
                yield await self._rights(channel, me.get("id"))

    async def _ask(self, method: str, **parameters: object) -> dict[str, Any]:
        result = await self._request.ask(f"{self._base}/{method}", read_timeout=None, **parameters)
        if not isinstance(result, dict):
            raise TelegramError("the answer is none of the Bot API")
        return result

    def _clock(self) -> Finding:
        if self._dates.ahead is None:
            return note("clock", "the answer has no date to compare it with", "compare it with another clock")
        ahead = self._dates.ahead
        if abs(ahead) <= SKEW:
            return ok("clock", "within half a minute of Telegram's")
        says = f"{length(abs(ahead))} {'ahead of' if ahead > timedelta() else 'behind'} Telegram's"
        return wrong("clock", says, "set it, and have it kept by NTP: reminders go by it")

    async def _updates(self) -> Finding:
        """How updates come, and how many wait at Telegram."""
        try:
            status = await self._ask("getWebhookInfo")
        except TelegramError as error:
            return note("updates", f"Telegram does not say how they come ({type(error).__name__})", "ask again")
        url = str(status.get("url") or "")
        says = f"{_way(url)}, {status.get('pending_update_count', 0)} wait at Telegram"
        if url != self._webhook:
            advice = "a bot that starts sets it right; if it runs, another program serves this bot: end that one"
            return wrong("updates", f"{says}, and the settings say {_way(self._webhook)}", advice)
        trouble = self._trouble(status)
        if trouble:
            return wrong(
                "updates", f"{says}; the last try failed: {trouble}", "check that the address can be reached"
            )
        if status.get("pending_update_count", 0) > MANY:
            return note("updates", says, "if the bot is alive, look in its log; what waits longer than a day is lost")
        return ok("updates", says)

    def _trouble(self, status: dict[str, Any]) -> str:
        """Telegram's own words about the last delivery, if that was lately; it never takes them back."""
        at, now = status.get("last_error_date"), self._dates.now()
        if at is None or now - datetime.fromtimestamp(at, now.tzinfo) > RECENT:
            return ""
        return str(status.get("last_error_message", "no reason given"))[:200]

    async def _rights(self, channel: Channel, bot_id: object) -> Finding:
        what = f"channel {channel.id} ({channel.address.network}:{channel.address.chat_id})"
        try:
            raw = await self._ask("getChatMember", chat_id=channel.address.chat_id, user_id=bot_id)
            member = ChatMember.model_validate(raw)
        except (BadRequest, Forbidden):
            return wrong(what, "the bot is not in it, or it is gone", "add the bot again as an administrator")
        except (TelegramError, ValidationError) as error:
            return note(
                what, f"Telegram does not say what the bot may do there ({type(error).__name__})", "ask again"
            )
        kind = "channel" if channel.kind is ChatKind.CHANNEL else "supergroup"
        if member.may_post(Chat(id=channel.address.chat_id, type=kind)):
            return ok(what, "the bot may post")
        return wrong(what, "the bot may not post", "make it an administrator that may post messages")


def _way(webhook: str) -> str:
    """How updates come; of the address no more than the host, as its path may be a secret."""
    return f"by a webhook at {urlsplit(webhook).hostname}" if webhook else "by polling"
