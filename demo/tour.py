"""`tjans tour`: the whole main job, played against the sandbox without a browser, and checked on the way."""

import sys
from collections.abc import Callable
from datetime import datetime, timedelta

from demo.stage import Cast, cast, curtain, performing
from demo.story import one_line
from sandbox import Chat, Message, Person, Sandbox

PATIENCE = 20.0


class Astray(Exception):
    """The tour saw something that is not as it should be."""


class Tour:
    """Plays people, prints what they see, and stops where the program says something else than it should."""

    def __init__(self, sandbox: Sandbox, players: Cast) -> None:
        self.sandbox = sandbox
        self.players = players
        self._seen: set[tuple[int, int]] = set()

    def tells(self, text: str) -> None:
        sys.stdout.write(f"\n— {text}\n")

    async def sees(self, where: Person | Chat, *words: str, button: str = "") -> Message:
        """Wait for the message that says this, and print it."""
        name = where.first_name if isinstance(where, Person) else where.title
        try:
            message = await self.sandbox.until(lambda: self._find(where, words, button), timeout=PATIENCE)
        except TimeoutError as error:
            raise Astray(f"{name} should see {words} {button}") from error
        if message is None:
            raise Astray(f"{name} sees nothing")
        self._print(name, message)
        return message

    def _find(self, where: Person | Chat, words: tuple[str, ...], button: str) -> Message | None:
        for message in reversed(self.sandbox.messages(where)):
            if message.by_bot and all(word in message.text for word in words):
                return message if not button or any(label.startswith(button) for label in message.labels) else None
        return None

    def _print(self, name: str, message: Message) -> None:
        lines = message.text.splitlines()
        sys.stdout.write(f"  {name}:\n" + "".join(f"    | {line}\n" for line in lines))
        if message.labels:
            sys.stdout.write(f"    {' '.join(f'[{label}]' for label in message.labels)}\n")

    async def presses(self, person: Person, message: Message, button: str, *, expect: str) -> None:
        """Press, and check the answer: part of its words, or of the link it opens."""
        label = next((label for label in message.labels if label.startswith(button)), None)
        if label is None:
            raise Astray(f"there is no button {button!r}, only {message.labels}")
        answer = await self.sandbox.press(person, message, label).answer(timeout=PATIENCE)
        sys.stdout.write(f"  {person.first_name} [{label}] → {answer.text or answer.url or '…'}\n")
        if expect not in answer.text + answer.url:
            raise Astray(f"{person.first_name} should be told {expect!r}, not {answer}")
        if answer.url:
            self.sandbox.follow_link(person, answer.url)

    def check(self, what: str, holds: Callable[[], bool]) -> None:
        if not holds():
            raise Astray(what)


async def tour(now: datetime) -> int:
    """Play it from this moment on. 0 if everything was as it should be; else 1, after one line that says what not."""
    async with Sandbox(name="Frivillige i Lyngby", clock=curtain(now)) as sandbox:
        players = cast(sandbox)
        async with performing(sandbox, players, seeded=False):
            try:
                await _play(Tour(sandbox, players))
            except Astray as reason:
                sys.stdout.write(f"\nNot as it should be: {reason}\n")
                return 1
    sys.stdout.write("\nThe tour is over. Everything was as it should be.\n")
    return 0


async def _play(tour: Tour) -> None:
    await _connect(tour)
    card = await _post(tour)
    await _take(tour, card)
    await _give_back(tour)
    await _remind(tour)
    refusals = [str(call) for call in tour.sandbox.refusals]
    tour.check(f"the network refused calls: {refusals}", lambda: not refusals)


async def _connect(tour: Tour) -> None:
    karen, channel = tour.players.karen, tour.players.channel
    tour.tells("Karen, an admin, adds the bot to her channel")
    tour.sandbox.start(karen)
    await tour.sees(karen, "Velkommen")
    for volunteer in (tour.players.anna, tour.players.yusuf, tour.players.james):
        tour.sandbox.start(volunteer)
    tour.sandbox.add_bot(channel, by=karen)
    question = await tour.sees(karen, channel.title, "?")
    await tour.presses(karen, question, question.labels[0], expect="")
    await tour.sees(karen, "Tilsluttet")


async def _post(tour: Tour) -> Message:
    karen = tour.players.karen
    tour.tells("She posts a task in one line")
    tour.sandbox.write(karen, None, one_line(tour.sandbox.clock.now()))
    preview = await tour.sees(karen, "Lav suppe", button="Udgiv")
    await tour.presses(karen, preview, "Udgiv", expect="")
    return await tour.sees(tour.players.channel, "Lav suppe", "3 ledige pladser", button="Jeg er med")


async def _take(tour: Tour, card: Message) -> None:
    players = tour.players
    tour.tells("Three take a place; one of them has never written to the bot")
    await tour.presses(players.anna, card, "Jeg er med", expect="Du er med")
    await tour.presses(players.yusuf, card, "Jeg er med", expect="Du er med")
    await tour.presses(players.mads, card, "Jeg er med", expect="?start=t")
    await tour.sees(players.mads, "Du er med", button="Meld afbud")
    await tour.sees(players.channel, "Fyldt op", button="Skriv mig på venteliste")
    tour.tells("James, who reads English, joins the waiting list")
    await tour.presses(players.james, card, "Skriv mig på venteliste", expect="number 1")
    await tour.sees(players.channel, "1 venter")


async def _give_back(tour: Tour) -> None:
    players = tour.players
    tour.tells("Anna cannot come after all; the place is offered to James")
    page = await tour.sees(players.anna, "Du er med", button="Meld afbud")
    await tour.presses(players.anna, page, "Meld afbud", expect="meldt afbud")
    offer = await tour.sees(players.james, "place for you", button="Yes please")
    await tour.presses(players.james, offer, "Yes please", expect="You are in")


async def _remind(tour: Tour) -> None:
    players = tour.players
    tour.tells("Time passes: a day before, and two hours before")
    await tour.sandbox.travel_to_next()
    for person in (players.yusuf, players.mads):
        await tour.sees(person, "Husk: i morgen", "Sognegården", button="Meld afbud")
    await tour.sees(players.james, "Remember: tomorrow", button="I can't come")
    await tour.sandbox.travel_to_next()
    await tour.sees(players.yusuf, "Husk: i dag")
    tour.tells("The day after, the card is closed by itself")
    await tour.sandbox.travel_by(timedelta(days=1).total_seconds())
    await tour.sees(players.channel, "Afsluttet")
