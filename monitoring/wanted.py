"""Loaded only where it is wanted: the libraries behind `/metrics` would cost every start a tenth of a second."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING

from bot.incoming import Network
from bot.ports import Clock
from bot.settings import Listen
from bot.store import Storage
from bot.vitals import Vitals

if TYPE_CHECKING:
    from monitoring.metrics import Metrics


def metrics_if(listen: Listen | None) -> "Metrics | None":
    """A meter that remembers, if somebody wants to know."""
    if listen is None:
        return None
    from monitoring.metrics import Metrics

    return Metrics()


def watched(
    listen: Listen, storage: Storage, clock: Clock, vitals: Vitals, metrics: "Metrics", networks: Sequence[Network]
) -> AbstractAsyncContextManager[None]:
    """See `server.watched`: `/live`, `/ready` and `/metrics` meanwhile."""
    from monitoring import server

    return server.watched(server.Monitor(storage, clock, vitals, metrics, networks), listen)
