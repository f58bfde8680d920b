"""`make crash`: the real process is killed again and again under traffic, on one and the same file, and checked."""

import argparse
import asyncio
import random
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from proofs import checks
from proofs.evidence import Card, Evidence
from proofs.process import Process
from proofs.town import Town
from proofs.traffic import Traffic
from sandbox import Sandbox

KILLS = 200
WITHIN = 10.0
"""Seconds from the first call of a process that was started again to the last answer, notice and card."""
EDIT_EVERY = 3.1
"""Seconds between two calls to one channel: what its twenty a minute leave. The first one waits as long, and an edit
that took effect just before the kill is made again."""
IN_FLIGHT = 8
"""Sends that a kill can cut off, and that are then repeated."""


@dataclass
class Report:
    """What was counted. `wrong` is empty if all held."""

    kills: int = 0
    starts: list[float] = field(default_factory=list)
    settled: list[float] = field(default_factory=list)
    repeated: int = 0
    strays: int = 0
    wrong: list[str] = field(default_factory=list)
    counts: dict[str, int | str] = field(default_factory=dict)

    def lines(self) -> list[str]:
        rows = {
            "kills": self.kills,
            "times waited until all was right": len(self.settled),
            "seconds from a restart until then": _spread(self.settled),
            "seconds from start to first call": _spread(self.starts),
            "messages repeated": f"{self.repeated} ({self.repeated / max(1, self.kills):.2f} a kill)",
            "cards sent twice": self.strays,
            **self.counts,
            "wrong": len(self.wrong),
        }
        return [f"{name:50} {value}" for name, value in rows.items()]


def _spread(seconds: list[float]) -> str:
    return f"mean {sum(seconds) / max(1, len(seconds)):.1f}, worst {max(seconds, default=0.0):.1f}"


def _most_in_one_channel(cards: list[Card]) -> int:
    return max(Counter(card.chat_id for card in cards).values(), default=0)


