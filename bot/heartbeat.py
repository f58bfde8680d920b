"""Signs of life, for `tjans health` and `tjans doctor`."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from bot.errors import Unstored
from bot.ports import Clock
from bot.store import Storage
from bot.vitals import Part, Vitals

log = logging.getLogger(__name__)

EVERY = 20.0
"""Seconds between two of them."""


@asynccontextmanager
async def stamping(storage: Storage, clock: Clock, vitals: Vitals) -> AsyncIterator[None]:
    """Stamp the database meanwhile. The real clock's time, because it is asked whether the process lives."""
    stamps = asyncio.ensure_future(_stamp(storage, clock, vitals))
    try:
        yield
    finally:
        stamps.cancel()
        with suppress(asyncio.CancelledError):
            await stamps


async def _stamp(storage: Storage, clock: Clock, vitals: Vitals) -> None:
    while True:
        try:
            async with storage.transaction() as tx:
                tx.meta.stamp(clock.now())
        except Unstored:  # that there is no stamp tells it
            vitals.fails(Part.DISK)
        except Exception:  # a bug: it must not end the program
            log.exception("no sign of life was given")
        else:
            vitals.works(Part.DISK)
        await clock.sleep(EVERY)
