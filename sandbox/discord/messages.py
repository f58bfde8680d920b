"""Messages as they stand in a channel, or before one person's eyes only."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from sandbox.discord.people import User
from sandbox.people import Json

if TYPE_CHECKING:
    from sandbox.discord.places import Channel

EPHEMERAL, LOADING = 1 << 6, 1 << 7
_MENTION = re.compile(r"<@!?([0-9]{1,20})>")


@dataclass(frozen=True, slots=True)
class Button:
    """A button as people see it."""

    label: str
    custom_id: str | None
    url: str | None
    style: int
    disabled: bool


@dataclass(frozen=True, slots=True)
class Content:
    """What a message says. `files` are names and sizes."""

    text: str = ""
    components: tuple[Json, ...] = ()
    embeds: tuple[Json, ...] = ()
    files: tuple[tuple[str, int], ...] = ()
    allowed: Json | None = None


@dataclass(slots=True, eq=False, kw_only=True)
class Message:
    """A message of the bot. `only_for`: ephemeral, seen by that person alone."""

    id: int
    channel: "Channel"
    author: User
    at: datetime
    content: Content
    flags: int = 0
    nonce: str | None = None
    only_for: User | None = None
    edited: datetime | None = None
    deleted: bool = False
    versions: list[Content] = field(default_factory=list)

    @property
    def text(self) -> str:
        return self.content.text

    @property
    def thinking(self) -> bool:
        return bool(self.flags & LOADING)

    @property
    def rows(self) -> list[list[Button]]:
        """The buttons, row by row."""
        return [[_button(one) for one in row["components"] if one["type"] == 2] for row in self.content.components]

    @property
    def labels(self) -> list[str]:
        """The words on the buttons, in order."""
        return [button.label for row in self.rows for button in row]

    @property
    def role_select(self) -> Json | None:
        """Where one of the guild's roles can be chosen, if the message has such (docs, Role Select)."""
        found = [one for row in self.content.components for one in row["components"] if one["type"] == 6]
        return found[0] if found else None

    def button(self, label: str) -> Button:
        """The button with these words; LookupError names those that are there."""
        for row in self.rows:
            for button in row:
                if button.label == label:
                    return button
        raise LookupError(f"No button {label!r}; there are {self.labels}.")

    def become(self, content: Content, at: datetime) -> None:
        """Show something else."""
        self.versions.append(self.content)
        self.content, self.edited = content, at
        self.flags &= ~LOADING

    def pinged(self) -> set[int]:
        """Who is notified by a mention in it (docs, resources/message, Allowed Mentions)."""
        named = {int(one) for one in _MENTION.findall(self.text)}
        allowed = self.content.allowed
        if allowed is None or "users" in allowed["parse"]:
            return named
        return named & {int(one) for one in allowed["users"] or ()}

    def json(self) -> Json:
        """Docs, resources/message."""
        body: Json = {
            "id": str(self.id),
            "channel_id": str(self.channel.id),
            "author": self.author.json(),
            "content": self.text,
            "timestamp": self.at.isoformat(),
            "edited_timestamp": self.edited.isoformat() if self.edited else None,
            "tts": False,
            "mention_everyone": False,
            "mentions": [],
            "mention_roles": [],
            "attachments": [_attachment(self.id, name, size) for name, size in self.content.files],
            "embeds": list(self.content.embeds),
            "components": list(self.content.components),
            "pinned": False,
            "type": 0,
            "flags": self.flags | (EPHEMERAL if self.only_for else 0),
        }
        return body | ({"nonce": self.nonce} if self.nonce is not None else {})


def _button(raw: Json) -> Button:
    return Button(
        label=raw.get("label") or "",
        custom_id=raw.get("custom_id"),
        url=raw.get("url"),
        style=raw["style"],
        disabled=bool(raw.get("disabled")),
    )


def _attachment(message: int, name: str, size: int) -> Json:
    url = f"http://127.0.0.1/attachments/{message}/{name}"
    return {"id": str(message), "filename": name, "size": size, "url": url, "proxy_url": url}
