"""The year: everyone and everything wired, played from beginning to end."""

import asyncio
import logging
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from random import Random

from bot.settings import Settings
from sandbox import Sandbox
from sandbox.discord import DiscordSandbox
from simulation import planning
from simulation.bonds import Bonds
from simulation.books import Books
from simulation.coordinators import Coordinators
from simulation.discord.guild import Elsewhere
from simulation.discord.line import wired
from simulation.discord.witness import DiscordWitnesses
from simulation.host import Ended, Host
from simulation.ledger import Ledger
from simulation.opening import open_town
from simulation.options import Options
from simulation.rules.facts import Facts, Violation
from simulation.rules.judge import Judge
from simulation.town import found
from simulation.twins import Twins
from simulation.virtual import VirtualClock
from simulation.volunteers import Volunteers
from simulation.weather import DAY, Weather
from simulation.whims import Whims
from simulation.witness import Witnesses

KEPT = timedelta(days=40)
"""For how long people leave messages in their chats: longer than a task is ahead."""


class Year:
    """One run. Made inside its loop.

    Args:
        folder: where the database lives.
        progress: called every day.
    """

    def __init__(
        self,
        options: Options,
        folder: Path,
        ledger: Ledger,
        clock: VirtualClock,
        progress: Callable[["Year"], None] | None = None,
    ) -> None:
        loop = self._loop = asyncio.get_running_loop()
        self.options, self.ledger, self.clock = options, ledger, clock
        self.violations: list[Violation] = []
        self.sandbox = Sandbox(clock=clock, timer=loop.time)
        self.town = found(self.sandbox, options)
        discord = DiscordSandbox(clock=clock, timer=loop.time)
        self.elsewhere = Elsewhere(discord, self.sandbox, self.town, options, ledger)
        self.weather = Weather(options)
        self.books = Books(loop.time)
        plans = planning.year(options, len(self.town.organisations))
        self.coordinators = Coordinators(self.sandbox, self.town, clock, ledger, options, plans)
        for talk in (self.elsewhere.karen, *self.elsewhere.talks.values()):
            self.coordinators.adopt(talk)
        self.volunteers = Volunteers(self.sandbox, self.town, clock, ledger, options)
        self.volunteers.of |= self.elsewhere.people()
        self.bonds = Bonds()
        self.twins = Twins(self.town, self.volunteers.of, self.bonds, ledger, options)
        self.whims = Whims(self.town, self.bonds, self._guess, ledger, options.days)
        facts = Facts(
            self.books,
            self.sandbox,
            self.elsewhere.mirror,
            self.town,
            self.weather,
            self.coordinators,
            self.bonds,
            ledger,
            loop.time,
            self.violate,
        )
        self.judge = Judge(facts, lambda: self.host.life.reader, self.whims.leaving)
        witnesses = Witnesses(
            self.sandbox, ledger, self.judge, self.coordinators, self.volunteers, plans, lambda: self.host.retry()
        )
        seen = DiscordWitnesses(discord, self.elsewhere.mirror, witnesses, self.elsewhere.talks)
        self.host = Host(
            folder,
            self._settings(folder),
            self.sandbox,
            partial(wired, discord, self.weather, seen),
            clock,
            self.weather,
            witnesses,
            ledger,
            options,
        )
        self._progress = progress
        self._over = asyncio.Event()

    async def play(self) -> None:
        """From the first day to the last, or to the first violation."""
        running = asyncio.ensure_future(self._host())
        opening = asyncio.ensure_future(self._open())
        with _Alarm(self):
            for _ in range(self.options.days):
                await self._wait(DAY)
                if self._over.is_set():
                    break
                self._a_day_is_over()
            else:
                if self.host.life.reader is not None:
                    self.judge.the_end()
        for task in (running, opening):
            task.cancel()
        await asyncio.gather(running, opening, return_exceptions=True)
        await self.coordinators.stop()
        await self.host.stop()

    def violate(self, violation: Violation) -> None:
        """An invariant does not hold: the year ends here."""
        self.violations.append(violation)
        self.ledger.note("VIOLATION", str(violation))
        self._over.set()

    async def _host(self) -> None:
        try:
            await self.host.run()
        except Ended as reason:
            self.violate(Violation("I7", f"the program ended by itself: {reason}"))

    async def _open(self) -> None:
        """Connect the channels; then the year can begin. A town that is never opened would prove nothing."""
        try:
            await open_town(
                self.sandbox, self.town, self.coordinators, self.elsewhere.connect, self.elsewhere.appoint
            )
        except Exception as error:  # noqa: BLE001 - whatever it is, nobody else would say so
            return self.violate(Violation("I6", f"the town could not be opened: {error!r}"))
        self.coordinators.begin()
        for volunteer in self.volunteers.of.values():
            self.whims.plan(volunteer)
        self.twins.begin()
        dice = self.options.dice("moments of kills")
        for _ in range(self.options.crashes):
            day = dice.randint(1, max(1, self.options.days - 2))
            self._loop.call_at(day * DAY + dice.uniform(8, 21) * 3600, self.host.doom)
        return None

    async def _wait(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._over.wait()
        except TimeoutError:
            return

    def _a_day_is_over(self) -> None:
        self._tidy()
        if self.host.life.reader is not None:  # else it is down, and tomorrow is a day, too
            self.judge.new_day()
        if self._progress is not None:
            self._progress(self)

    def _tidy(self) -> None:
        """People clear their chats now and then; a press of yesterday is nobody's any more."""
        now = self.clock.now()
        for person in self.town.volunteers:
            chat = self.sandbox.private(person)
            while chat.messages and (first := next(iter(chat.messages.values()))).date < now - KEPT:
                first.deleted = True
                del chat.messages[first.id]
        presses = self.sandbox.world.presses
        for number in [number for number, press in presses.items() if now - press.at > timedelta(days=1)]:
            del presses[number]
        self.elsewhere.tidy(now - KEPT, now - timedelta(days=1))
        self.sandbox.calls.clear()
        self.sandbox.refusals.clear()

    def _guess(self, dice: Random, table: str) -> int:
        """One of the newest ids of a table."""
        last = max((key for key in self.books.tables[table] if isinstance(key, int)), default=1)
        return dice.randint(max(1, last - 300), last)

    def _settings(self, folder: Path) -> Settings:
        return Settings.model_validate(
            {
                "telegram_token": self.sandbox.token,
                "database": folder / "1.db",
                "discord_token": self.elsewhere.discord.token,
                "admins": f"telegram:{self.town.admin.id},discord:{self.elsewhere.karen.person.id}",
                "community": "Lyngby",
            }
        )


class _Alarm(logging.Handler):
    """An error in the program's log, while it lives, is a bug: nothing here fails but the network."""

    def __init__(self, year: Year) -> None:
        super().__init__(logging.ERROR)
        self._year = year
        self._root = logging.getLogger()

    def emit(self, record: logging.LogRecord) -> None:
        if self._year.host.life.killed_at is None:
            error = record.exc_info[1] if record.exc_info else None
            self._year.violate(Violation("I5", f"the log says: {record.getMessage()} {error or ''}".strip()))

    def __enter__(self) -> "_Alarm":
        self._root.addHandler(self)
        return self

    def __exit__(self, *error: object) -> None:
        self._root.removeHandler(self)
