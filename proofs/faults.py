"""`make faults`: one call in ten fails on both networks, in one way after the other; then hours without Telegram."""

import argparse
import asyncio
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from proofs.crash import process_of
from proofs.discord.checks import doubles
from proofs.discord.village import Village
from proofs.evidence import Evidence
from proofs.outage import six_hours_away
from proofs.sides import DiscordSide, Side, TelegramSide
from proofs.town import Town
from sandbox import Kind, Sandbox, SandboxClock
from sandbox.discord import DiscordSandbox

ONE_IN_TEN = 0.1
SECONDS = 15.0
"""Of traffic for each way to fail."""
PATIENCE = 480.0
"""Seconds until all must be right, while one call in ten still fails: what fails four times is tried after 450."""
TO_PEOPLE_ONLY = {Kind.FORBIDDEN}
"""In a channel this says that the bot was thrown out, and then no card there can be right."""


@dataclass
class Outcome:
    """What came of one way to fail. The counts are by network."""

    kind: Kind
    failed: dict[str, int] = field(default_factory=dict)
    calls: dict[str, int] = field(default_factory=dict)
    settled: float = 0.0
    repeated: dict[str, int] = field(default_factory=dict)
    strays: dict[str, int] = field(default_factory=dict)
    trouble: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        yield f"{self.kind.value:14} all right after {self.settled:.1f} s, wrong {len(self.wrong)}"
        for name, failed in self.failed.items():
            what_came = {
                "repeated": self.repeated[name],
                "cards twice": self.strays[name],
                "shown as refused": self.trouble[name],
            }
            told = "  ".join(f"{what} {number}" for what, number in what_came.items())
            yield f"    {name:10} {failed:4} of {self.calls[name]:5} calls failed  {told}"


class Stage:
    """One town on both networks, and the program that serves it."""

    def __init__(self, town: Town, village: Village, folder: Path, kind: Kind) -> None:
        self.kind = kind
        self.town, self.village = town, village
        self.database = folder / f"{kind.value.replace(' ', '-')}.db"
        self._telegram = TelegramSide(town, self.database)
        self.sides: tuple[Side, ...] = (self._telegram, DiscordSide(village, town, self.database))
        self.sandboxes: dict[str, Sandbox | DiscordSandbox] = {"Telegram": town.sandbox, "Discord": village.sandbox}
        self.process = process_of(town, village, self.database)

    async def traffic(self, seed: int, seconds: float, share: float) -> None:
        """So much on each network, while calls fail on both."""
        await self.town.settle_in()
        await self.village.settle_in()
        concerns = {"Telegram": _to_people_on_telegram, "Discord": self._to_people_on_discord}
        for name, sandbox in self.sandboxes.items():
            may_fail = concerns[name] if self.kind in TO_PEOPLE_ONLY else every
            sandbox.faults.by_chance(seed, {self.kind: share}, may_fail)
        self._telegram.post_everywhere()
        await asyncio.gather(*(side.act(seconds, 8) for side in self.sides))

    def _to_people_on_discord(self, method: str, params: dict[str, Any]) -> bool:
        """What may be closed are direct messages."""
        if method != "POST /channels/{channel}/messages":
            return False
        return self.village.sandbox.world.channels[int(params["channel"])].recipient is not None

    def unsettled(self) -> list[str]:
        return [line for side in self.sides for line in side.unsettled()[0]]

    async def settle(self, patience: float) -> float:
        """Seconds until nothing is on its way any more."""
        begun = time.monotonic()
        while self.unsettled():
            if time.monotonic() - begun > patience:
                break
            await asyncio.sleep(0.2)
        return time.monotonic() - begun

    def calm_down(self) -> None:
        """No call fails any more."""
        for sandbox in self.sandboxes.values():
            sandbox.faults.by_chance(0, {})

    async def come_back(self) -> None:
        """Who was taken for somebody that had closed the chat is there once more, and is owed everything again."""
        if self.kind not in TO_PEOPLE_ONLY:
            return
        self.calm_down()
        for person in self.town.people:
            self.town.sandbox.start(person)
        for user in self.village.people:
            self.village.sandbox.command(user, None, "start")
        await self.settle(PATIENCE)


async def one_way(
    kind: Kind,
    seed: int,
    folder: Path,
    *,
    seconds: float = SECONDS,
    patience: float = PATIENCE,
    people: int = 60,
    share: float = ONE_IN_TEN,
    stubborn: bool = True,
) -> Outcome:
    """Traffic on both networks while one call in ten fails like this, and goes on failing until all is right.

    Args:
        people: on Telegram; half as many are on Discord.
        share: of the calls that fail.
        stubborn: they do so until all is right, and not only while there is traffic.
    """
    outcome, clock = Outcome(kind), SandboxClock()
    async with Sandbox(clock=clock) as sandbox, DiscordSandbox(clock=clock) as discord:
        town = Town.build(sandbox, seed, channels=8, people=people)
        village = Village.build(discord, seed, channels=2, people=people // 2)
        stage = Stage(town, village, folder, kind)
        await stage.process.start()
        try:
            await stage.traffic(seed, seconds, share)
            if not stubborn:
                stage.calm_down()
            outcome.settled = await stage.settle(patience)
            await stage.come_back()
            _check(outcome, stage)
        finally:
            await stage.process.kill()
    return outcome


def every(method: str, params: dict[str, Any]) -> bool:
    return True


def _to_people_on_telegram(method: str, params: dict[str, Any]) -> bool:
    return method in ("sendMessage", "editMessageText") and int(params.get("chat_id", 0)) > 0


def _check(outcome: Outcome, stage: Stage) -> None:
    outcome.wrong = stage.unsettled()
    for side in stage.sides:
        sandbox, evidence = stage.sandboxes[side.name], Evidence(stage.database, side.name.lower())
        outcome.failed[side.name] = sum(sandbox.faults.happened.values())
        outcome.calls[side.name] = len(sandbox.calls)
        outcome.repeated[side.name], outcome.strays[side.name] = side.again()
        outcome.trouble[side.name] = trouble = evidence.states()["trouble"]
        outcome.wrong += side.when_settled()
        if trouble and outcome.kind is not Kind.REFUSED:
            outcome.wrong.append(f"{trouble} notices in trouble, although nothing was refused")
    outcome.wrong += doubles(stage.village)


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
                sys.stdout.write("\n".join([*outcome.lines(), *outcome.wrong[:20], ""]))
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
