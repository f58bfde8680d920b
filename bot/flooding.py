"""One person's flood: what goes beyond thirty waiting updates is closed unread, and answered once with "slow down".

What the network shows as waiting for an answer is answered so each time.

Lanes keep a flood from slowing anybody else; this keeps it from filling the disk, the memory, and its own person's
next hour, for what waits is answered at a message a second.
"""

from collections.abc import Callable, Sequence

from bot.incoming import Arrival

MOST_WAITING = 30
"""Updates of one person that may wait at once. Nobody does so much by hand; a day without the bot is less."""


class Floodgate:
    """Sorts arrivals. `waiting`: how many updates wait in a lane already."""

    def __init__(self, waiting: Callable[[str], int]) -> None:
        self._waiting = waiting
        self._told: set[str] = set()

    def sort(self, arrivals: Sequence[Arrival]) -> tuple[list[Arrival], list[Arrival]]:
        """Those that are let in, and those that are too many."""
        let_in: list[Arrival] = []
        too_many: list[Arrival] = []
        waiting: dict[str, int] = {}
        for arrival in arrivals:
            before = waiting.setdefault(arrival.lane, self._waiting(arrival.lane))
            if arrival.personal and before >= MOST_WAITING:
                too_many.append(arrival)
            else:
                let_in.append(arrival)
                waiting[arrival.lane] = before + 1
        self._told -= {lane for lane, count in waiting.items() if count < MOST_WAITING}
        return let_in, too_many

    def to_answer(self, too_many: Sequence[Arrival]) -> list[Arrival]:
        """The first of each flood, and whatever waits for an answer: the rest is not answered until the person has
        come to rest."""
        told = list[Arrival]()
        for arrival in too_many:
            if arrival.awaits or arrival.lane not in self._told:
                told.append(arrival)
            self._told.add(arrival.lane)
        return told
