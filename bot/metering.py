"""Nobody counts: what is wired where no metrics are wanted."""

from bot.incoming import Network
from bot.ports import Urgency


class Unmetered:
    """Implements bot.ports.Meter by doing nothing."""

    def begin(self) -> float:
        return 0.0

    def handled(self, network: Network, kind: str, outcome: str) -> None: ...

    def refused(self, reason: str) -> None: ...

    def answered(self, network: Network, begun: float) -> None: ...

    def claimed(self, state: str) -> None: ...

    def called(self, network: Network, method: str, status: int) -> None: ...

    def sent(self, network: Network, method: str, urgency: Urgency, outcome: str) -> None: ...

    def ticked(self) -> None: ...
