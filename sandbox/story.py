"""The story the page tells and plays, step by step. Whoever starts the sandbox writes it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal

from sandbox.chats import Chat
from sandbox.discord.people import User
from sandbox.discord.places import Channel
from sandbox.people import Json, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step. At most one of `start`, `write`, `press` and `forward` is done by the page; with none it only shows.

    Args:
        words: the step as a sentence, by language of the page (`da`, `en`).
        person: who does it, or whose phone is shown.
        chat: where; without one, in the person's chat with the bot.
        start: press Start, with this payload (empty: with that of the link followed before, if any).
        write: the text the person writes. In a channel it is posted.
        press: the label of a button, or what it begins with; the newest message that has it is meant.
        message: words that stand in the message whose button is meant, where other messages have such a button, too.
        forward: how far the clock moves, or `next`: to the next moment at which something is due.
    """

    words: Mapping[str, str]
    person: Person | User | None = None
    chat: Chat | Channel | None = None
    start: str | None = None
    write: str | None = None
    press: str | None = None
    message: str | None = None
    forward: timedelta | Literal["next"] | None = None

    def __post_init__(self) -> None:
        done = [one for one in (self.start, self.write, self.press) if one is not None]
        if len(done) + (self.forward is not None) > 1:
            raise ValueError("A step does one thing.")
        if done and self.person is None:
            raise ValueError("Somebody has to do it.")

    def json(self) -> Json:
        """For the page."""
        forward = self.forward
        return {
            "words": dict(self.words),
            "person": _id(self.person),
            "chat": _id(self.chat),
            "start": self.start,
            "write": self.write,
            "press": self.press,
            "message": self.message,
            "forward": int(forward.total_seconds()) if isinstance(forward, timedelta) else forward,
        }


def _id(one: Person | User | Chat | Channel | None) -> int | str | None:
    """As the page knows it: Discord's ids are strings, for they are longer than a number of JavaScript."""
    if one is None:
        return None
    return str(one.id) if isinstance(one, User | Channel) else one.id


@dataclass(slots=True)
class Story:
    """The steps, and which have been done; everyone who looks at the page sees the same.

    `begin_anew` puts everything back to the start, where whoever tells the story can do that.
    """

    steps: list[Step] = field(default_factory=list)
    told: set[int] = field(default_factory=set)
    begin_anew: Callable[[], None] | None = None

    def json(self) -> Json:
        """For the page."""
        return {
            "steps": [step.json() for step in self.steps],
            "told": sorted(self.told),
            "can_begin_anew": self.begin_anew is not None,
        }
