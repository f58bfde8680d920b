"""What somebody did that waits for the bot's answer, and what the bot may still say to it."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum

from sandbox.discord import limits
from sandbox.discord.errors import Refused, unknown
from sandbox.discord.messages import Message
from sandbox.discord.people import User
from sandbox.discord.places import Channel
from sandbox.people import Json


class Kind(IntEnum):
    """Docs, interactions/receiving-and-responding, Interaction Type."""

    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    MODAL = 5


class Answer(IntEnum):
    """Docs, the same page, Interaction Callback Type."""

    PONG = 1
    MESSAGE = 4
    DEFERRED_MESSAGE = 5
    DEFERRED_UPDATE = 6
    UPDATE = 7
    CHOICES = 8
    MODAL = 9


@dataclass(slots=True, eq=False, kw_only=True)
class Interaction:
    """One gesture of one person.

    Args:
        name: of the command, in English.
        message: the message whose button was pressed; for a modal the one whose button opened it.
        original: the message that `@original` means, once there is one.
        shown: everything the person was shown for it, oldest first.
        modal: the form that was opened as the answer.
    """

    id: int
    token: str
    kind: Kind
    user: User
    channel: Channel
    at: datetime
    name: str = ""
    message: Message | None = None
    answer: Answer | None = None
    original: Message | None = None
    shown: list[Message] = field(default_factory=list)
    modal: Json | None = None
    choices: list[Json] | None = None
    _answered: "asyncio.Future[Answer]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())

    def may_answer(self, answer: Answer, now: datetime) -> None:
        """Refuse a first answer that comes too late, a second time, or in the wrong kind."""
        if now - self.at > limits.ANSWER_WITHIN:
            raise unknown("Interaction")
        if self.answer is not None:
            raise Refused(400, 40060, "Interaction has already been acknowledged.")
        if answer not in self._fitting():
            raise Refused(400, 50035, f"Interaction of type {self.kind.name} cannot be answered with {answer.name}.")

    def _fitting(self) -> set[Answer]:
        """A modal only as the first answer, and not to a modal; an update only where there is a message."""
        if self.kind is Kind.AUTOCOMPLETE:
            return {Answer.CHOICES}
        fitting = {Answer.MESSAGE, Answer.DEFERRED_MESSAGE}
        if self.message is not None:
            fitting |= {Answer.UPDATE, Answer.DEFERRED_UPDATE}
        if self.kind is not Kind.MODAL:
            fitting.add(Answer.MODAL)
        return fitting

    def give(self, answer: Answer) -> None:
        """The first answer arrives."""
        self.answer = answer
        self._answered.set_result(answer)

    def must_be_open(self, now: datetime) -> None:
        """Refuse follow-ups and edits before the first answer, and a quarter of an hour later."""
        if now - self.at > limits.TOKEN_LASTS:
            raise Refused(401, 50027, "Invalid Webhook Token")
        if self.answer is None or self.answer in (Answer.CHOICES, Answer.MODAL):
            raise unknown("Webhook")

    async def answered(self, timeout: float = 5.0) -> Answer:  # noqa: ASYNC109
        """Wait (real seconds) for the first answer; TimeoutError when there is none."""
        async with asyncio.timeout(timeout):
            return await asyncio.shield(self._answered)

    @property
    def told(self) -> str:
        """What the person reads last; empty while there is nothing."""
        return self.shown[-1].text if self.shown else ""
