"""An event loop whose clock jumps to the next thing that is due, so that nothing is ever waited for."""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")
_Events = list[tuple[selectors.SelectorKey, int]]


class _JumpingSelector(selectors.DefaultSelector):
    elapsed = 0.0

    def select(self, timeout: float | None = None) -> _Events:
        if timeout is None:
            raise AssertionError("everybody waits and nothing is due: a wake-up was forgotten")
        self.elapsed += max(timeout, 0)
        return super().select(0)


class _JumpingLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._jumping = _JumpingSelector()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.elapsed


def play(story: Coroutine[Any, Any, T]) -> T:
    """Run it to its end, in no time."""
    with asyncio.Runner(loop_factory=_JumpingLoop) as runner:
        return runner.run(story)


def now() -> float:
    """The running loop's seconds."""
    return asyncio.get_running_loop().time()
