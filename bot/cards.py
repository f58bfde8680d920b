"""What is shown, and what a press means. A Card is plain text; each network escapes and decorates it."""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.incoming import Address

MAX_ACTION_BYTES = 64
"""Telegram's callback_data: 1-64 bytes (Bot API, InlineKeyboardButton)."""


@dataclass(frozen=True, slots=True)
class Action:
    """What a press means: a verb and its arguments, e.g. `claim:17`. Labels are never compared.

    An action carries no permission: whoever presses is checked in the use case (design I8).
    """

    verb: str
    args: tuple[str, ...] = ()

    @classmethod
    def of(cls, verb: str, *args: int | str) -> "Action":
        """The action as given; empty words at its end are left out."""
        words = [str(arg) for arg in args]
        while words and not words[-1]:
            words.pop()
        return cls(verb, tuple(words))

    @classmethod
    def unpack(cls, packed: str) -> "Action":
        verb, *args = packed.split(":")
        return cls(verb, tuple(args))

    def pack(self) -> str:
        """The action as at most 64 bytes of ASCII; ValueError if it does not fit."""
        packed = ":".join((self.verb, *self.args))
        if not packed.isascii() or not 1 <= len(packed) <= MAX_ACTION_BYTES:
            raise ValueError(f"an action must be 1-64 ASCII characters: {packed!r}")
        return packed

    def number(self, position: int) -> int:
        """The argument at `position` as a number; 0, which is nobody's id, if it is missing or forged."""
        word = self.word(position)
        if not re.fullmatch("-?[0-9]{1,16}", word):
            return 0
        return int(word) if abs(int(word)) < 2**52 else 0

    def word(self, position: int) -> str:
        """The argument at `position`, or an empty string."""
        return self.args[position] if position < len(self.args) else ""


@dataclass(frozen=True, slots=True)
class Button:
    """A button that either does something (`action`) or opens the bot in private (`opens`: a start payload)."""

    label: str
    action: Action | None = None
    opens: str | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """A message: the news in the first line, then the rest, then rows of buttons (at most three in a row).

    Args:
        asks: the card waits for typed words: the button that opens a form for them, where a network shows the bot
            nothing that is written to it.
        picks_role: one of the server's roles may be chosen: what that means, and what is asked. Nothing is shown
            where a network has no servers.
        moment: the one moment it is about, where a network can show it in the reader's own zone.
    """

    headline: str
    body: str = ""
    rows: tuple[tuple[Button, ...], ...] = ()
    asks: Button | None = field(default=None, repr=False)
    picks_role: Button | None = field(default=None, repr=False)
    moment: datetime | None = field(default=None, repr=False)

    def fingerprint(self) -> str:
        """Equal for equal cards, also across restarts: what a Post remembers of what it shows."""
        return hashlib.blake2s(repr(self).encode(), digest_size=12).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank:
    """One thing that a form asks for.

    Args:
        hint: an example.
        value: what stands in it already.
        most: the characters it takes.
        lines: whether it may have several lines.
        required: whether it has to be filled in.
    """

    label: str
    hint: str = ""
    value: str = ""
    most: int = 300
    lines: bool = False
    required: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form to be filled in in one go, where a network has such: at most five blanks.

    `key` comes back with what was filled in, and says all that is needed to read it.
    """

    key: Action
    title: str
    blanks: tuple[Blank, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the names a command offers while it is being typed, and the word it stands for."""

    label: str
    word: str


@dataclass(frozen=True, slots=True)
class Document:
    """A file to hand over: its name, its bytes, and a line that says what it is."""

    name: str
    content: bytes
    caption: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A task as an event in a calendar. Plain text; moments are aware."""

    title: str
    text: str
    place: str
    starts_at: datetime
    ends_at: datetime

    def fingerprint(self) -> str:
        """Equal for equal events, also across restarts."""
        return hashlib.blake2s(repr(self).encode(), digest_size=12).hexdigest()


@dataclass(frozen=True, slots=True)
class Rest:
    """A message elsewhere that asks what has been answered by now, and what it says instead."""

    where: "Address"
    message_id: int
    card: Card


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The answer to what somebody just did.

    Args:
        screen: the facts of the answer: the read-only action that shows the same truth again. It is what the
            inbox keeps, so that an answer cut off by a crash can be given as a notice (design, One tap 1-2).
        card: in private: replaces the pressed message, or answers the written one. Pressed in a public chat: sent
            to the presser in private.
        toast: one line over the screen of the presser (at most 200 characters), `alert` if it must be closed.
        opens: a start payload: the presser's app opens the chat with the bot there.
        document: a file to send after the card.
        fresh: send the card as a new message, even after a press.
        forgotten: their lanes (`bot.incoming.lane_of`), if they have deleted themselves by it.
        promised: a notice says the same: it is not owed a second time if this answer is lost.
        rests: is tried once, after the answer: an old question that stands on does no harm when it is pressed.
    """

    screen: Action
    card: Card | None = None
    toast: str | None = None
    alert: bool = False
    opens: str | None = None
    document: Document | None = None
    fresh: bool = False
    forgotten: tuple[str, ...] = ()
    promised: bool = False
    rests: Rest | None = None
