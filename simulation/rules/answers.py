"""I5 and I6: whoever presses or writes hears something, on the screen or by a message."""

from collections import defaultdict

from sandbox.people import Json
from simulation.disk import Change
from simulation.rules.facts import Facts, Rule

WITHIN = 3600.0
"""Calm seconds; answers are never held for the night."""


class Answers(Rule):
    """Waits with everybody who has done something."""

    def __init__(self, facts: Facts) -> None:
        super().__init__(facts)
        self._waiting: defaultdict[int, list[float]] = defaultdict(list)
        self._newest = 0

    def handed_over(self, updates: list[Json]) -> None:
        for update in updates:
            event = update.get("callback_query") or update.get("message") or {}
            private = event.get("chat", {}).get("type") == "private"
            if update["update_id"] > self._newest and ("callback_query" in update or private):
                self._waiting[event["from"]["id"]].append(self.facts.now())
            self._newest = max(self._newest, update["update_id"])  # what is handed over again is nothing new

    def committed(self, changes: list[Change]) -> None:
        """On Discord whoever did something waits from when it is stored; before that it may come to nothing."""
        for change in changes:
            row = change.after
            if change.table == "inbox" and change.before is None and row and row["lane"].startswith("discord:u:"):
                self._waiting[int(row["lane"].rpartition(":")[2])].append(self.facts.now())

    def reached(self, native: int) -> None:
        """A lost answer may come to the other account of somebody who is one person on both."""
        self._waiting.pop(native, None)
        if self._waiting and native in self.books.person:
            for other in self.books.natives(self.books.person[native]):
                self._waiting.pop(other, None)

    def new_day(self) -> None:
        for native, since in list(self._waiting.items()):
            person = self.facts.people[native]
            knows_them = native in self.books.person and native not in self.facts.forgotten
            if not knows_them or not person.started or person.blocked or person.deactivated:
                del self._waiting[native]  # once the press is too old to be answered, there is no way to them
            elif self.facts.weather.calm(max(since[0], self._reachable_since(native)), self.facts.now()) > WITHIN:
                self.facts.violate("I6", f"{native} did something at {since[0]:.0f} s and never heard anything")

    def _reachable_since(self, native: int) -> float:
        return self.facts.reach_changed.get(self.books.person[native], 0.0)
