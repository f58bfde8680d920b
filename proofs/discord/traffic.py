"""What the people of the village do, from dice: everyone reacts to what stands on their own screen."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

from proofs.discord.ledger import Act, answers_to, is_answered, written_to
from proofs.discord.village import Village
from proofs.ledger import Deed, title_in
from proofs.town import here
from sandbox.discord import Interaction, Message, User
from sandbox.discord.limits import ANSWER_WITHIN

POSTED = 9000
"""Egon's tasks are numbered from here on."""


class Traffic:
    """Random acts of random people. What was pressed and not answered in time is pressed again, as people do."""

    def __init__(self, village: Village, *, strangers: float = 0.1) -> None:
        self._village = village
        self._dice = village.dice
        self._sandbox = village.sandbox
        self._strangers = strangers
        self._number = POSTED
        self._pressed: dict[tuple[int, str], Act] = {}  # the last press of each button, by the message's id
        self._asked: Act | None = None  # Egon's newest

    async def run(self, seconds: float, a_second: float) -> None:
        """So many acts a second, at random moments, for so long."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while (pause := self._dice.expovariate(a_second)) < end - loop.time():
            await asyncio.sleep(pause)
            self.act()
        await asyncio.sleep(max(0.0, end - loop.time()))

    def act(self) -> None:
        """One person does one thing."""
        acts: list[tuple[float, Callable[[], None]]] = [
            (0.40, self._take),
            (0.15, self._leave),
            (0.15, self._answer_offer),
            (0.05, self._undo),
            (0.15, self._look),
            (0.10, self._post),
        ]
        chosen = self._dice.choices([act for _, act in acts], [weight for weight, _ in acts])[0]
        chosen()

    def _take(self) -> None:
        """Press the button of a card: a place, or the waiting list. Some of those who do have only just joined."""
        channel = self._dice.choice([*self._village.channels, self._village.yard])
        if not (cards := self._village.cards(channel, 1)):
            return
        user = self._dice.choice(self._village.people)
        if self._dice.random() < self._strangers:
            user = self._sandbox.add_user(f"Nybo {len(self._village.people)}")
            self._sandbox.join(user, self._village.guild)
            self._village.people.append(user)
        self._press(user, cards[0], cards[0].labels[0], Deed.TAKE)

    def _leave(self) -> None:
        self._press_something("Meld afbud", Deed.LEAVE)

    def _answer_offer(self) -> None:
        self._press_something("Ja tak" if self._dice.random() < 0.7 else "Nej tak", Deed.ANSWER)

    def _undo(self) -> None:
        self._press_something("Fortryd", Deed.UNDO)

    def _press_something(self, label: str, deed: Deed) -> None:
        """Somebody who has that button in their direct messages presses it."""
        people = self._village.people
        for user in self._dice.sample(people, min(40, len(people))):
            messages = written_to(self._sandbox, self._village.ledger, user)
            found = [one for one in messages if label in one.labels and self._may_press(one, label)]
            if found:
                self._press(user, found[-1], label, deed)
                return

    def _look(self) -> None:
        """A slash command, in a channel or in the direct messages."""
        user = self._dice.choice(self._village.people)
        where = self._dice.choice([*self._village.channels, None])
        done = self._sandbox.command(user, where, self._dice.choice(["mine", "opgaver", "hjaelp"]))
        self._note(user, "", None, done)

    def _press(self, user: User, message: Message, label: str, deed: Deed) -> Act:
        done = self._sandbox.press(user, message, label)
        act = self._note(user, title_in(message.text), deed, done)
        if message.only_for or message.channel.recipient:  # everybody presses a card, each for themselves
            self._pressed[message.id, label] = act
        return act

    def _note(self, user: User, title: str, deed: Deed | None, done: Interaction) -> Act:
        listening = self._sandbox.world.sessions.connected
        act = Act(user=user, title=title, deed=deed, done=done, listening=listening)
        self._village.ledger.note(act)
        return act

    def _may_press(self, message: Message, label: str) -> bool:
        """Nobody presses the same thing twice, but where it came to nothing: "This interaction failed"."""
        before = self._pressed.get((message.id, label))
        return before is None or self._failed(before)

    def _failed(self, act: Act) -> bool:
        return act.done.answer is None and self._now() - act.done.at > ANSWER_WITHIN

    # Egon

    def coordinate(self) -> None:
        self._post()

    def _post(self) -> None:
        """The next step: a task in one line, and its publication."""
        egon, asked = self._village.egon, self._asked
        if asked is None or self._failed(asked) or is_published(asked):
            self._asked = self._write_line(egon)
        elif asked.done.shown and "Udgiv" in asked.done.shown[-1].labels:
            preview = asked.done.shown[-1]
            if self._may_press(preview, "Udgiv"):
                act = self._press(egon, preview, "Udgiv", Deed.POST)
                self._village.ledger.posts.setdefault(act.title, []).append(act)
        elif self._now() - asked.done.at > timedelta(seconds=15):
            self._asked = None  # cut off between the first answer and the preview; it expires unpublished

    def _write_line(self, egon: User) -> Act:
        number, day = self._number, here(self._now()) + timedelta(days=4 + self._number // 10 % 100)
        self._number += 1
        hour, places = 8 + number % 10, self._dice.randint(2, 5)
        line = f"Tjans {number:04} | {day:%d/%m} {hour}-{hour + 1} | Sted 0000 | {places} | Gæster"
        done = self._sandbox.command(egon, self._village.yard, "opret", text=line)
        return self._note(egon, f"Tjans {number:04}", None, done)

    def _now(self) -> datetime:
        return self._sandbox.clock.now()


def is_published(asked: Act) -> bool:
    """Whether the preview that answered this line has become the news that the task stands."""
    return is_answered(asked) and answers_to(asked)[-1].startswith("Udgivet: ")
