"""Everything at once on one network, and what must hold of it: a crowd, reminders, a task for many channels."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from proofs.stage import ANNOUNCED, HELD, LATE, PLACES, PRESSED, Answer, Came, Stage
from proofs.town import PATIENCE

LEAD = 12.0
IN_FLIGHT = 8
"""Messages that are on their way together."""
LONGEST = 300.0
"""Seconds until the first of the cards has come: where reminders are many it waits for them."""
UNANSWERED = 15.0
"""Seconds after which nobody waits for an answer any more."""


@dataclass
class Report:
    """What the sandbox counted. `wrong` is empty if all held."""

    figures: dict[str, str] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        return [f"{name:48} {value}" for name, value in self.figures.items()] + [f"{'wrong':48} {len(self.wrong)}"]


class Burst:
    """Everything at once; and, while it lasts, somebody who presses now and then."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self.report = Report()
        self._asides: list[float] = []  # seconds
        self._presses: list[Answer] = []
        self._answered_at = 0.0
        self._begun = 0.0
        self._late_at: datetime | None = None

    async def run(self, patience: float) -> None:
        stage = self._stage
        self._begun = time.monotonic()
        self._presses = stage.press_all()
        announced = asyncio.ensure_future(self._announce())
        asides = asyncio.ensure_future(self._press_now_and_then())
        answers = asyncio.ensure_future(self._note_the_answers(patience))
        try:
            await stage.until(self._all_told, patience)
        except TimeoutError:
            self.report.wrong.append(
                f"after {patience:.0f} s: {len(stage.told(HELD))} reminded, {len(stage.shown())} cards"
            )
        finally:
            asides.cancel()
        await asyncio.gather(answers, announced)

    async def _announce(self) -> None:
        """The task for all channels is published while the reminders go out, and some take its places."""
        stage = self._stage
        await stage.until(self._reminding, PATIENCE)
        stage.publish()
        await stage.until(stage.shown, LONGEST)
        self._late_at = stage.now()
        stage.press_late()

    def _reminding(self) -> bool:
        """For a second or two already: before that there is room for all, and nobody need wait."""
        stage = self._stage
        return len(stage.told(HELD)) >= min(2 * stage.a_second, stage.size.reminders // 2)

    async def _note_the_answers(self, patience: float) -> None:
        await self._stage.until(lambda: all(answer() is not None for answer in self._presses), patience)
        self._answered_at = time.monotonic()

    async def _press_now_and_then(self) -> None:
        """One more person a second presses the full card, once the crowd has been answered."""
        while True:
            await asyncio.sleep(1)
            if self._answered_at:
                self._asides.append(await self._press_aside())

    async def _press_aside(self) -> float:
        """Seconds until the answer."""
        answer, begun = self._stage.press_aside(), time.monotonic()
        try:
            await self._stage.until(lambda: answer() is not None, UNANSWERED)
        except TimeoutError:
            self.report.wrong.append("a press made meanwhile was not answered")
        return time.monotonic() - begun

    def _all_told(self) -> bool:
        stage = self._stage
        if stage.calls() < stage.size.reminders + stage.size.channels:
            return False
        if len(stage.shown()) < stage.size.channels or len(stage.told(ANNOUNCED)) < LATE:
            return False
        return len(stage.told(HELD)) >= stage.size.reminders

    def judge(self) -> None:
        """What must hold whatever the machine: numbers, truth and order."""
        stage, report = self._stage, self.report
        answers = [answer() or "" for answer in self._presses]
        told_in, told_full = sum("Du er med" in text for text in answers), sum("Fyldt op" in text for text in answers)
        if (told_in, told_full) != (PLACES, len(answers) - PLACES):
            report.wrong.append(f"{told_in} told that they are in, {told_full} that it is full")
        reminded, shown = stage.told(HELD), stage.shown()
        if len(reminded) != stage.size.reminders or len({one.who for one in reminded}) != stage.size.reminders:
            report.wrong.append(f"{len(reminded)} reminders to {stage.size.reminders} people")
        report.wrong += self._order(reminded, shown)
        report.figures = {
            "presses of the crowd answered": f"{len(answers)} in {self._answered_at - self._begun:.1f} s",
            "told that they are in": str(told_in),
            "reminders": f"{len(reminded)}, while {self.messages_a_second():.1f} messages a second went out",
            "cards of the task for all channels": str(len(shown)),
            "presses meanwhile, slowest answer": f"{len(self._asides)}, {self.slowest() * 1000:.0f} ms",
            "calls refused as too many (429)": str(len(stage.refused())),
        }

    def _order(self, reminded: list[Came], shown: list[datetime]) -> list[str]:
        """Answers before reminders, reminders before what is announced: but for the eight on their way together.

        On a machine too slow to reach the network's limit there is room left, and nothing to be put in order.
        """
        confirmed = self._stage.told(PRESSED)
        wrong = [] if len(confirmed) == PLACES else [f"{len(confirmed)} of {PLACES} were told in private"]
        for opened in (False, True):
            news = [one.at for one in reminded if one.opened is opened]
            last_answer = max((one.at for one in confirmed if one.opened is opened), default=None)
            before = sum(last_answer is not None and at < last_answer for at in news)
            if before > max(IN_FLIGHT, len(news) / 2):
                wrong.append(f"{before} reminders went before the last answer")
        at_once = [one.at for one in reminded if not one.opened]
        early = sum(at < at_once[-1] for at in shown) if at_once else 0
        if early > len(shown) / 2 and self.messages_a_second() > 0.9 * self._stage.a_second:
            wrong.append(f"{early} of {len(shown)} announcements went before the last reminder")
        return [*wrong, *self._overtaken(reminded)]

    def _overtaken(self, reminded: list[Came]) -> Iterator[str]:
        """Answers that were owed later than reminders, and let more of these go first than were on their way."""
        for one in self._stage.told(ANNOUNCED):
            since = [other for other in reminded if self._late_at is not None and other.at > self._late_at]
            before = sum(other.at < one.at for other in since if other.opened is one.opened)
            if before > IN_FLIGHT:
                yield f"{before} reminders went before the answer to somebody who pressed meanwhile"

    def must_not_be_refused(self) -> None:
        self.report.wrong += self._stage.refused()

    def must_keep_pace(self, share: float) -> None:
        """So much of the network's limit is used, and whoever presses meanwhile is answered within a second."""
        if self.messages_a_second() < share * self._stage.a_second:
            self.report.wrong.append(
                f"{self.messages_a_second():.1f} messages a second, of {self._stage.a_second:.0f}"
            )
        if self.slowest() > 1.0:
            self.report.wrong.append(f"a press made meanwhile was answered after {self.slowest():.1f} s")

    def slowest(self) -> float:
        return max(self._asides, default=0.0)

    def messages_a_second(self) -> float:
        """All that counts as a message, from the first to the last reminder for which no chat had to be opened."""
        sends = self._stage.sends()
        reminders = [at for at, reminds in sends if reminds]
        if len(reminders) < 2:
            return 0.0
        between = [at for at, _ in sends if reminders[0] <= at <= reminders[-1]]
        return (len(between) - 1) / (reminders[-1] - reminders[0])


async def _nothing() -> None: ...


async def all_at_once(
    stage: Stage,
    folder: Path,
    meanwhile: Callable[[], Awaitable[None]] = _nothing,
    *,
    patience: float = 400.0,
    lead: float = LEAD,
) -> Burst:
    """On a file of its own, served by the program.

    Args:
        meanwhile: what else goes on from the moment on at which everything happens.
        patience: seconds in which all must be told.
        lead: seconds from the start of the program to that moment.
    """
    database, at = folder / "tjans.db", stage.now() + timedelta(seconds=lead)
    await stage.seed(database, at)
    with (folder / "log").open("ab") as log:
        process = stage.process(database, log)
        await process.start()
    burst = Burst(stage)
    try:
        await stage.prepare()
        await asyncio.sleep(max(0.0, (at - stage.now()).total_seconds()))
        others = asyncio.ensure_future(meanwhile())
        await burst.run(patience)
        burst.judge()
        burst.report.wrong += await stage.wrong(database)
        others.cancel()
    finally:
        await process.kill()
    return burst
