"""All the sandbox knows: people, chats, messages, presses and what the bot says of itself."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from secrets import token_hex
from typing import Any

from sandbox.chats import Chat
from sandbox.clock import SandboxClock
from sandbox.errors import bad_request, forbidden, migrated
from sandbox.floods import Floods
from sandbox.messages import Content, Message
from sandbox.people import BotUser, Json, Person, Rights
from sandbox.presses import Press
from sandbox.updates import Updates
from sandbox.watching import Watch
from sandbox.webhook import Webhook

DELETABLE_FOR = timedelta(hours=48)  # Bot API, deleteMessage
SILENT_AFTER = 3.0  # real seconds without a poll before the bot counts as not running


@dataclass(slots=True)
class Profile:
    """What the bot says of itself, by language ("" for everyone)."""

    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)  # by scope and language
    channel_rights: Rights | None = None
    group_rights: Rights | None = None


class World:
    """The state behind the server; it knows nothing of HTTP."""

    def __init__(
        self, bot: BotUser, clock: SandboxClock, *, floods: bool = True, timer: Callable[[], float] = time.monotonic
    ) -> None:
        self.id = token_hex(8)  # by it the page knows that everything began anew
        self.bot = bot
        self.clock = clock
        self.timer = timer
        self.floods = Floods(timer, on=floods)
        self.updates = Updates()
        self.watch = Watch()
        self.webhook = Webhook(self.updates, clock.now, self.watch.stir)
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.presses: dict[str, Press] = {}
        self.profile = Profile()
        self.asked_at: float | None = None  # when the bot last came for updates, by the timer
        self.private_ids = count(1)  # private chats and basic groups count their messages together
        self.numbers = count(1)

    @property
    def listening(self) -> bool:
        """Is the bot there: does a poll wait, or was there one a moment ago? Does its webhook answer?"""
        if self.updates.polled or (self.webhook.hook is not None and self.webhook.last_error is None):
            return True
        return self.asked_at is not None and self.timer() - self.asked_at < SILENT_AFTER

    def chat(self, chat_id: str | int) -> Chat:
        """The chat with that id or @username (Bot API, `chat_id`); 400 for an unknown or moved one."""
        found = self.chats.get(int(chat_id)) if _is_number(chat_id) else self._named(str(chat_id))
        if found is None:
            raise bad_request("chat not found")
        if found.moved_to is not None:
            raise migrated(found.moved_to)
        return found

    def _named(self, username: str) -> Chat | None:
        wanted = username.removeprefix("@").lower()
        public = (chat for chat in self.chats.values() if not chat.private and chat.username)
        return next((chat for chat in public if (chat.username or "").lower() == wanted), None)

    def must_reach(self, chat: Chat) -> None:
        """Refuse unless the bot is in this chat."""
        if chat.person:
            return _must_reach_person(chat.person)
        status = chat.member(self.bot).status
        if status == "left":
            raise forbidden(f"bot is not a member of the {chat.kind} chat")
        if status == "kicked":
            raise forbidden(f"bot was kicked from the {chat.kind} chat")
        return None

    def must_write(self, chat: Chat, thread: int | None = None) -> None:
        """Refuse unless the bot may send here."""
        self.must_reach(chat)
        if chat.kind == "channel" and not chat.member(self.bot).may("can_post_messages"):
            raise bad_request("need administrator rights in the channel chat")
        if thread is None:
            return
        topic = chat.topics.get(thread)
        if topic is None:
            raise bad_request("message thread not found")
        if topic.closed and not chat.member(self.bot).may("can_manage_topics"):
            raise bad_request("TOPIC_CLOSED")

    def add(self, chat: Chat, content: Content, **fields: Any) -> Message:
        """Put a new message at the end of a chat."""
        if chat.moved_to is not None:
            raise ValueError(f"{chat.title} has moved to {chat.moved_to}.")
        message = Message(chat=chat, id=next(chat.ids), date=self.clock.now(), content=content, **fields)
        chat.messages[message.id] = message
        self.watch.changed()
        return message

    def add_own(self, chat: Chat, content: Content, **fields: Any) -> Message:
        """A message of the bot: in a channel it stands in the channel's name."""
        by = {"sender_chat": chat.json()} if chat.kind == "channel" else {"sender": self.bot.user()}
        return self.add(chat, content, by_bot=True, **by, **fields)

    def delete(self, message: Message) -> None:
        """Remove a message for everyone; what holds on to it sees `deleted`."""
        message.deleted = True
        message.chat.messages.pop(message.id, None)
        if message.id in message.chat.pinned:
            message.chat.pinned.remove(message.id)
        self.watch.changed()


def _is_number(chat_id: str | int) -> bool:
    return isinstance(chat_id, int) or chat_id.removeprefix("-").isdecimal()


def _must_reach_person(person: Person) -> None:
    if person.deactivated:
        raise forbidden("user is deactivated")
    if person.blocked:
        raise forbidden("bot was blocked by the user")
    if not person.started:
        raise forbidden("bot can't initiate conversation with a user")
