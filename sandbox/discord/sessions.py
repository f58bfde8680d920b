"""Gateway sessions: what was dispatched, to whom, and what is sent again after a socket dropped."""

import asyncio
import json
import secrets
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from sandbox.people import Json

REMEMBERED = 1000  # events a session keeps for a RESUME


@dataclass(slots=True, eq=False)
class Session:
    """One session of the bot; it outlives its socket.

    Args:
        outgoing: what the socket that is attached is to send; None closes it (with `close_code`).
    """

    id: str = field(default_factory=lambda: secrets.token_hex(16))
    sequence: int = 0
    sent: deque[tuple[int, str]] = field(default_factory=lambda: deque(maxlen=REMEMBERED))
    outgoing: "asyncio.Queue[str | int] | None" = None

    def dispatch(self, event: str, body: Json) -> None:
        """Number an event, remember it, and send it if there is a socket."""
        self.sequence += 1
        text = json.dumps({"op": 0, "s": self.sequence, "t": event, "d": body})
        self.sent.append((self.sequence, text))
        if self.outgoing is not None:
            self.outgoing.put_nowait(text)

    def can_replay(self, after: int) -> bool:
        """Are all events later than this one still remembered?"""
        return after <= self.sequence and (not self.sent or self.sent[0][0] <= after + 1)

    def replay(self, after: int) -> list[str]:
        return [text for number, text in self.sent if number > after]


class Sessions:
    """The bot's one living session, and what a test does to its socket."""

    def __init__(self) -> None:
        self.current: Session | None = None
        self.identified: list[int] = []  # the intents of each IDENTIFY
        self.resumed = 0
        self.heartbeats = 0

    @property
    def connected(self) -> bool:
        return self.current is not None and self.current.outgoing is not None

    def dispatch(self, event: str, body: Json) -> None:
        if self.current is not None:
            self.current.dispatch(event, body)

    def drop(self, code: int = 4000) -> None:
        """Close the socket; the session can be resumed, unless the code says otherwise."""
        self._put(code)

    def ask_to_reconnect(self) -> None:
        """Opcode 7: the client should close and resume."""
        self._put(_op(7, None))

    def invalidate(self, *, resumable: bool = False) -> None:
        """Opcode 9: the session is over (or may be resumed)."""
        self._put(_op(9, resumable))
        if not resumable:
            self.current = None

    def _put(self, what: str | int) -> None:
        if self.current is not None and self.current.outgoing is not None:
            self.current.outgoing.put_nowait(what)


def _op(op: int, body: Any) -> str:
    return json.dumps({"op": op, "d": body})
