"""One person's flood: what goes beyond thirty waiting updates is closed unread, and answered once with "slow down".

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
        """The first of each flood: later ones are not answered until the person has come to rest."""
        first = {arrival.lane: arrival for arrival in reversed(too_many) if arrival.lane not in self._told}
        self._told |= first.keys()
        return list(first.values())
