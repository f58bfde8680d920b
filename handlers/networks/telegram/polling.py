"""Fetching updates by long polling: raw, on disk first, acknowledged afterwards."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any, NoReturn, Protocol

from telegram.error import Conflict, InvalidToken, TelegramError

from bot.errors import Unworkable
from bot.incoming import Arrival
from bot.persisting import until_stored
from bot.ports import Receive
from bot.vitals import Vitals
from handlers.networks.telegram.patience import Patience
from handlers.networks.telegram.reading import arrival_of
from handlers.networks.telegram.rivals import UNDISTURBED_BESIDE_A_WEBHOOK, Conflicts, Now

log = logging.getLogger(__name__)

ALLOWED_UPDATES = ["message", "channel_post", "callback_query", "my_chat_member"]
LIMIT = 100
HOLD = 25
"""Seconds for which Telegram may hold a call open when there is nothing new."""
GRACE = 10.0
"""Seconds more until we think that the answer was lost."""

CONFLICT_RETRY = 3.0

_Sleep = Callable[[float], Awaitable[None]]


class Ask(Protocol):
    """A method of the Bot API by its name; its raw result. Raises TelegramError."""

    async def __call__(self, method: str, /, *, read_timeout: float | None = None, **parameters: object) -> Any: ...


class Poller:
    """Feeds `bot.ports.Receive` with raw updates.

    Args:
        ask: `TelegramMessenger.ask`.
        now: monotonic seconds.
        patience, vitals: as with `Conflicts`.
    """

    def __init__(
        self,
        ask: Ask,
        *,
        now: Now = time.monotonic,
        sleep: _Sleep = asyncio.sleep,
        patience: float | None = None,
        vitals: Vitals | None = None,
    ) -> None:
        self._ask = ask
        self._sleep = sleep
        self._conflicts = Conflicts(now, patience, vitals=vitals)
        self._offset: int | None = None
        self._webhook_in_the_way = False

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
            except Conflict as error:
                self._met(str(error))
                await self._sleep(CONFLICT_RETRY)
            except TelegramError as error:
                self._conflicts.broke_off()
                await self._sleep(patience.after(error))
            else:
                self._conflicts.went_well()
                patience.over()
                return result

    def _met(self, words: str) -> None:
        """Another process polls; or somebody set a webhook, which who was here first takes down again."""
        by_webhook = "webhook" in words.lower()
        self._conflicts.met(
            "somebody sets a webhook for this bot" if by_webhook else "another process polls this bot"
        )
        self._webhook_in_the_way = by_webhook and self._conflicts.settled

    async def _fetch(self) -> list[Any]:
        if self._webhook_in_the_way:
            await self._drop_webhook()
            self._webhook_in_the_way = False
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
            self._conflicts.undisturbed = UNDISTURBED_BESIDE_A_WEBHOOK  # whoever set it may notice, and set it again
            await self._ask("deleteWebhook", drop_pending_updates=False)
        return []
