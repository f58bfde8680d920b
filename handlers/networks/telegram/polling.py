"""Fetching updates by long polling: raw, on disk first, acknowledged afterwards."""

import asyncio
import logging
import secrets
import time
from collections.abc import Awaitable, Callable
from typing import Any, NoReturn, Protocol

from telegram.error import Conflict, InvalidToken, TelegramError

from bot.errors import Unworkable
from bot.incoming import Arrival
from bot.persisting import until_stored
from bot.ports import Receive
from handlers.networks.telegram.patience import Patience
from handlers.networks.telegram.reading import arrival_of

log = logging.getLogger(__name__)

ALLOWED_UPDATES = ["message", "channel_post", "callback_query", "my_chat_member"]
LIMIT = 100
HOLD = 25
"""Seconds for which Telegram may hold a call open when there is nothing new."""
GRACE = 10.0
"""Seconds more until we think that the answer was lost."""

CONFLICT_RETRY = 3.0
UNDISTURBED = 10.0
CONFLICT_PATIENCE = 30.0
CONFLICT_LOT = 15

_Now = Callable[[], float]
_Sleep = Callable[[float], Awaitable[None]]


class Ask(Protocol):
    """A method of the Bot API by its name; its raw result. Raises TelegramError."""

    async def __call__(self, method: str, *, read_timeout: float | None = None, **parameters: object) -> Any: ...


class Conflicts:
    """Who gives up when two processes poll one bot: the one that started last.

    Each getUpdates ends the other process's (409), so both meet conflicts, and both fetch something now and
    then. What differs is the past: whoever polled 10 s undisturbed is *settled* and stays for good. Whoever
    never did, and meets conflicts for 30 s, came last and gives up. As both retry every 3 s, nobody settles
    during a conflict. Two that start within 10 s of each other are both unsettled: a lot adds up to 15 s to
    their patience, and the one that gives up first lets the other settle. A killed process's poll, which the
    server may still hold open for 25 s, passes before anybody gives up.
    """

    def __init__(self, now: _Now, patience: float) -> None:
        self._now = now
        self._patience = patience
        self._settled = False
        self._undisturbed_since: float | None = None
        self._first_met: float | None = None
        self._told = False

    def begins(self) -> None:
        """A poll begins."""
        if self._undisturbed_since is None:
            self._undisturbed_since = self._now()

    def went_well(self) -> None:
        self._settle()

    def broke_off(self) -> None:
        """A poll failed for another reason: nothing is known of the other process meanwhile."""
        self._undisturbed_since = None

    def met(self) -> None:
        """A poll was ended by another process. Unworkable if it is us who should stop."""
        self._settle()
        self._undisturbed_since = None
        now = self._now()
        if self._first_met is None:
            self._first_met = now
        if now - self._first_met < self._patience:
            return
        if not self._settled:
            raise Unworkable("another process polls this bot: stop it first, or use another TJANS_TELEGRAM_TOKEN")
        if not self._told:
            log.warning("another process polls this bot too; it started later and should stop")
            self._told = True

    def _settle(self) -> None:
        since = self._undisturbed_since
        if since is not None and self._now() - since >= UNDISTURBED:
            self._settled, self._first_met, self._told = True, None, False


class Poller:
    """Feeds `bot.ports.Receive` with raw updates.

    Args:
        ask: `TelegramMessenger.ask`.
        now: monotonic seconds.
        patience: seconds of conflicts after which a poller that never was alone gives up.
    """

    def __init__(
        self, ask: Ask, *, now: _Now = time.monotonic, sleep: _Sleep = asyncio.sleep, patience: float | None = None
    ) -> None:
        self._ask = ask
        self._sleep = sleep
        self._conflicts = Conflicts(now, patience or CONFLICT_PATIENCE + secrets.randbelow(CONFLICT_LOT))
        self._offset: int | None = None

    async def run(self, receive: Receive) -> NoReturn:
        """Fetch and hand over until cancelled. An update is acknowledged only after `receive` returned.

        The first call names no offset: what was never acknowledged comes again, and the inbox knows it by its
        number. Unworkable if the token is refused, or if another process polls this bot and was there first.
        """
        await self._patiently(self._drop_webhook)
        while True:
            await self._take(receive, await self._patiently(self._fetch))

    async def _take(self, receive: Receive, raws: list[Any]) -> None:
        arrivals = [arrival for raw in raws if (arrival := arrival_of(raw))]
        if arrivals:
            await self._hand_over(receive, arrivals)
            self._offset = max(arrival.number for arrival in arrivals) + 1
        elif raws:
            await self._sleep(1.0)  # nothing to acknowledge: they would come again at once, for ever

    async def _hand_over(self, receive: Receive, arrivals: list[Arrival]) -> None:
        patience = Patience("storing updates", log)
        while True:
            try:
                await until_stored(lambda: receive(arrivals))
            except Unworkable:
                raise
            except Exception as error:  # noqa: BLE001 - whatever it is, they are not on disk and must not be lost
                await self._sleep(patience.after(error))
            else:
                return patience.over()

    async def _patiently(self, call: Callable[[], Awaitable[list[Any]]]) -> list[Any]:
        patience = Patience("fetching updates", log)
        while True:
            self._conflicts.begins()
            try:
                result = await call()
            except Conflict:
                self._conflicts.met()
                await self._sleep(CONFLICT_RETRY)
            except TelegramError as error:
                self._conflicts.broke_off()
                await self._sleep(patience.after(error))
            else:
                self._conflicts.went_well()
                patience.over()
                return result

    async def _fetch(self) -> list[Any]:
        result = await self._ask(
            "getUpdates",
            read_timeout=HOLD + GRACE,
            offset=self._offset,
            limit=LIMIT,
            timeout=HOLD,
            allowed_updates=ALLOWED_UPDATES,
        )
        return result if isinstance(result, list) else []

    async def _drop_webhook(self) -> list[Any]:
        """While a webhook is set, Telegram refuses getUpdates. What waits is kept."""
        try:
            status = await self._ask("getWebhookInfo")
        except InvalidToken as error:
            if "not found" not in str(error).lower():
                raise
            return []  # a server without webhooks; a refused token is told apart by getUpdates
        if isinstance(status, dict) and status.get("url"):
            await self._ask("deleteWebhook", drop_pending_updates=False)
        return []
