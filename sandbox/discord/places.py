"""Guilds, channels, threads and direct messages, and who may do what in them."""

from dataclasses import dataclass, field
from datetime import datetime

from sandbox.discord.messages import Message
from sandbox.discord.people import EVERYTHING, Overwrite, Permission, Role, User
from sandbox.people import Json

TEXT, DM, ANNOUNCEMENT, THREAD = 0, 1, 5, 11


@dataclass(slots=True, eq=False, kw_only=True)
class Channel:
    """A text channel, a thread in one, or the direct messages of the bot and one person."""

    id: int
    kind: int = TEXT
    name: str = ""
    guild: "Guild | None" = None
    parent: "Channel | None" = None
    recipient: User | None = None
    overwrites: dict[int, Overwrite] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    locked: bool = False
    archived: bool = False
    deleted: bool = False

    @property
    def thread(self) -> bool:
        return self.kind == THREAD

    def json(self) -> Json:
        """Docs, resources/channel."""
        if self.recipient is not None:
            return {
                "id": str(self.id),
                "type": DM,
                "recipients": [self.recipient.json()],
                "last_message_id": None,
                "flags": 0,
            }
        body: Json = {
            "id": str(self.id),
            "type": self.kind,
            "name": self.name,
            "guild_id": str(self.guild.id) if self.guild else None,
            "parent_id": str(self.parent.id) if self.parent else None,
            "last_message_id": None,
            "flags": 0,
            "rate_limit_per_user": 0,
        }
        return body | (self._as_thread() if self.thread else self._as_channel())

    def _as_channel(self) -> Json:
        overwrites = [one.json() for one in self.overwrites.values()]
        return {"position": 0, "permission_overwrites": overwrites, "nsfw": False, "topic": None}

    def _as_thread(self) -> Json:
        return {
            "owner_id": str(self.guild.owner.id) if self.guild else "0",
            "message_count": len(self.messages),
            "member_count": 1,
            "total_message_sent": len(self.messages),
            "thread_metadata": {
                "archived": self.archived,
                "auto_archive_duration": 1440,
                "archive_timestamp": "2026-01-01T00:00:00+00:00",
                "locked": self.locked,
            },
        }


@dataclass(slots=True, eq=False, kw_only=True)
class Guild:
    """A server: members with their roles, channels, scheduled events."""

    id: int
    name: str
    owner: User
    locale: str = "da"
    roles: dict[int, Role] = field(default_factory=dict)
    members: dict[int, set[int]] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    events: dict[int, Json] = field(default_factory=dict)

    def permissions(self, user: User, channel: Channel | None = None) -> Permission:
        """What somebody may do in the guild, or in one channel of it (docs, topics/permissions, Overwrites)."""
        if user.id == self.owner.id:
            return EVERYTHING
        if user.id not in self.members:
            return Permission(0)
        mine = self.members[user.id]
        allowed = self.roles[self.id].permissions
        for role in mine:
            allowed |= self.roles[role].permissions
        if allowed & Permission.ADMINISTRATOR:
            return EVERYTHING
        place = channel.parent if channel is not None and channel.parent is not None else channel
        return allowed if place is None else _overwritten(allowed, place, self.id, mine, user.id)

    def member(self, user: User) -> Json:
        """Docs, resources/guild, Guild Member Object."""
        return {
            "user": user.json(),
            "nick": None,
            "avatar": None,
            "roles": [str(role) for role in sorted(self.members[user.id])],
            "joined_at": "2026-01-01T00:00:00+00:00",
            "premium_since": None,
            "deaf": False,
            "mute": False,
            "flags": 0,
            "pending": False,
            "communication_disabled_until": None,
        }

    def json(self, bot: User, now: datetime) -> Json:
        """Docs, topics/gateway-events, Guild Create: what is seen with the GUILDS intent alone."""
        seen = [one for one in self.channels.values() if self.permissions(bot, one) & Permission.VIEW_CHANNEL]
        return _EMPTY_GUILD | {
            "id": str(self.id),
            "name": self.name,
            "owner_id": str(self.owner.id),
            "preferred_locale": self.locale,
            "roles": [role.json() for role in self.roles.values()],
            "channels": [one.json() for one in seen if not one.thread],
            "threads": [one.json() for one in seen if one.thread],
            "members": [self.member(bot)],
            "member_count": len(self.members),
            "joined_at": now.isoformat(),
        }


def _overwritten(allowed: Permission, place: Channel, everyone: int, roles: set[int], user: int) -> Permission:
    if everyone in place.overwrites:
        one = place.overwrites[everyone]
        allowed = (allowed & ~one.deny) | one.allow
    mine = [place.overwrites[role] for role in roles if role in place.overwrites]
    for one in mine:
        allowed &= ~one.deny
    for one in mine:
        allowed |= one.allow
    if user in place.overwrites:
        one = place.overwrites[user]
        allowed = (allowed & ~one.deny) | one.allow
    return allowed


_EMPTY_GUILD: Json = {
    "icon": None,
    "splash": None,
    "discovery_splash": None,
    "afk_channel_id": None,
    "afk_timeout": 300,
    "verification_level": 0,
    "default_message_notifications": 1,
    "explicit_content_filter": 0,
    "emojis": [],
    "stickers": [],
    "features": [],
    "mfa_level": 0,
    "application_id": None,
    "system_channel_id": None,
    "system_channel_flags": 0,
    "rules_channel_id": None,
    "max_members": 500000,
    "vanity_url_code": None,
    "description": None,
    "banner": None,
    "premium_tier": 0,
    "premium_subscription_count": 0,
    "public_updates_channel_id": None,
    "nsfw_level": 0,
    "premium_progress_bar_enabled": False,
    "safety_alerts_channel_id": None,
    "large": False,
    "unavailable": False,
    "voice_states": [],
    "presences": [],
    "stage_instances": [],
    "guild_scheduled_events": [],
    "soundboard_sounds": [],
}
