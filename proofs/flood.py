"""`make flood`: a crowd, thousands of reminders and a task for forty channels at once, while the sandbox counts."""

import argparse
import asyncio
import sys
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from bot import people, posting
from bot.drafting import POST
from bot.incoming import Address, ChatKind, Network, Sender
from bot.model import ClaimState, Organisation, Task
from bot.model import Person as Known
from bot.proposals import Proposal, Role
from proofs.ledger import first_line, written_to
from proofs.process import Process
from proofs.town import PATIENCE, zone_where_it_is_morning
from sandbox import Chat, Floods, Message, Person, Press, Sandbox
from storage.database import Database
from storage.transaction import Storage, Tx

A_SECOND = 30
IN_TIME = 0.95
COUNTED = {"sendMessage", "editMessageText"}
PLACES = 20
MOST_ON_A_TASK = 1000
AHEAD = timedelta(hours=2)
LEAD = 12.0
"""Seconds from the start of the program to the moment at which everything happens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much at once."""

    crowd: int = 1000
    reminders: int = 3000
    channels: int = 40


@dataclass
class Report:
    """What the sandbox counted. `wrong` is empty if all held."""

    figures: dict[str, str] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        return [f"{name:48} {value}" for name, value in self.figures.items()] + [f"{'wrong':48} {len(self.wrong)}"]


class Flood:
    """One organisation with many channels, another one whose card the crowd presses; and people with places."""

    def __init__(self, sandbox: Sandbox, size: Size) -> None:
        self.sandbox = sandbox
        self.size = size
        self.report = Report()
        self.karen = sandbox.add_person("Karen")
        self.bo = sandbox.add_person("Bo")
        self.square = sandbox.add_channel("Torvet", self.bo)
        self.channels = [sandbox.add_channel(f"Kanal {number}", self.karen) for number in range(size.channels)]
        self.crowd = [sandbox.add_person(f"Person {number}") for number in range(size.crowd)]
        self.holders = [sandbox.add_person(f"Holder {number}") for number in range(size.reminders)]
        for person in (self.karen, self.bo, *self.crowd, *self.holders):
            person.started = True
        for channel in (self.square, *self.channels):
            sandbox.add_bot(channel)
        sandbox.world.updates.drop()

    async def seed(self, database: Path, at: datetime) -> None:
        """As if it had all been arranged before: everybody known, channels connected, places taken."""
        opened = await Database.open(database)
        storage = Storage(opened, frozenset())
        async with storage.transaction() as tx:
            now = self.sandbox.clock.now()
            karen = await self._organisation(tx, self.karen, "Suppegryden", self.channels, now)
            await self._organisation(tx, self.bo, "Torvet", [self.square], now)
            for person in self.crowd:
                await _known(tx, person, now)
            for first in range(0, len(self.holders), MOST_ON_A_TASK):
                group = self.holders[first : first + MOST_ON_A_TASK]
                await self._held(tx, karen, group, at + AHEAD, now)
        await opened.close()

    async def _organisation(self, tx: Tx, owner: Person, name: str, chats: list[Chat], now: datetime) -> Known:
        coordinator = await _known(tx, owner, now)
        organisation: Organisation = await tx.organisations.ensure(name, now)
        tx.organisations.appoint(coordinator.id, organisation.id, now)
        for chat in chats:
            address = Address(network=Network.TELEGRAM, chat_id=chat.id)
            tx.channels.connect(tx.channels.add(address, ChatKind.CHANNEL, chat.title, "da", now).id, organisation.id)
        return coordinator

    async def _held(self, tx: Tx, by: Known, group: list[Person], starts_at: datetime, now: datetime) -> None:
        organisation = (await tx.organisations.of_person(by.id))[0]
        proposal = Proposal(
            organisation_id=organisation.id,
            title="Tjans 0001",
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=1),
            place="Salen",
            benefit="Gæster",
            roles=(Role(name="", capacity=len(group)),),
            channels=(),
        )
        draft = tx.drafts.add(by.id, POST, "preview", proposal.model_dump(mode="json", exclude_defaults=True), now)
        task: Task = await posting.publish(tx, by, draft, now)
        for person in group:
            tx.claims.add(task.slots[0], (await _known(tx, person, now)).id, ClaimState.HELD, now)

    async def prepare(self) -> Message:
        """The card of the crowd stands, and the task for all channels waits in its preview."""
        card = await self._post(self.bo, "Tjans 0002", PLACES)
        await self._preview(self.karen, "Tjans 0003", 5)
        return card

    async def _post(self, owner: Person, title: str, places: int) -> Message:
        self.sandbox.press(owner, await self._preview(owner, title, places), "Udgiv")
        await self.sandbox.until(lambda: self._cards(self.square), PATIENCE)
        return self._cards(self.square)[0]

    async def _preview(self, owner: Person, title: str, places: int) -> Message:
        day = self.sandbox.clock.now() + timedelta(days=5)
        self.sandbox.write(owner, None, f"/opret {title} | {day:%d/%m} 14-17 | Salen | {places} | Gæster")
        await self.sandbox.until(lambda: "Udgiv" in self.sandbox.last(owner).labels, PATIENCE)
        return self.sandbox.last(owner)

    def _cards(self, channel: Chat) -> list[Message]:
        return [message for message in self.sandbox.messages(channel) if message.by_bot and message.rows]

    def reminded(self) -> list[Message]:
        messages = [one for person in self.holders for one in written_to(self.sandbox, person)]
        return sorted((one for one in messages if first_line(one).startswith("Husk: ")), key=lambda one: one.date)

    def shown(self) -> list[Message]:
        return sorted((one for channel in self.channels for one in self._cards(channel)), key=lambda one: one.date)

    def refused(self) -> int:
        return sum("Too Many" in str(call.refused) for call in self.sandbox.refusals)


