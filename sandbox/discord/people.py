"""People on Discord, roles, and what each may do (docs, topics/permissions)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntFlag

from sandbox.people import Json


class Permission(IntFlag):
    """The bits this server looks at (docs, topics/permissions)."""

    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    MENTION_EVERYONE = 1 << 17
    MANAGE_EVENTS = 1 << 33
    MANAGE_THREADS = 1 << 34
    CREATE_PUBLIC_THREADS = 1 << 35
    SEND_MESSAGES_IN_THREADS = 1 << 38
    CREATE_EVENTS = 1 << 44


EVERYTHING = Permission((1 << 52) - 1)
NOTHING = Permission(0)
OF_EVERYONE = Permission.VIEW_CHANNEL | Permission.SEND_MESSAGES | Permission.SEND_MESSAGES_IN_THREADS
OF_THE_BOT = (
    OF_EVERYONE
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.CREATE_EVENTS
    | Permission.CREATE_PUBLIC_THREADS
)
"""What the bot's invitation asks for."""


@dataclass(slots=True, eq=False, kw_only=True)
class User:
    """A human, or the bot. `closed`: takes no direct messages from members of shared servers."""

    id: int
    name: str
    locale: str = "da"
    bot: bool = False
    closed: bool = False
    note: Mapping[str, str] = field(default_factory=dict)

    def json(self) -> Json:
        """Docs, resources/user."""
        return {
            "id": str(self.id),
            "username": self.name.lower().replace(" ", "_"),
            "global_name": self.name,
            "discriminator": "0",
            "avatar": None,
            "bot": self.bot,
            "public_flags": 0,
        }


@dataclass(slots=True, eq=False, kw_only=True)
class Role:
    """A role of a guild; the one with the guild's own id is @everyone."""

    id: int
    name: str
    permissions: Permission
    position: int = 0

    def json(self) -> Json:
        """Docs, topics/permissions, Role Object."""
        return {
            "id": str(self.id),
            "name": self.name,
            "permissions": str(int(self.permissions)),
            "position": self.position,
            "color": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            "hoist": False,
            "managed": False,
            "mentionable": False,
            "flags": 0,
        }


@dataclass(frozen=True, slots=True)
class Overwrite:
    """What a channel allows and denies a role or a member, over what the guild says."""

    of: int
    member: bool
    allow: Permission = NOTHING
    deny: Permission = NOTHING

    def json(self) -> Json:
        """Docs, resources/channel, Overwrite Object."""
        kind = 1 if self.member else 0
        return {"id": str(self.of), "type": kind, "allow": str(int(self.allow)), "deny": str(int(self.deny))}
