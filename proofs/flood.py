"""`make flood`: a crowd, thousands of reminders and a task for forty channels at once, while the sandbox counts."""

import argparse
import asyncio
import sys
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from proofs.ledger import first_line, written_to
from proofs.process import Process
from proofs.scene import PLACES, Scene, Size
from proofs.town import PATIENCE, zone_where_it_is_morning
from sandbox import Chat, Floods, Message, Press, Sandbox

A_SECOND = 30
IN_TIME = 0.95
COUNTED = {"sendMessage", "editMessageText"}
LEAD = 12.0
"""Seconds from the start of the program to the moment at which everything happens."""


@dataclass
class Report:
    """What the sandbox counted. `wrong` is empty if all held."""

    figures: dict[str, str] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        return [f"{name:48} {value}" for name, value in self.figures.items()] + [f"{'wrong':48} {len(self.wrong)}"]


class Burst:
    """Everything at once; and, while it lasts, somebody who presses now and then."""

    def __init__(self, flood: Scene, card: Message) -> None:
        self._flood = flood
        self.report = Report()
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
            self.report.wrong.append(
                f"after {patience:.0f} s: {len(flood.reminded())} reminded, {len(flood.shown())} cards"
            )
        finally:
            asides.cancel()
        await asyncio.gather(answers, announced)

    async def _announce(self) -> None:
        """The task for all channels is published while the reminders go out."""
        sandbox, karen = self._flood.sandbox, self._flood.karen
        await sandbox.until(self._reminding, PATIENCE)
        sandbox.press(karen, sandbox.last(karen), "Udgiv")

    def _reminding(self) -> bool:
        """For a second or two already: before that there is room for all, and nobody need wait."""
        return len(self._flood.reminded()) >= min(2 * A_SECOND, len(self._flood.holders) // 2)

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
        flood, report = self._flood, self.report
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
        """Answers before reminders, reminders before what is announced: but for the eight on their way together.

        On a machine too slow to reach the network's limit there is room left, and nothing to be put in order.
        """
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
        if early > len(shown) / 2 and self.messages_a_second() > 0.9 * A_SECOND:
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
        scene = Scene(sandbox, size)
        process, at = await _start(scene, folder)
        try:
            burst = Burst(scene, await scene.prepare())
            await asyncio.sleep(max(0.0, (at - sandbox.clock.now()).total_seconds()))
            await burst.run(patience)
            burst.judge()
        finally:
            await process.kill()
        if scene.refused():
            burst.report.wrong.append(f"{scene.refused()} calls refused as too many")
        return burst.report, burst


async def _start(scene: Scene, folder: Path) -> tuple[Process, datetime]:
    """The program on a seeded file; and when the reminders come due."""
    at = scene.sandbox.clock.now() + timedelta(seconds=LEAD)
    await scene.seed(folder / "tjans.db", at)
    zone = zone_where_it_is_morning(scene.sandbox.clock.now())
    with (folder / "log").open("ab") as log:
        process = Process(scene.sandbox, folder / "tjans.db", scene.karen, to=log, TIMEZONE=zone)
        await process.start()
    return process, at


async def strict(size: Size, folder: Path, *, patience: float = 400.0) -> Report:
    """The same under a network with stricter limits than documented, while another program uses the same token."""
    async with Sandbox() as sandbox:
        scene = Scene(sandbox, size)
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
        return burst.report


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
