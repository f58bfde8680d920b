"""The networks that are served: opened, run side by side, shown what the bot offers. A third is added here."""

import hashlib
import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping
from contextlib import AsyncExitStack
from functools import partial
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr

from bot.errors import Undelivered, Unworkable
from bot.inbox import Inbox
from bot.incoming import Network
from bot.outage import Outages
from bot.persisting import until_stored
from bot.ports import Asides, Calendar, Messenger, Meter, Receive
from bot.settings import Settings
from bot.store import Storage
from bot.succeeding import succeed
from bot.vitals import Part, Vitals
from handlers.enquiring import Enquiries
from handlers.networks.discord.commands import slash_commands
from handlers.networks.telegram.messenger import TelegramMessenger
from handlers.networks.telegram.offered import menus
from handlers.networks.telegram.pacing import Pacer
from handlers.networks.telegram.source import source_of_updates
from handlers.tables import SUGGESTS

if TYPE_CHECKING:
    from handlers.networks.discord.messenger import DiscordMessenger

log = logging.getLogger("tjans")

FAILING = 60.0
"""Seconds; a line that breaks is mostly there again before."""


class Networks:
    """Those for which a token is set; made by `opened`."""

    def __init__(
        self,
        telegram: TelegramMessenger | None,
        discord: "DiscordMessenger | None",
        settings: Settings,
        vitals: Vitals,
    ) -> None:
        self.telegram = telegram
        self.discord = discord
        self.messengers: Mapping[Network, Messenger] = {
            one.network: one for one in (telegram, discord) if one is not None
        }
        self.calendars: Mapping[Network, Calendar] = {} if discord is None else {discord.network: discord}
        self.asides: Mapping[Network, Asides] = {} if discord is None else {discord.network: discord}
        self._settings = settings
        self._vitals = vitals

    def failing(self) -> frozenset[Network]:
        """Those that have failed for long enough that people are better told elsewhere."""
        return frozenset(one for one in self.messengers if self._vitals.failing(Part.of(one)) >= FAILING)

    @property
    def calling(self) -> frozenset[Network]:
        """Those on which people can be called by name in a channel."""
        return frozenset(name for name, one in self.messengers.items() if one.can_mention)

    def links_to(self, payload: str) -> dict[Network, str | None]:
        """How to pass it on, on each network that is reached, or, if none is yet, on each that will be."""
        messengers = list(self.messengers.values())
        reached = [one for one in messengers if one.reached]
        return {one.network: one.link_to(payload) for one in reached or messengers}

    def serve(
        self, inbox: Inbox, storage: Storage, enquiries: Enquiries, outages: Outages, look: Callable[[], None]
    ) -> Iterator[Coroutine[Any, Any, None]]:
        """What has to run for each of them. What each offers is sent only when it changed (design, Commands).

        Args:
            outages: told of those that cannot be reached, and of those that give up.
            look: called when one was reached, or gave up: what is owed to people may be sent, or go another way.
        """
        serve = partial(_served, storage=storage, inbox=inbox, outages=outages, vitals=self._vitals, look=look)
        if (telegram := self.telegram) is not None:
            source = source_of_updates(telegram.ask, self._settings, self._vitals)
            yield self._unless_alone(telegram, serve(telegram, source.run), outages, look)
            wanted = menus(enquiries.community)
            yield _put_up(
                storage, "menus", (self._settings.telegram_token, wanted), partial(telegram.put_up_menus, wanted)
            )
        if (discord := self.discord) is not None:
            discord.enquiries = enquiries
            yield self._unless_alone(discord, serve(discord, discord.run), outages, look)
            commands = slash_commands(enquiries.community, SUGGESTS)
            yield _put_up(
                storage,
                "commands",
                (self._settings.discord_token, commands),
                partial(discord.put_up_commands, commands),
            )

    async def _unless_alone(
        self,
        messenger: "TelegramMessenger | DiscordMessenger",
        serving: Awaitable[None],
        outages: Outages,
        look: Callable[[], None],
    ) -> None:
        """A network that gives up stops the program only if there is no other. It is away from then on: what is owed
        to people there goes to their other account, or waits for the next start.
        """
        try:
            await serving
        except Unworkable as reason:
            if len(self.messengers) == 1:
                raise
            log.error("a network is served no more: %s", reason)
            await messenger.close()
            outages.gave_up(messenger.network)
            self._vitals.fails(Part.of(messenger.network))
            look()


def opened(
    stack: AsyncExitStack, settings: Settings, *, since: float | None, meter: Meter, vitals: Vitals
) -> Networks:
    """The networks whose tokens are set. Each is reached while the program runs, and none waits for another.

    discord.py is loaded only where it serves.

    Args:
        since: see `telegram.pacing.Pacer`.
    """
    telegram = discord = None
    if settings.telegram_token is not None:
        token, pacer = settings.telegram_token.get_secret_value(), Pacer(since=since)
        telegram = TelegramMessenger(token, settings.telegram_api, pacer=pacer, meter=meter, vitals=vitals)
        stack.push_async_callback(telegram.close)
    if settings.discord_token is not None:
        from handlers.networks.discord.messenger import DiscordMessenger

        token = settings.discord_token.get_secret_value()
        discord = DiscordMessenger(token, settings.discord_api, settings.discord_gateway, meter=meter, vitals=vitals)
        stack.push_async_callback(discord.close)
    return Networks(telegram, discord, settings, vitals)


async def _served(
    messenger: "TelegramMessenger | DiscordMessenger",
    listen: Callable[[Receive], Awaitable[None]],
    *,
    storage: Storage,
    inbox: Inbox,
    outages: Outages,
    vitals: Vitals,
    look: Callable[[], None],
) -> None:
    """Reach it, pick up what was cut off, and listen until cancelled. Unworkable if it wants us no more."""
    network = messenger.network

    def failed() -> None:
        outages.of(network).failed()
        vitals.fails(Part.of(network))

    async def succeeded(bot_id: int) -> None:
        await until_stored(partial(_succeed, storage, network, bot_id))

    await messenger.reach(failed, succeeded)
    outages.of(network).got_through()
    log.info("serving on %s as @%s", network, messenger.username)
    await until_stored(partial(inbox.recover, network))
    look()
    await listen(partial(inbox.receive, network))


async def _succeed(storage: Storage, network: Network, bot_id: int) -> None:
    """Before anything is sent in its name."""
    async with storage.transaction() as tx:
        if await succeed(tx, network, bot_id):
            log.warning("another bot served %s before: cards and chats of that one are made anew", network)


async def _put_up(
    storage: Storage, name: str, wanted: tuple[SecretStr | None, object], send: Callable[[], Awaitable[None]]
) -> None:
    """What a bot offers is sent when it, or the bot, is another one than the last time."""
    token, offered = wanted
    whose = token.get_secret_value() if token is not None else ""
    mark = hashlib.sha256(f"{whose}{offered!r}".encode()).hexdigest()

    async def stands() -> bool:
        async with storage.transaction() as tx:
            return await tx.meta.get(name) == mark

    async def remember() -> None:
        async with storage.transaction() as tx:
            tx.meta.set(name, mark)

    if not await until_stored(stands):
        try:
            await send()
            await until_stored(remember)
        except Undelivered as error:
            log.error("what a network offers could not be put up: %s", error.why)
        except Unworkable as reason:  # whoever listens there meets the same, and decides what follows
            log.error("what a network offers could not be put up: %s", reason)
