"""What is asked of the disk about tasks that are events of a server, too."""

from datetime import datetime
from typing import Protocol

from bot.incoming import Network
from bot.model import ServerEvent


class Events(Protocol):
    def want(self, organisation_id: int, network: Network, server: int, *, wanted: bool) -> None:
        """Whether the organisation's tasks that have a card there are to be events of that server."""
        ...

    async def are_wanted(self, organisation_id: int, network: Network, server: int) -> bool: ...

    async def refused_in(self, organisation_id: int, network: Network, server: int, now: datetime) -> list[str]:
        """The titles of the tasks ahead that the server would not show as an event, by start."""
        ...

    async def stale(self, now: datetime, again: datetime, most: int) -> list[ServerEvent]:
        """Events that may show an older state than their task has, and those that should not be there any more.

        What was refused at `again` or earlier counts as showing nothing.
        """
        ...

    def begun(self, event: ServerEvent) -> None:
        """It is about to be made: from here until it is recorded nobody knows whether there is one."""
        ...

    def shows(self, event: ServerEvent, native_id: int | None, fingerprint: str, revision: int) -> None:
        """There is one, or none, and this is what it shows."""
        ...

    def refused(self, event: ServerEvent, fingerprint: str, revision: int, now: datetime) -> None:
        """This it was refused to show."""
        ...

    def forget(self, network: Network) -> None:
        """Those there are known no more, and are made again; but for those that somebody deleted."""
        ...

    def seen(self, event: ServerEvent, revision: int) -> None:
        """What it shows, or was refused to show, holds for this state of the task, too."""
        ...

    def gone(self, event: ServerEvent) -> None:
        """Somebody deleted it: it is not made again."""
        ...
