"""From a card to Telegram's message: HTML text and an inline keyboard."""

from html import escape

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.constants import CallbackQueryLimit, MessageLimit

from bot.cards import Button, Card

MAX_LABEL = 64
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


def html_of(card: Card) -> str:
    """The card's text for `parse_mode` HTML (Bot API, HTML style): the headline bold, all of it escaped.

    What people see is cut at 4096 UTF-16 units, the limit "after entities parsing" (Bot API, sendMessage).
    """
    text = cut(f"{card.headline}\n{card.body}" if card.body else card.headline, MessageLimit.MAX_TEXT_LENGTH)
    headline, rest = text[: len(card.headline)], text[len(card.headline) :]
    bold = f"<b>{escape(headline, quote=False)}</b>" if headline else ""
    return bold + escape(rest, quote=False)


def keyboard_of(card: Card, username: str) -> InlineKeyboardMarkup | None:
    """The card's buttons; None takes away those of an edited message. ValueError for a button that does nothing."""
    rows = [[_button(button, username) for button in row] for row in card.rows if row]
    return InlineKeyboardMarkup(rows) if rows else None


def link_to(username: str, payload: str) -> str:
    """Opens the private chat with the bot, with a Start button that says `/start payload` (Bot API, Deep linking)."""
    return f"https://t.me/{username}?start={payload}"


def toast_of(text: str | None) -> str | None:
    """At most 200 characters (Bot API, answerCallbackQuery)."""
    return cut(text, CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH) if text else None


def cut(text: str, units: int) -> str:
    """The text in at most so many UTF-16 units, which is how Telegram counts; "…" says that it was cut."""
    encoded = text.encode("utf-16-le", "replace")
    if len(encoded) <= 2 * units:
        return encoded.decode("utf-16-le")
    return encoded[: 2 * (units - 1)].decode("utf-16-le", "ignore") + "…"


def _button(button: Button, username: str) -> InlineKeyboardButton:
    label = button.label if len(button.label) <= MAX_LABEL else button.label[: MAX_LABEL - 1] + "…"
    if button.action is not None:
        return InlineKeyboardButton(label, callback_data=button.action.pack())
    if button.opens is not None:
        return InlineKeyboardButton(label, url=link_to(username, button.opens))
    raise ValueError("a button must do or open something")
