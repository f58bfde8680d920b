"""Updates brought to the bot's door (Bot API, setWebhook): until they are taken, again and again.

As Telegram's server does it: one at a time for each chat (for each person, where a button was pressed), in
parallel across them; whatever is not answered with 2xx is delivered again, each time after twice the wait.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import aiohttp

from sandbox.people import Json
from sandbox.updates import Updates

FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0
ANSWER_WITHIN = 60.0
_Lane = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Hook:
    """What setWebhook said. `most`: how many requests may be open at once."""

    url: str
    secret: str = ""
    most: int = 40


class Webhook:
    """Delivers while a hook is set. `delivered` and `failed` count requests.

    Args:
        updates: where they wait until they are taken.
        now: the time of day, for `last_error_date`.
        stir: told after each request.
    """

    def __init__(self, updates: Updates, now: Callable[[], datetime], stir: Callable[[], None]) -> None:
        self.hook: Hook | None = None
        self.delivered = 0
        self.failed = 0
        self.last_error: tuple[datetime, str] | None = None
        self.first_wait = FIRST_WAIT  # real seconds
        self.lose_answers = 0  # so many requests are taken by the bot, and yet delivered again
        self._updates = updates
        self._now = now
        self._stir = stir
        self._lanes: dict[_Lane, deque[tuple[int, Json]]] = {}
        self._carriers: set[asyncio.Task[None]] = set()
        self._doors = asyncio.Semaphore(1)
        self._session: aiohttp.ClientSession | None = None

    async def set(self, hook: Hook) -> None:
        """From now on this is where updates go, those that wait first. Requests to another address are broken off."""
        if hook == self.hook:
            return
        await self.remove()
        self.hook, self.last_error = hook, None
        self._doors = asyncio.Semaphore(hook.most)
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=ANSWER_WITHIN))
        self._updates.on_put = self._put
        for number, update in self._updates.waiting():
            self._put(number, update)

    async def remove(self) -> None:
        """Nothing is delivered any more; what was not taken waits on."""
        self.hook = self._updates.on_put = None
        self._lanes.clear()
        for carrier in list(self._carriers):
            carrier.cancel()
        await asyncio.gather(*self._carriers, return_exceptions=True)
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    def _put(self, number: int, update: Json) -> None:
        lane = lane_of(update)
        if lane in self._lanes:
            self._lanes[lane].append((number, update))
            return
        self._lanes[lane] = deque([(number, update)])
        carrier = asyncio.ensure_future(self._carry(lane, self._lanes[lane]))
        self._carriers.add(carrier)
        carrier.add_done_callback(self._carriers.discard)

    async def _carry(self, lane: _Lane, waiting: deque[tuple[int, Json]]) -> None:
        while waiting:
            number, update = waiting[0]
            wait = self.first_wait
            while self._updates.waits(number) and not await self._deliver(update):
                await asyncio.sleep(wait)
                wait = min(LONGEST_WAIT, 2 * wait)
            self._updates.confirm(number)
            self._stir()
            waiting.popleft()
        del self._lanes[lane]

    async def _deliver(self, update: Json) -> bool:
        hook, session = self.hook, self._session
        if hook is None or session is None:
            return False
        headers = {"X-Telegram-Bot-Api-Secret-Token": hook.secret} if hook.secret else {}
        try:
            async with (
                self._doors,
                session.post(hook.url, json=update, headers=headers, allow_redirects=False) as answer,
            ):
                await answer.read()
                trouble = "" if 200 <= answer.status < 300 else f"{answer.status} {answer.reason}"
        except aiohttp.ClientConnectorError:
            return self._count("Connection refused")
        except (aiohttp.ClientError, TimeoutError):
            return self._count("Connection closed")
        if not trouble and self.lose_answers:
            self.lose_answers -= 1
            return self._count("Connection closed")
        return self._count(f"Wrong response from the webhook: {trouble}" if trouble else "")

    def _count(self, trouble: str) -> bool:
        if trouble:
            self.failed += 1
            self.last_error = (self._now(), trouble)
        else:
            self.delivered += 1
        self._stir()
        return not trouble


def lane_of(update: Json) -> _Lane:
    """What is delivered one at a time: the presses of a person, all else of a chat."""
    kind, content = next((part for part in update.items() if part[0] != "update_id"), ("", {}))
    whose = content.get("from" if kind == "callback_query" else "chat") if isinstance(content, dict) else None
    found = whose.get("id") if isinstance(whose, dict) else None
    return kind, found if isinstance(found, int) else 0
