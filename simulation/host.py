"""The machine the program runs on: starts it, kills it between any two steps, starts it again on what is left."""

import asyncio
import sqlite3
from collections.abc import Callable, Coroutine
from contextvars import Context, ContextVar
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from bot.__main__ import Program
from bot.metering import Unmetered
from bot.settings import Settings
from bot.vitals import Vitals
from handlers.networks.discord.messenger import DiscordMessenger
from handlers.networks.serving import Networks
from handlers.networks.telegram.messenger import TelegramMessenger
from handlers.networks.telegram.pacing import Pacer
from sandbox import Sandbox
from simulation.discord.line import Step
from simulation.disk import Change, Disk
from simulation.ledger import Ledger
from simulation.options import Options
from simulation.pulse import Pulse, Vigil
from simulation.virtual import VirtualClock
from simulation.weather import Weather
from simulation.wire import Wire, Witness
from storage.database import Database
from storage.transaction import Storage

_LIFE: ContextVar["Life | None"] = ContextVar("life", default=None)

DUE = """
SELECT due_at FROM notices WHERE state = 'owed'
UNION ALL SELECT offered_until FROM claims WHERE state = 'offered' AND offered_until IS NOT NULL
"""
OTHERS_FIRST = 0.15
"""How often, between two steps, the program's other tasks get their turn."""
PROBES = (5, 10, 20, 30, 35)
"""Seconds after a failed call at which a tick lets the outbox try."""
FOUND_BY_A_TICK = ("card_gone", "rights_lost")


class Watcher(Witness, Protocol):
    """Who sees everything that matters."""

    def committed(self, changes: list[Change], reader: sqlite3.Connection) -> None:
        """A transaction is on disk, and this is what it changed."""

    def started(self, reader: sqlite3.Connection) -> None:
        """The program is about to open what a kill has left; `reader` is a connection to it."""

    def killed(self) -> None:
        """The program was killed."""


class Ended(Exception):
    """The program ended by itself."""


@dataclass(slots=True, eq=False)
class Life:
    """The program from its start to its kill; everything it does is a task of it."""

    number: int
    begun: float
    tasks: dict["asyncio.Task[Any]", None] = field(default_factory=dict)
    disk: Disk | None = None
    database: Database | None = None
    reader: sqlite3.Connection | None = None
    pulse: Pulse | None = None
    killed_at: str | None = None
    serving: bool = False


