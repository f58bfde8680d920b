"""Staying at the gateway: what is resumed, where, and how soon it is tried again (docs, topics/gateway)."""

import asyncio
import logging
import random
import time
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import aiohttp
import discord
from discord.gateway import DiscordWebSocket, ReconnectWebSocket

log = logging.getLogger(__name__)

LONGEST = 15.0
"""Seconds between two tries at most; discord.py's own wait grows to a quarter of an hour in which nobody is heard."""
FEW = 3
"""Tries at the gateway that READY names for resuming, before the one we know is asked instead."""
OPENS_WITHIN = 20.0
"""Seconds for a socket and its HELLO."""
STEADY = 5.0
"""Seconds after which a socket that drops is no failure; one that drops sooner is likely to do so again."""

_HOUR = 3600.0
_APART, _FARTHEST = 5.0, 120.0
_OVER = (4007, 4009)
"""Docs, Gateway Close Event Codes: the session cannot be resumed, and a new one is to be opened."""
_BROKEN = (OSError, aiohttp.ClientError, discord.HTTPException, discord.GatewayNotFound)


class Identifies:
    """When the next IDENTIFY may be sent: there are a thousand a day (docs, Session Start Limit), and Discord takes
    the token from whoever uses them up. Each one doubles the wait for the next within an hour, from five seconds, the
    least there may be, to two minutes: some eight hundred a day.

    Args:
        now: monotonic seconds.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._sent: deque[float] = deque()

    def count(self) -> None:
        """One is sent."""
        self._sent.append(self._now())

    def wait(self) -> float:
        """Seconds until the next."""
        now = self._now()
        while self._sent and self._sent[0] <= now - _HOUR:
            self._sent.popleft()
        if not self._sent:
            return 0.0
        apart = min(_FARTHEST, _APART * 2.0 ** min(len(self._sent) - 1, 10))
        return max(0.0, self._sent[-1] + apart - now)


class Connecting:
    """Opens sockets to the gateway, one after the other, and resumes the session of the one before.

    A session is given up only when Discord says so, or will not resume it where we know that Discord is: an outage of
    the network loses nothing. Neither resumes nor tries that reach nobody count for Discord.

    Args:
        client: logged in.
        identifies: told of each IDENTIFY by the client's `before_identify_hook`.
        now: monotonic seconds.
    """

    def __init__(
        self,
        client: discord.Client,
        sleep: Callable[[float], Awaitable[None]],
        identifies: Identifies,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = client
        self._sleep = sleep
        self._identifies = identifies
        self._now = now
        self._session: DiscordWebSocket | None = None
        self._socket: DiscordWebSocket | None = None
        self._steady = False
        self._failures = 0

    async def run(self) -> None:
        """Until the client is closed. ConnectionClosed if Discord closes for good."""
        while not self._client.is_closed():
            over = False
            try:
                await self._listen()
            except ReconnectWebSocket as drop:
                over = not drop.resume
            except discord.ConnectionClosed as closed:
                if closed.code != 1000:  # that is our own goodbye
                    raise
            except _BROKEN as error:
                if not self._failures:
                    log.warning("the gateway breaks off, trying again until it works: %s", type(error).__name__)
            except Exception:  # neither JSON, nor zlib's, nor what discord.py expects; to resume would bring it again
                over = True
                log.exception("the gateway sent what cannot be read, and the session is given up")
                await self._hang_up()
            self._client.dispatch("disconnect")
            self._judge(over=over)
            if not self._client.is_closed() and (wait := self._wait()):
                await self._sleep(wait)

    async def _listen(self) -> None:
        """One socket, for as long as it lasts. Whatever is dispatched shows that its session is there."""
        self._socket, self._steady = None, False
        async with asyncio.timeout(OPENS_WITHIN):
            socket = await DiscordWebSocket.from_client(self._client, initial=True, **self._resumed())
        self._client.ws = self._socket = socket
        known, opened = socket.sequence, self._now()
        try:
            while True:
                await socket.poll_event()
                if socket.sequence != known:
                    self._session = socket
        finally:
            if socket is self._session and self._now() - opened >= STEADY:
                self._steady, self._failures = True, 0

    async def _hang_up(self) -> None:
        """End the socket, and its heartbeats, which discord.py does only when it has understood why."""
        if self._socket is not None:
            with suppress(OSError, aiohttp.ClientError):
                await self._socket.close(code=1000)

    def _resumed(self) -> dict[str, Any]:
        """What tells the gateway to go on where the session was; nothing if there is none."""
        known = self._session
        if known is None:
            return {}
        gateway = {} if self._at_home else {"gateway": known.gateway}
        return {"resume": True, "session": known.session_id, "sequence": known.sequence, **gateway}

    @property
    def _at_home(self) -> bool:
        """Whether the session is sought at the gateway that we know: the host named by READY may be gone."""
        return self._failures >= FEW

    def _judge(self, *, over: bool) -> None:
        """What the end of a socket means for its session.

        Args:
            over: Discord has said that the session is.
        """
        socket = self._socket
        if socket is not None and socket is self._session and not over:
            self._failures += not self._steady
            return
        refused = socket is not None and (self._at_home or socket.socket.close_code in _OVER)
        if over or refused:
            self._session = None
        self._failures += 1

    def _wait(self) -> float:
        """Seconds until the next try; a session that was steady is resumed at once."""
        if not self._failures:
            return 0.0
        spread = random.uniform(0.5, 1.0)  # noqa: S311 - so that not all bots come back at once
        wait = spread * min(LONGEST, 2.0 ** min(self._failures - 1, 10))
        return wait if self._session is not None else max(wait, self._identifies.wait())
