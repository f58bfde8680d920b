"""Everything visible as JSON, for the page."""

import json
from typing import TYPE_CHECKING

from sandbox.chats import Chat
from sandbox.discord.seen import seen
from sandbox.messages import Button, Message
from sandbox.people import Json, Person

if TYPE_CHECKING:
    from sandbox.server import Sandbox

_SERVICE = frozenset(
    [
        "new_chat_members",
        "left_chat_member",
        "migrate_to_chat_id",
        "migrate_from_chat_id",
        "forum_topic_created",
        "forum_topic_closed",
        "forum_topic_reopened",
    ]
)


def state(sandbox: "Sandbox") -> Json:
    """The world as it is now; `revision` rises with every change, `world` is another after a new beginning."""
    world = sandbox.world
    bot = {"id": world.bot.id, "username": world.bot.username, "name": world.bot.first_name}
    return {
        "world": world.id,
        "revision": world.watch.revision,
        "now": world.clock.now().isoformat(),
        "clock_runs": world.clock.runs,
        "listening": world.listening,
        "bot": bot,
        "people": [_person(sandbox, person) for person in world.people.values()],
        "chats": [_chat(sandbox, chat) for chat in world.chats.values() if not chat.private],
        "discord": None if sandbox.discord is None else seen(sandbox.discord),
        "story": sandbox.story.json(),
    }


def _person(sandbox: "Sandbox", person: Person) -> Json:
    chat = sandbox.private(person)
    named = {name: getattr(person, name) for name in ("id", "first_name", "last_name", "username")}
    said = sandbox.world.profile.descriptions
    standing = {name: getattr(person, name) for name in ("started", "blocked", "deactivated")}
    return (
        named
        | standing
        | {
            "language": person.language_code,
            "note": dict(person.note),
            "description": said.get(person.language_code or "") or said.get("", ""),
            "menu": menu(sandbox, person, chat),
            "messages": [message_json(message) for message in chat.messages.values()],
        }
    )


def _chat(sandbox: "Sandbox", chat: Chat) -> Json:
    people = [member for member in chat.members.values() if member.inside and isinstance(member.who, Person)]
    return {
        "id": chat.id,
        "kind": chat.kind,
        "title": chat.title,
        "username": chat.username,
        "forum": chat.forum,
        "moved_to": chat.moved_to,
        "bot": chat.member(sandbox.bot).json(chat.kind),
        "members": [{"id": one.who.id, "name": one.who.first_name, "status": one.status} for one in people],
        "topics": [{"thread": one.thread, "name": one.name, "closed": one.closed} for one in chat.topics.values()],
        "pinned": chat.pinned,
        "messages": [message_json(message) for message in chat.messages.values()],
    }


def message_json(message: Message) -> Json:
    """A message as it is shown."""
    sender = message.sender or message.sender_chat or {}
    document = message.extra.get("document")
    return {
        "id": message.id,
        "chat": message.chat.id,
        "from": {"id": sender.get("id"), "name": sender.get("first_name") or sender.get("title")},
        "by_bot": message.by_bot,
        "date": message.date.isoformat(),
        "edited": message.edited.isoformat() if message.edited else None,
        "text": message.text,
        "entities": list(message.content.entities),
        "buttons": [[_button(button) for button in row] for row in message.rows],
        "thread": message.thread,
        "reply_to": message.reply_to.id if message.reply_to else None,
        "silent": message.silent,
        "document": {"name": document["file_name"], "size": document["file_size"]} if document else None,
        "service": {name: value for name, value in message.extra.items() if name in _SERVICE} or None,
        "revisions": [{"at": one.at.isoformat(), "text": one.text} for one in message.revisions],
    }


def _button(button: Button) -> Json:
    style = {"style": button.raw["style"]} if "style" in button.raw else {}
    if button.data is not None:
        return {"text": button.text, "kind": "callback", "data": button.data} | style
    if button.url is not None:
        return {"text": button.text, "kind": "url", "url": button.url} | style
    return {"text": button.text, "kind": "other"} | style


def menu(sandbox: "Sandbox", person: Person, chat: Chat) -> list[Json]:
    """The commands this person sees in this chat (Bot API, "Determining list of commands")."""
    commands = sandbox.world.profile.commands
    for scope in _scopes(person, chat):
        for language in (person.language_code or "", ""):
            if found := commands.get((json.dumps(scope, sort_keys=True), language)):
                return found
    return []


def _scopes(person: Person, chat: Chat) -> list[Json]:
    """From the narrowest to the widest."""
    here: Json = {"type": "chat", "chat_id": chat.id}
    if chat.private:
        return [here, {"type": "all_private_chats"}, {"type": "default"}]
    leads = chat.member(person).status in ("creator", "administrator")
    mine: Json = {"type": "chat_member", "chat_id": chat.id, "user_id": person.id}
    leading = [here | {"type": "chat_administrators"}] if leads else []
    all_leading = [{"type": "all_chat_administrators"}] if leads else []
    return [mine, *leading, here, *all_leading, {"type": "all_group_chats"}, {"type": "default"}]
