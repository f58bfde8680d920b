"""What every network must let its people do and see: the gestures and sights in which the journeys are told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, Self, TypeVar

from bot.incoming import Network
from proofs.process import Process
from sandbox import SandboxClock

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Sight:
    """Something as it stood before somebody's eyes.

    Args:
        text: as people read it, without marks.
        says: the words on the buttons, in order, and what each says to the program.
        files: the names of what hangs on it.
        key: which thing it is, and in which state: what has changed is another sight.
        native: the network's own thing.
    """

    text: str
    says: Mapping[str, str]
    key: tuple[object, ...]
    native: object
    files: tuple[str, ...] = field(default=())

    @property
    def labels(self) -> list[str]:
        return list(self.says)

    def shows(self, words: tuple[str, ...], button: str) -> bool:
        return all(word in self.text for word in words) and (not button or button in self.says)


class Driver(Protocol):
    """One pocket network with one community on it. People are known by the network's own numbers."""

    network: Network
    clock: SandboxClock

    async def __aenter__(self) -> Self: ...

    async def __aexit__(self, *error: object) -> None: ...

    def given(self, database: Path, admin: int) -> dict[str, object]:
        """The settings with which the program serves this network alone."""
        ...

    def process(self, database: Path, admin: int) -> Process:
        """The same as a process of its own, which can be killed."""
        ...

    async def ready(self) -> None:
        """Wait until the program serves."""
        ...

    def person(self, name: str, language: str) -> int:
        """Somebody in the community, who sees its channel."""
        ...

    async def arrives(self, who: int) -> None:
        """They come to be somebody whom the program may write to, if that takes anything."""
        ...

    def shuts(self, who: int) -> None:
        """They let nobody write to them, as far as the network lets people."""
        ...

    async def invites(self, who: int) -> None:
        """They bring the program into the channel, until it asks in private for whom the channel is."""
        ...

    def command(self, who: int, name: str, words: str) -> None:
        """They give a command, with words behind it or alone."""
        ...

    def press(self, who: int, sight: Sight, button: str) -> None:
        """They press a button as it stood there: whether it still does is for the program to know."""
        ...

    def follow(self, who: int, sight: Sight) -> None:
        """They do what an invitation says there: open its link, or give its command."""
        ...

    def forge(self, who: int, sight: Sight, says: str) -> None:
        """They press there what no button says, as a changed client can."""
        ...

    async def answer(self, who: int, asked: Sight, answers: Mapping[str, str]) -> list[str]:
        """They write what is asked for there, as far as it is among these answers, each by a word of its question.

        Returns the words of those given, at least one.
        """
        ...

    def private(self, who: int) -> list[Sight]:
        """All that stands before the eyes of this person alone."""
        ...

    def public(self) -> list[Sight]:
        """What stands in the channel."""
        ...

    def delete(self, sight: Sight) -> None:
        """Somebody deletes a message in the channel."""
        ...

    def banish(self) -> None:
        """Nothing can be shown in the channel any more: the program is thrown out of it, or it is no more."""
        ...

    async def until(self, predicate: Callable[[], T], seconds: float) -> T:
        """Wait (real seconds) until the predicate says something true."""
        ...

    def hold_answer(self, seconds: float) -> None:
        """The next answer to a press takes so long (real seconds) to take effect."""
        ...

    def refusals(self) -> list[str]:
        """What the network refused, but for what people brought about: shut doors, deleted messages."""
        ...
