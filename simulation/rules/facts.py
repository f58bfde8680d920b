"""What all rules look at: the books, what people were told, what went wrong, and where violations are reported."""

import re
from collections import ChainMap, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sandbox import Message, Sandbox
from sandbox.people import Json
from simulation.bonds import Bonds
from simulation.books import Books
from simulation.coordinators import Coordinators
from simulation.discord.mirror import Mirror
from simulation.disk import Change
from simulation.ledger import Ledger
from simulation.reading import News
from simulation.rules.beliefs import Beliefs
from simulation.town import Town
from simulation.weather import Weather
from simulation.wire import Call

ON_ITS_WAY = 120.0
"""Seconds for which a message may be on its way, the pacing and the delays of a 429 included."""
_MARK = re.compile(r"\bT(\d{4,6})\b")


class Violation(Exception):
    """An invariant does not hold."""

    def __init__(self, invariant: str, why: str) -> None:
        super().__init__(f"{invariant}: {why}")
        self.invariant = invariant


@dataclass(frozen=True, slots=True)
class Hearing:
    """Somebody was told something: in a message, a changed message, or the answer to a press."""

    at: float
    native: int
    news: News
    task_id: int | None
    call: Call
    message: Message | None = None
    fresh: bool = False


class Facts:
    """Shared by the rules; `violate` ends the run."""

    def __init__(
        self,
        books: Books,
        sandbox: Sandbox,
        mirror: Mirror,
        town: Town,
        weather: Weather,
        coordinators: Coordinators,
        bonds: Bonds,
        ledger: Ledger,
        now: Callable[[], float],
        violate: Callable[[Violation], None],
    ) -> None:
        self.books = books
        self.sandbox = sandbox
        self.people = ChainMap(sandbox.world.people, mirror.people)
        """By their native ids, on both networks."""
        self.chats = ChainMap(sandbox.world.chats, mirror.chats)
        self.discord = mirror
        self.town = town
        self.weather = weather
        self.coordinators = coordinators
        self.bonds = bonds
        self.ledger = ledger
        self.now = now
        self.beliefs = Beliefs(books)
        self.task_of_mark: dict[int, int] = {}
        self.mark_of_task: dict[int, int] = {}
        self.pressed: dict[str, tuple[int, str, float]] = {}
        self.claim_changed: dict[tuple[int, int], float] = {}
        self.task_changed: dict[int, float] = {}
        self.people_changed: dict[int, float] = {}
        self.reach_changed: dict[int, float] = {}
        self.forgotten: set[int] = set()
        """Whom the program has forgotten, and who has not written to it since: it may not write to them."""
        self.mishaps: defaultdict[int, list[float]] = defaultdict(list)
        self._violate = violate
        self._began = sandbox.clock.now().timestamp() - now()

    def violate(self, invariant: str, why: str) -> None:
        """Report it."""
        self._violate(Violation(invariant, why))

    def date(self) -> datetime:
        """The time of day, UTC."""
        return self.sandbox.clock.now()

    def stamp(self) -> int:
        """The same in whole seconds since 1970."""
        return int(self._began + self.now() + 0.0001)  # sums of fractions miss the second by a hair

    def since_1970(self, *stamps: int) -> float:
        """The latest of these moments that has come, in seconds of the run."""
        return max((stamp - self._began for stamp in stamps if stamp <= self.stamp()), default=0.0)

    def learn(self, changes: list[Change]) -> None:
        """Which task has which mark in its title, and when a claim or a task was last changed."""
        if self.books.moves:
            self.beliefs.move()
        for change in changes:
            row = change.after or change.before or {}
            if change.table == "claims":
                self.claim_changed[row["person_id"], row["task_id"]] = self.now()
                self.people_changed[row["task_id"]] = self.now()
            if change.table == "accounts":
                self.reach_changed[row["person_id"]] = self.now()
                if change.after is None:  # they had themselves deleted: nothing is theirs any more
                    self.beliefs.forget(row["native_id"])
                    self.forgotten.add(row["native_id"])
                elif row["reach"] == "yes":
                    self.forgotten.discard(row["native_id"])
            if change.table in ("tasks", "slots"):
                self.task_changed[row["id"] if change.table == "tasks" else row["task_id"]] = self.now()
            if change.table == "tasks" and change.after and (mark := _MARK.search(change.after["title"])):
                self.task_of_mark[int(mark[1])] = change.after["id"]
                self.mark_of_task[change.after["id"]] = int(mark[1])

    def saw_update(self, update: Json) -> None:
        """Remember who pressed what: the answer names only the press."""
        if (query := update.get("callback_query")) is not None:
            self.pressed[query["id"]] = (query["from"]["id"], query.get("data", ""), self.now())

    def hearing(self, call: Call, native: int, news: News, message: Message | None, data: str = "") -> Hearing:
        """Somebody is told; what they believe now is kept."""
        task_id = self.task_of_mark.get(news.mark or -1) or news.number or self._meant_by(data)
        fresh = call.method == "sendMessage"
        told = Hearing(self.now(), native, news, task_id, call, message, fresh)
        if task_id is not None and news.stands is not None:
            self.beliefs.told(native, task_id, news.stands, told.at)
        return told

    def can_be_told(self, person_id: int) -> bool:
        """The program believes that it may write to them somewhere, and there it may."""
        accounts = self.books.accounts_of.get(person_id, {}).values()
        return any(row["reach"] == "yes" and self.hears(row["native_id"]) for row in accounts)

    def hears(self, native: int) -> bool:
        """Whether a message would reach that account."""
        person = self.people.get(native)
        return person is not None and person.started and not person.blocked and not person.deactivated

    def on_its_way(self, native: int, at: float) -> float:
        """For how many seconds a message that arrives now may have been on its way."""
        return ON_ITS_WAY

    def excused(self, native: int, since: float, until: float) -> str | None:
        """What explains that something for this person was late or missing; None if nothing does.

        It may have been tried on their other account first.
        """
        if troubles := self.weather.between(since - 60, until):
            return troubles[0].why
        accounts = {native, *self.books.natives(self.books.person.get(native, 0))}
        if any(since - 60 <= at <= until for one in accounts for at in self.mishaps.get(one, ())):
            return "a call failed"
        return None

    def changed_lately(self, person_id: int, task_id: int, seconds: float) -> bool:
        """Whether a person's claim on a task, or the task, was changed within so many seconds."""
        changed = max(self.claim_changed.get((person_id, task_id), 0), self.task_changed.get(task_id, 0))
        return self.now() - changed < seconds

    def is_owed(self, person_id: int, task_id: int, states: tuple[str, ...]) -> bool:
        """Whether the books hold something about this task, or a lost answer, for them in one of these states."""
        return any(
            row["state"] in states and (row["task_id"] == task_id or row["kind"] == "answer")
            for row in self.books.notices_of_person.get(person_id, {}).values()
        )

    def _meant_by(self, data: str) -> int | None:
        """The task that a pressed button means."""
        verb, *numbers = data.split(":")
        if not numbers or not numbers[0].isdecimal():
            return None
        if verb in ("claim", "wait", "move", "task"):
            return int(numbers[0])
        claim = self.books.tables["claims"].get(int(numbers[0]))
        return claim["task_id"] if claim else None


class Rule:
    """An invariant, or a few of them. Each method is told of one kind of event."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.books = facts.books

    def committed(self, changes: list[Change]) -> None:
        """A transaction is on disk."""

    def heard(self, told: Hearing) -> None:
        """Somebody was told something."""

    def handed_over(self, updates: list[Json]) -> None:
        """The program is given updates."""

    def acknowledged(self, below: int) -> None:
        """The program says it has them."""

    def gesture(self, number: int) -> None:
        """The program hears of something on Discord, which it cannot ask for again."""

    def form_asked(self, number: int) -> None:
        """What somebody did on Discord asked for a form, and nothing else."""

    def reached(self, native: int) -> None:
        """Somebody saw something of the bot: a message, a changed one, or the answer to a press."""

    def killed(self) -> None:
        """The program was killed."""

    def new_day(self) -> None:
        """A day is over: time for a deep look."""

    def the_end(self) -> None:
        """The year is over, and everything has settled."""
