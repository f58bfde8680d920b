"""`handlers → bot ← storage`: who may know what (design, Layout)."""

import ast
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.house.source import PACKAGES, ROOT, Source, sources

OURS = {*PACKAGES, "tests"}
MAY_IMPORT = {
    "bot": {"bot", "pydantic", "babel"},
    "handlers": {"handlers", "bot", "pydantic"},
    "storage": {"storage", "bot", "aiosqlite"},
    "monitoring": {"monitoring", "bot", "aiohttp", "prometheus_client"},
    "sandbox": {"sandbox", "aiohttp", "aiogram", "pydantic"},
}
ALSO = {
    "bot.clockwork": {"apscheduler"},
    "bot.settings": {"pydantic_settings"},
    "bot.__main__": {"handlers", "monitoring", "storage"},
}
"""The few that know one thing more. bot.__main__ wires; demo, measure and proofs may import anything."""
KNOW_THEIR_NETWORK = {
    "handlers.networks.telegram": {"telegram", "aiohttp", "yarl"},
    "handlers.networks.discord": {"discord", "aiohttp", "yarl"},
}


def imported(source: Source) -> Iterator[tuple[str, ast.stmt]]:
    """Every module imported in the file, also inside functions; relative imports are not our way."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{source.at(node)}: a relative import"
            yield node.module or "", node
            yield from ((f"{node.module}.{alias.name}", node) for alias in node.names)


def foreign(source: Source) -> Iterator[tuple[str, ast.stmt]]:
    for module, node in imported(source):
        if module.split(".")[0] not in sys.stdlib_module_names:
            yield module, node


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_a_package_imports_only_what_it_may_know(package: str) -> None:
    trespasses = []
    for source in sources(package):
        allowed = MAY_IMPORT[package] | ALSO.get(source.name, set())
        for network, known in KNOW_THEIR_NETWORK.items():
            if source.name.startswith(network):
                allowed = allowed | known
        for module, node in foreign(source):
            if module.split(".")[0] not in allowed:
                trespasses.append(f"{source.at(node)} imports {module}")
    assert trespasses == []


def test_nobody_imports_the_demo() -> None:
    """The command line finds `tjans demo` and `tjans tour` by name, where the sandbox is installed."""
    importers = {
        source.name
        for source in sources("bot", "handlers", "storage", "monitoring", "sandbox")
        for module, _ in foreign(source)
        if module.split(".")[0] in ("demo", "simulation", "measure", "proofs", "tests")
    }
    assert importers == set()


def test_only_its_own_folder_and_the_wiring_know_a_network() -> None:
    """What is shown of the bot, too, is put into each network's form in its folder."""
    knowing = {
        source.name
        for source in sources("handlers")
        if not source.name.startswith("handlers.networks")
        for module, _ in foreign(source)
        if module.startswith(("handlers.networks", "telegram", "discord"))
    }
    assert knowing == set()


def test_the_reader_is_pure() -> None:
    """Reading a date needs no database and no network."""
    known = {
        module
        for source in sources("handlers")
        if source.name.startswith("handlers.reader")
        for module, _ in foreign(source)
    }
    assert {module for module in known if not module.startswith(("handlers.reader", "bot.unclear"))} == set()


def test_a_start_loads_no_server_that_is_not_wanted() -> None:
    """Webhook, metrics and Discord are off by default, and their libraries cost a tenth of a second each."""
    script = "import sys, bot.__main__; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "aiohttp" in loaded.stdout.split()
    assert {"aiohttp.web", "prometheus_client", "discord"} & set(loaded.stdout.split()) == set()
