"""What can go wrong on purpose: a Refusal is an answer, Undelivered a wire, Unstored a disk; all else is a bug."""

import traceback
from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.incoming import Membership


class Refusal(Exception):
    """A kind no. One class per reason; it carries facts, never a sentence (bot.wording.refusals words it)."""


class Unasked(Exception):
    """A fact is missing that only the network knows: this person's roles. Once it is known, all is done again.

    Args:
        memberships: where (`bot.incoming.Membership`).
    """

    def __init__(self, memberships: "Iterable[Membership]") -> None:
        super().__init__("roles have to be asked for")
        self.memberships = frozenset(memberships)


class Why(StrEnum):
    """Why a network did not take what was sent, in words that fit every network."""

    NEVER_STARTED = "never_started"  # no chat with this person: never opened, or they are where the bot is not
    BLOCKED = "blocked"  # this person closed the chat with the bot, or is gone
    MESSAGE_GONE = "message_gone"  # the message to edit does not exist any more
    NO_RIGHTS = "no_rights"  # the bot may not write (or edit) in that chat
    CHAT_GONE = "chat_gone"  # the chat, or the topic in it, does not exist, or the bot was thrown out
    MOVED = "moved"  # the chat has a new id: see `moved_to`
    TOO_OLD = "too_old"  # the press can no longer be answered
    SLOW_DOWN = "slow_down"  # too many calls: see `retry_in`
    NO_NEW_CHATS = "no_new_chats"  # for a while the bot may write only to whom it has written before: see `retry_in`
    UNCERTAIN = "uncertain"  # the connection broke: perhaps delivered, perhaps not
    REFUSED = "refused"  # refused for a reason that will not pass: a bug of ours


class Lack(StrEnum):
    """What the bot needs to show cards in a chat, and has not, where a network says so exactly."""

    SEE = "see"  # the right to see the chat
    WRITE = "write"  # the right to write in it
    WRITE_IN_THREADS = "write_in_threads"
    OPEN = "open"  # the thread is locked
    CHAT = "chat"  # it was deleted
    MEMBER = "member"  # the bot was thrown out of the server


class Undelivered(Exception):
    """A network did not take a message.

    Args:
        why: the reason in words that fit every network.
        retry_in: the delay the network itself asked for (only with SLOW_DOWN and NO_NEW_CHATS).
        moved_to: the chat's new native id (only with MOVED).
        lacks: what is missing (with NO_RIGHTS and CHAT_GONE, where the network says it).
        detail: the network's own words, for the log and `doctor`; never personal text.
    """

    def __init__(
        self,
        why: Why,
        *,
        retry_in: timedelta | None = None,
        moved_to: int | None = None,
        lacks: tuple[Lack, ...] = (),
        detail: str = "",
    ) -> None:
        super().__init__(f"{why}: {detail}")
        self.lacks = lacks
        self.why = why
        self.retry_in = retry_in
        self.moved_to = moved_to
        self.detail = detail


class Unstored(Exception):
    """The disk did not do what was asked of it, so nothing of the transaction happened; it may do so later.

    The message says why and what a person can do, never what was to be stored. The storage has logged it.
    """


class Unworkable(Exception):
    """The program cannot go on; the message is the one line it says before it stops with status 1."""


def named(error: BaseException) -> str:
    """What it was and where, without its words: those may quote a person's."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{where}"