async def _known(tx: Tx, person: Person, now: datetime) -> Known:
    sender = Sender(native_id=person.id, name=person.first_name, language="da")
    return await people.recognise(tx, Network.TELEGRAM, sender, now, in_private=True)


class Burst:
    """Everything at once; and, while it lasts, somebody who presses now and then."""

    def __init__(self, flood: Flood, card: Message) -> None:
        self._flood = flood
        self._card = card
        self._asides: list[tuple[Press, float]] = []
        self._presses: list[Press] = []
        self._answered_at = 0.0
        self._begun = 0.0

    async def run(self, patience: float) -> None:
        sandbox, flood = self._flood.sandbox, self._flood
        self._begun = time.monotonic()
        self._presses = [sandbox.press(person, self._card, self._card.buttons[0]) for person in flood.crowd]
        announced = asyncio.ensure_future(self._announce())
        asides = asyncio.ensure_future(self._press_now_and_then())
        answers = asyncio.ensure_future(self._note_the_answers(patience))
        try:
            await sandbox.until(self._all_told, patience)
        except TimeoutError:
            flood.report.wrong.append(
                f"after {patience:.0f} s: {len(flood.reminded())} reminded, {len(flood.shown())} cards"
            )
        finally:
            asides.cancel()
        await asyncio.gather(answers, announced)

    async def _announce(self) -> None:
        """The task for all channels is published when the reminders have begun."""
        sandbox, karen = self._flood.sandbox, self._flood.karen
        await sandbox.until(self._reminding, PATIENCE)
        sandbox.press(karen, sandbox.last(karen), "Udgiv")

    def _reminding(self) -> bool:
        return any(
            first_line(one).startswith("Husk: ") for one in written_to(self._flood.sandbox, self._flood.holders[0])
        )

    async def _note_the_answers(self, patience: float) -> None:
        await self._flood.sandbox.until(lambda: all(press.answered for press in self._presses), patience)
        self._answered_at = time.monotonic()

    async def _press_now_and_then(self) -> None:
        """One more person a second presses the full card, once the crowd has been answered."""
        sandbox = self._flood.sandbox
        while True:
            await asyncio.sleep(1)
            if self._answered_at:
                press, begun = sandbox.press(self._flood.bo, self._card, self._card.buttons[0]), time.monotonic()
                await press.answer(PATIENCE)
                self._asides.append((press, time.monotonic() - begun))

    def _all_told(self) -> bool:
        flood = self._flood
        calls = flood.sandbox.calls
        if len(calls) < flood.size.reminders + flood.size.channels:
            return False
        return len(flood.shown()) == len(flood.channels) and len(flood.reminded()) >= len(flood.holders)

    def judge(self) -> None:
        """What must hold whatever the machine: numbers, truth and order."""
        flood, report = self._flood, self._flood.report
        told_in = sum(press.answered is not None and "Du er med" in press.answered.text for press in self._presses)
        told_full = sum(press.answered is not None and "Fyldt op" in press.answered.text for press in self._presses)
        if (told_in, told_full) != (PLACES, len(self._presses) - PLACES):
            report.wrong.append(f"{told_in} told that they are in, {told_full} that it is full")
        reminded, shown = flood.reminded(), flood.shown()
        if len(reminded) != len(flood.holders) or len({one.chat.id for one in reminded}) != len(flood.holders):
            report.wrong.append(f"{len(reminded)} reminders to {len(flood.holders)} people")
        report.wrong += self._order(reminded, shown)
        report.figures = {
            "presses of the crowd answered": f"{len(self._presses)} in {self._answered_at - self._begun:.1f} s",
            "told that they are in": str(told_in),
            "reminders": f"{len(reminded)}, while {self.messages_a_second():.1f} messages a second went out",
            "cards of the task for all channels": str(len(shown)),
            "presses meanwhile, slowest answer": f"{len(self._asides)}, {self.slowest() * 1000:.0f} ms",
            "calls refused as too many (429)": str(flood.refused()),
        }

    def _order(self, reminded: list[Message], shown: list[Message]) -> list[str]:
        """Answers before reminders, reminders before what is announced: but for the eight on their way together."""
        confirmed = [
            one
            for person in self._flood.crowd
            for one in written_to(self._flood.sandbox, person)
            if first_line(one) == "Du er med"
        ]
        last_answer = max((one.date for one in confirmed), default=None)
        wrong = [] if len(confirmed) == PLACES else [f"{len(confirmed)} of {PLACES} were told in private"]
        before = sum(last_answer is not None and one.date < last_answer for one in reminded)
        if before > len(reminded) / 2:
            wrong.append(f"{before} reminders went before the last answer")
        early = sum(one.date < reminded[-1].date for one in shown) if reminded else 0
        if early > len(shown) / 2:
            wrong.append(f"{early} of {len(shown)} announcements went before the last reminder")
        return wrong

    def slowest(self) -> float:
        return max((seconds for _, seconds in self._asides), default=0.0)

    def messages_a_second(self) -> float:
        """All that counts as a message, from the first to the last reminder."""
        calls = [call for call in self._flood.sandbox.calls if call.method in COUNTED and call.refused is None]
        reminders = [call.at for call in calls if "<b>Husk: " in str(call.params.get("text"))]
        if len(reminders) < 2:
            return 0.0
        between = [call for call in calls if reminders[0] <= call.at <= reminders[-1]]
        return (len(between) - 1) / (reminders[-1] - reminders[0])


