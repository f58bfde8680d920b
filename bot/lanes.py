"""Who must be answered in order: the updates of each person, one behind the other (design, One tap 1)."""

from collections import deque
from dataclasses import dataclass

from bot.incoming import Incoming, Membership
from bot.model import InboxRow


@dataclass(slots=True)
class Item:
    """A row in its lane. `incoming` is set once it is read.

    `forgotten`: the lanes of whoever has deleted themselves by it.

    `unasked`: where it has to be known first which roles its person has.

    `begun`, `outcome` and `refusal` are for the meter.
    """

    row: InboxRow
    incoming: Incoming | None = None
    forgotten: tuple[str, ...] = ()
    unasked: frozenset[Membership] = frozenset()
    begun: float = 0.0
    outcome: str = "silent"
    refusal: str = ""

    @property
    def kind(self) -> str:
        """What it was, in one of a few words."""
        return type(self.incoming.what).__name__.lower() if self.incoming else "unreadable"


class Lanes:
    """Rows in order for each person; a lane is busy while one of its rows is in work."""

    def __init__(self) -> None:
        self._rows: dict[str, deque[Item]] = {}
        self._ready: deque[str] = deque()
        self._busy: set[str] = set()

    def add(self, item: Item) -> None:
        lane = item.row.lane
        if lane not in self._rows:
            self._rows[lane] = deque()
            if lane not in self._busy:
                self._ready.append(lane)
        self._rows[lane].append(item)

    def take(self, most: int) -> list[Item]:
        """The first row of up to `most` idle lanes; the lanes are busy until `free`."""
        items: list[Item] = []
        while self._ready and len(items) < most:
            lane = self._ready.popleft()
            self._busy.add(lane)
            rows = self._rows[lane]
            items.append(rows.popleft())
            if not rows:
                del self._rows[lane]
        return items

    def put_back(self, item: Item) -> None:
        """Not done: the row is the first of its lane again."""
        self._rows.setdefault(item.row.lane, deque()).appendleft(item)
        self.free(item.row.lane)

    def drop(self, lane: str) -> list[Item]:
        """Forget what waits in this lane, because its rows were ended on the disk; which."""
        if lane in self._ready:
            self._ready.remove(lane)
        return list(self._rows.pop(lane, ()))

    def free(self, lane: str) -> None:
        if lane in self._busy:
            self._busy.discard(lane)
            if lane in self._rows:
                self._ready.append(lane)

    def waiting(self, lane: str) -> int:
        """How many rows of a lane wait."""
        return len(self._rows.get(lane, ()))

    def __len__(self) -> int:
        return len(self._ready)
