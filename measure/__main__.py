"""`make bench`: every row of design.md's numbers, measured in one run beside a plain bot on the same server.

Prints a table and writes it as JSON. No figure is compared with one of another run or another machine.
"""

import asyncio
import json
import os
import platform
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from measure import both, crowd, finding, idling, questions, reminders
from measure.bots import PLAIN, SLOW, TJANS
from measure.town import LARGE

COMMIT = 0.02


@dataclass(frozen=True, slots=True)
class Row:
    """One figure. `beside`: the plain bot's, or what else is named; `reached`: None where nothing is set."""

    name: str
    unit: str
    value: float
    beside: float
    reach: str = ""
    reached: bool | None = None

    def line(self) -> str:
        verdict = {None: "", True: "reached", False: "NOT REACHED"}[self.reached]
        return f"{self.name:52} {self.value:>10,.2f} {self.beside:>10,.2f} {self.unit:12} {self.reach:22} {verdict}"


async def _crowds() -> AsyncIterator[Row]:
    plain = await crowd.measure(PLAIN, known=True)
    known = await crowd.measure(TJANS, known=True)
    for row in _crowd("crowd of 1,000, known", known, plain):
        yield row
    for row in _crowd("crowd of 1,000, strangers", await crowd.measure(TJANS, known=False), plain):
        yield row
    yield Row("memory after the crowd", "MB", known.memory, plain.memory, "120", known.memory <= 120)
    yield Row("start to first answer", "s", known.start, plain.start, "1.5", known.start <= 1.5)


def _crowd(who: str, ours: crowd.Figures, plain: crowd.Figures) -> Iterator[Row]:
    yield Row(f"{who}: told they are in", "people", ours.told_in, plain.told_in, "20", ours.told_in == 20)
    yield Row(f"{who}: unanswered", "people", ours.unanswered, plain.unanswered, "0", ours.unanswered == 0)
    yield Row(f"{who}: calls refused", "calls", ours.refused, plain.refused, "0", ours.refused == 0)
    ratio = ours.per_second / plain.per_second
    reach = f"2 x plain (is {ratio:.1f} x)"
    yield Row(f"{who}: answers", "a second", ours.per_second, plain.per_second, reach, ratio >= 2)
    yield Row(f"{who}: CPU", "ms a press", ours.cpu, plain.cpu, "1.5", ours.cpu <= 1.5)
    right = ours.card_right_after
    yield Row(f"{who}: card right after", "s", right, plain.card_right_after, "10", right <= 10)


async def _both() -> AsyncIterator[Row]:
    """The plain bot knows Telegram alone: what it is compared with is what the same people there saw of Tjans."""
    plain = await crowd.measure(PLAIN, known=False, size=both.ON_EACH)
    ours = await both.measure()
    who = "500 presses on each network"
    yield Row(f"{who}: told they are in", "people", ours.told_in, plain.told_in, "20", ours.told_in == 20)
    yield Row(f"{who}: unanswered", "people", ours.unanswered, plain.unanswered, "0", ours.unanswered == 0)
    yield Row(f"{who}: calls refused", "calls", ours.refused, plain.refused, "0", ours.refused == 0)
    right = ours.cards_right_after
    yield Row(f"{who}: both cards right after", "s", right, plain.card_right_after, "10", right <= 10)
    yield Row(f"{who}: answers on both", "a second", ours.per_second, plain.per_second)
    yield Row(f"{who}: on Telegram alone", "a second", ours.on_telegram, plain.per_second)
    yield Row(f"{who}: CPU", "ms a press", ours.cpu, plain.cpu)
    yield Row("both networks: memory after the crowd", "MB", ours.memory, plain.memory, "120", ours.memory <= 120)
    for name, seconds in ours.starts.items():
        yield Row(f"both networks: start to first answer, {name}", "s", seconds, plain.start, "1.5", seconds <= 1.5)


async def _finding() -> AsyncIterator[Row]:
    plain, _ = await finding.measure(PLAIN, LARGE)
    tenth, _ = await finding.measure(TJANS, LARGE.tenth())
    median, worst = await finding.measure(TJANS, LARGE)
    ratio = median / tenth
    yield Row("/find, 10,000 tasks, 20 updates a second: p50", "ms", median, plain)
    yield Row("/find, p50 beside a tenth of the data", "ms", median, tenth, f"1.2 x (is {ratio:.2f} x)", ratio <= 1.2)
    yield Row("/find, p99 beside p50", "ms", worst, median, "50", worst <= 50)


async def _reminders() -> AsyncIterator[Row]:
    plain, ours = await reminders.measure(PLAIN), await reminders.measure(TJANS)
    once = ours.sent - ours.doubled
    yield Row("3,000 reminders in one minute: sent once", "people", once, plain.sent, "3,000", once == reminders.MANY)
    yield Row("3,000 reminders: calls refused", "calls", ours.refused, plain.refused, "0", ours.refused == 0)
    share = ours.share * 100
    yield Row("3,000 reminders: of the 30 a second allowed", "%", share, plain.share * 100, "95", share >= 95)


async def _idling() -> AsyncIterator[Row]:
    plain, ours = await idling.measure(PLAIN), await idling.measure(TJANS)
    yield Row("idle, with the large town", "% of a core", ours, plain, "0.5", ours < 0.5)


async def _slow_disk() -> AsyncIterator[Row]:
    shared, alone = [
        await crowd.measure(
            SLOW, known=False, size=300, extra={"MEASURE_COMMIT": str(COMMIT), "MEASURE_BATCH": str(batch)}
        )
        for batch in (40, 1)
    ]
    name = "20 ms a commit: shared, beside one for each press"
    yield Row(name, "answers/s", shared.per_second, alone.per_second)


async def _questions() -> AsyncIterator[Row]:
    tenth, whole = await questions.measure(LARGE.tenth()), await questions.measure(LARGE)
    for name, median in whole.items():
        yield Row(f"disk, {name}: beside a tenth of the data", "ms", median, tenth[name])


PARTS = {
    "crowd": _crowds,
    "both": _both,
    "find": _finding,
    "reminders": _reminders,
    "idle": _idling,
    "disk": _slow_disk,
    "questions": _questions,
}


async def measure(wanted: Sequence[str]) -> list[Row]:
    """The rows of these parts, or of all; each is printed as it comes."""
    rows: list[Row] = []
    sys.stdout.write(f"{'':52} {'Tjans':>10} {'beside':>10} {'':12} to reach\n")
    for name in wanted or PARTS:
        async for row in PARTS[name]():
            rows.append(row)
            sys.stdout.write(row.line() + "\n")
            sys.stdout.flush()
    return rows


def main(wanted: Sequence[str], file: Path) -> int:
    """0 if every number of design.md was reached."""
    rows = asyncio.run(measure(wanted))
    machine = {"cores": os.cpu_count(), "machine": platform.machine(), "python": platform.python_version()}
    file.write_text(json.dumps({"machine": machine, "rows": [asdict(row) for row in rows]}, indent=1) + "\n")
    return int(any(row.reached is False for row in rows))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], Path("bench.json")))
