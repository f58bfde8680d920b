"""The command line: which commands there are, and what they are given."""

import argparse
from importlib import import_module
from pathlib import Path
from typing import Any

from bot.errors import Unworkable

SIMULATED = (
    ("seed", int, 1),
    ("people", int, 5000),
    ("tasks", int, 3020),  # a few of them are never posted
    ("days", int, 370),
    ("faults", float, 2.0),  # percent of the calls
    ("crashes", int, 100),
)


def read_arguments() -> argparse.Namespace:
    """What was typed after `tjans`; a wrong line stops the program with status 2 and its usage."""
    parser = argparse.ArgumentParser(
        prog="tjans",
        description="A community bot for episodic volunteering.",
        epilog="Settings are environment variables, TJANS_..., or stand in a file .env: see README.md. "
        "Exit status 0, or 1 with one line that says why.",
    )
    commands = parser.add_subparsers(dest="command", required=True)

    def command(name: str, does: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=does, description=does)

    command("run", "serve a real community (needs TJANS_TELEGRAM_TOKEN or TJANS_DISCORD_TOKEN)")
    demo = command("demo", "a pocket Telegram and a pocket Discord with a web page, and example data")
    demo.add_argument("--port", type=int, default=8080, help="the page's port; the next free one is taken")
    command("tour", "play the whole main job against the sandbox, and check it")
    _add_simulate(command("simulate", "a municipality's year on a virtual clock, checked"))
    command("health", "is the running bot alive? exit status 0 if it is")
    backup = command("backup", "copy the database while the bot runs")
    backup.add_argument("file", type=Path, help="a new file")
    restore = command("restore", "put a backup in the database's place; no bot may run")
    restore.add_argument("file", type=Path, help="a backup")
    restore.add_argument("--replace", action="store_true", help="put an existing database aside under a dated name")
    command("doctor", "what is stuck, failed or not as it must be, and what to do about it; status 1 if anything is")
    return parser.parse_args()


def _add_simulate(simulate: argparse.ArgumentParser) -> None:
    """The size of a run (`simulation.options`)."""
    for name, kind, usual in SIMULATED:
        simulate.add_argument(f"--{name}", type=kind, default=usual, help=f"{usual} if not said")
    simulate.add_argument("--ledger", type=Path, help="a file for every line of the ledger")


def staged(module: str) -> Any:
    """The demo, the tour and the simulation are there only where the sandbox is."""
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        reason = f"demo, tour, simulate: {error.name} is not installed; `make setup` installs all they need"
        raise Unworkable(reason) from None
