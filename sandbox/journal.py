"""Every call of the bot, in order, and what became of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from sandbox.errors import AnyRefusal
from sandbox.people import Json


@dataclass(slots=True, eq=False)
class Call:
    """One call; `done` when it took effect or was refused, `scripted` when a test wanted it to fail."""

    method: str
    params: Json
    at: float
    refused: AnyRefusal | None = None
    scripted: bool = False
    done: bool = False

    def __str__(self) -> str:
        return f"{self.method} {self.params}: {self.refused or ('ok' if self.done else 'under way')}"


@dataclass(slots=True)
class Journal:
    """The calls of one server."""

    calls: list[Call] = field(default_factory=list)
    refusals: list[Call] = field(default_factory=list)

    def open(self, method: str, params: Json, at: float) -> Call:
        """Note that a call came in."""
        call = Call(method, params, at)
        self.calls.append(call)
        return call

    def refuse(self, call: Call, refusal: AnyRefusal, *, scripted: bool = False) -> None:
        """Note that a call was refused; scripted refusals are not among `refusals`."""
        call.refused, call.scripted, call.done = refusal, scripted, True
        if not scripted:
            self.refusals.append(call)

    def of(self, method: str) -> Iterator[Call]:
        """The calls of one method."""
        return (call for call in self.calls if call.method.lower() == method.lower())
