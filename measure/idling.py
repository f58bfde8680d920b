"""What a bot costs while nothing happens, with a large town on its disk."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from measure.bots import PLAIN, running
from measure.crowd import first_answer
from measure.town import LARGE, build, build_plain
from sandbox import Sandbox

SECONDS = 40.0


async def measure(arguments: Sequence[str]) -> float:
    """Percent of a core."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "tjans.db"
        if arguments == PLAIN:
            build_plain(path, LARGE)
        else:
            await build(path, LARGE, datetime.now(UTC))
        async with Sandbox() as sandbox:
            karen = sandbox.add_person("Karen")
            async with running(arguments, sandbox, path, karen) as bot:
                await first_answer(sandbox, karen, 0.0)
                await asyncio.sleep(10)
                spent = bot.cpu_seconds()
                await asyncio.sleep(SECONDS)
                return (bot.cpu_seconds() - spent) / SECONDS * 100
