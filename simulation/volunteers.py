"""Volunteers through the year: they see cards, press, regret, wait, answer late or never, and do it all twice."""

from datetime import timedelta
from functools import partial

from sandbox import Button, Message, Person, Sandbox
from simulation.habits import Answers, Habits, drawn
from simulation.ledger import Ledger
from simulation.options import ZONE, Options
from simulation.planning import Plan
from simulation.reading import Kind, News, read
from simulation.talk import Talk, button_of
from simulation.town import Town
from simulation.virtual import VirtualClock

HOUR = 3600.0


class Volunteer:
    """One of them, with their phone."""

    def __init__(self, talk: Talk, habits: Habits) -> None:
        self.talk = talk
        self.habits = habits
        self._dice = talk.dice

    @property
    def person(self) -> Person:
        return self.talk.person

    def meets(self, card: Message) -> None:
        """Press the button of a card in a channel: a free place, else perhaps the line."""
        if card.deleted:
            return
        free = [button for button in card.buttons if (button.data or "").startswith("claim:")]
        full = [button for button in card.buttons if (button.data or "").startswith("wait:")]
        if free and self._chance(0.9):
            self._press(card, self._dice.choice(free))
        elif full and self._chance(self.habits.waits):
            self._press(card, self._dice.choice(full))
        elif self._chance(self.habits.follows_links):
            for more in [button for button in card.buttons if button.url][:1]:
                self.talk.presses(card, more)

    def reads(self, message: Message, news: News) -> None:
        """React to what the bot wrote in private; perhaps much later, perhaps not."""
        match news.kind:
            case Kind.OFFER:
                self._answer_offer(message)
            case Kind.IN if self._chance(self.habits.regrets):
                self._later(self._dice.uniform(0.02, 60) * HOUR, message, "leave")
            case Kind.REMINDER if self._chance(0.04):
                self._later(self._dice.uniform(0.05, 1) * HOUR, message, "leave")
            case Kind.LEFT if self._chance(self.habits.undoes):
                self._later(self._dice.uniform(10, 900), message, "undo")
            case Kind.MOVED:
                verb = "keep" if self._chance(self.habits.keeps) else "leave" if self._chance(0.3) else ""
                self._later(self._dice.uniform(0.02, 20) * HOUR, message, verb)
            case Kind.LAPSED if self._chance(0.4):
                self._later(self._dice.uniform(0.01, 2) * HOUR, message, "wait")
            case Kind.OTHER | Kind.PAGE:
                self._look_further(message)

    def is_answered(self, url: str) -> None:
        """The answer to a press opens the chat with the bot."""
        if url and self._chance(self.habits.follows_links):
            self.talk.after(self._dice.uniform(1, 90), lambda: self.talk.follows(url))

    def _answer_offer(self, message: Message) -> None:
        if self.habits.answers is Answers.NEVER:
            return
        soon = self.habits.answers is Answers.SOON
        delay = self._dice.uniform(0.01, 2.5) * HOUR if soon else self._dice.uniform(4, 14) * HOUR
        self._later(delay, message, "yes" if self._chance(self.habits.says_yes) else "no")

    def _look_further(self, message: Message) -> None:
        """A list or a page: open a task, take it; or the question whether to move."""
        if (move := button_of(message, "move")) is not None:
            return self.talk.after(self._dice.uniform(5, 600), lambda: self._press(message, move))
        open_one = button_of(message, "task")
        take = button_of(message, "claim") or button_of(message, "wait")
        if take is not None and self._chance(0.5):
            self.talk.after(self._dice.uniform(3, 120), lambda: self._press(message, take))
        elif open_one is not None and self._chance(0.3):
            self.talk.after(self._dice.uniform(3, 120), lambda: self._press(message, open_one))
        return None

    def _later(self, delay: float, message: Message, verb: str) -> None:
        """Press that button then, if it is still there; some write it instead."""
        if verb:
            self.talk.after(delay, lambda: self._do(message, verb))

    def _do(self, message: Message, verb: str) -> None:
        button = button_of(message, verb)
        said = {"leave": "afbud", "yes": "ja tak", "no": "nej tak", "undo": "fortryd"}.get(verb)
        if said is not None and self._chance(self.habits.writes):
            number = read(message.text).number
            self.talk.writes(f"{said} {number}" if number and verb == "leave" else said)
        elif button is not None:
            self._press(message, button)

    def _press(self, message: Message, button: Button) -> None:
        self.talk.presses(message, button)

    def _chance(self, share: float) -> bool:
        return self._dice.random() < share


class Volunteers:
    """All of them; what happens in the channels reaches those who follow."""

    def __init__(self, sandbox: Sandbox, town: Town, clock: VirtualClock, ledger: Ledger, options: Options) -> None:
        self._clock = clock
        self._dice = options.dice("crowd")
        self._town = town
        self.of: dict[int, Volunteer] = {}
        for person in town.volunteers:
            dice = options.dice(f"volunteer {person.id}")
            habits = drawn(dice)
            talk = Talk(sandbox, person, dice, ledger, habits.presses_twice)
            self.of[person.id] = Volunteer(talk, habits)

    def a_card(self, card: Message, plan: Plan) -> None:
        """A new card stands in a channel: some of the followers will press, most of them by day."""
        ahead = (plan.starts_at - self._clock.now()).total_seconds()
        followers = self._town.followers(card.chat)
        if ahead <= 0 or not followers:
            return
        share = self._town.share(card.chat)
        wanted = plan.capacity * self._dice.uniform(0.4, 1.7) * (4 if plan.crowd else 1) * share
        for person in self._dice.sample(followers, min(len(followers), max(1, round(wanted)))):
            delay = self._dice.uniform(1, 20) if plan.crowd else self._moment(ahead)
            who = self.of[person.id]
            who.talk.after(delay, partial(who.meets, card))

    def _moment(self, ahead: float) -> float:
        delay = min(self._dice.expovariate(1 / min(ahead / 4, 2 * 86400)), ahead * 0.98)
        here = (self._clock.now() + timedelta(seconds=delay)).astimezone(ZONE)
        return delay + 8 * HOUR if here.hour < 7 and self._dice.random() < 0.9 else delay
