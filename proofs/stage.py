"""What a flood needs of a network: who does what there, all at once, and what came of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Protocol

PLACES = 20
HELD, PRESSED, ANNOUNCED = "Tjans 0001", "Tjans 0002", "Tjans 0003"
"""Whose holders are reminded; whose card the crowd presses; the task for all channels."""
NEWS = {HELD: "Husk: ", PRESSED: "Du er med", ANNOUNCED: "Du er med"}
"""How what people are told of each in private begins."""
LATE = 5
"""Of the crowd, who take the places of the task for all channels."""

Answer = Callable[[], str | None]
"""To a press: its words, once there are any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much at once."""

    crowd: int = 1000
    reminders: int = 3000
    channels: int = 40

    def at_most(self, crowd: int, reminders: int, channels: int) -> "Size":
        """No more of anything than this."""
        return Size(
            crowd=min(crowd, self.crowd),
            reminders=min(reminders, self.reminders),
            channels=min(channels, self.channels),
        )


@dataclass(frozen=True, slots=True)
class Came:
    """A message that came to somebody. `opened`: their chat had to be opened first, which a network limits."""

    who: int
    at: datetime
    opened: bool = False


class Served(Protocol):
    """The program, as long as it serves."""

    async def start(self) -> None: ...

    async def kill(self) -> object: ...


class Stage(Protocol):
    """A network with a crowd before a card, people whose reminders come due, a coordinator with many channels.

    Args:
        a_second: messages that the bot may send, in all.
    """

    size: Size
    a_second: float

    def now(self) -> datetime:
        """By the network's clock."""

    async def seed(self, database: Path, at: datetime) -> None:
        """As if it had all been arranged before: everybody known, channels connected, reminders due then."""

    def process(self, database: Path, log: IO[bytes]) -> Served:
        """The program; its community lives where it is morning now, so that nobody's quiet hours get in the way."""

    async def prepare(self) -> None:
        """The card of the crowd stands, and the task for all channels waits in its preview."""

    async def until(self, predicate: Callable[[], object], seconds: float) -> object:
        """Wait until it says something true; it is asked whenever something happens. TimeoutError."""

    def press_all(self) -> list[Answer]:
        """Each of the crowd presses the card, once."""

    def press_aside(self) -> Answer:
        """Somebody else presses the card."""

    def publish(self) -> None:
        """The task for all channels, of which the preview stands."""

    def press_late(self) -> None:
        """The last of the crowd press a card of it."""

    def told(self, title: str) -> list[Came]:
        """To whom the `NEWS` of that task came in private, in that order."""

    def shown(self) -> list[datetime]:
        """When the cards of the task for all channels came."""

    def sends(self) -> list[tuple[float, bool]]:
        """When each message was sent that counts, in seconds, and whether that was a reminder."""

    def calls(self) -> int:
        """How many calls there have been."""

    def refused(self) -> list[str]:
        """Those of them that were refused as too many."""

    async def wrong(self, database: Path) -> list[str]:
        """What is wrong in the end, once all had time to settle."""
