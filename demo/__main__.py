"""`tjans demo`: two pocket networks, their page, and the real program, with example data dated from today."""

import asyncio
import os
import sys

from bot.errors import Unworkable
from bot.ports import Clock
from demo.stage import cast, curtain, neighbour, performing
from demo.story import story
from sandbox import Sandbox, Story

LAST_PORT = 65535
TRIES = 100


async def demo(port: int, clock: Clock) -> None:
    """Serve until cancelled. The page is at `port`, or at the next free one; its address is printed.

    Raises:
        Unworkable: `port` is none, or neither it nor those after it can be had.
    """
    sandbox = Sandbox(name="Frivillige i Lyngby", clock=curtain(clock.now()))
    url = await _listen(sandbox, port)
    try:
        await _play(sandbox, f"Open {url} in a browser. Ctrl-C ends the demo.")
        while True:
            sandbox.begin_anew(curtain(clock.now()))
            await _play(sandbox, "The demo began anew.")
    finally:
        await sandbox.stop()


async def _play(sandbox: Sandbox, begun: str) -> None:
    """Until somebody wants to begin anew: then with other people, on a fresh database."""
    anew = asyncio.Event()
    async with neighbour(sandbox) as discord:
        players = cast(sandbox, discord)
        sandbox.story = Story(steps=story(players, sandbox.clock.now()), begin_anew=anew.set)
        async with performing(sandbox, discord, players, seeded=True):
            _say(begun)
            await anew.wait()


async def _listen(sandbox: Sandbox, port: int) -> str:
    if not 0 <= port <= LAST_PORT:
        raise Unworkable(f"--port: {port} is no port; they go from 0 (any free one) to {LAST_PORT}")
    why = ""
    for candidate in range(port, min(port + TRIES, LAST_PORT + 1)):
        try:
            url = await sandbox.listen(candidate)
        except OSError as error:
            why = why or f"Port {port} cannot be had ({_reason(error)})"
            continue
        if why:
            _say(f"{why}, so the next free one was taken.")
        return url
    raise Unworkable(f"--port: {why}, nor any of the next {TRIES}")


def _reason(error: OSError) -> str:
    return os.strerror(error.errno).lower() if error.errno else str(error)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
