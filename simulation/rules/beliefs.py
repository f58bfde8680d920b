"""Where people believe to stand with each task, by what they were told last."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from simulation.books import Books
from simulation.reading import Stands

_BEST_FIRST = (Stands.IN, Stands.OFFER, Stands.LINE, Stands.OUT)


@dataclass(slots=True)
class Belief:
    """Where somebody believes to stand with a task, since when."""

    stands: Stands
    at: float


class Beliefs:
    """Kept for each account, by its native id: who has two of them believes what they were told last on either."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self._told: defaultdict[int, dict[int, Belief]] = defaultdict(dict)

    def told(self, native: int, task_id: int, stands: Stands, at: float) -> None:
        """Somebody is told so."""
        self._told[native][task_id] = Belief(stands, at)

    def of(self, person_id: int, task_id: int) -> Belief | None:
        """What a person believes of a task."""
        return max(self._each(person_id, task_id), key=lambda belief: belief.at, default=None)

    def all(self) -> Iterator[tuple[int, int, Belief]]:
        """Account, task and belief, once for each person; an account may be nobody's (any more)."""
        for native, tasks in self._told.items():
            for task_id, belief in list(tasks.items()):
                person_id = self._books.person.get(native)
                if person_id is None or belief is self.of(person_id, task_id):
                    yield native, task_id, belief

    def forget(self, native: int, task_id: int | None = None) -> None:
        """All of an account, or what it was told of one task: that is of no interest any more."""
        if task_id is None:
            self._told.pop(native, None)
        else:
            self._told[native].pop(task_id, None)

    def move(self) -> None:
        """Whoever became one person is on a task by the better of both; whoever was set apart is on none."""
        for move in self._books.joined():
            for task_id in list(self._told[move.native]):
                told = list(self._each(move.now, task_id))
                best = min(told, key=lambda belief: _BEST_FIRST.index(belief.stands))
                for native in self._books.natives(move.now):
                    self.told(native, task_id, best.stands, max(belief.at for belief in told))
        for move in self._books.parted():
            for task_id, belief in self._told.pop(move.native, {}).items():
                for other in self._books.natives(move.was):
                    kept = self._told[other].get(task_id)
                    self._told[other][task_id] = belief if kept is None or kept.at < belief.at else kept

    def _each(self, person_id: int, task_id: int) -> Iterator[Belief]:
        for native in self._books.natives(person_id):
            if (belief := self._told.get(native, {}).get(task_id)) is not None:
                yield belief