class Host:
    """Keeps the program running; every kill is followed by a start, as a service manager does it."""

    def __init__(
        self,
        folder: Path,
        settings: Settings,
        sandbox: Sandbox,
        discord: Callable[[Step, Vitals], DiscordMessenger],
        clock: VirtualClock,
        weather: Weather,
        watcher: Watcher,
        ledger: Ledger,
        options: Options,
    ) -> None:
        self.kills = 0
        self.life = Life(0, 0.0)
        self._folder = folder
        self._settings = settings
        self._sandbox = sandbox
        self._discord = discord
        self._clock = clock
        self._weather = weather
        self._watcher = watcher
        self._ledger = ledger
        self._dice = options.dice("kills")
        self._turns = options.dice("turns")
        self._steps_left: list[int] = []
        self._dead = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._loop.set_task_factory(_adopt)  # type: ignore[arg-type]

    def doom(self) -> None:
        """The program will be killed so many steps from now."""
        self._steps_left.append(self._dice.randint(1, 80))

    def retry(self) -> None:
        """A send failed: the outbox tries again by and by, and each tick makes it look whether it is time."""
        if self.life.pulse is not None:
            for seconds in PROBES:
                self.life.pulse.wanted(self._clock.now().timestamp() + seconds)

    async def run(self) -> None:
        """Until cancelled. Ended if the program ends by itself."""
        while True:
            life = self.life = Life(self.life.number + 1, self._loop.time())
            self._dead.clear()
            serving = self._spawn(life, self._serve(life))
            killed = asyncio.ensure_future(self._dead.wait())
            await asyncio.wait({serving, killed}, return_when=asyncio.FIRST_COMPLETED)
            killed.cancel()
            if life.killed_at is None:
                raise Ended(repr(serving.exception()))
            await self._bury(life)
            await self._wait_for_the_service_manager()

    async def _serve(self, life: Life) -> None:
        path = self._folder / f"{life.number}.db"
        life.database = await Database.open(path, connect=partial(self._connect, life))
        if life.disk is None:
            raise Ended("no disk")
        life.disk.watch()
        life.reader = sqlite3.connect(f"file:{path}?mode=ro", uri=True, isolation_level=None)
        self._watcher.started(life.reader)
        step = partial(self._step, life)
        wire = Wire(self._sandbox, self._weather, self._watcher, step)
        token = self._sandbox.token
        telegram = TelegramMessenger(token, "http://telegram", pacer=Pacer(self._loop.time), request=wire)
        vitals = Vitals(self._loop.time)
        networks = Networks(telegram, self._discord(step, vitals), self._settings, vitals)
        storage = Storage(life.database, self._settings.admins, calling=networks.calling)
        program = Program(storage, networks, self._settings, self._clock, Unmetered(), vitals)
        program.alerting = Vigil(
            storage,
            networks.messengers,
            vitals,
            program.community.words_for,
            self._clock,
            self._settings.zone,
            program.outbox.nudge,
        )
        life.pulse = Pulse(storage, self._clock, self._settings.zone, program.look)
        for (at,) in life.reader.execute(DUE).fetchall():
            life.pulse.wanted(at)
        program.clockwork = life.pulse
        self._ledger.note("machine", "the program serves", f"life {life.number}")
        life.serving = True
        await program.run()

    async def _connect(self, life: Life, path: Path) -> Disk:
        life.disk = Disk(path, lambda changes: self._committed(life, changes), lambda what: self._step(life, what))
        return life.disk

    def _committed(self, life: Life, changes: list[Change]) -> None:
        if life.reader is not None:
            self._watcher.committed(changes, life.reader)
        for change in changes if life.pulse is not None else ():
            if (at := _wants_a_tick(change, self._clock.now().timestamp())) is not None and life.pulse is not None:
                life.pulse.wanted(at, large=change.table in ("slots", "tasks") or _is_taken_anew(change))

    async def _step(self, life: Life, what: str) -> None:
        """Between any two steps the program may be killed, as soon as it has opened its database."""
        if self._steps_left and life.killed_at is None and life.database is not None:
            self._steps_left[0] -= 1
            if self._steps_left[0] <= 0:
                self._steps_left.pop(0)
                self._kill(life, what)
        if life.killed_at is not None:
            await self._loop.create_future()  # never: a killed program does nothing more
        if self._turns.random() < OTHERS_FIRST:
            await asyncio.sleep(0)

    def _kill(self, life: Life, what: str) -> None:
        self.kills += 1
        life.killed_at = what
        self._ledger.note("machine", "kill -9", what)
        if life.disk is not None:
            life.disk.kill(self._folder / f"{life.number + 1}.db")
        self._watcher.killed()
        self._dead.set()

    async def _bury(self, life: Life) -> None:
        """Nothing that is left of the program reaches disk or network; its memory is given back."""
        while life.tasks:
            for task in tuple(life.tasks):
                task.cancel()
            await asyncio.sleep(0)
        if life.reader is not None:
            life.reader.close()
            life.reader = None
        if life.database is not None:
            await life.database.close()
        _delete(self._folder / f"{life.number}.db")

    async def _wait_for_the_service_manager(self) -> None:
        """Most often seconds; now and then somebody has to come."""
        begins = self._loop.time()
        long = self._dice.uniform(3600, 6 * 3600) if self._dice.random() < 0.05 else self._dice.uniform(2, 60)
        await asyncio.sleep(long)
        self._weather.down(begins, self._loop.time() + 30, "the program was down")

    def _spawn(self, life: Life, work: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
        context = Context()
        context.run(_LIFE.set, life)
        return self._loop.create_task(work, context=context)

    async def stop(self) -> None:
        """At the end of the year."""
        life = self.life
        life.killed_at = life.killed_at or "the end"
        if life.disk is not None:
            life.disk.kill(self._folder / "end.db")
        await self._bury(life)


def _delete(database: Path) -> None:
    for ending in ("", "-wal", "-shm", ".lock"):
        Path(f"{database}{ending}").unlink(missing_ok=True)


def _adopt(
    loop: asyncio.AbstractEventLoop, work: Coroutine[Any, Any, Any], context: Context | None = None
) -> "asyncio.Task[Any]":
    """asyncio's task factory: a task made by the program is a task of its life."""
    task = asyncio.Task(work, loop=loop, context=context)
    life = context.get(_LIFE) if context is not None else _LIFE.get()
    if life is not None:
        life.tasks[task] = None
        task.add_done_callback(lambda done: life.tasks.pop(done, None))
    return task


def _is_taken_anew(change: Change) -> bool:
    """A place: if it wants a tick, it was taken at the very moment of a reminder, which the large questions find."""
    was = (change.before or {}).get("state")
    return bool(change.table == "claims" and change.after and change.after["state"] == "held" and was != "held")


def _wants_a_tick(change: Change, now: float) -> float | None:
    """When a tick may find something to do because of this; None if it will not."""
    before, after = change.before, change.after
    match change.table:
        case "tasks" | "slots":
            return now
        case "claims" if before is not None and before["state"] in ("held", "offered"):
            return (
                float(after["offered_until"]) if after and after["offered_until"] else now
            )  # perhaps short of people
        case "claims" if after is not None and after["state"] == "held" and now % 60 < 1:
            return now  # taken at the very moment of a reminder, which is still owed
        case "notices" if after is not None and after["state"] == "owed":
            return (
                now if after["kind"] in FOUND_BY_A_TICK else float(after["due_at"]) if after["due_at"] > now else None
            )
    return None
