"""What cannot be taken back must be written down: the disk is asked until it does it."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.errors import Unstored

T = TypeVar("T")

AGAIN = 1.0
"""Seconds, real ones."""


async def until_stored(step: Callable[[], Awaitable[T]]) -> T:
    """The step's result, once the disk has taken it. Its storage logs that it fails; only the owner ends the wait."""
    while True:
        try:
            return await step()
        except Unstored:
            await a_moment()


async def a_moment() -> None:
    """Before a disk that failed is asked again."""
    await asyncio.sleep(AGAIN)
