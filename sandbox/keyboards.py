"""What a reply_markup may be, and what Telegram says when it is not."""

from urllib.parse import urlsplit

from sandbox.chats import Chat
from sandbox.errors import bad_request
from sandbox.messages import Button, Rows
from sandbox.people import Json

# Bot API, InlineKeyboardButton: "Exactly one of the fields other than text, icon_custom_emoji_id, and style".
ACTIONS = frozenset(
    [
        "url",
        "callback_data",
        "web_app",
        "login_url",
        "switch_inline_query",
        "switch_inline_query_current_chat",
        "switch_inline_query_chosen_chat",
        "copy_text",
        "callback_game",
        "pay",
        "disabled",
    ]
)
MOST_BUTTONS, MOST_IN_A_ROW = 100, 8  # undocumented; python-telegram-bot's constants.InlineKeyboardMarkupLimit
STYLES = ("primary", "success", "danger")


def inline_rows(markup: Json | None, chat: Chat) -> Rows:
    """The inline keyboard in a reply_markup, checked; no rows when it is something else."""
    if not markup:
        return ()
    if "inline_keyboard" not in markup:
        if chat.kind == "channel":
            raise bad_request("inline keyboard expected")
        return ()
    rows = tuple(tuple(_button(raw, chat) for raw in row) for row in markup["inline_keyboard"] if row)
    if sum(map(len, rows)) > MOST_BUTTONS or any(len(row) > MOST_IN_A_ROW for row in rows):
        raise bad_request("reply markup is too long")
    return rows


def _button(raw: Json, chat: Chat) -> Button:
    actions = ACTIONS & raw.keys()
    if not actions:
        raise _wrong("Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise _wrong("exactly one action is allowed in a button")
    if not raw["text"].strip():
        raise bad_request("inline keyboard button text must be non-empty")
    if raw.get("style", "primary") not in STYLES:
        raise _wrong("invalid button style specified")
    _check_action(raw, chat)
    return Button(raw["text"], raw)


def _check_action(raw: Json, chat: Chat) -> None:
    if "callback_data" in raw and not 1 <= len(raw["callback_data"].encode()) <= 64:
        raise bad_request("BUTTON_DATA_INVALID")
    if "web_app" in raw and not chat.private:
        raise bad_request("BUTTON_TYPE_INVALID")
    if "copy_text" in raw and not 1 <= len(raw["copy_text"]["text"]) <= 256:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    if "url" in raw:
        _check_url(raw["url"])


def _check_url(url: str) -> None:
    if " " in url or not _leads_somewhere(url if "://" in url else f"http://{url}"):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def _leads_somewhere(url: str) -> bool:
    """A host with a dot in it, or a link into Telegram; no localhost."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    if parts.scheme in ("tg", "ton"):
        return True
    return parts.scheme in ("http", "https") and "." in (parts.hostname or "").strip(".")


def _wrong(why: str) -> Exception:
    return bad_request(f"can't parse inline keyboard button: {why}")
