"""Updates written after the Bot API documentation (core.telegram.org/bots/api), the section named at each."""

from typing import Any

Json = dict[str, Any]

ME = "tjans_bot"

# User
ANNA: Json = {
    "id": 77,
    "is_bot": False,
    "first_name": "Anna",
    "last_name": "Bæk",
    "username": "annab",
    "language_code": "da",
}
BOT: Json = {"id": 1, "is_bot": True, "first_name": "Tjans", "username": ME}
# Chat
PRIVATE: Json = {"id": 77, "type": "private", "first_name": "Anna", "last_name": "Bæk", "username": "annab"}
GROUP: Json = {"id": -1001, "type": "supergroup", "title": "Nørrebro", "is_forum": True}
SMALL_GROUP: Json = {"id": -44, "type": "group", "title": "Nørrebro", "all_members_are_administrators": False}
CHANNEL: Json = {"id": -1002, "type": "channel", "title": "Tjanser", "username": "tjanser"}
# Message, field "from": "1087968824 for anonymous group administrators"
ANONYMOUS: Json = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
# Message, field "is_automatic_forward": those come from Telegram's service account
SERVICE: Json = {"id": 777000, "is_bot": False, "first_name": "Telegram"}


def message(chat: Json = PRIVATE, author: Json | None = ANNA, **fields: Any) -> Json:
    """Message."""
    sent = {"message_id": 5, "date": 1769250000, "chat": chat, **fields}
    return sent if author is None else {**sent, "from": author}


def written(text: str, chat: Json = PRIVATE, author: Json | None = ANNA, **fields: Any) -> Json:
    """Update, with a Message that has `text`."""
    return {"update_id": 10, "message": message(chat, author, text=text, **fields)}


def posted(text: str, **fields: Any) -> Json:
    """Update, `channel_post`: no `from`, the channel itself in `sender_chat`."""
    return {"update_id": 10, "channel_post": message(CHANNEL, None, sender_chat=CHANNEL, text=text, **fields)}


def pressed(data: str | None = "claim:17", **fields: Any) -> Json:
    """CallbackQuery."""
    query: Json = {"id": "4382bfdwdsb323b2d9", "from": ANNA, "chat_instance": "-3759", **fields}
    return {"update_id": 10, "callback_query": query if data is None else {**query, "data": data}}


def moved(chat: Json, old: Json, new: Json, author: Json = ANNA) -> Json:
    """ChatMemberUpdated, as `my_chat_member`."""
    change: Json = {"chat": chat, "from": author, "date": 1769250000}
    return {
        "update_id": 10,
        "my_chat_member": {**change, "old_chat_member": member(**old), "new_chat_member": member(**new)},
    }


def member(status: str, **fields: Any) -> Json:
    """ChatMember."""
    return {"status": status, "user": BOT, **fields}