class Crash:
    """Traffic, kills, restarts, and a check after each."""

    def __init__(
        self, town: Town, process: Process, database: Path, dice: random.Random, within: float = WITHIN
    ) -> None:
        self._within = within
        self._town = town
        self._process = process
        self._database = database
        self._dice = dice
        self._traffic = Traffic(town)
        self._started = 0.0
        self._kills_since = 0
        self.report = Report()

    async def run(self, kills: int) -> Report:
        """What is wrong stands in the report; also that the program does not start at all."""
        try:
            await self._play(kills)
        except TimeoutError as late:
            self._blame([f"the program does not start, or answers nobody: {late!r}"])
        await self._process.kill()
        self._count()
        return self.report

    async def _play(self, kills: int) -> None:
        await self._start()
        await self._town.settle_in()
        await self._open()
        while self.report.kills < kills and not self.report.wrong:
            self._traffic.coordinate_all()
            for _ in range(min(self._dice.randint(2, 8), kills - self.report.kills)):
                await self._kill_under_way()
            await self._settle()
            self._say()
        if not self.report.wrong:
            await self._end()

    async def _open(self) -> None:
        """Tasks to begin with: every channel has a card or two before the first kill."""
        self._traffic.post_everywhere()
        for _ in range(8):
            await asyncio.sleep(0.5)
            self._traffic.coordinate_all()
        await self._traffic.run(3, 10)

    async def _start(self) -> None:
        await self._process.start()
        self._started = time.monotonic()
        self._town.starts.append(self._started)

    async def _kill_under_way(self) -> None:
        """At a random moment: while it starts, while it works, or at the very call that takes effect."""
        traffic = asyncio.ensure_future(
            self._traffic.run(self._dice.uniform(0.2, 1.8), self._dice.choice([5, 15, 30]))
        )
        if self._dice.random() < 0.5:
            await traffic
        else:
            await self._some_call()
        await self._process.kill()
        traffic.cancel()
        self.report.kills += 1
        self._kills_since += 1
        self._look_at_rest()
        if self._dice.random() < 0.3:
            await self._traffic.run(self._dice.uniform(0, 0.5), 20)
        await self._start()
        if self._dice.random() < 0.2:
            await asyncio.sleep(self._dice.uniform(0, 1.0))

    async def _some_call(self) -> None:
        """Until one of the next calls has come in, but no longer than three seconds."""
        sandbox = self._town.sandbox
        target = len(sandbox.calls) + self._dice.randint(1, 60)
        try:
            await sandbox.until(lambda: len(sandbox.calls) >= target, timeout=3)
        except TimeoutError:
            return

    def _look_at_rest(self) -> None:
        self._blame(checks.at_rest(Evidence(self._database), self._town))

    async def _settle(self) -> None:
        """Quiet traffic; then all must be right within ten seconds of the restart, or as soon as budgets allow."""
        up_at, stale = await self._up(), 0
        while True:
            evidence = Evidence(self._database)
            stale = max(stale, _most_in_one_channel(checks.wrong_cards(evidence, self._town)))
            allowed = max(self._within, EDIT_EVERY * (stale + 2))
            waiting = checks.unsettled(evidence, self._town)
            if not waiting:
                break
            if time.monotonic() - up_at > allowed:
                self._blame([f"{allowed:.0f} s after the restart: {one}" for one in waiting])
                return
            await asyncio.sleep(0.25)
        self.report.settled.append(time.monotonic() - up_at)
        self._look_when_settled()

    async def _up(self) -> float:
        """When the new process made its first call."""
        calls = self._town.sandbox.calls
        call = await self._town.sandbox.until(
            lambda: next((one for one in reversed(calls) if one.method == "getMe" and one.at > self._started), None),
            timeout=60,
        )
        assert call is not None  # noqa: S101 - `until` gives only what is something
        self.report.starts.append(call.at - self._started)
        return call.at

    def _look_when_settled(self) -> None:
        evidence, town = Evidence(self._database), self._town
        wrong = [*checks.at_rest(evidence, town), *checks.said_and_not_sent(evidence, town)]
        wrong += checks.owed_and_not_told(evidence, town, self._now())
        wrong += checks.strange_refusals(town)
        repeated, strays = checks.repeats(evidence, town), checks.stray_cards(evidence, town)
        again = repeated - self.report.repeated + strays - self.report.strays
        if again > IN_FLIGHT * self._kills_since:
            wrong.append(f"{again} messages were repeated after {self._kills_since} kills")
        self.report.repeated, self.report.strays, self._kills_since = repeated, strays, 0
        self._blame(wrong)

    async def _end(self) -> None:
        """The last checks, with the process stopped as a service manager stops it."""
        status = await self._process.stop()
        evidence = Evidence(self._database)
        states = evidence.states()
        wrong = [f"exit status {status}"] if status else []
        wrong += [f"{states['trouble']} notices in trouble"] if states["trouble"] else []
        failed = sum(state == "failed" for state in evidence.inbox.values())
        wrong += [f"{failed} updates failed"] if failed else []
        self._blame(wrong)

    def _count(self) -> None:
        evidence, town = Evidence(self._database), self._town
        states, kinds = evidence.states(), evidence.kinds()
        claims = [claim.state for found in evidence.claims.values() for claim in found]
        self.report.counts = {
            "updates": len(evidence.inbox),
            "presses": len(town.ledger.presses),
            "presses told by a notice instead": len(evidence.told_instead),
            "presses answered again after a kill": checks.answered_again(town),
            "tasks": sum(evidence.titles.values()),
            "claims": len(claims),
            "messages to everyone": sum(evidence.texts.values()),
            "places changed by the form": sum(place != "Sted 0000" for place in evidence.places.values()),
            "notices sent": states["sent"],
            "of these": ", ".join(f"{kind} {number}" for kind, number in kinds.most_common()),
            "notices no longer true": states["dropped"],
            "notices for people who cannot be reached": states["unreachable"],
            "calls": len(town.sandbox.calls),
            "calls refused as too many (429)": sum("Too Many" in str(call) for call in town.sandbox.refusals),
        }

    def _now(self) -> datetime:
        return self._town.sandbox.clock.now()

    def _blame(self, wrong: list[str]) -> None:
        self.report.wrong += wrong

    def _say(self) -> None:
        took = self.report.settled[-1] if self.report.settled else 0.0
        sys.stdout.write(f"{self.report.kills:4} kills, all right {took:4.1f} s after the last restart\n")
        sys.stdout.flush()


async def crash(
    kills: int, seed: int, folder: Path, *, channels: int = 24, people: int = 120, within: float = WITHIN
) -> Report:
    """Kill so often, and report. The dice are the seed's; what the kernel does in between is not."""
    async with Sandbox() as sandbox:
        town = Town.build(sandbox, seed, channels=channels, people=people)
        with (folder / "log").open("ab") as log:
            process = town.process(folder / "tjans.db", log)
            try:
                return await Crash(town, process, folder / "tjans.db", random.Random(seed + 1), within).run(kills)
            finally:
                await process.kill()


async def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m proofs.crash", description=__doc__)
    parser.add_argument("--kills", type=int, default=KILLS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="a folder for the database and the log, kept afterwards")
    given = parser.parse_args()
    with TemporaryDirectory(prefix="tjans-crash-", ignore_cleanup_errors=True) as folder:
        report = await crash(given.kills, given.seed, given.keep or Path(folder))
    sys.stdout.write("\n".join([*report.lines(), *report.wrong[:40], ""]))
    if report.wrong:
        sys.stdout.write(f"again: .venv/bin/python -m proofs.crash --kills {given.kills} --seed {given.seed}\n")
    return 1 if report.wrong else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
