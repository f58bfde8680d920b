"""What a run prints: the seed, the hash of the ledger, and the counts."""

from collections import Counter

from simulation.ledger import Ledger
from simulation.options import Options
from simulation.rules.facts import Violation

LAST = 20
"""Lines of the ledger that are shown with a violation."""
ROWS = (
    ("updates", "updates"),
    ("of these on Discord", "gestures on Discord"),
    ("answers and messages there", "told on Discord"),
    ("tasks", "tasks posted"),
    ("claims", "claims"),
    ("offers", "offers"),
    ("offers that lapsed", "offers lapsed"),
    ("notices owed", "notices owed"),
    ("notices sent", "notices sent"),
    ("notices repeated, after a crash or a lost answer", "notices repeated"),
    ("notices no longer true when their turn came", "notices dropped"),
    ("notices undeliverable: could not be reached", "notices unreachable"),
    ("notices undeliverable: trouble", "notices trouble"),
    ("reminders told", "reminders"),
    ("cards checked", "cards checked"),
    ("commits checked", "commits"),
    ("calls", "calls"),
    ("crashes", "crashes"),
    ("forged presses", "forged presses"),
    ("people linked", "people linked"),
    ("claims of both that became one", "claims merged"),
    ("people parted", "people parted"),
    ("asked to be deleted", "asked to be deleted"),
    ("forms opened on Discord", "forms opened"),
    ("tasks posted by one", "tasks posted by a form on Discord"),
    ("called by name in a channel: direct messages closed", "called by name in a channel"),
)
GROUPS = (
    ("late reminders: ", "late reminders, because"),
    ("reminders missed: ", "reminders that never came, because"),
)


def report(options: Options, ledger: Ledger, violations: list[Violation], seconds: float) -> str:
    """The table."""
    counts = ledger.counts
    lines = [f"seed {options.seed} · {options.days} days · {options.people} people · {seconds:.0f} s of processor"]
    lines += [f"ledger {ledger.digest()} ({ledger.lines} lines)", ""]
    lines += [f"{counts[name]:>9,}  {label}" for label, name in ROWS]
    lines += [f"{_sum(counts, 'faults: '):>9,}  faults"]
    for prefix, label in GROUPS:
        lines += [f"{_sum(counts, prefix):>9,}  {label}"]
        lines += [
            f"{n:>15,}  {why.removeprefix(prefix)}" for why, n in sorted(counts.items()) if why.startswith(prefix)
        ]
    return "\n".join([*lines, "", *_verdict(options, ledger, violations)])


def _sum(counts: Counter[str], prefix: str) -> int:
    return sum(n for name, n in counts.items() if name.startswith(prefix))


def _verdict(options: Options, ledger: Ledger, violations: list[Violation]) -> list[str]:
    if not violations:
        return ["I1-I10 held."]
    return [
        *(f"VIOLATION {violation}" for violation in violations),
        "",
        *list(ledger.last)[-LAST:],
        "",
        f"Replay: {options.command()}",
    ]
