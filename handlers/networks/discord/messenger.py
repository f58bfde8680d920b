"""Discord as the core sees it: `bot.ports.Messenger` over discord.py's client."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from hashlib import blake2s
from typing import TypeVar

from bot.cards import Card, Document, Event, Reply
from bot.errors import Lack, Undelivered, Unworkable, Why
from bot.incoming import Address, Incoming, Network, Sender
from bot.metering import Unmetered
from bot.ports import Enquiries, Meter, Receive, Urgency
from bot.vitals import Part, Vitals
from handlers.networks.discord import calendar
from handlers.networks.discord.answering import DEFER_AFTER, Answering
from handlers.networks.discord.calls import Calls
from handlers.networks.discord.line import OFFICIAL_API, OFFICIAL_GATEWAY, Line, logged_in, stay_connected
from handlers.networks.discord.listening import Listener, NoEnquiries
from handlers.networks.discord.mishaps import FAILURES, REFUSED_TOKEN, undelivered
from handlers.networks.discord.pacing import Pacer, Pause
from handlers.networks.discord.payload import Payload
from handlers.networks.discord.reading import THROWN_OUT, read_event
from handlers.networks.discord.showing import mention_of, message_of

T = TypeVar("T")

AGAIN = 30.0
"""Seconds until what Discord offers people is tried again."""


@dataclass(frozen=True, slots=True)
class Inside:
    """What there is once Discord has let us in."""

    line: Line
    calls: Calls
    answering: Answering
    listener: Listener


class DiscordMessenger:
    """Ended by `close`. Its methods raise Undelivered; if a token is refused, `reach` and `run` Unworkable.

    It is there before Discord is reached, so that another network need not wait: until `reach` has got through,
    calls are UNCERTAIN.

    Args:
        token: the bot's, from the developer portal.
        api: the server's URL without a path.
        gateway: the URL of its gateway.
        defer_after: see `Answering`.
        line: makes the line to Discord.
        pacer: decides when each call may start.
        meter: counts the calls.
        vitals: told whether the network answers, and whether the gateway is there.
    """

    network = Network.DISCORD
    can_mention = True

    def __init__(
        self,
        token: str,
        api: str = OFFICIAL_API,
        gateway: str = OFFICIAL_GATEWAY,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        defer_after: float = DEFER_AFTER,
        line: Callable[[], Line] = Line,
        pacer: Pacer | None = None,
        meter: Meter | None = None,
        vitals: Vitals | None = None,
    ) -> None:
        self.enquiries: Enquiries = NoEnquiries()
        """Who answers on the spot; set before it is reached."""
        self.bot_id = 0
        self.username = ""
        self._sleep = sleep
        self._log_in = partial(logged_in, token, api, gateway, sleep, line)
        self._defer_after = defer_after
        self._meter, self._vitals = meter or Unmetered(), vitals or Vitals()
        self._pacer = pacer or Pacer()
        self._let_in = asyncio.Event()
        self._opening = Pause()
        self._made: Inside | None = None
        self._hears = False

    @property
    def reached(self) -> bool:
        return self._let_in.is_set()

    @property
    def opens_chats(self) -> bool:
        """Not while new ones are left alone: see `open_chat`."""
        return self._opening.left() is None

    async def reach(
        self, failed: Callable[[], None] = lambda: None, before: Callable[[int], Awaitable[None]] | None = None
    ) -> None:
        """See `line.logged_in`: as long as it takes. Unworkable if the token is refused.

        Args:
            failed: called each time it did not work.
            before: takes our id; nothing is sent until it is done.
        """
        line = await self._log_in(failed=failed)
        if line.user is None or line.application_id is None:
            raise Unworkable(REFUSED_TOKEN)
        self.bot_id, self.username = line.user.id, line.user.name
        if before is not None:
            try:
                await before(self.bot_id)
            except BaseException:
                await line.close()
                raise
        self._open(line, line.application_id)

    def _open(self, line: Line, application: int) -> None:
        calls = Calls(line.http, application, self.bot_id, self._called, line.refuse, self._sleep)
        answering = Answering(calls, self._defer_after)
        self._made = Inside(line, calls, answering, Listener(calls, answering, self.enquiries, line.name_of))
        line.http.admit = self._pacer.admit
        line.hear, line.lost = self._hear, self._lose
        line.connected, line.disconnected = self._connected, self._disconnected
        self._let_in.set()

    async def close(self) -> None:
        """Say goodbye to the gateway and let go of the connections. Calls after this are UNCERTAIN."""
        self._let_in.clear()
        made, self._made = self._made, None
        if made is not None:
            await made.line.close()

    async def run(self, receive: Receive) -> None:
        """Hear what happens, and hand it over, until cancelled. Unworkable if Discord wants us no more."""
        listening = asyncio.ensure_future(self._inside.listener.run(receive))
        try:
            await stay_connected(self._inside.line, self._sleep)
        finally:
            listening.cancel()
            with suppress(asyncio.CancelledError):
                await listening

    @property
    def _inside(self) -> Inside:
        if self._made is None:
            raise Undelivered(Why.UNCERTAIN, detail="Discord is not reached")
        return self._made

    def read(self, raw: str) -> Incoming:
        """See `reading.read_event`."""
        return read_event(raw)

    def link_to(self, payload: str) -> None:
        """Discord has no links that say something to a bot."""

    async def ask_admin(self, where: Address, who: Sender) -> bool | None:
        """Each gesture brings the rights of whoever made it, so there is nobody to ask."""
        return None

    async def ask_roles(self, server: int, native_id: int) -> frozenset[int] | None:
        """Whoever left the guild, or is in one that threw the bot out, has no roles that count."""
        try:
            return await self._counted(
                "roles", Urgency.ANSWER, lambda: self._inside.calls.roles_of(server, native_id)
            )
        except Undelivered as error:
            return frozenset() if error.why in (Why.NEVER_STARTED, Why.CHAT_GONE) else None

    async def answer(self, incoming: Incoming, reply: Reply) -> None:
        """See `Answering.answer`."""
        await self._inside.answering.answer(incoming, reply)

    async def add(self, incoming: Incoming, card: Card) -> None:
        """See `Answering.add`."""
        await self._inside.answering.add(incoming, card)

    async def open_chat(self, native_id: int) -> int:
        """The channel of the direct messages. NO_NEW_CHATS if those were too many: then Discord is left alone for as
        long as it takes, because whoever goes on asking is put into quarantine."""
        if (left := self._opening.left()) is not None:
            raise Undelivered(Why.NO_NEW_CHATS, retry_in=left, detail="too many new chats")
        try:
            channel = await self._counted("open", Urgency.REMINDER, lambda: self._inside.calls.open_dm(native_id))
        except Undelivered as error:
            if error.why is Why.NO_NEW_CHATS and error.retry_in is not None:
                self._vitals.fails(Part.OPENING)
                self._opening.begin(error.retry_in)
            raise
        self._vitals.works(Part.OPENING)
        return channel

    async def send(self, to: Address, card: Card, urgency: Urgency, *, key: str = "") -> int:
        """A new message; its id. Discord makes one of two with the same key in the same few minutes."""
        message = message_of(card) | _nonce(key)
        return await self._shown("send", to, urgency, lambda: self._inside.calls.post(to.chat_id, message))

    async def mention(self, where: Address, native_id: int, text: str, urgency: Urgency, *, key: str = "") -> int:
        """The line with a ping of this person alone; errors and the key as with `send`."""
        message = mention_of(native_id, text) | _nonce(key)
        return await self._counted("mention", urgency, lambda: self._inside.calls.post(where.chat_id, message))

    async def edit(self, to: Address, message_id: int, card: Card, urgency: Urgency) -> None:
        """Make a message show the card; that it shows it already is no error here."""
        message = message_of(card)
        await self._shown("edit", to, urgency, lambda: self._inside.calls.renew(to.chat_id, message_id, message))

    async def send_document(self, to: Address, document: Document, urgency: Urgency) -> None:
        """Send a file; errors as with `send`."""
        await self._counted("document", urgency, lambda: self._inside.calls.upload(to.chat_id, document))

    async def put_event(self, server: int, known: int | None, event: Event, *, sought: bool) -> int:
        """See `calendar`; it takes the right to create events, and a guild has room for a hundred."""
        return await self._counted("event", Urgency.DIGEST, lambda: self._event(server, known, event, sought=sought))

    async def _event(self, server: int, known: int | None, event: Event, *, sought: bool) -> int:
        calls, payload = self._inside.calls, calendar.payload_of(event)
        if known is None and sought:
            known = await calendar.find(calls, server, event)
        if known is None:
            return await calls.create_event(server, payload)
        await calls.edit_event(server, known, payload)
        return known

    async def drop_event(self, server: int, known: int) -> None:
        """Delete it."""
        await self._counted("event", Urgency.DIGEST, lambda: self._inside.calls.delete_event(server, known))

    async def put_up_commands(self, commands: list[Payload]) -> None:
        """All slash commands in place of those there are, as soon as Discord is reached, and takes them."""
        await self._let_in.wait()
        while True:
            try:
                return await self._counted(
                    "commands", Urgency.DIGEST, lambda: self._inside.calls.put_commands(commands)
                )
            except Undelivered as error:
                if error.why not in (Why.SLOW_DOWN, Why.UNCERTAIN) or not self.reached:
                    raise
                await self._sleep(error.retry_in.total_seconds() if error.retry_in else AGAIN)

    def _called(self, method: str, status: int) -> None:
        """That calls are answered says nothing while the gateway is away: nobody is heard then."""
        self._meter.called(self.network, method, status)
        if not 0 < status < 500:
            self._vitals.fails(Part.DISCORD)
        elif self._hears:
            self._vitals.works(Part.DISCORD)

    def _connected(self, how: str) -> None:
        self._hears = True
        self._called(f"GATEWAY {how}", 101)

    def _disconnected(self) -> None:
        self._hears = False
        self._vitals.fails(Part.DISCORD)

    def _hear(self, text: str) -> None:
        """Anything the gateway says, be it that it heard our heartbeat, shows that the network is there."""
        self._vitals.works(Part.DISCORD)
        self._inside.listener.hear(text)

    def _lose(self, channels: list[int]) -> None:
        """A guild threw the bot out: nothing can be shown in any of its channels."""
        for channel in channels:
            self._inside.listener.happened(THROWN_OUT, {"id": str(channel)})

    async def _shown(self, what: str, to: Address, urgency: Urgency, call: Callable[[], Awaitable[T]]) -> T:
        """50013 does not say which right is missing: whoever sees a channel lacks the one to write there."""
        try:
            return await self._counted(what, urgency, call)
        except Undelivered as error:
            if error.why is Why.NO_RIGHTS and not error.lacks:
                thread = self._inside.line.is_thread(to.chat_id)
                error.lacks = (Lack.WRITE_IN_THREADS if thread else Lack.WRITE,)
            raise

    async def _counted(self, what: str, urgency: Urgency, call: Callable[[], Awaitable[T]]) -> T:
        with self._pacer.calls(urgency):
            try:
                result = await call()
            except FAILURES as error:
                lost = undelivered(error)
                self._meter.sent(self.network, what, urgency, lost.why.value)
                raise lost from error
            self._meter.sent(self.network, what, urgency, "sent")
            return result


def _nonce(key: str) -> Payload:
    """At most 25 characters (docs, Create Message)."""
    if not key:
        return {}
    return {"nonce": blake2s(key.encode(), digest_size=12).hexdigest(), "enforce_nonce": True}
