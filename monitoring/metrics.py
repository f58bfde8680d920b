"""What happens, counted in the form Prometheus reads. No label holds anything personal."""

import platform
import time

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info, ProcessCollector, generate_latest

from bot import VERSION
from bot.incoming import Network
from bot.model import Backlog
from bot.ports import Urgency
from bot.vitals import Part, Vitals

SOON = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class Metrics:
    """Implements bot.ports.Meter. The registry is its own, so that two programs in one process do not meet."""

    def __init__(self) -> None:
        mine = self._registry = CollectorRegistry()
        ProcessCollector(namespace="tjans", registry=mine)
        build = Info("tjans_build", "The program", registry=mine)
        build.info({"version": VERSION, "python": platform.python_version()})
        self._updates = _Tally(
            mine, "tjans_updates", "Updates handled, by kind and outcome", "network", "kind", "outcome"
        )
        self._refusals = _Tally(mine, "tjans_refusals", "What people were refused, by reason", "reason")
        self._answers = Histogram(
            "tjans_answer_seconds",
            "From the receipt of an update to its answer",
            ["network"],
            buckets=SOON,
            registry=mine,
        )
        self._claims = _Tally(mine, "tjans_claims", "Claims, by the state they came into", "state")
        self._calls = _Tally(
            mine,
            "tjans_network_calls",
            "Calls of a network, by method and HTTP status",
            "network",
            "method",
            "status",
        )
        self._sends = _Tally(
            mine,
            "tjans_sends",
            "Messages sent or edited, and what became of them",
            "network",
            "what",
            "urgency",
            "outcome",
        )
        self._tick = Gauge("tjans_last_tick_timestamp_seconds", "When the tables were asked last", registry=mine)
        self._look = _Look(mine)

    def begin(self) -> float:
        return time.perf_counter()

    def handled(self, network: Network, kind: str, outcome: str) -> None:
        self._updates.count(network.value, kind, outcome)

    def refused(self, reason: str) -> None:
        self._refusals.count(reason)

    def answered(self, network: Network, begun: float) -> None:
        self._answers.labels(network.value).observe(time.perf_counter() - begun)

    def claimed(self, state: str) -> None:
        self._claims.count(state)

    def called(self, network: Network, method: str, status: int) -> None:
        self._calls.count(network.value, method, str(status) if status else "none")

    def sent(self, network: Network, method: str, urgency: Urgency, outcome: str) -> None:
        self._sends.count(network.value, method, urgency.name.lower(), outcome)

    def ticked(self) -> None:
        self._tick.set_to_current_time()

    def page(self, backlog: Backlog | None, waits: tuple[float, float], vitals: Vitals) -> bytes:
        """The text of `/metrics`. `waits`: seconds for which the oldest update and the oldest notice have waited.

        Without a backlog, because the disk could not be asked, its lines say NaN.
        """
        self._look.note(backlog, waits, vitals)
        return generate_latest(self._registry)


class _Tally:
    """A counter that remembers its children: to look one up costs three times what counting does."""

    def __init__(self, registry: CollectorRegistry, name: str, what: str, *labels: str) -> None:
        self._counter = Counter(name, what, labels, registry=registry)
        self._children: dict[tuple[str, ...], Counter] = {}

    def count(self, *labels: str) -> None:
        child = self._children.get(labels)
        if child is None:
            child = self._children[labels] = self._counter.labels(*labels)
        child.inc()


class _Look:
    """What is not counted as it happens, but asked when somebody looks."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._updates = Gauge("tjans_inbox_updates", "Updates not handled yet", registry=registry)
        self._oldest_update = Gauge("tjans_inbox_oldest_seconds", "Age of the oldest of them", registry=registry)
        self._notices = Gauge("tjans_outbox_notices", "Notices whose time has come", registry=registry)
        self._oldest_notice = Gauge("tjans_outbox_oldest_seconds", "Since when the oldest is due", registry=registry)
        self._cards = Gauge("tjans_stale_cards", "Cards that may show an older state", registry=registry)
        self._failing = Gauge("tjans_failing_seconds", "Since when a part fails", ["part"], registry=registry)

    def note(self, backlog: Backlog | None, waits: tuple[float, float], vitals: Vitals) -> None:
        nothing = float("nan")
        self._updates.set(backlog.updates if backlog else nothing)
        self._notices.set(backlog.notices if backlog else nothing)
        self._cards.set(backlog.stale_cards if backlog else nothing)
        self._oldest_update.set(waits[0] if backlog else nothing)
        self._oldest_notice.set(waits[1] if backlog else nothing)
        for part in Part:
            self._failing.labels(part.value).set(vitals.failing(part))
