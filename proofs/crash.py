"""`make crash`: the real process is killed again and again under traffic, on one and the same file, and checked.

It serves two networks with the same tasks. What was told holds on both. Updates of Telegram wait until they are
fetched, and take effect once; a gesture on Discord that was not stored came to nothing, and people make it again.
"""

import argparse
import asyncio
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from proofs.discord.village import Village
from proofs.evidence import Evidence
from proofs.process import Process
from proofs.sides import DiscordSide, Side, TelegramSide
from proofs.town import Town, zone_where_it_is_morning
from sandbox import Sandbox, SandboxClock
from sandbox.discord import DiscordSandbox

KILLS = 200
WITHIN = 10.0
"""Seconds from the first call of a process that was started again to the last answer, notice and card."""
IN_FLIGHT = 8
"""Sends on each network that a kill can cut off, and that are then repeated."""


@dataclass
class Report:
    """What was counted. `wrong` is empty if all held; `repeated` and `strays` (cards sent twice) by network."""

    kills: int = 0
    starts: list[float] = field(default_factory=list)
    settled: list[float] = field(default_factory=list)
    repeated: dict[str, int] = field(default_factory=dict)
    strays: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    counts: dict[str, int | str] = field(default_factory=dict)

    def lines(self) -> list[str]:
        rows = {
            "kills": self.kills,
            "times waited until all was right": len(self.settled),
            "seconds from a restart until then": _spread(self.settled),
            "seconds from start to first call on both": _spread(self.starts),
            **{f"{name}: messages repeated": self._a_kill(number) for name, number in self.repeated.items()},
            **{f"{name}: cards sent twice": number for name, number in self.strays.items()},
            **self.counts,
            "wrong": len(self.wrong),
        }
        return [f"{name:50} {value}" for name, value in rows.items()]

    def _a_kill(self, number: int) -> str:
        return f"{number} ({number / max(1, self.kills):.2f} a kill)"


def _spread(seconds: list[float]) -> str:
    return f"mean {sum(seconds) / max(1, len(seconds)):.1f}, worst {max(seconds, default=0.0):.1f}"


