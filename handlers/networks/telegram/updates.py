"""The few fields of a Telegram update that we read (Bot API, Available types). Everything else is let through."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

_SERVICE = frozenset(
    {
        "boost_added", "chat_background_set", "chat_shared", "connected_website", "gift", "giveaway",
        "giveaway_completed", "giveaway_created", "giveaway_winners", "group_chat_created",
        "message_auto_delete_timer_changed", "migrate_from_chat_id", "passport_data", "pinned_message",
        "proximity_alert_triggered", "refunded_payment", "successful_payment", "unique_gift", "users_shared",
        "write_access_allowed",
    }
)  # fmt: skip
"""Service messages that may come in a private chat (Bot API, Message): nobody wrote them."""


Id = Annotated[int, Field(strict=True, gt=-(2**63), lt=2**63)]
"""Bot API: "at most 52 significant bits"; what the database cannot hold is not an id, nor is `true`, or a text."""


class User(BaseModel):
    id: Id
    is_bot: bool = False
    first_name: str | None = None
    last_name: str | None = None
    language_code: str | None = None


class Chat(BaseModel):
    id: Id
    type: str = ""
    title: str | None = None


class Message(BaseModel):
    """Message, or InaccessibleMessage, whose `date` is always 0."""

    model_config = ConfigDict(extra="allow")

    message_id: Id
    date: int | None = None
    chat: Chat
    author: User | None = Field(None, alias="from")
    sender_chat: Chat | None = None
    message_thread_id: Id | None = None
    is_topic_message: bool | None = None
    is_automatic_forward: bool | None = None
    text: str | None = None
    caption: str | None = None
    migrate_to_chat_id: Id | None = None

    def words(self) -> str:
        """What a person wrote, under a picture too; empty for a picture or a sticker alone."""
        return self.text or self.caption or ""

    def is_service(self) -> bool:
        """Whether the network wrote it, not a person."""
        return not _SERVICE.isdisjoint(self.model_extra or ())

    def is_accessible(self) -> bool:
        return self.date != 0

    def speaks_for_its_chat(self) -> bool:
        """Written by an anonymous administrator, in the group's own name."""
        return self.sender_chat is not None and self.sender_chat.id == self.chat.id

    def has_no_human_author(self) -> bool:
        """Written by a bot, by another chat, or by Telegram itself."""
        if self.is_automatic_forward:
            return True
        if self.sender_chat is not None:
            return not self.speaks_for_its_chat()
        return self.author is not None and self.author.is_bot


class CallbackQuery(BaseModel):
    id: str = Field(max_length=64)
    author: User = Field(alias="from")
    message: Message | None = None
    data: str | None = None


class ChatMember(BaseModel):
    """All kinds of ChatMember in one: `is_member` and `can_send_messages` are those of a restricted one."""

    status: str
    is_member: bool | None = None
    can_send_messages: bool | None = None
    can_post_messages: bool | None = None

    def is_in(self) -> bool:
        if self.status == "restricted":
            return bool(self.is_member)
        return self.status in {"member", "administrator", "creator"}

    def may_post(self, chat: Chat) -> bool:
        """Telegram always names `can_post_messages` in a channel, so a missing one is a no."""
        if chat.type == "channel":
            return self.status == "administrator" and bool(self.can_post_messages)
        return self.is_in() and (self.status != "restricted" or bool(self.can_send_messages))


class ChatMemberUpdated(BaseModel):
    chat: Chat
    author: User = Field(alias="from")
    new_chat_member: ChatMember


class Update(BaseModel):
    """Update. Every kind that is not named here is nothing to us."""

    message: Message | None = None
    channel_post: Message | None = None
    callback_query: CallbackQuery | None = None
    my_chat_member: ChatMemberUpdated | None = None


Raw = dict[str, Any]
"""An update as the network sent it, parsed as JSON and no further."""
