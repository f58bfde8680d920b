"""`make flood`: a crowd, many reminders and a task for forty channels at once, on each network."""

import argparse
import asyncio
import sys
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from proofs.burst import Burst, all_at_once
from proofs.discord import flood as discord
from proofs.scene import Scene
from proofs.stage import Size
from sandbox import Floods, Sandbox

IN_TIME, IN_TIME_ON_DISCORD = 0.95, 0.9
"""Of the messages a second that the network allows; on Discord that is measured over a few seconds only."""

Flood = Callable[[Size, Path], Coroutine[Any, Any, Burst]]


async def flood(size: Size, folder: Path, *, patience: float = 400.0) -> Burst:
    """All at once within the documented limits."""
    async with Sandbox() as sandbox:
        scene = Scene(sandbox, size)
        burst = await all_at_once(scene, folder, patience=patience)
        burst.must_not_be_refused()
        return burst


async def strict(size: Size, folder: Path, *, patience: float = 400.0) -> Burst:
    """The same under a network with stricter limits than documented, while another program uses the same token."""
    async with Sandbox() as sandbox:
        scene = Scene(sandbox, size)

        async def another_program() -> None:
            sandbox.world.floods = Floods(time.monotonic, a_second=10, a_minute=10)
            while True:
                sandbox.world.floods.somebody_else(scene.square.id)
                await asyncio.sleep(0.5)

        return await all_at_once(scene, folder, another_program, patience=patience)


async def prove(name: str, play: Flood, size: Size, *, in_time: float = 0.0) -> bool:
    """Play it, and say what came of it; whether all held.

    Args:
        in_time: the share of the messages a second allowed that must have gone out; and then presses are answered
            within a second.
    """
    with TemporaryDirectory(prefix="tjans-flood-", ignore_cleanup_errors=True) as folder:
        burst = await play(size, Path(folder))
    if in_time:
        burst.must_keep_pace(in_time)
    sys.stdout.write("\n".join([f"{name}:", *burst.report.lines(), *burst.report.wrong, ""]))
    sys.stdout.flush()
    return not burst.report.wrong


async def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m proofs.flood", description=__doc__)
    parser.add_argument("--crowd", type=int, default=Size().crowd)
    parser.add_argument("--reminders", type=int, default=Size().reminders)
    parser.add_argument("--channels", type=int, default=Size().channels)
    parser.add_argument("--network", choices=["telegram", "discord"], help="only this one")
    given = parser.parse_args()
    size = Size(crowd=given.crowd, reminders=given.reminders, channels=given.channels)
    held = []
    if given.network != "discord":
        held.append(await prove("Telegram", flood, size, in_time=IN_TIME))
        held.append(await prove("Telegram, a third of the limits, shared", strict, size.at_most(100, 200, 5)))
    if given.network != "telegram":
        held.append(await prove("Discord", discord.flood, size.at_most(500, 300, 40), in_time=IN_TIME_ON_DISCORD))
        strictly = size.at_most(100, 60, 5)
        held.append(await prove("Discord, stricter than it documents", discord.strict, strictly))
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
