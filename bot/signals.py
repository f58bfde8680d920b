"""Ctrl-C, and what a service manager sends: an end like any other, without a traceback and with exit status 0."""

import asyncio
import logging
import signal
import sys
from collections.abc import Coroutine
from typing import Any

log = logging.getLogger("tjans")

STOPS = (signal.SIGINT, signal.SIGTERM)


def heed_stops() -> None:
    """From now on a stop ends the process at once: there is nothing yet to put away."""
    for signum in STOPS:
        signal.signal(signum, lambda *_: sys.exit(0))


async def until_stopped(work: Coroutine[Any, Any, int | None]) -> int:
    """The status the work ends with; 0 after a stop, when it has put away what it holds."""
    working = asyncio.ensure_future(work)
    loop = asyncio.get_running_loop()
    for signum in STOPS:
        loop.add_signal_handler(signum, working.cancel)
    try:
        return await working or 0
    except asyncio.CancelledError:
        log.info("stopped")
        return 0
