"""The line to Discord: discord.py's client, logged in, with its gateway heard raw."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable

import aiohttp
import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.errors import Unworkable
from handlers.networks.discord.connecting import Connecting, Identifies
from handlers.networks.discord.mishaps import REFUSED_TOKEN
from handlers.networks.discord.requesting import Requests

log = logging.getLogger(__name__)

OFFICIAL_API, OFFICIAL_GATEWAY = "https://discord.com", "wss://gateway.discord.gg"
LONGEST = 30.0
NO_TOKEN_OF_OURS, FORBIDDEN_INTENT = 4004, 4014
"""Docs, Gateway Close Event Codes."""

_NOT_DISCORD = (LookupError, TypeError, ValueError)
"""What discord.py makes of JSON that does not say who we are."""
_SPEAKS_FROM = {"discord": logging.WARNING, "discord.http": logging.ERROR, "discord.client": logging.ERROR}
"""Below these discord.py logs what people write, addresses with an interaction's token, and that it has no voice."""

_Sleep = Callable[[float], Awaitable[None]]


class Line(discord.Client):
    """Guilds are all it asks to hear of: interactions bring whoever acts, with their rights, and need no intent.

    Args:
        hear: takes each payload of the gateway as text.
        lost: takes the ids of the channels of a guild that threw the bot out.
        connected, disconnected: told when the gateway is there, new or resumed, and when it is not.
        sleep: waits between two tries to reach the gateway.
        now: monotonic seconds.
    """

    def __init__(self) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True),
            max_messages=None,
            chunk_guilds_at_startup=False,
            member_cache_flags=discord.MemberCacheFlags.none(),
            allowed_mentions=discord.AllowedMentions.none(),
            enable_debug_events=True,
        )
        self.http: Requests = Requests(self.loop)
        self._connection.http = self.http
        self.hear: Callable[[str], None] = lambda _: None
        self.lost: Callable[[list[int]], None] = lambda _: None
        self.connected: Callable[[str], None] = lambda _: None
        self.disconnected: Callable[[], None] = lambda: None
        self.sleep: _Sleep = asyncio.sleep
        self.now: Callable[[], float] = time.monotonic
        self._identifies = Identifies()
        self._refused: asyncio.Task[None] | None = None

    def refuse(self) -> None:
        """A call was refused with the token: Discord is about to close the gateway, and we need not wait for that."""
        if self._refused is None:
            self._refused = asyncio.ensure_future(self.close())

    @property
    def refused(self) -> bool:
        return self._refused is not None

    def is_thread(self, channel: int) -> bool:
        return isinstance(self.get_channel(channel), discord.Thread)

    def name_of(self, guild: int) -> str | None:
        """What a guild is called; None if we are not in it, or have not heard of it yet."""
        known = self.get_guild(guild)
        return known.name if known is not None else None

    async def connect(self, *, reconnect: bool = True) -> None:
        """See `Connecting`: discord.py's own way back takes up to a quarter of an hour."""
        await Connecting(self, self.sleep, self._identifies, self.now).run()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        self._identifies.count()

    async def on_socket_raw_receive(self, payload: str) -> None:
        self.hear(payload)

    async def on_connect(self) -> None:
        self.connected("connect")

    async def on_resumed(self) -> None:
        self.connected("resume")

    async def on_disconnect(self) -> None:
        self.disconnected()

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        self.lost([*(channel.id for channel in guild.channels), *(thread.id for thread in guild.threads)])


def aim(api: str, gateway: str) -> None:
    """Have discord.py speak to these, and say nothing it should not.

    Args:
        api: the server's URL without a path.
        gateway: the URL of its gateway. discord.py has no setting for either; these two class attributes are what
            all its addresses are made of.
    """
    for name, level in _SPEAKS_FROM.items():
        logging.getLogger(name).setLevel(level)
    Route.BASE = f"{api.rstrip('/')}/api/v10"
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway)


async def logged_in(
    token: str,
    api: str,
    gateway: str,
    sleep: _Sleep = asyncio.sleep,
    make: Callable[[], Line] = Line,
    failed: Callable[[], None] = lambda: None,
) -> Line:
    """Ask Discord who we are, for as long as there is no network. Unworkable if the token is refused.

    Args:
        api, gateway: see `aim`.
        make: makes a line that is not logged in yet.
        failed: called each time it did not work.
    """
    aim(api, gateway)
    failures = 0
    while True:
        line = make()
        try:
            await line.login(token)
            return line
        except discord.LoginFailure:
            await line.close()
            raise Unworkable(REFUSED_TOKEN) from None
        except (discord.HTTPException, aiohttp.ClientError, OSError, *_NOT_DISCORD) as error:
            await line.close()
            if not failures:
                log.warning("reaching Discord fails, trying again until it works: %s", type(error).__name__)
            failed()
            await sleep(_wait(failures))
            failures += 1


async def stay_connected(line: Line, sleep: _Sleep = asyncio.sleep) -> None:
    """Keep the gateway open until cancelled. Unworkable if it is closed for good.

    Another process with the same token is not met here: each IDENTIFY opens one more session, and all hear all.
    """
    line.sleep = sleep
    try:
        await line.connect()
    except discord.ConnectionClosed as closed:
        if closed.code == NO_TOKEN_OF_OURS:
            raise Unworkable(REFUSED_TOKEN) from None
        if closed.code == FORBIDDEN_INTENT:
            raise Unworkable("Discord refuses the intent GUILDS to this application") from None
        raise Unworkable(f"Discord closed the gateway for good: {closed.code}") from None
    if line.refused:
        raise Unworkable(REFUSED_TOKEN)


def _wait(failures: int) -> float:
    return min(LONGEST, 2.0 ** min(failures, 10))
