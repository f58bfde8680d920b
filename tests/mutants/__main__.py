"""Applies each mutant to a copy of the tree, runs its tests there, and demands red; prints a table.

Status 1 if a mutant survives, if its tests cannot be run, or if a test is red without any mutant.
"""

import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.house.source import ROOT
from tests.mutants.mutant import Mutant
from tests.mutants.table import MUTANTS

AT_ONCE = 2
LONGEST = 300
"""Seconds a mutant's tests may take: a change may make them wait for ever, which is red, too."""
UNNEEDED = shutil.ignore_patterns(".venv", ".git", "__pycache__", ".*_cache", ".hypothesis", "*.db*", "*.egg-info")


@dataclass(frozen=True)
class Result:
    """`survived`: the named tests that stayed green."""

    mutant: Mutant
    survived: tuple[str, ...]
    trouble: str
    seconds: float

    @property
    def killed(self) -> bool:
        return not self.survived and not self.trouble


def apply(mutant: Mutant, tree: Path) -> None:
    """ValueError if an old text does not stand where it is said to, once."""
    for change in mutant.changes:
        path = tree / change.file
        text = path.read_text(encoding="utf-8")
        if text.count(change.old) != 1:
            raise ValueError(f"{change.file}: stands there {text.count(change.old)} times: {change.old!r}")
        path.write_text(text.replace(change.old, change.new), encoding="utf-8")


def run(tests: Iterable[str], tree: Path) -> tuple[int, str]:
    """Pytest's status and output. Failing examples are not made small: that they fail is enough."""
    command = [sys.executable, "-m", "pytest", "-q", "--tb=no", "-rfE", "-p", "no:cacheprovider", "-p", "no:xdist"]
    options = ["-o", "addopts=--strict-markers --strict-config", "-o", "timeout=240", "--hypothesis-profile=hasty"]
    done = subprocess.run(
        [*command, *options, *tests], cwd=tree, capture_output=True, text=True, timeout=LONGEST, check=False
    )
    return done.returncode, done.stdout + done.stderr


def judge(mutant: Mutant) -> Result:
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="tjans-mutant-") as folder:
        tree = Path(folder) / "tree"
        shutil.copytree(ROOT, tree, ignore=UNNEEDED)
        trouble = ""
        survived: tuple[str, ...] = ()
        try:
            apply(mutant, tree)
            status, output = run(mutant.tests, tree)
        except (ValueError, OSError) as error:
            trouble = str(error)
        except subprocess.TimeoutExpired:
            pass
        else:
            survived = tuple(test for test in mutant.tests if not _is_red(test, output))
            trouble = "" if status in (0, 1) else f"the tests could not be run:\n{output[-2000:]}"
    return Result(mutant, survived, trouble, time.monotonic() - begun)


def _is_red(test: str, output: str) -> bool:
    return re.search(rf"^(FAILED|ERROR) {re.escape(test)}(\[|\s|$)", output, re.MULTILINE) is not None


def control(mutants: Sequence[Mutant]) -> str:
    """What is red without any mutant."""
    tests = sorted({test for mutant in mutants for test in mutant.tests})
    status, output = run(tests, ROOT)
    return "" if status == 0 else output[-3000:]


def main(wanted: Sequence[str]) -> int:
    """`wanted`: invariants, or words of the mutants' names; nothing means all."""
    mutants = [one for one in MUTANTS if not wanted or any(word == one.breaks or word in one.name for word in wanted)]
    if not mutants:
        _print(f"no mutant is of {' or '.join(wanted)}: name invariants, or words of a mutant's name")
        return 1
    begun = time.monotonic()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        unmutated = pool.submit(control, mutants)
        results = []
        for result in pool.map(judge, mutants):
            _print(_line(result))
            results.append(result)
        red = unmutated.result()
    if red:
        _print(f"RED WITHOUT ANY MUTANT:\n{red}")
    alive = [result for result in results if not result.killed]
    minutes = (time.monotonic() - begun) / 60
    _print(
        f"{len(results) - len(alive)} of {len(results)} mutants turned every test they name red, in {minutes:.1f} min"
    )
    return 1 if alive or red else 0


def _line(result: Result) -> str:
    verdict = "red" if result.killed else "TROUBLE" if result.trouble else "SURVIVED"
    line = f"{result.mutant.breaks:4} {verdict:9} {result.seconds:5.1f} s  {result.mutant.name}"
    more = [f"\n     green: {test}" for test in result.survived]
    return line + "".join(more) + (f"\n     {result.trouble}" if result.trouble else "")


def _print(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
