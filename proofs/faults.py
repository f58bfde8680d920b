"""`make faults`: one call in ten fails, in one way after the other, and Telegram is away for six hours."""

import argparse
import asyncio
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from proofs import checks
from proofs.evidence import Evidence
from proofs.outage import six_hours_away
from proofs.town import Town
from proofs.traffic import Traffic
from sandbox import Kind, Sandbox

ONE_IN_TEN = 0.1
SECONDS = 15.0
"""Of traffic for each way to fail."""
PATIENCE = 180.0
"""Seconds until all must be right, while one call in ten still fails."""
TO_PEOPLE_ONLY = {Kind.FORBIDDEN}
"""In a channel this says that the bot was thrown out, and then no card there can be right."""


@dataclass
class Outcome:
    """What came of one way to fail."""

    kind: Kind
    failed: int = 0
    calls: int = 0
    settled: float = 0.0
    repeated: int = 0
    strays: int = 0
    trouble: int = 0
    wrong: list[str] = field(default_factory=list)

    def line(self) -> str:
        what_came = {
            "all right after": f"{self.settled:.1f} s",
            "repeated": self.repeated,
            "cards twice": self.strays,
            "shown as refused": self.trouble,
            "wrong": len(self.wrong),
        }
        told = "  ".join(f"{name} {number}" for name, number in what_came.items())
        return f"{self.kind.value:14} {self.failed:4} of {self.calls:5} calls failed  {told}"


async def one_way(
    kind: Kind, seed: int, folder: Path, *, seconds: float = SECONDS, patience: float = PATIENCE, people: int = 60
) -> Outcome:
    """Traffic while one call in ten fails like this, and goes on failing until all is right."""
    outcome = Outcome(kind)
    async with Sandbox() as sandbox:
        town = Town.build(sandbox, seed, channels=8, people=people)
        database = folder / f"{kind.value.replace(' ', '-')}.db"
        process = town.process(database)
        await process.start()
        try:
            await town.settle_in()
            sandbox.faults.by_chance(seed, {kind: ONE_IN_TEN}, concerns_people if kind in TO_PEOPLE_ONLY else every)
            traffic = Traffic(town)
            traffic.post_everywhere()
            await traffic.run(seconds, 12)
            outcome.settled = await _settle(town, database, patience)
            await _come_back(town, kind, database)
            _check(outcome, town, database)
        finally:
            await process.kill()
    return outcome


def every(method: str, params: dict[str, Any]) -> bool:
    return True


def concerns_people(method: str, params: dict[str, Any]) -> bool:
    return method in ("sendMessage", "editMessageText") and int(params.get("chat_id", 0)) > 0


async def _settle(town: Town, database: Path, patience: float) -> float:
    """Seconds until nothing is on its way any more."""
    begun = time.monotonic()
    while checks.unsettled(Evidence(database), town):
        if time.monotonic() - begun > patience:
            break
        await asyncio.sleep(0.2)
    return time.monotonic() - begun


async def _come_back(town: Town, kind: Kind, database: Path) -> None:
    """Who was taken for somebody that had blocked the bot writes to it once more, and is owed everything again."""
    if kind not in TO_PEOPLE_ONLY:
        return
    town.sandbox.faults.by_chance(0, {})
    for person in town.people:
        town.sandbox.start(person)
    await _settle(town, database, PATIENCE)


def _check(outcome: Outcome, town: Town, database: Path) -> None:
    evidence, now = Evidence(database), town.sandbox.clock.now()
    outcome.failed, outcome.calls = sum(town.sandbox.faults.happened.values()), len(town.sandbox.calls)
    outcome.repeated, outcome.strays = checks.repeats(evidence, town), checks.stray_cards(evidence, town)
    outcome.trouble = evidence.states()["trouble"]
    outcome.wrong = [*checks.unsettled(evidence, town), *checks.at_rest(evidence, town)]
    outcome.wrong += [*checks.said_and_not_sent(evidence, town), *checks.strange_refusals(town)]
    outcome.wrong += checks.owed_and_not_told(evidence, town, now)
    if outcome.trouble and outcome.kind is not Kind.REFUSED:
        outcome.wrong.append(f"{outcome.trouble} notices in trouble, although nothing was refused")


async def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m proofs.faults", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kind", choices=[kind.name.lower() for kind in Kind] + ["away"], help="only this one")
    parser.add_argument("--keep", type=Path, help="a folder for the databases, kept afterwards")
    given = parser.parse_args()
    wrong: list[str] = []
    with TemporaryDirectory(prefix="tjans-faults-", ignore_cleanup_errors=True) as folder:
        for kind in Kind:
            if given.kind in (None, kind.name.lower()):
                outcome = await one_way(kind, given.seed, given.keep or Path(folder))
                sys.stdout.write("\n".join([outcome.line(), *outcome.wrong[:20], ""]))
                sys.stdout.flush()
                wrong += outcome.wrong
    if given.kind in (None, "away"):
        report = await six_hours_away(given.seed)
        sys.stdout.write("\n".join([*report.lines(), *report.wrong[:20], ""]))
        wrong += report.wrong
    if wrong:
        only = f" --kind {given.kind}" if given.kind else ""
        sys.stdout.write(f"again: .venv/bin/python -m proofs.faults --seed {given.seed}{only}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
