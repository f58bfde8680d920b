"""A clean stop: what is under way ends, within a few seconds."""

import asyncio
from collections.abc import Iterable

GRACE = 5.0
"""Seconds, real ones, for what is under way, to the network and to the disk, when the stop is asked for."""


async def finish(under_way: Iterable[asyncio.Task[None]]) -> None:
    """Let this work end. What takes longer is cut off, as by a crash: the next start picks it up."""
    tasks = set(under_way)
    if not tasks:
        return
    _, late = await asyncio.wait(tasks, timeout=GRACE)
    for task in late:
        task.cancel()
    await asyncio.gather(*late, return_exceptions=True)
