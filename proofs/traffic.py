"""What the people of the town do, from dice: everyone reacts to what stands on their own screen."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

from proofs.ledger import Act, Deed, title_in, written_to
from proofs.town import Town, here
from sandbox import Button, Message, Person, Press

ACTIVE_CARDS = 1
"""People press the newest card of a channel: its twenty calls a minute are enough to keep that right."""


class Traffic:
    """Random acts of random people. `soon`: some tasks begin so that their reminders come due during the run."""

    def __init__(self, town: Town, *, strangers: float = 0.2, soon: bool = True) -> None:
        self._town = town
        self._dice = town.dice
        self._sandbox = town.sandbox
        self._strangers = strangers
        self._soon = soon
        self._number = 0
        self._pressed: set[tuple[int, int, str]] = set()  # chat, message, button: nobody presses the same thing twice
        self._busy: dict[int, datetime] = {}  # since when each coordinator waits for an answer
        self._links: list[tuple[Person, str, str]] = []

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
            (0.35, self._take),
            (0.15, self._leave),
            (0.15, self._answer_offer),
            (0.20, self._coordinate),
            (0.05, self._undo),
            (0.10, self._follow),
        ]
        chosen = self._dice.choices([act for _, act in acts], [weight for weight, _ in acts])[0]
        chosen()

    def post_everywhere(self) -> None:
        """Every coordinator begins a task."""
        for coordinator in self._town.coordinators:
            self._write_line(coordinator)

    def coordinate_all(self) -> None:
        for coordinator in self._town.coordinators:
            self._steer(coordinator)

    def _take(self) -> None:
        """Press the button of a card: a place, or the waiting list. Some of those who do are strangers."""
        channel = self._dice.choice(self._town.channels)
        if not (cards := self._town.cards(channel, ACTIVE_CARDS)):
            return
        card = self._dice.choice(cards)
        person = self._dice.choice(self._town.people)
        if self._dice.random() < self._strangers:
            person = self._sandbox.add_person(f"Fremmed {len(self._sandbox.world.people)}")
        self._sandbox.join(person, channel)
        press = self._do(person, card, card.buttons[0], Deed.TAKE)
        self._links.append((person, title_in(card.text), press.id))

    def _leave(self) -> None:
        self._press_something("Meld afbud", Deed.LEAVE)

    def _answer_offer(self) -> None:
        label = "Ja tak" if self._dice.random() < 0.7 else "Nej tak"
        self._press_something(label, Deed.ANSWER)

    def _undo(self) -> None:
        self._press_something("Fortryd", Deed.UNDO)

    def _press_something(self, label: str, deed: Deed) -> None:
        """Somebody who has that button on their screen presses it."""
        for person in self._dice.sample(self._town.people, min(40, len(self._town.people))):
            found = [
                one for one in written_to(self._sandbox, person) if label in one.labels and self._new(one, label)
            ]
            if found:
                self._do(person, found[-1], found[-1].button(label), deed)
                return

    def _follow(self) -> None:
        """A stranger opens the link they were answered with, and can be reached from then on."""
        for at, (person, title, press_id) in enumerate(self._links):
            answer = self._sandbox.world.presses[press_id].answered
            if answer is not None and answer.url:
                del self._links[at]
                self._sandbox.follow_link(person, answer.url)
                self._note(person, title, Deed.FOLLOW, self._sandbox.world.updates.newest, None)
                self._town.people.append(person)
                return

    def _do(self, person: Person, message: Message, button: Button, deed: Deed) -> Press:
        self._pressed.add((message.chat.id, message.id, button.text))
        press = self._sandbox.press(person, message, button)
        self._note(person, title_in(message.text), deed, press.update or 0, press)
        return press

    def _note(self, person: Person, title: str, deed: Deed, update: int, press: Press | None) -> None:
        now = self._sandbox.clock.now()
        self._town.ledger.note(Act(person=person, title=title, deed=deed, update=update, at=now, press=press))

    def _new(self, message: Message, label: str) -> bool:
        return (message.chat.id, message.id, label) not in self._pressed

    # Coordinators

    def _coordinate(self) -> None:
        self._steer(self._dice.choice(self._town.coordinators))

    def _steer(self, coordinator: Person) -> None:
        """The next step of whatever stands on the coordinator's screen; they wait for an answer before it."""
        if self._waits(coordinator):
            return
        screen = written_to(self._sandbox, coordinator)[-1]
        question = screen.text.partition("\n")[0]
        if question == "Hvor?":
            self._write(coordinator, f"Sted {self._next():04}")
        elif question == "Hvad vil du sige til alle?":
            self._write(coordinator, f"Besked nr. {self._next():04}")
        elif not self._press_on(coordinator, screen):
            self._write_line(coordinator)

    def _press_on(self, coordinator: Person, screen: Message) -> bool:
        for label in ("Udgiv", "Gem", "Send", "Sted"):
            if label in screen.labels and self._new(screen, label):
                self._remember(label, screen, self._coordinate_press(coordinator, screen, label))
                return True
        if "Skriv til alle" in screen.labels:
            self._coordinate_press(coordinator, screen, self._dice.choice(["Ret", "Skriv til alle"]))
            return True
        if "Vis opgaven" in screen.labels and self._new(screen, "Vis opgaven") and self._dice.random() < 0.7:
            self._coordinate_press(coordinator, screen, "Vis opgaven")
            return True
        return False

    def _remember(self, label: str, screen: Message, press: Press) -> None:
        """What this press is to bring about, once and no more."""
        ledger, title = self._town.ledger, title_in(screen.text)
        lines = screen.text.split("\n")
        if label == "Udgiv":
            ledger.posts.setdefault(title, []).append(press)
        elif label == "Gem":
            place = next(line for line in lines if line.startswith("Sted "))
            ledger.places.setdefault(place, (title, []))[1].append(press)
        elif label == "Send":
            text = next(line for line in lines if line.startswith("Besked nr. "))
            ledger.broadcasts.setdefault(text, (title, []))[1].append(press)

    def _coordinate_press(self, coordinator: Person, screen: Message, label: str) -> Press:
        self._pressed.add((screen.chat.id, screen.id, label))
        press = self._sandbox.press(coordinator, screen, label)
        self._busy[coordinator.id] = self._sandbox.clock.now()
        self._town.ledger.press(press, in_private=True)
        return press

    def _write(self, coordinator: Person, text: str) -> None:
        self._sandbox.write(coordinator, None, text)
        self._busy[coordinator.id] = self._sandbox.clock.now()

    def _write_line(self, coordinator: Person) -> None:
        number = self._next()
        self._write(
            coordinator,
            f"/opret Tjans {number:04} | {self._when(number)} | Sted 0000 | {self._dice.randint(2, 5)} | Gæster",
        )

    def _when(self, number: int) -> str:
        """Most tasks lie days ahead, each at an hour of its own; some begin in two hours and a few minutes."""
        now = here(self._sandbox.clock.now())
        if self._soon and self._dice.random() < 0.3:
            start = now + timedelta(hours=2, minutes=self._dice.randint(1, 4))
            return f"{start:%d/%m} {start:%H.%M}-{start + timedelta(hours=1):%H.%M}"
        day, hour = now + timedelta(days=4 + number // 10 % 100), 8 + number % 10
        return f"{day:%d/%m} {hour}-{hour + 1}"

    def _next(self) -> int:
        self._number += 1
        return self._number

    def _waits(self, coordinator: Person) -> bool:
        """Whether nothing came of what they did last yet; nobody waits longer than fifteen seconds."""
        since = self._busy.get(coordinator.id)
        if since is None or self._sandbox.clock.now() - since > timedelta(seconds=15):
            return False
        return all((one.edited or one.date) <= since for one in written_to(self._sandbox, coordinator))
