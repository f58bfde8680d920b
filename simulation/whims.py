"""What people do now and then, whatever the bot says: look around, forge, write nonsense, block, go away."""

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from random import Random
from typing import Any

from sandbox import Button, Message
from simulation.bonds import Bonds
from simulation.ledger import Ledger
from simulation.talk import GaveUp, Talk
from simulation.town import Town
from simulation.volunteers import Volunteer

DAY = 86400.0
YEAR = 365 * DAY
CPR = "010190-1234"
WORDS = ("mine", "opgaver", "/mine", "/find", "/opgaver", "/help", "/start", "hjælp", "jeg er med {task}", "{task}")
NONSENSE = (
    "Hvad koster det?",
    "🙂",
    f"Mit CPR er {CPR}",
    "/opret Fest | i morgen 20-22 | Hos mig | 99 | Mig",
    "/styr",
    "/link BCDF-GHJK",
)
FORGED = (
    "leave:{claim}",
    "yes:{claim}",
    "no:{claim}",
    "undo:{claim}",
    "keep:{claim}",
    "move:{task}:{slot}",
    "claim:{task}:{slot}",
    "wait:{task}:{slot}",
    "cancel:{task}",
    "restore:{task}",
    "close:{task}",
    "reopen:{task}",
    "again:{task}",
    "also:{task}:1",
    "edit:{task}",
    "publish:{draft}",
    "save:{draft}:1",
    "discard:{draft}",
    "send:{draft}",
    "guest:{draft}",
    "message:{task}",
    "remove:{claim}",
    "unremove:{claim}",
    "put:{slot}:{person}",
    "line:{slot}:{person}",
    "roster:{task}",
    "steer:{task}",
    "erase:{person}",
    "connect:1:0",
    "speak_in:1:en",
    "invite:1",
    "link_code",
    "unlink:99999",
    "hush_write",
    "answer:{draft}:title",
    "field:{draft}:place",
    "rewrite:{draft}",
    "my_roles",
    "form:answer:{draft}:title",
    "open:t{task}",
    "claim:{task}:{slot}~99",
    "claim:{task}:{slot}:{slot}:9",
    "leave:-{claim}",
    "leave:99999999999999999999",
    "noget-andet",
    "claim",
)
Guess = Callable[[Random, str], int]
"""An id of this kind of row that exists: who forges buttons has seen many."""


class Whims:
    """Draws when people do such things, and does them. `forged` counts; `leaving` is when somebody asked to go."""

    def __init__(self, town: Town, bonds: Bonds, guess: Guess, ledger: Ledger, days: int) -> None:
        self.leaving: dict[int, float] = {}
        self._town = town
        self._bonds = bonds
        self._guess = guess
        self._ledger = ledger
        self._seconds = days * DAY
        self._loop = asyncio.get_running_loop()
        self._busy: set[asyncio.Task[None]] = set()

    def plan(self, who: Volunteer) -> None:
        """The whole year of somebody."""
        habits, dice = who.habits, who.talk.dice
        if habits.starts:
            who.talk.after(dice.uniform(0.3, 20) * DAY, lambda: who.talk.writes("/start"))
        for often, act in (
            (habits.looks_around, self._look_around),
            (habits.mischief, self._mischief),
            (habits.blocks, self._block),
            (habits.deletes, self._delete),
        ):
            for moment in _moments(dice, often, self._seconds):
                who.talk.after(moment, partial(act, who))

    def _look_around(self, who: Volunteer) -> None:
        talk, dice = who.talk, who.talk.dice
        if not talk.person.started:
            return None
        if dice.random() < 0.35:
            return self._begin(self._settings(talk))
        return talk.writes(dice.choice(WORDS).format(task=self._guess(dice, "tasks")))

    def _mischief(self, who: Volunteer) -> None:
        talk, dice = who.talk, who.talk.dice
        messages = talk.letters()
        if dice.random() < 0.25 or not messages:
            return talk.writes(dice.choice(NONSENSE))
        message = dice.choice(messages)
        if dice.random() < 0.3 and message.buttons:
            self._press_old(talk, message, dice.choice(message.buttons))
            return None
        rows = {"claim": "claims", "task": "tasks", "slot": "slots", "draft": "drafts", "person": "persons"}
        numbers = {name: self._guess(dice, table) for name, table in rows.items()}
        talk.forges(message, dice.choice(FORGED).format(**numbers))
        self._ledger.count("forged presses")
        return None

    def _press_old(self, talk: Talk, message: Message, button: Button) -> None:
        """A button of an old screen; it may still do what it says."""
        if (button.data or "").startswith("unlink:"):
            self._bonds.presses_unlink(self._town.human(talk.person.id))
        talk.presses(message, button)

    def _block(self, who: Volunteer) -> None:
        talk, dice = who.talk, who.talk.dice
        if not talk.person.started or talk.person.blocked:
            return
        self._ledger.note(talk.person.id, "blocks the bot")
        self._ledger.count("closed the door to the bot")
        talk.shuts()
        if dice.random() < 0.7:
            talk.after(dice.expovariate(1 / (6 * DAY)), lambda: self._unblock(talk))

    def _unblock(self, talk: Talk) -> None:
        self._ledger.note(talk.person.id, "unblocks the bot")
        talk.opens()

    def _delete(self, who: Volunteer) -> None:
        if who.talk.dice.random() < 0.3:
            self._ledger.note(who.person.id, "deletes the account")
            return who.talk.leaves()
        if who.person.started:
            self._begin(self._leave(who.talk))
        return None

    async def _settings(self, talk: Talk) -> None:
        talk.writes("/indstillinger")
        where, what = talk.dice.choice((("reminders", "remind"), ("quiet", "hush"), ("language", "speak")))
        await talk.press_what_comes(where)
        message, _ = await talk.sees(what)
        await talk.thinks()
        chosen = [button for button in message.buttons if (button.data or "").split(":")[0] == what]
        talk.presses(message, talk.dice.choice(chosen))

    async def _leave(self, talk: Talk) -> None:
        talk.writes("/data")
        await talk.press_what_comes("forget")
        message, button = await talk.sees("erase")
        await talk.thinks()
        talk.presses(message, button)
        self._ledger.count("asked to be deleted")
        for native in self._town.accounts(talk.person.id):
            self.leaving[native] = self._loop.time()
        if talk.dice.random() < 0.3:
            talk.after(talk.dice.uniform(20, 90) * DAY, lambda: talk.writes("/start"))

    def _begin(self, conversation: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(self._converse(conversation))
        self._busy.add(task)
        task.add_done_callback(self._busy.discard)

    async def _converse(self, conversation: Coroutine[Any, Any, None]) -> None:
        try:
            await conversation
        except GaveUp:
            self._ledger.count("conversations given up")


def _moments(dice: Random, often: float, seconds: float) -> list[float]:
    """So many times a year on average, by day as often as not."""
    found, at = [], 0.0
    while often and (at := at + dice.expovariate(often / YEAR)) < seconds - DAY:
        if at > DAY / 2:
            found.append(at)
    return found
