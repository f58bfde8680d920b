"""From Telegram's raw updates to what happened."""

import json
import logging
import re

from bot.cards import Action
from bot.incoming import (
    Address,
    Arrival,
    BotMoved,
    Chat,
    ChatKind,
    ChatMigrated,
    Commanded,
    Ignored,
    Incoming,
    Network,
    Pressed,
    Reached,
    Sender,
    What,
    Wrote,
)
from handlers.networks.telegram import updates
from handlers.networks.telegram.updates import Raw

log = logging.getLogger(__name__)

MAX_NAME = 64
LONGEST_UPDATE = 256 * 1024
"""Characters. A long text that answers a long text, with every button and entity Telegram allows, has half of it."""

_DIRECTING = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_BIDI = re.compile(f"[{_DIRECTING}]")
_UNSHOWN = re.compile(f"[{_DIRECTING}\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_COMMAND = re.compile(r"/(\w{1,32})(?:@(\w{1,32}))?(?:\s+(.*))?", re.DOTALL)
_OURS = re.compile(r"[a-z0-9_-][a-z0-9_:-]{0,63}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8}){0,3}")
"""An IETF tag (Bot API, User), so far as one may be long."""
_KINDS = {"private": ChatKind.PRIVATE, "channel": ChatKind.CHANNEL}
_NOWHERE = Chat(address=Address(network=Network.TELEGRAM, chat_id=0), kind=ChatKind.PRIVATE)


def arrival_of(raw: object) -> Arrival | None:
    """An update's number and lane, found without judging the rest; None, and a line in the log, if it has none.

    One that is too long, or nested too deeply, to be a person's doing keeps its number only, and so is acknowledged
    and means nothing.
    The person's lane where a human did it, the chat's where none is named, `telegram:c:0` where nothing is.
    """
    number = raw.get("update_id") if isinstance(raw, dict) else None
    if not isinstance(raw, dict) or type(number) is not int or abs(number) >= 2**63:
        log.warning("an update without a number was skipped")
        return None
    return Arrival(number=number, lane=_lane(raw), raw=_written_down(raw) or json.dumps({"update_id": number}))


def _written_down(raw: Raw) -> str | None:
    try:
        text = json.dumps(raw, separators=(",", ":"))
    except RecursionError:
        log.warning("an update that is nested too deeply was skipped")
        return None
    if len(text) <= LONGEST_UPDATE:
        return text
    log.warning("an update of %d characters was skipped", len(text))
    return None


def _lane(raw: Raw) -> str:
    event = next((part for part in raw.values() if isinstance(part, dict)), {})
    person = _part(event, "from")
    if "sender_chat" not in event and not person.get("is_bot") and (person_id := _id(person)):
        return f"telegram:u:{person_id}"
    return f"telegram:c:{_id(_part(event, 'chat') or _part(_part(event, 'message'), 'chat'))}"


def _part(event: Raw, name: str) -> Raw:
    part = event.get(name)
    return part if isinstance(part, dict) else {}


def _id(part: Raw) -> int:
    found = part.get("id")
    return found if type(found) is int and abs(found) < 2**63 else 0


def read_update(raw: str, username: str) -> Incoming:
    """A raw update as an Incoming; ValueError if it is not what the Bot API documents.

    Args:
        raw: one Update as JSON.
        username: the bot's own, to know the commands that are meant for another bot.
    """
    update = updates.Update.model_validate_json(raw)
    if update.callback_query is not None:
        return _pressed(update.callback_query)
    if update.message is not None:
        return _written(update.message, username)
    if update.channel_post is not None:
        return _posted(update.channel_post, username)
    if update.my_chat_member is not None:
        return _moved(update.my_chat_member)
    return Incoming(sender=None, chat=_NOWHERE, what=Ignored())


def _pressed(query: updates.CallbackQuery) -> Incoming:
    """A press on a message sent through inline mode names no chat: it counts as done in private."""
    message = query.message
    chat = _private(query.author.id) if message is None else _chat(message.chat, _topic(message))
    message_id = message.message_id if message is not None and message.is_accessible() else None
    what = Pressed(press_id=query.id, action=_action(query.data), message_id=message_id)
    return Incoming(sender=_sender(query.author), chat=chat, what=what)


def _written(message: updates.Message, username: str) -> Incoming:
    chat = _chat(message.chat, _topic(message))
    sender = _sender(message.author) if message.sender_chat is None else None
    return Incoming(sender=sender, chat=chat, what=_what(message, chat.kind, username))


def _posted(post: updates.Message, username: str) -> Incoming:
    what = _command(post, username) or _migrated(post) or Ignored()
    return Incoming(sender=None, chat=_chat(post.chat, _topic(post)), what=what)


def _moved(move: updates.ChatMemberUpdated) -> Incoming:
    new = move.new_chat_member
    chat = _chat(move.chat)
    what: What = BotMoved(member=new.is_in(), can_post=new.may_post(move.chat))
    if chat.kind is ChatKind.PRIVATE:
        what = Reached(reachable=new.is_in())
    return Incoming(sender=_sender(move.author), chat=chat, what=what)


def _what(message: updates.Message, kind: ChatKind, username: str) -> What:
    if migrated := _migrated(message):
        return migrated
    if message.has_no_human_author():
        return Ignored()
    if command := _command(message, username):
        return command
    if kind is ChatKind.PRIVATE and not message.is_service():
        return Wrote(text=_BIDI.sub("", message.words()), message_id=message.message_id)
    return Ignored()


def _migrated(message: updates.Message) -> ChatMigrated | None:
    return ChatMigrated(new_chat_id=message.migrate_to_chat_id) if message.migrate_to_chat_id else None


def _command(message: updates.Message, username: str) -> Commanded | Ignored | None:
    """Read from the text: the entity ends at the first letter that is not ASCII, as in `/hjælp`."""
    found = _COMMAND.fullmatch(_BIDI.sub("", message.text)) if message.text else None
    if found is None:
        return None
    name, addressee, rest = found.groups("")
    if addressee and addressee.casefold() != username.casefold():
        return Ignored()
    return Commanded(name=name.lower(), rest=rest.strip(), message_id=message.message_id)


def _action(data: str | None) -> Action | None:
    """What the button means; None for what no button of ours can have said."""
    return Action.unpack(data) if data and _OURS.fullmatch(data) else None


def _sender(user: updates.User | None) -> Sender | None:
    if user is None or user.is_bot:
        return None
    name = _shown(f"{user.first_name or ''} {user.last_name or ''}")
    language = user.language_code if _LANGUAGE.fullmatch(user.language_code or "") else None
    return Sender(native_id=user.id, name=name or "?", language=language)


def _chat(chat: updates.Chat, topic: int = 0) -> Chat:
    return Chat(
        address=Address(network=Network.TELEGRAM, chat_id=chat.id, topic=topic),
        kind=_KINDS.get(chat.type, ChatKind.GROUP),
        title=_shown(chat.title or ""),
    )


def _private(person: int) -> Chat:
    return Chat(address=Address(network=Network.TELEGRAM, chat_id=person), kind=ChatKind.PRIVATE)


def _topic(message: updates.Message) -> int:
    """`message_thread_id` also names the thread of a plain reply, which is no place to write to."""
    return (message.message_thread_id or 0) if message.is_topic_message else 0


def _shown(name: str) -> str:
    """A name or title that cannot disturb the text around it, at most 64 characters."""
    return _UNSHOWN.sub("", name).strip()[:MAX_NAME].rstrip()
