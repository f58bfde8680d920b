"""A few weeks of the year: every invariant holds, and the same seed writes the same ledger."""

import asyncio
import os
import re
import sys
from datetime import datetime

import pytest

from simulation.command import play
from simulation.options import ZONE, Options

SMALL = ("--people", "60", "--tasks", "20", "--days", "12", "--crashes", "6", "--seed", "7")
BEFORE_THE_CLOCK_CHANGE = datetime(2027, 3, 22, tzinfo=ZONE)


async def _simulate(hash_seed: str) -> tuple[int, str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "simulate",
        *SMALL,
        env=os.environ | {"PYTHONHASHSEED": hash_seed},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    said, complained = await process.communicate()
    return process.returncode or 0, said.decode() + complained.decode()


async def test_the_same_seed_writes_the_same_ledger_to_the_byte() -> None:
    """In two processes, whose sets and dictionaries of strings are in different orders."""
    status, said = await _simulate("1")
    again, said_again = await _simulate("2")
    assert (status, again) == (0, 0), said + said_again
    found = re.search(r"ledger ([0-9a-f]{64}) \((\d+) lines\)", said)
    assert found is not None, said
    assert int(found[2]) > 500
    assert found[0] in said_again


def test_another_seed_writes_another_ledger() -> None:
    one, other = (play(Options(seed=seed, people=20, tasks=4, days=5, crashes=1))[0] for seed in (1, 2))
    assert one.digest() != other.digest()


def test_weeks_with_crashes_faults_and_a_clock_change_hold_every_invariant() -> None:
    options = Options(seed=5, people=150, tasks=50, days=14, crashes=12, faults=4, begins=BEFORE_THE_CLOCK_CHANGE)
    ledger, violations = play(options)
    assert violations == [], "\n".join(ledger.last)
    counts = ledger.counts
    assert counts["crashes"] >= 10
    assert counts["claims"] > 200
    assert counts["offers"] > 1
    assert counts["reminders"] > 100
    assert counts["cards checked"] > 200
    assert counts["gestures on Discord"] > 40
    assert counts["told on Discord"] > 100
    assert counts["people linked"] > 0
    assert counts["tasks posted by a form on Discord"] > 0
    assert sum(n for name, n in counts.items() if name.startswith("faults: ")) > 50


@pytest.mark.parametrize("words", ["--seed 3", "--seed 1 --people 50 --faults 3.5"])
def test_a_run_says_how_to_play_it_again(words: str) -> None:
    given = dict(zip(words.split()[::2], words.split()[1::2], strict=True))
    options = Options(
        seed=int(given["--seed"]),
        people=int(given.get("--people", 5000)),
        faults=float(given.get("--faults", 2)),
    )
    assert options.command() == f"tjans simulate {words}"