class Crash:
    """Traffic, kills, restarts, and a check after each."""

    def __init__(
        self,
        town: Town,
        village: Village,
        process: Process,
        database: Path,
        dice: random.Random,
        within: float = WITHIN,
    ) -> None:
        self._within = within
        self._town = town
        self._village = village
        self._process = process
        self._database = database
        self._dice = dice
        self._telegram = TelegramSide(town, database)
        self._sides: Sequence[Side] = (self._telegram, DiscordSide(village, town, database))
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
        for side in self._sides:
            self.report.counts |= {f"{side.name}: {name}": value for name, value in side.counts().items()}
        return self.report

    async def _play(self, kills: int) -> None:
        await self._start()
        await self._town.settle_in()
        await self._village.settle_in()
        await self._open()
        while self.report.kills < kills and not self.report.wrong:
            self._coordinate()
            for _ in range(min(self._dice.randint(2, 8), kills - self.report.kills)):
                await self._kill_under_way()
            await self._settle()
            self._say()
        if not self.report.wrong:
            await self._end()

    async def _open(self) -> None:
        """Tasks to begin with: every channel has a card or two before the first kill."""
        self._telegram.post_everywhere()
        for _ in range(8):
            await asyncio.sleep(0.5)
            self._coordinate()
        await self._act(3, 10)

    def _coordinate(self) -> None:
        for side in self._sides:
            side.coordinate()

    async def _act(self, seconds: float, a_second: float) -> None:
        """Traffic on both networks, so much on each."""
        await asyncio.gather(*(side.act(seconds, a_second) for side in self._sides))

    async def _start(self) -> None:
        await self._process.start()
        self._started = time.monotonic()
        self._town.starts.append(self._started)

    async def _kill_under_way(self) -> None:
        """At a random moment: while it starts, while it works, or at the very call that takes effect."""
        traffic = asyncio.ensure_future(self._act(self._dice.uniform(0.2, 1.8), self._dice.choice([5, 15, 30])))
        if self._dice.random() < 0.5:
            await traffic
        else:
            await self._some_call()
        await self._process.kill()
        traffic.cancel()
        for side in self._sides:
            await side.killed()
        self.report.kills += 1
        self._kills_since += 1
        self._look_at_rest()
        if self._dice.random() < 0.3:
            await self._act(self._dice.uniform(0, 0.5), 20)
        await self._start()
        if self._dice.random() < 0.2:
            await asyncio.sleep(self._dice.uniform(0, 1.0))

    async def _some_call(self) -> None:
        """Until one of the next calls on one of the networks has come in, but no longer than three seconds."""
        networks: list[Sandbox | DiscordSandbox] = [self._town.sandbox, self._village.sandbox]
        sandbox = self._dice.choice(networks)
        target = len(sandbox.calls) + self._dice.randint(1, 60)
        try:
            await sandbox.until(lambda: len(sandbox.calls) >= target, timeout=3)
        except TimeoutError:
            return

    def _look_at_rest(self) -> None:
        for side in self._sides:
            self._blame(side.at_rest())

    async def _settle(self) -> None:
        """Quiet traffic; then all must be right within ten seconds of the restart, or as soon as budgets allow."""
        up_at, needed = await self._up(), 0.0
        while True:
            states = [side.unsettled() for side in self._sides]
            needed = max([needed, *(seconds for _, seconds in states)])
            waiting, allowed = [line for lines, _ in states for line in lines], max(self._within, needed)
            if not waiting:
                break
            if time.monotonic() - up_at > allowed:
                self._blame([f"{allowed:.0f} s after the restart: {one}" for one in waiting])
                return
            await asyncio.sleep(0.25)
        self.report.settled.append(time.monotonic() - up_at)
        self._look_when_settled()

    async def _up(self) -> float:
        """When the new process had made its first call on both networks."""
        at = max([await side.up(self._started) for side in self._sides])
        self.report.starts.append(at - self._started)
        return at

    def _look_when_settled(self) -> None:
        for side in self._sides:
            self._blame(side.when_settled())
            self._count_again(side)
        self._kills_since = 0

    def _count_again(self, side: Side) -> None:
        report, (repeated, strays) = self.report, side.again()
        again = repeated - report.repeated.get(side.name, 0) + strays - report.strays.get(side.name, 0)
        if again > IN_FLIGHT * self._kills_since:
            self._blame([f"{side.name}: {again} messages were repeated after {self._kills_since} kills"])
        report.repeated[side.name], report.strays[side.name] = repeated, strays

    async def _end(self) -> None:
        """The last checks, with the process stopped as a service manager stops it."""
        status = await self._process.stop()
        wrong = [f"exit status {status}"] if status else []
        for network in ("telegram", "discord"):
            evidence = Evidence(self._database, network)
            trouble = evidence.states()["trouble"]
            failed = sum(state == "failed" for state in evidence.inbox.values())
            wrong += [f"{network}: {trouble} notices in trouble"] * bool(trouble)
            wrong += [f"{network}: {failed} updates failed"] * bool(failed)
        self._blame(wrong)

    def _blame(self, wrong: list[str]) -> None:
        self.report.wrong += wrong

    def _say(self) -> None:
        took = self.report.settled[-1] if self.report.settled else 0.0
        sys.stdout.write(f"{self.report.kills:4} kills, all right {took:4.1f} s after the last restart\n")
        sys.stdout.flush()


def process_of(town: Town, village: Village, database: Path, log: IO[bytes] | None = None) -> Process:
    """The program, serving both networks."""
    discord = village.sandbox
    return Process(
        town.sandbox,
        database,
        to=log,
        ADMINS=",".join([*(f"telegram:{one.id}" for one in town.coordinators), *village.admins]),
        TIMEZONE=zone_where_it_is_morning(discord.clock.now()),
        DISCORD_TOKEN=discord.token,
        DISCORD_API=discord.base_url,
        DISCORD_GATEWAY=discord.gateway_url,
    )


async def crash(
    kills: int, seed: int, folder: Path, *, channels: int = 24, people: int = 120, within: float = WITHIN
) -> Report:
    """Kill so often, and report. The dice are the seed's; what the kernel does in between is not.

    Args:
        channels, people: on Telegram; a quarter of the channels and half as many people are on Discord beside them.
    """
    clock = SandboxClock()
    async with Sandbox(clock=clock) as sandbox, DiscordSandbox(clock=clock) as discord:
        town = Town.build(sandbox, seed, channels=channels, people=people)
        village = Village.build(discord, seed, channels=channels // 4, people=people // 2)
        with (folder / "log").open("ab") as log:
            process = process_of(town, village, folder / "tjans.db", log)
            dice = random.Random(seed + 1)
            try:
                return await Crash(town, village, process, folder / "tjans.db", dice, within).run(kills)
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
