"""Telegram as the core sees it: `bot.ports.Messenger` over python-telegram-bot's Bot."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from telegram import Bot
from telegram.error import InvalidToken, TelegramError, TimedOut

from bot.cards import Card, Document, Reply
from bot.errors import Undelivered, Unworkable, Why
from bot.incoming import Address, Incoming, Network, Pressed, Sender
from bot.metering import Unmetered
from bot.ports import Meter, Urgency
from bot.vitals import Part, Vitals
from handlers.networks.telegram import menus as showcase
from handlers.networks.telegram.delivery import Delivery
from handlers.networks.telegram.http import AiohttpRequest
from handlers.networks.telegram.mishaps import REFUSED_TOKEN, undelivered
from handlers.networks.telegram.pacing import Pacer
from handlers.networks.telegram.patience import Patience
from handlers.networks.telegram.reading import read_update
from handlers.networks.telegram.showing import link_to, toast_of

log = logging.getLogger(__name__)

OFFICIAL_API = "https://api.telegram.org"
TRIES = 3
AGAIN = 0.5
"""Seconds after which a press is answered again where the connection broke."""
PRESS_PATIENCE = 10.0
"""Seconds. A press cannot be answered for longer than about 15 s, so a longer wait is not worth beginning."""

_Sleep = Callable[[float], Awaitable[None]]


class TelegramMessenger:
    """Ended by `close`. Its methods raise Undelivered; `reach` Unworkable if the token is refused.

    It is there before Telegram is reached, so that another network need not wait: until `reach` has got through
    nobody knows its name, and what is sent is UNCERTAIN.

    Args:
        token: the bot's, from BotFather.
        api_base: the server's URL without a path.
        pacer: made by default; the sooner it is made, the sooner its first second is over.
        request: what carries the calls; over HTTP by default.
        meter: counts the calls.
        vitals: told whether the network answers.
    """

    network = Network.TELEGRAM
    can_mention = False
    opens_chats = True

    def __init__(
        self,
        token: str,
        api_base: str = OFFICIAL_API,
        *,
        pacer: Pacer | None = None,
        request: AiohttpRequest | None = None,
        sleep: _Sleep = asyncio.sleep,
        meter: Meter | None = None,
        vitals: Vitals | None = None,
    ) -> None:
        logging.getLogger("telegram").setLevel(logging.INFO)  # below that it logs what people write
        self.bot_id = 0
        self.username = ""
        self._pacer, self._meter, self._sleep = pacer or Pacer(), meter or Unmetered(), sleep
        self._request = request or AiohttpRequest(called=_counting(self._meter, vitals or Vitals()))
        try:
            self._bot = Bot(
                token,
                base_url=f"{api_base.rstrip('/')}/bot",
                request=self._request,
                get_updates_request=self._request,
            )
        except InvalidToken:
            raise Unworkable(REFUSED_TOKEN) from None
        self._let_in = asyncio.Event()
        self._made: Delivery | None = None

    @property
    def reached(self) -> bool:
        return self._let_in.is_set()

    async def reach(
        self, failed: Callable[[], None] = lambda: None, before: Callable[[int], Awaitable[None]] | None = None
    ) -> None:
        """Ask Telegram who we are, for as long as there is no network. Unworkable if the token is refused.

        Args:
            failed: called each time it did not work.
            before: takes our id; nothing is sent until it is done.
        """
        try:
            await _introduce(self._bot, self._sleep, failed)
            if before is not None:
                await before(self._bot.id)
        except BaseException as error:
            await self.close()
            if isinstance(error, InvalidToken):
                raise Unworkable(REFUSED_TOKEN) from None
            raise
        self.bot_id, self.username = self._bot.id, self._bot.username
        self._made = Delivery(self._bot, self.username, self._pacer, self._meter)
        self._let_in.set()

    @property
    def _delivery(self) -> Delivery:
        if self._made is None:
            raise Undelivered(Why.UNCERTAIN, detail="Telegram was not reached yet")
        return self._made

    async def close(self) -> None:
        """Let go of the connections. Calls after this are UNCERTAIN."""
        self._let_in.clear()
        await self._bot.shutdown()

    async def ask(self, method: str, /, *, read_timeout: float | None = None, **parameters: object) -> Any:
        """The raw result of any method, uncounted; raises TelegramError. What polling and look-ups use."""
        url = f"{self._bot.base_url}/{method}"
        return await self._request.ask(url, read_timeout=read_timeout, **parameters)

    def read(self, raw: str) -> Incoming:
        """See `reading.read_update`."""
        return read_update(raw, self.username)

    def link_to(self, payload: str) -> str:
        """See `showing.link_to`."""
        return link_to(self.username, payload)

    async def ask_admin(self, where: Address, who: Sender) -> bool | None:
        """Whether this person is the chat's creator or an administrator of it; None if nobody can say."""
        try:
            member = await self.ask("getChatMember", chat_id=where.chat_id, user_id=who.native_id)
        except TelegramError as error:
            log.info("getChatMember failed: %s", type(error).__name__)
            return None
        return isinstance(member, dict) and member.get("status") in {"creator", "administrator"}

    async def ask_roles(self, server: int, native_id: int) -> frozenset[int] | None:
        """Telegram has no servers."""
        return None

    async def answer(self, incoming: Incoming, reply: Reply) -> None:
        """The press, then the card, then the document.

        What cannot be said to the press is raised after card and document were shown; a press that is too old
        only if words or a link were lost by it.
        """
        lost = None
        if isinstance(incoming.what, Pressed):
            lost = await self._answer_press(incoming.what.press_id, reply)
        await self._show(incoming, reply)
        if lost is not None:
            raise lost

    async def open_chat(self, native_id: int) -> int:
        """A private chat has the person's own id; only they can open it."""
        return native_id

    async def send(self, to: Address, card: Card, urgency: Urgency, *, key: str = "") -> int:
        """Send a new message; its id. SLOW_DOWN is raised at once: the outbox knows what to do meanwhile."""
        return await self._delivery.send(to, card, urgency)

    async def mention(self, where: Address, native_id: int, text: str, urgency: Urgency, *, key: str = "") -> int:
        """A mention notifies only whom the chat knows, and tells nobody whether it did."""
        raise Undelivered(Why.REFUSED, detail="nobody is mentioned here")

    async def edit(self, to: Address, message_id: int, card: Card, urgency: Urgency) -> None:
        """Make a message show the card; the delays Telegram asks for are waited out, twice."""
        await self._delivery.edit(to, message_id, card, urgency, tries=TRIES)

    async def send_document(self, to: Address, document: Document, urgency: Urgency) -> None:
        """Send a file; errors as with `send`."""
        await self._delivery.send_document(to, document, urgency)

    async def put_up_menus(self, menus: showcase.Menus) -> None:
        """See `menus.put_up`: as soon as Telegram is reached; it may take hours."""
        await self._let_in.wait()
        await showcase.put_up(self._bot, menus, self._sleep)

    async def _answer_press(self, press_id: str, reply: Reply) -> Undelivered | None:
        """Always answered, if only to end the little clock on the button. At once: these calls are not counted.

        Tried again where it may not have arrived: it is all that reaches somebody who never pressed Start, and a
        second answer is refused, which nobody sees.
        """
        lost: Undelivered | None = None
        for left in reversed(range(TRIES)):
            try:
                await self._say_to_press(press_id, reply)
            except TelegramError as error:
                again = undelivered(error)
                if lost is None or again.why is not Why.TOO_OLD:
                    lost = again
                wait = _worth_waiting(error, again)
            else:
                return None
            if wait is None or not left:
                break
            await self._sleep(wait)
        if lost is not None and lost.why is Why.TOO_OLD and not reply.toast and reply.opens is None:
            return None
        return lost

    async def _say_to_press(self, press_id: str, reply: Reply) -> None:
        if reply.opens is not None:  # without text: clients show a text instead of following the link
            await self._bot.answer_callback_query(press_id, url=self.link_to(reply.opens))
        else:
            await self._bot.answer_callback_query(press_id, toast_of(reply.toast), reply.alert or None)

    async def _show(self, incoming: Incoming, reply: Reply) -> None:
        to = _where(incoming)
        if reply.card is not None:
            await self._show_card(to, reply.card, None if reply.fresh else _message_to_replace(incoming))
        if reply.document is not None:
            await self._delivery.send_document(to, reply.document, Urgency.ANSWER, tries=TRIES)

    async def _show_card(self, to: Address, card: Card, message_id: int | None) -> None:
        """In place of that message, or as a new one where it is gone."""
        if message_id is not None:
            try:
                return await self.edit(to, message_id, card, Urgency.ANSWER)
            except Undelivered as lost:
                if lost.why is not Why.MESSAGE_GONE:
                    raise
        await self._delivery.send(to, card, Urgency.ANSWER, tries=TRIES)
        return None


