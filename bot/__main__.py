"""The command line and the wiring. May import anything, decides nothing."""

import argparse
import asyncio
import logging
import sys
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from typing import Any

from bot import STARTED
from bot.alerting import Alerting
from bot.announcing import Announcing
from bot.arguments import read_arguments, staged
from bot.cards import Card, Event
from bot.clockwork import Clockwork
from bot.doctoring import of_names, of_settings
from bot.errors import Unworkable
from bot.findings import Grade
from bot.heartbeat import stamping
from bot.inbox import Inbox
from bot.metering import Unmetered
from bot.model import Task
from bot.noticing import Noticing
from bot.outage import Outages
from bot.outbox import Outbox
from bot.persisting import until_stored
from bot.ports import Clock, Meter
from bot.publishing import Publisher
from bot.reaching import Reaching
from bot.safekeeping import Safekeeping
from bot.settings import Settings, read_settings, unknown_names
from bot.signals import heed_stops, until_stopped
from bot.vitals import Vitals
from bot.whispering import Whispering
from bot.wording.tasks import event, public_card
from bot.wording.words import LANGUAGES, catalogue
from handlers.ask import Community
from handlers.enquiring import Enquiries
from handlers.networks.examining import examine
from handlers.networks.serving import Networks, opened
from handlers.routes import Routes
from monitoring import logs
from monitoring.wanted import metrics_if, watched
from storage import backups, inspecting, restoring
from storage.database import Database
from storage.examining import examine as examine_disk
from storage.transaction import Storage

log = logging.getLogger("tjans")


