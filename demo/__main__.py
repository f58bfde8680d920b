"""`tjans demo`: the sandbox, its page, and the real program, with example data dated from today."""

import asyncio
import sys
from datetime import datetime

from demo.stage import cast, curtain, performing
from demo.story import story
from sandbox import Sandbox

LAST_PORT = 65535


async def demo(port: int, now: datetime) -> None:
    """Serve until Ctrl-C. The page is at `port`, or at the next free one; its address is printed."""
    sandbox = Sandbox(name="Frivillige i Lyngby", clock=curtain(now))
    url = await _listen(sandbox, port)
    try:
        players = cast(sandbox)
        sandbox.story.steps = story(players, sandbox.clock.now())
        async with performing(sandbox, players, seeded=True):
            sys.stdout.write(f"Open {url} in a browser. Ctrl-C ends the demo.\n")
            sys.stdout.flush()
            await asyncio.Event().wait()
    finally:
        await sandbox.stop()


async def _listen(sandbox: Sandbox, port: int) -> str:
    for candidate in range(port, min(port + 100, LAST_PORT)):
        try:
            return await sandbox.listen(candidate)
        except OSError:
            continue
    return await sandbox.listen(0)