def _counting(meter: Meter, vitals: Vitals) -> Callable[[str, int], None]:
    def called(method: str, status: int) -> None:
        meter.called(Network.TELEGRAM, method, status)
        vitals.note(Part.TELEGRAM, works=0 < status < 500)

    return called


def _worth_waiting(error: TelegramError, lost: Undelivered) -> float | None:
    """Seconds until a press is answered again; None if it would be too late, or is of no use."""
    if lost.retry_in is not None:
        seconds = lost.retry_in.total_seconds()
        return seconds if seconds <= PRESS_PATIENCE else None
    return AGAIN if lost.why is Why.UNCERTAIN and not isinstance(error, TimedOut) else None


def _where(incoming: Incoming) -> Address:
    """A press in public is answered in the presser's private chat, everything else where it happened."""
    if isinstance(incoming.what, Pressed) and not incoming.private() and incoming.sender is not None:
        return Address(network=Network.TELEGRAM, chat_id=incoming.sender.native_id)
    return incoming.chat.address


def _message_to_replace(incoming: Incoming) -> int | None:
    what = incoming.what
    return what.message_id if isinstance(what, Pressed) and incoming.private() else None


async def _introduce(bot: Bot, sleep: _Sleep, failed: Callable[[], None]) -> None:
    """Learn who we are; every trouble but a refused token passes."""
    patience = Patience("reaching Telegram", log)
    while True:
        try:
            await bot.initialize()
        except InvalidToken:
            raise
        except Exception as error:  # noqa: BLE001 - python-telegram-bot reads whatever it is answered as a bot
            failed()
            await sleep(patience.after(error))
        else:
            return patience.over()
