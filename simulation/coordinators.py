"""Coordinators through the year: each does one thing after the other, and comes back to what was posted."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import count

from sandbox import Button, Message, Person, Sandbox
from simulation import desk
from simulation.discord.desk import post_by_modal
from simulation.discord.talk import DiscordTalk
from simulation.ledger import Ledger
from simulation.options import ZONE, Options
from simulation.planning import Plan
from simulation.talk import GaveUp, Talk, button_of
from simulation.town import Town
from simulation.virtual import VirtualClock

LATER = {
    "move": 0.07,
    "enlarge": 0.07,
    "shrink": 0.06,
    "place": 0.04,
    "cancel": 0.05,
    "close": 0.04,
    "take_off": 0.06,
    "add": 0.07,
    "write": 0.07,
    "delete_card": 0.01,
}
"""What becomes of a posted task, and how often."""
BY_BUTTONS = ("cancel", "close", "take_off", "delete_card")
"""Of these what needs no words: the rest is done on Telegram, also for a task that was posted on Discord."""
IMPATIENCE = 0.05
"""Of their presses are made twice."""
Job = Callable[[], Awaitable[None]]


@dataclass(slots=True, eq=False)
class Posted:
    """A task in its coordinator's mind: as it is meant now, and the button that opens it."""

    plan: Plan
    shown: tuple[Message, Button]


