"""All rules, told of everything in one order."""

import sqlite3
from collections.abc import Callable
from dataclasses import replace

from sandbox import Message, Press
from sandbox.people import Json
from simulation.disk import Change
from simulation.reading import TO_COORDINATORS, Kind, read, read_linked
from simulation.rules.answers import Answers
from simulation.rules.cards import Cards
from simulation.rules.debts import Debts
from simulation.rules.facts import Facts, Hearing, Rule
from simulation.rules.linked import Linked
from simulation.rules.meant import Meant
from simulation.rules.places import Places
from simulation.rules.privacy import Privacy
from simulation.rules.reminders import Reminders
from simulation.rules.repeats import Repeats
from simulation.rules.stewards import Stewards
from simulation.rules.told import Told
from simulation.rules.updates import Updates
from simulation.wire import Call


class Judge:
    """Passes on what is seen. The books are always up to date when a rule is asked."""

    def __init__(self, facts: Facts, reader: Callable[[], sqlite3.Connection | None], gone: dict[int, float]) -> None:
        self.facts = facts
        self.debts = Debts(facts)
        self._cards = Cards(facts)
        self._rules: tuple[Rule, ...] = (
            Places(facts),
            Linked(facts),
            Told(facts),
            Updates(facts),
            Meant(facts),
            self.debts,
            Repeats(facts),
            Answers(facts),
            Reminders(facts),
            Stewards(facts),
            self._cards,
            Privacy(facts, reader, gone),
        )

    def committed(self, changes: list[Change]) -> None:
        self.facts.books.apply(changes)
        self.facts.learn(changes)
        for rule in self._rules:
            rule.committed(changes)

    def heard(self, call: Call, message: Message, data: str = "") -> Hearing:
        """A message, new or changed, in somebody's private chat. `data`: of the button it is the answer to."""
        self.reached(message.chat.id)
        news = read(message.text)
        if message.chat.id in self.facts.coordinators.talks and news.kind not in TO_COORDINATORS:
            news = replace(news, kind=Kind.OTHER, stands=None)  # a preview of what others will read, perhaps
        for more in read_linked(message.text):
            self._hear(self.facts.hearing(call, message.chat.id, more, message))
        return self._hear(self.facts.hearing(call, message.chat.id, news, message, data))

    def answered(self, call: Call, press: Press) -> Hearing | None:
        """The answer to a press, if it says something."""
        self.reached(press.person.id)
        if press.answered is None or not press.answered.text:
            return None
        _, data, _ = self.facts.pressed.get(press.id, (0, "", 0.0))
        return self._hear(self.facts.hearing(call, press.person.id, read(press.answered.text), None, data))

    def reached(self, native: int) -> None:
        """Somebody saw something of the bot."""
        for rule in self._rules:
            rule.reached(native)

    def _hear(self, told: Hearing) -> Hearing:
        for rule in self._rules:
            rule.heard(told)
        return told

    def handed_over(self, updates: list[Json]) -> None:
        for update in updates:
            self.facts.saw_update(update)
        for rule in self._rules:
            rule.handed_over(updates)

    def gesture(self, number: int) -> None:
        """The program hears of something on Discord."""
        for rule in self._rules:
            rule.gesture(number)

    def form_opened(self, native: int, number: int) -> None:
        """Somebody was shown a form for what they did."""
        self.reached(native)
        self.form_asked(number)

    def form_asked(self, number: int) -> None:
        """What somebody did asked for a form, be it opened or lost on its way."""
        for rule in self._rules:
            rule.form_asked(number)

    def acknowledged(self, below: int) -> None:
        for rule in self._rules:
            rule.acknowledged(below)

    def failed(self, call: Call) -> None:
        """A call was refused or lost: what it was to say comes later."""
        chat = int(call.given.get("chat_id") or 0)
        self.facts.mishaps[chat].append(self.facts.now())
        del self.facts.mishaps[chat][:-20]

    def killed(self) -> None:
        for rule in self._rules:
            rule.killed()

    def started(self, reader: sqlite3.Connection) -> None:
        """What is on disk after a kill is what was committed before it."""
        if differences := self.facts.books.differences(reader):
            self.facts.violate("I3", f"{len(differences)} rows are not as they were committed: {differences[0]}")
        self._cards.started()

    def new_day(self) -> None:
        for rule in self._rules:
            rule.new_day()
        self._forget_presses()

    def the_end(self) -> None:
        for rule in self._rules:
            rule.new_day()
            rule.the_end()

    def _forget_presses(self) -> None:
        now = self.facts.now()
        for press_id in [press_id for press_id, (_, _, at) in self.facts.pressed.items() if now - at > 86400]:
            del self.facts.pressed[press_id]