async def flood(size: Size, folder: Path, *, patience: float = 400.0) -> tuple[Report, Burst]:
    """All at once within the documented limits."""
    async with Sandbox() as sandbox:
        scene = Flood(sandbox, size)
        process, at = await _start(scene, folder)
        try:
            burst = Burst(scene, await scene.prepare())
            await asyncio.sleep(max(0.0, (at - sandbox.clock.now()).total_seconds()))
            await burst.run(patience)
            burst.judge()
        finally:
            await process.kill()
        if scene.refused():
            scene.report.wrong.append(f"{scene.refused()} calls refused as too many")
        return scene.report, burst


async def _start(scene: Flood, folder: Path) -> tuple[Process, datetime]:
    """The program on a seeded file; and when the reminders come due."""
    at = scene.sandbox.clock.now() + timedelta(seconds=LEAD)
    await scene.seed(folder / "tjans.db", at)
    more = {"TJANS_TIMEZONE": zone_where_it_is_morning(scene.sandbox.clock.now())}
    with (folder / "log").open("ab") as log:
        process = Process(scene.sandbox, folder / "tjans.db", scene.karen, log=log, more=more)
        await process.start()
    return process, at


async def strict(size: Size, folder: Path, *, patience: float = 400.0) -> Report:
    """The same under a network with stricter limits than documented, while another program uses the same token."""
    async with Sandbox() as sandbox:
        scene = Flood(sandbox, size)
        process, at = await _start(scene, folder)
        try:
            burst = Burst(scene, await scene.prepare())
            sandbox.world.floods = Floods(time.monotonic, a_second=10, a_minute=10)
            await asyncio.sleep(max(0.0, (at - sandbox.clock.now()).total_seconds()))
            other = asyncio.ensure_future(_another_program(sandbox, scene.square))
            await burst.run(patience)
            other.cancel()
            burst.judge()
        finally:
            await process.kill()
        return scene.report


async def _another_program(sandbox: Sandbox, chat: Chat) -> None:
    while True:
        sandbox.world.floods.somebody_else(chat.id)
        await asyncio.sleep(0.5)


async def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m proofs.flood", description=__doc__)
    parser.add_argument("--crowd", type=int, default=Size().crowd)
    parser.add_argument("--reminders", type=int, default=Size().reminders)
    parser.add_argument("--channels", type=int, default=Size().channels)
    given = parser.parse_args()
    size = Size(crowd=given.crowd, reminders=given.reminders, channels=given.channels)
    with TemporaryDirectory(prefix="tjans-flood-", ignore_cleanup_errors=True) as folder:
        report, burst = await flood(size, Path(folder))
        if burst.messages_a_second() < IN_TIME * A_SECOND:
            report.wrong.append(f"{burst.messages_a_second():.1f} messages a second, of {A_SECOND} allowed")
        if burst.slowest() > 1.0:
            report.wrong.append(f"a press made meanwhile was answered after {burst.slowest():.1f} s")
        sys.stdout.write("\n".join([*report.lines(), *report.wrong, ""]))
    small = Size(crowd=min(100, size.crowd), reminders=min(200, size.reminders), channels=min(5, size.channels))
    with TemporaryDirectory(prefix="tjans-flood-", ignore_cleanup_errors=True) as folder:
        strictly = await strict(small, Path(folder))
        sys.stdout.write("\n".join(["with a third of the limits, shared:", *strictly.lines(), *strictly.wrong, ""]))
    return 1 if report.wrong or strictly.wrong else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
