"""Waiting for something to happen, without polling."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Watch:
    """`revision` counts what can be seen; waiters are also woken by what cannot (a call, an answer)."""

    def __init__(self) -> None:
        self.revision = 1
        self._next: asyncio.Future[None] | None = None

    def stir(self) -> None:
        """Something happened."""
        if self._next is not None and not self._next.done():
            self._next.set_result(None)
        self._next = None

    def changed(self) -> None:
        """Something happened that can be seen."""
        self.revision += 1
        self.stir()

    async def until(self, predicate: Callable[[], T], timeout: float = 5.0) -> T:  # noqa: ASYNC109
        """Wait (real seconds) until the predicate says something true, and return that; else TimeoutError."""
        async with asyncio.timeout(timeout):
            while not (found := predicate()):
                await self.happening()
        return found

    async def happening(self) -> None:
        """Wait for the next thing to happen."""
        if self._next is None:
            self._next = asyncio.get_running_loop().create_future()
        await asyncio.shield(self._next)
