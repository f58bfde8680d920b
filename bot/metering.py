"""Nobody counts: what is wired where no metrics are wanted."""

from bot.ports import Urgency


class Unmetered:
    """Implements bot.ports.Meter by doing nothing."""

    def begin(self) -> float:
        return 0.0

    def handled(self, kind: str, outcome: str) -> None: ...

    def refused(self, reason: str) -> None: ...

    def answered(self, begun: float) -> None: ...

    def claimed(self, state: str) -> None: ...

    def called(self, method: str, status: int) -> None: ...

    def sent(self, method: str, urgency: Urgency, outcome: str) -> None: ...

    def ticked(self) -> None: ...
