"""The time arrives as a value: nobody reads a clock but the one that is wired (design, Clock)."""

import ast
import re
from collections.abc import Iterator

from tests.house.source import ROOT, Source, sources

READS_THE_TIME_OF_DAY = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
    ("time", "time_ns"),
    ("time", "localtime"),
    ("time", "gmtime"),
    ("time", "strftime"),
    ("time", "ctime"),
}
MAY = {
    "bot/__main__.py": "RealClock, and the commands that look at the stamp",
}

READS_A_STOPWATCH = {("time", "monotonic"), ("time", "perf_counter"), ("time", "process_time"), ("loop", "time")}
MAY_STOP = {
    "bot/__init__.py": "when the process began, for the network's flood windows",
    "bot/vitals.py": "how long something has failed, whatever the clock is moved to",
    "monitoring/metrics.py": "how long an answer takes",
    "bot/outage.py": "how long the network has been away",
    "bot/whispering.py": "a network's real quarter of an hour",
    "bot/publishing.py": "edits in one chat are spaced by the network's real minute",
    "handlers/networks/discord/connecting.py": "how many sessions were opened in the last real hour",
    "handlers/networks/discord/line.py": "how long a socket lasted, in real seconds",
    "handlers/networks/discord/listening.py": "the network waits three real seconds for an answer",
    "handlers/networks/discord/pacing.py": "the network's windows are real",
    "handlers/networks/discord/requesting.py": "how long a call may take once its turn has come",
    "handlers/networks/telegram/pacing.py": "the network's flood windows are real",
    "handlers/networks/telegram/polling.py": "how long another poller is waited for",
    "handlers/networks/telegram/webhook.py": "how long another process is waited for",
}

SQL_CLOCK = re.compile(r"CURRENT_TIME|CURRENT_DATE|unixepoch\(|julianday\(|strftime\(|'now'", re.IGNORECASE)


def reads(source: Source, what: set[tuple[str, str]]) -> Iterator[str]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and (_owner(node.value), node.attr) in what:
            yield source.at(node)
        if isinstance(node, ast.ImportFrom) and node.module == "time":
            yield from (source.at(node) for alias in node.names if ("time", alias.name) in what)


def _owner(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.Call):  # asyncio.get_running_loop().time()
        return "loop" if "loop" in _owner(node.func) else ""
    return getattr(node, "id", "")


def test_nobody_reads_the_time_of_day() -> None:
    found = [
        place
        for source in sources("bot", "handlers", "storage", "monitoring", "demo")
        if source.place not in MAY
        for place in reads(source, READS_THE_TIME_OF_DAY)
    ]
    assert found == []


def test_stopwatches_are_only_where_real_time_is_meant() -> None:
    found = [
        place
        for source in sources("bot", "handlers", "storage", "monitoring")
        if source.place not in MAY_STOP
        for place in reads(source, READS_A_STOPWATCH)
    ]
    assert found == []


def test_every_exception_is_needed() -> None:
    known = {source.place: source for source in sources("bot", "handlers", "monitoring")}
    assert all(any(reads(known[place], READS_THE_TIME_OF_DAY)) for place in MAY)
    assert all(any(reads(known[place], READS_A_STOPWATCH)) for place in MAY_STOP)


def test_the_database_reads_no_clock_either() -> None:
    files = [path for ending in ("py", "sql") for path in (ROOT / "storage").rglob(f"*.{ending}")]
    assert [path.name for path in files if SQL_CLOCK.search(path.read_text(encoding="utf-8"))] == []
