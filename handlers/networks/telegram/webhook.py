"""Updates by webhook: Telegram is told where to bring them, and it is looked after that this stays so."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any, NoReturn
from urllib.parse import urlsplit

from telegram.error import BadRequest, TelegramError

from bot.errors import Unworkable
from bot.ports import Receive
from bot.vitals import Vitals
from handlers.networks.telegram.door import Door, listening
from handlers.networks.telegram.mishaps import words_of
from handlers.networks.telegram.patience import Patience
from handlers.networks.telegram.polling import ALLOWED_UPDATES, Ask
from handlers.networks.telegram.rivals import UNDISTURBED_BESIDE_A_WEBHOOK, Conflicts, Now

log = logging.getLogger(__name__)

MAX_CONNECTIONS = 40
"""Requests Telegram may have open at once. They share commits, so more of them gain nothing."""
LOOK_EVERY = 30.0
"""Seconds between two looks whether the webhook is still ours."""

_Sleep = Callable[[float], Awaitable[None]]


class Webhook:
    """Feeds `bot.ports.Receive` with raw updates that Telegram delivers.

    When it ends the webhook stays set: Telegram keeps what happens meanwhile, and delivers it after the next start,
    or hands it to a poller.

    Args:
        ask: `TelegramMessenger.ask`.
        url: the public address, https, with a path; whatever stands before us passes the path on unchanged.
        listen: the host and port where we listen, in plain HTTP.
        secret: 1-256 of A-Z, a-z, 0-9, _ and - (Bot API, setWebhook).
        now: monotonic seconds.
        patience, vitals: as with `Conflicts`.
    """

    def __init__(
        self,
        ask: Ask,
        *,
        url: str,
        listen: tuple[str, int],
        secret: str,
        now: Now = time.monotonic,
        sleep: _Sleep = asyncio.sleep,
        patience: float | None = None,
        vitals: Vitals | None = None,
    ) -> None:
        self._ask = ask
        self._url = url
        self._listen = listen
        self._secret = secret
        self._sleep = sleep
        self._conflicts = Conflicts(now, patience, UNDISTURBED_BESIDE_A_WEBHOOK, vitals)
        self._error_at: int | None = None
        self._told = ""

    async def run(self, receive: Receive) -> NoReturn:
        """Take updates until cancelled. 200 is answered only after `receive` returned.

        Unworkable if the token or the address is refused, or if another process serves this bot and was there first.
        """
        async with listening(Door(self._secret, receive), self._listen, urlsplit(self._url).path):
            await self._patiently(self._set)
            while True:
                self._conflicts.begins()
                await self._sleep(LOOK_EVERY)
                await self._patiently(self._look)

    async def _patiently(self, call: Callable[[], Awaitable[None]]) -> None:
        patience = Patience("asking for the webhook", log)
        while True:
            try:
                await call()
            except TelegramError as error:
                self._conflicts.broke_off()
                await self._sleep(patience.after(error))
            else:
                return patience.over()

    async def _set(self) -> None:
        """What waits is kept: `drop_pending_updates` is never sent."""
        try:
            await self._ask(
                "setWebhook",
                url=self._url,
                secret_token=self._secret,
                max_connections=MAX_CONNECTIONS,
                allowed_updates=ALLOWED_UPDATES,
            )
        except BadRequest as error:
            if "resolve" in str(error).lower():  # its name server may answer in a moment
                raise
            raise Unworkable(f"TJANS_TELEGRAM_WEBHOOK_URL: Telegram refuses it: {words_of(error)}") from None

    async def _look(self) -> None:
        status = await self._ask("getWebhookInfo")
        if isinstance(status, dict) and status.get("url") == self._url:
            self._conflicts.went_well()
            self._tell_of_trouble(status)
        elif isinstance(status, dict):
            await self._take_back()

    async def _take_back(self) -> None:
        """Somebody polls, or has set a webhook elsewhere; who was here first sets it again."""
        self._conflicts.met("another process serves this bot, by polling or by a webhook elsewhere")
        if self._conflicts.settled:
            await self._set()

    def _tell_of_trouble(self, status: dict[str, Any]) -> None:
        """Telegram says why it could not deliver; once for each reason. It never takes an old one back."""
        at, why = status.get("last_error_date") or 0, str(status.get("last_error_message") or "")[:200]
        if self._error_at is not None and at > self._error_at and why != self._told:
            waiting = status.get("pending_update_count")
            log.warning("Telegram could not deliver an update: %s (%s wait)", why, waiting)
            self._told = why
        self._error_at = at