class Coordinators:
    """All of them. `meant` keeps every time that anybody ever meant for a task, by its mark."""

    def __init__(
        self, sandbox: Sandbox, town: Town, clock: VirtualClock, ledger: Ledger, options: Options, plans: list[Plan]
    ) -> None:
        self.talks: dict[int, Talk] = {}
        self.meant: dict[int, set[tuple[datetime, datetime]]] = {}
        self.texts: dict[str, int] = {}
        self._sandbox = sandbox
        self._town = town
        self._clock = clock
        self._ledger = ledger
        self._dice = options.dice("coordinators")
        self._plans = plans
        self._marks = count(len(plans) + 1)
        self._numbers = count(1)
        self._jobs: dict[int, asyncio.Queue[Job]] = {}
        self._working: list[asyncio.Task[None]] = []
        self._options = options

    def begin(self) -> None:
        """They are appointed: from now on they post what is planned."""
        for organisation in self._town.organisations:
            for person in organisation.coordinators:
                self.talk(person)
        for plan in self._plans:
            self._at(plan.posted_at, self._poster(plan), partial(self._post, plan, 3))

    def talk(self, person: Person) -> Talk:
        """Somebody's chat with the bot; they do one thing after the other from now on."""
        if person.id not in self.talks:
            dice = self._options.dice(f"coordinator {person.id}")
            self.adopt(Talk(self._sandbox, person, dice, self._ledger, IMPATIENCE))
        return self.talks[person.id]

    def adopt(self, talk: Talk) -> None:
        """Somebody who looks after tasks, with the chat they have."""
        self.talks[talk.person.id] = talk
        self._jobs[talk.person.id] = asyncio.Queue()
        self._working.append(asyncio.ensure_future(self._work(talk.person)))

    def sees(self, native: int, message: Message) -> None:
        """A message in a coordinator's chat. A card that is gone from a channel is posted again, most often."""
        talk = self.talks[native]
        talk.saw(message)
        if (again := button_of(message, "again")) is not None and talk.dice.random() < 0.4:
            moment = self._clock.now() + timedelta(minutes=talk.dice.uniform(1, 300))
            self._at(moment, talk.person, lambda: self._press(talk, message, again))

    async def _press(self, talk: Talk, message: Message, button: Button) -> None:
        talk.presses(message, button)

    async def stop(self) -> None:
        """The year is over."""
        for task in self._working:
            task.cancel()
        await asyncio.gather(*self._working, return_exceptions=True)

    def _poster(self, plan: Plan) -> Person:
        organisation = self._town.organisations[plan.organisation]
        if plan.on_discord and organisation.coordinator_elsewhere is not None:
            return organisation.coordinator_elsewhere
        return organisation.coordinators[plan.coordinator]

    def _at(self, moment: datetime, person: Person, job: Job) -> None:
        delay = max(0.0, (moment - self._clock.now()).total_seconds())
        asyncio.get_running_loop().call_later(delay, self._jobs[person.id].put_nowait, job)

    async def _work(self, person: Person) -> None:
        while True:
            job = await self._jobs[person.id].get()
            try:
                await job()
            except GaveUp:
                self._ledger.note(person.id, "gives up")
                self._ledger.count("conversations given up")

    async def _post(self, plan: Plan, tries: int) -> None:
        """Who gets no answer tries again after a while, under a new mark: the first may still be published."""
        now, person = self._clock.now(), self._poster(plan)
        if plan.starts_at - now < timedelta(minutes=30):
            return
        self.meant[plan.mark] = {(plan.starts_at, plan.ends_at)}
        try:
            shown = await self._written(self.talks[person.id], plan, now)
        except GaveUp:
            if tries > 1:
                again = self._remarked(plan)
                self._at(now + timedelta(minutes=40), person, lambda: self._post(again, tries - 1))
            raise
        self._ledger.count("tasks posted")
        self._come_back(Posted(plan, shown))

    async def _written(self, talk: Talk, plan: Plan, now: datetime) -> tuple[Message, Button]:
        if isinstance(talk, DiscordTalk):
            shown = await post_by_modal(talk, plan, now)
            self._ledger.count("tasks posted by a form on Discord")
            return shown
        return await (desk.post_by_form if plan.by_form else desk.post_in_one_line)(talk, plan, now)

    def _remarked(self, plan: Plan) -> Plan:
        mark = next(self._marks)
        return replace(plan, mark=mark, title=f"T{mark:04} {plan.title.split(' ', 1)[1]}")

    def _come_back(self, posted: Posted) -> None:
        ahead = (posted.plan.starts_at - self._clock.now()).total_seconds()
        for what, how_often in LATER.items():
            if self._dice.random() < how_often:
                moment = self._by_day(self._clock.now() + timedelta(seconds=ahead * self._dice.uniform(0.02, 0.95)))
                colleagues = self._town.organisations[posted.plan.organisation].coordinators
                poster = self._poster(posted.plan)
                writes = what not in BY_BUTTONS and poster not in colleagues
                person = self._dice.choice(colleagues) if self._dice.random() < 0.3 or writes else poster
                self._at(moment, person, partial(self._again, posted, person, what))

    def _by_day(self, moment: datetime) -> datetime:
        here = moment.astimezone(ZONE)
        return moment if 7 <= here.hour < 22 else moment + timedelta(hours=9)

    async def _again(self, posted: Posted, person: Person, what: str) -> None:
        talk, plan, now = self.talks[person.id], posted.plan, self._clock.now()
        if now >= plan.starts_at:
            return None
        if what == "delete_card":
            return self._delete_card(posted)
        shown = posted.shown if person is self._poster(plan) else await desk.find(talk, plan.mark)
        await self._change(posted, talk, shown, what)
        self._ledger.count(f"coordinators: {what}")
        return None

    async def _change(self, posted: Posted, talk: Talk, shown: tuple[Message, Button], what: str) -> None:
        plan, now = posted.plan, self._clock.now()
        match what:
            case "move":
                moved = desk.later(plan, talk.dice)
                if moved.starts_at - now > timedelta(hours=1):
                    self.meant[plan.mark].add((moved.starts_at, moved.ends_at))
                    await desk.move(talk, shown, moved, now)
                    posted.plan = replace(posted.plan, starts_at=moved.starts_at, ends_at=moved.ends_at)
            case "enlarge" | "shrink":
                sized = desk.resized(plan, talk.dice, larger=what == "enlarge")
                await desk.edit(talk, shown, "slots", sized.how_many)
                posted.plan = replace(posted.plan, slots=sized.slots)
            case "place":
                await desk.edit(talk, shown, "place", f"{plan.place}, bagindgangen")
            case "cancel":
                await desk.cancel(talk, shown)
            case "close":
                await desk.close(talk, shown)
            case "take_off":
                await desk.take_off(talk, shown)
            case "add":
                await desk.add_by_hand(talk, shown, f"Gæst{next(self._numbers)}")
            case "write":
                text = f"Besked {next(self._numbers)}: husk praktisk tøj."
                self.texts[text] = plan.mark
                await desk.write_to_all(talk, shown, text)

    def _delete_card(self, posted: Posted) -> None:
        """In the channel, by hand: the bot is not told."""
        for chat in self._town.organisations[posted.plan.organisation].channels:
            for message in reversed(self._sandbox.messages(chat)):
                if message.by_bot and message.text.startswith(f"T{posted.plan.mark:04} "):
                    self._ledger.note("coordinator", "deletes a card", str(message.id))
                    return self._sandbox.delete_message(message)
        return None
