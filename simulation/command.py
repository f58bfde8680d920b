"""`tjans simulate`: a municipality's year, from one seed, checked; exit status 0 if I1-I10 held."""

import asyncio
import gc
import logging
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import fields
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from simulation.ledger import Ledger
from simulation.options import Options
from simulation.report import report
from simulation.rules.facts import Violation
from simulation.virtual import VirtualClock, VirtualLoop
from simulation.year import Year

RARELY = (200_000, 20, 100)
"""How seldom garbage is looked for: a year leaves little of it, and the looking is a tenth of the time."""
MEMORY = Path("/dev/shm")  # noqa: S108 - no file of ours is expected there; it only saves the disk the work
Progress = Callable[[Year], None]
Sabotage = Callable[[Year], None]


def simulate(arguments: Mapping[str, Any]) -> int:
    """Play the year, print what came of it. `ledger` among the arguments: where the whole ledger is written."""
    options = Options(**{field.name: arguments[field.name] for field in fields(Options) if field.name in arguments})
    file: Path | None = arguments["ledger"]
    began = time.process_time()
    ledger, violations = play(options, file, progress=_say_where)
    sys.stderr.write("\r" + " " * 40 + "\r")
    sys.stdout.write(report(options, ledger, violations, time.process_time() - began) + "\n")
    return 1 if violations else 0


def play(
    options: Options,
    file: Path | None = None,
    *,
    progress: Progress | None = None,
    sabotage: Sabotage | None = None,
) -> tuple[Ledger, list[Violation]]:
    """The year, in a loop of its own. `sabotage` is given the year before it begins, to show that a rule can fail."""
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    with _little_garbage(), asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(_play(options, file, progress, sabotage))


async def _play(
    options: Options, file: Path | None, progress: Progress | None, sabotage: Sabotage | None
) -> tuple[Ledger, list[Violation]]:
    clock = VirtualClock(options.begins, asyncio.get_running_loop())
    with ExitStack() as stack:
        lines = stack.enter_context(_written_to(file)) if file else None
        folder = stack.enter_context(TemporaryDirectory(prefix="tjans-", dir=_fast()))
        ledger = Ledger(clock.now, lines)
        year = Year(options, Path(folder), ledger, clock, progress)
        if sabotage is not None:
            sabotage(year)
        await year.play()
        return ledger, year.violations


@contextmanager
def _little_garbage() -> Iterator[None]:
    usual = gc.get_threshold()
    gc.set_threshold(*RARELY)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _written_to(file: Path) -> IO[str]:
    return file.open("w", encoding="utf-8")


def _fast() -> Path | None:
    """Where files live in memory, if there is such a place."""
    return MEMORY if MEMORY.is_dir() else None


def _say_where(year: Year) -> None:
    sys.stderr.write(f"\r{year.clock.now():%Y-%m-%d}  {year.ledger.counts['claims']:,} claims")
    sys.stderr.flush()