class RealClock:
    """The time of day."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class Program:
    """Everything wired together; made by `assemble`, ended with its exit stack."""

    def __init__(
        self,
        storage: Storage,
        networks: Networks,
        settings: Settings,
        clock: Clock,
        meter: Meter,
        vitals: Vitals,
    ) -> None:
        self.storage = storage
        self.networks = networks
        self.vitals = vitals
        self.community = Community(
            zone=settings.zone,
            language=settings.language,
            name=settings.community,
            links_to=networks.links_to,
            backups_kept=settings.backups_kept,
            networks=tuple(networks.messengers),
            calls_by_name=networks.calling,
        )
        self._settings = settings
        self._clock = clock
        messengers = networks.messengers
        routes = Routes(self.community)
        self.enquiries = Enquiries(self.community, storage, clock, messengers)
        noticing = Noticing(self.community.words_for, routes.screen, settings.zone)
        self._outages = outages = Outages(failing=networks.failing)
        reaching = Reaching(messengers, self.community.words, outages.away)
        self.whispering = Whispering(networks.asides, self.community.words_for)
        self.outbox = Outbox(
            storage, messengers, noticing.word, clock, settings.zone, outages, reaching, self.whispering.is_shut
        )
        promised = self.outbox.nudge
        self.publisher = Publisher(storage, messengers, self._public_card, clock, outages, promised=promised)
        self.announcing = Announcing(storage, networks.calendars, self._event, clock)
        self.inbox = Inbox(
            storage,
            messengers,
            routes.handle,
            routes.admin_of,
            routes.apology,
            routes.slow_down,
            clock,
            self.look,
            meter,
            self.whispering.answering,
        )
        self.clockwork = Clockwork(storage, clock, settings.zone, self.look, meter)
        self.alerting = Alerting(
            storage, messengers, vitals, self.community.words_for, clock, settings.zone, self.outbox.nudge
        )

    def _public_card(self, task: Task, language: str, now: datetime) -> Card:
        return public_card(task, self.community.words(language), now)

    def _event(self, task: Task, language: str) -> Event:
        return event(task, self.community.words(language))

    def look(self) -> None:
        """There may be notices to send and cards to renew."""
        self.outbox.nudge()
        self.publisher.nudge()
        self.announcing.nudge()

    async def run(self) -> None:
        """Serve until cancelled. What was cut off before is picked up first."""
        await self._prepare()
        self.clockwork.start()
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self.inbox.run())
                group.create_task(self.outbox.run())
                group.create_task(self.publisher.run())
                group.create_task(self.announcing.run())
                group.create_task(self.clockwork.tick())
                group.create_task(self.alerting.run())
                for serving in self.networks.serve(
                    self.inbox, self.storage, self.enquiries, self._outages, self.look
                ):
                    group.create_task(serving)
        finally:
            self.clockwork.stop()
            await self.whispering.finish()

    async def settle(self) -> None:
        """Everything due at this moment is done: the tables were asked, and nobody waits for a message."""
        await self.clockwork.tick()
        while not (self.inbox.idle() and self.outbox.idle()):  # noqa: ASYNC110 - only a moved clock waits here
            await asyncio.sleep(0.02)

    async def _prepare(self) -> None:
        for step in (self._ensure_organisation, self.publisher.recover):
            await until_stored(step)
        self.look()

    async def _ensure_organisation(self) -> None:
        if self._settings.organisation:
            async with self.storage.transaction() as tx:
                await tx.organisations.ensure(self._settings.organisation, self._clock.now())


async def assemble(stack: AsyncExitStack, settings: Settings, clock: Clock, since: float | None = None) -> Program:
    """Open the database, and wire the rest.

    Args:
        since: monotonic seconds; when the process that owns the database began, if it is this one's only program.

    Raises:
        Unworkable: something that only a person can mend, in one line.
    """
    for language in LANGUAGES:
        catalogue(language)
    if settings.telegram_token is None and settings.discord_token is None:
        raise Unworkable("TJANS_TELEGRAM_TOKEN, TJANS_DISCORD_TOKEN: none is set; `tjans demo` needs none")
    copies = backups.Backups(settings.database, settings.backups_folder, settings.backups_kept)
    database = await Database.open(settings.database, copies)
    stack.push_async_callback(database.close)
    metrics, vitals = metrics_if(settings.metrics_listen), Vitals()
    meter = metrics or Unmetered()
    networks = opened(stack, settings, since=since, meter=meter, vitals=vitals)
    storage = Storage(database, settings.admins, meter, networks.calling)
    await stack.enter_async_context(stamping(storage, RealClock(), vitals))
    if metrics is not None and settings.metrics_listen is not None:
        served = tuple(networks.messengers)
        await stack.enter_async_context(watched(settings.metrics_listen, storage, clock, vitals, metrics, served))
    program = Program(storage, networks, settings, clock, meter, vitals)
    program.clockwork.every_minute(Safekeeping(copies, clock, settings.zone, vitals).look)
    return program


async def run(settings: Settings) -> None:
    """`tjans run`: serve; a stop also ends the wait for a network."""
    async with AsyncExitStack() as stack:
        program = await assemble(stack, settings, RealClock(), STARTED)
        await program.run()


def main() -> None:
    """Exit status 0, or 1 with one line that says why."""
    logs.set_up("text", "info")
    try:
        sys.exit(_command(read_arguments()))
    except Unworkable as reason:
        sys.exit(str(reason))
    except BaseExceptionGroup as group:
        reasons = group.subgroup(Unworkable)
        if reasons is None:
            raise
        sys.exit(str(_first(reasons)))


def _first(group: BaseExceptionGroup[BaseException]) -> BaseException:
    error: BaseException = group
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


def _command(arguments: argparse.Namespace) -> int:
    match arguments.command:
        case "run" | "demo" | "tour":
            return asyncio.run(until_stopped(_lasting(arguments)))
        case "simulate":
            return int(staged("simulation.command").simulate(vars(arguments)))
    now, settings = datetime.now(UTC), _settings()
    match arguments.command:
        case "health":
            return 0 if inspecting.is_alive(settings.database, now) else _say("not alive", 1)
        case "backup":
            backups.backup(settings.database, arguments.file)
        case "restore":
            kept = restoring.restore(settings.database, arguments.file, now, replace=arguments.replace)
            if kept is not None:
                return _say(f"the old database is now {kept}: personal data is in it, delete it when you can", 0)
        case "doctor":
            return _doctor(settings, now)
    return 0


def _lasting(arguments: argparse.Namespace) -> Coroutine[Any, Any, int | None]:
    """What goes on until it is stopped; loading it takes a while."""
    heed_stops()
    work: Coroutine[Any, Any, int | None]
    match arguments.command:
        case "demo":
            work = staged("demo.__main__").demo(arguments.port, RealClock())
        case "tour":
            work = staged("demo.tour").tour(datetime.now(UTC))
        case _:
            work = run(_settings())
            for name in unknown_names():
                log.warning("%s is no setting and changes nothing: see `tjans doctor`", name)
    return work


def _settings() -> Settings:
    settings = read_settings()
    logs.set_up(settings.log_format, settings.log_level)
    return settings


def _doctor(settings: Settings, now: datetime) -> int:
    """One line a check; status 1 if anything is wrong."""
    copies = backups.Backups(settings.database, settings.backups_folder, settings.backups_kept)
    found = [*of_names(unknown_names()), *of_settings(settings, now), *examine_disk(settings.database, copies, now)]
    channels = inspecting.connected_channels(settings.database)
    found += asyncio.run(examine(settings, channels, RealClock()))
    return _say("\n".join(finding.line() for finding in found), int(any(one.grade is Grade.WRONG for one in found)))


def _say(text: str, status: int) -> int:
    sys.stdout.write(f"{text}\n")
    return status


if __name__ == "__main__":
    main()
