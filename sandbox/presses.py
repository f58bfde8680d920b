"""Presses of inline buttons and the bot's answers to them."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sandbox.people import Person

# Not documented; field reports say 5 to 20 s, and Bot API 10.2 gives 15 s to ephemeral replies to a press.
ANSWERABLE_FOR = timedelta(seconds=15)


@dataclass(frozen=True, slots=True)
class CallbackAnswer:
    """What the presser sees (Bot API, answerCallbackQuery)."""

    text: str = ""
    show_alert: bool = False
    url: str = ""


@dataclass(slots=True, eq=False)
class Press:
    """One press: a callback query that waits for its answer. `update`: the number under which the bot hears of it."""

    id: str
    person: Person
    at: datetime
    update: int | None = None
    _answer: "asyncio.Future[CallbackAnswer]" = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )

    @property
    def answered(self) -> CallbackAnswer | None:
        """The answer, if the bot gave one."""
        return self._answer.result() if self._answer.done() else None

    def is_open(self, now: datetime) -> bool:
        """May the bot still answer?"""
        return not self._answer.done() and now - self.at <= ANSWERABLE_FOR

    def give(self, answer: CallbackAnswer) -> None:
        """The bot's answer arrives."""
        self._answer.set_result(answer)

    async def answer(self, timeout: float = 5.0) -> CallbackAnswer:  # noqa: ASYNC109
        """Wait (real seconds) for the bot's answer; TimeoutError when there is none."""
        async with asyncio.timeout(timeout):
            return await asyncio.shield(self._answer)
