"""People, the bot itself, and what somebody may do in a chat."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Self

Json = dict[str, Any]

# "GroupAnonymousBot", who writes for anonymous administrators (Bot API, Message.sender_chat).
ANONYMOUS: Json = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}

_CHANNEL_ONLY = ("can_post_messages", "can_edit_messages", "can_manage_direct_messages")
_GROUP_ONLY = ("can_pin_messages", "can_manage_topics", "can_manage_tags")


@dataclass(slots=True, eq=False, kw_only=True)
class Person:
    """A human, and how they stand with the bot; `note` says on the page who that is, by language."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    started: bool = False
    blocked: bool = False
    deactivated: bool = False
    note: Mapping[str, str] = field(default_factory=dict)

    def user(self) -> Json:
        """Bot API, User."""
        user: Json = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        for name in ("last_name", "username", "language_code"):
            if (value := getattr(self, name)) is not None:
                user[name] = value
        return user


@dataclass(frozen=True, slots=True)
class BotUser:
    """The bot that talks to this server."""

    id: int
    username: str
    first_name: str

    def user(self) -> Json:
        """Bot API, User as it stands in messages."""
        return {"id": self.id, "is_bot": True, "first_name": self.first_name, "username": self.username}

    def me(self) -> Json:
        """Bot API, getMe: the User with what only getMe returns."""
        return self.user() | {
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """Bot API, ChatAdministratorRights. What an administrator is given when nothing else is said."""

    is_anonymous: bool = False
    can_manage_chat: bool = True
    can_delete_messages: bool = True
    can_manage_video_chats: bool = True
    can_restrict_members: bool = True
    can_promote_members: bool = False
    can_change_info: bool = True
    can_invite_users: bool = True
    can_post_stories: bool = True
    can_edit_stories: bool = True
    can_delete_stories: bool = True
    can_send_welcome_messages: bool = True
    can_post_messages: bool = True
    can_edit_messages: bool = True
    can_manage_direct_messages: bool = False
    can_pin_messages: bool = True
    can_manage_topics: bool = True
    can_manage_tags: bool = False

    @classmethod
    def only(cls, **given: bool) -> Self:
        """Just these; what is not named is not allowed."""
        return cls(**dict.fromkeys(cls.__slots__, False) | given)

    def without(self, *names: str) -> Self:
        """The same rights but these."""
        return replace(self, **dict.fromkeys(names, False))

    def in_chat(self, kind: str) -> Json:
        """As JSON; channels and groups each have rights the other has not."""
        absent = _GROUP_ONLY if kind == "channel" else _CHANNEL_ONLY
        return {name: value for name, value in asdict(self).items() if name not in absent}


@dataclass(frozen=True, slots=True)
class Member:
    """How somebody stands in a chat; `status` in the words of Bot API, ChatMember."""

    who: Person | BotUser
    status: str
    rights: Rights | None = None

    @property
    def inside(self) -> bool:
        """Neither left nor thrown out."""
        return self.status in ("creator", "administrator", "member")

    def may(self, right: str) -> bool:
        """Is this a creator, or an administrator with that right?"""
        return self.status == "creator" or (self.rights is not None and bool(getattr(self.rights, right)))

    def json(self, kind: str) -> Json:
        """Bot API, ChatMemberOwner / Administrator / Member / Left / Banned."""
        shape: Json = {"user": self.who.user(), "status": self.status}
        if self.status == "creator":
            return shape | {"is_anonymous": False}
        if self.status == "kicked":
            return shape | {"until_date": 0}
        if self.rights is not None:
            return shape | {"can_be_edited": False} | self.rights.in_chat(kind)
        return shape
