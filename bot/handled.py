"""What comes of an update, between those who handle it and the inbox."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from bot.cards import Reply
from bot.incoming import Address, Incoming
from bot.store import Tx


@dataclass(frozen=True, slots=True)
class Handled:
    """What a handler made of an update: who it was, and the answer that is due to them.

    `forgotten`: their lanes, if they have deleted themselves; what still waits there must not be read.
    `refusal`: the name of the Refusal they met.
    """

    person_id: int | None = None
    reply: Reply | None = None
    forgotten: tuple[str, ...] = ()
    refusal: str = ""


Handle = Callable[[Tx, Incoming, datetime], Awaitable[Handled]]
AdminOf = Callable[[Incoming], Address | None]
"""The chat of which it must be known whether the sender is an administrator; None: it does not matter."""
