"""Cards and documents on their way out: each call counted, paced, and its failure named."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from telegram import Bot, InputFile
from telegram.constants import MessageLimit, ParseMode
from telegram.error import TelegramError

from bot.cards import Card, Document
from bot.errors import Undelivered, Why
from bot.incoming import Address, Network
from bot.ports import Meter, Urgency
from handlers.networks.telegram.mishaps import is_unchanged, undelivered
from handlers.networks.telegram.pacing import Pacer
from handlers.networks.telegram.showing import NO_PREVIEW, cut, html_of, keyboard_of

T = TypeVar("T")


class Delivery:
    """The counted calls. They raise Undelivered.

    When Telegram asks for a delay (429), a call is made `tries` times in all, the pacer doing the waiting; with
    one try SLOW_DOWN is raised at once.
    """

    def __init__(self, bot: Bot, username: str, pacer: Pacer, meter: Meter) -> None:
        self._bot = bot
        self._username = username
        self._pacer = pacer
        self._meter = meter

    async def send(self, to: Address, card: Card, urgency: Urgency, *, tries: int = 1) -> int:
        """A new message; its id."""
        text, keyboard = html_of(card), keyboard_of(card, self._username)

        async def call() -> int:
            message = await self._bot.send_message(
                to.chat_id,
                text,
                parse_mode=ParseMode.HTML,
                reply_markup=keyboard,
                message_thread_id=to.topic or None,
                link_preview_options=NO_PREVIEW,
            )
            return message.message_id

        return await self._counted("send", to.chat_id, urgency, call, tries)

    async def edit(self, to: Address, message_id: int, card: Card, urgency: Urgency, *, tries: int = 1) -> None:
        """Make a message show the card; showing it already is success."""
        text, keyboard = html_of(card), keyboard_of(card, self._username)

        async def call() -> None:
            try:
                await self._bot.edit_message_text(
                    text,
                    chat_id=to.chat_id,
                    message_id=message_id,
                    parse_mode=ParseMode.HTML,
                    reply_markup=keyboard,
                    link_preview_options=NO_PREVIEW,
                )
            except TelegramError as error:
                if not is_unchanged(error):
                    raise

        await self._counted("edit", to.chat_id, urgency, call, tries)

    async def send_document(self, to: Address, document: Document, urgency: Urgency, *, tries: int = 1) -> None:
        """A file with its caption."""

        async def call() -> None:
            await self._bot.send_document(
                to.chat_id,
                InputFile(document.content, filename=document.name),
                caption=cut(document.caption, MessageLimit.CAPTION_LENGTH) or None,
                message_thread_id=to.topic or None,
            )

        await self._counted("document", to.chat_id, urgency, call, tries)

    async def _counted(
        self, what: str, chat_id: int, urgency: Urgency, call: Callable[[], Awaitable[T]], tries: int
    ) -> T:
        for _ in range(tries - 1):
            try:
                return await self._once(what, chat_id, urgency, call)
            except Undelivered as lost:
                if lost.why is not Why.SLOW_DOWN:
                    raise
        return await self._once(what, chat_id, urgency, call)

    async def _once(self, what: str, chat_id: int, urgency: Urgency, call: Callable[[], Awaitable[T]]) -> T:
        async with self._pacer.turn(chat_id, urgency):
            try:
                result = await call()
            except TelegramError as error:
                lost = undelivered(error, chat_id)
                self._meter.sent(Network.TELEGRAM, what, urgency, lost.why.value)
                if lost.retry_in is not None:
                    self._pacer.pause(chat_id, lost.retry_in.total_seconds())
                raise lost from error
            self._meter.sent(Network.TELEGRAM, what, urgency, "sent")
            return result
