"""Chats: private ones, groups, supergroups with or without topics, and channels."""

from dataclasses import dataclass, field
from itertools import count

from sandbox.messages import Message
from sandbox.people import BotUser, Json, Member, Person


@dataclass(slots=True, eq=False)
class Topic:
    """A forum topic; its id is the id of the service message that opened it."""

    thread: int
    name: str
    closed: bool = False


@dataclass(slots=True, eq=False, kw_only=True)
class Chat:
    """A chat as this bot can meet it; `messages` by id, oldest first."""

    id: int
    kind: str  # private, group, supergroup, channel
    title: str = ""
    username: str | None = None
    forum: bool = False
    person: Person | None = None  # whose private chat this is
    ids: "count[int]" = field(default_factory=lambda: count(1))
    messages: dict[int, Message] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    moved_to: int | None = None

    @property
    def private(self) -> bool:
        """A chat of one person and the bot?"""
        return self.kind == "private"

    @property
    def instance(self) -> str:
        """Bot API, CallbackQuery.chat_instance: one opaque number for each chat."""
        return str(self.id * 7919 + 104729)

    def json(self) -> Json:
        """Bot API, Chat."""
        shape: Json = {"id": self.id, "type": self.kind}
        if self.person:
            named = ("first_name", "last_name", "username")
            return shape | {name: value for name in named if (value := getattr(self.person, name))}
        shape["title"] = self.title
        if self.username:
            shape["username"] = self.username
        if self.forum:
            shape["is_forum"] = True
        return shape

    def member(self, who: Person | BotUser) -> Member:
        """How they stand here; somebody never seen here has `left`."""
        return self.members.get(who.id) or Member(who, "left")

    def owner(self) -> Person:
        """Who made this chat."""
        for member in self.members.values():
            if member.status == "creator" and isinstance(member.who, Person):
                return member.who
        raise LookupError(f"{self.title} has no owner.")
