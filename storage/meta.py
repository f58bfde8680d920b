"""Small facts about the installation itself: the heartbeat, the menus that stand."""

from datetime import datetime

from storage.database import Work
from storage.times import seconds


class Meta:
    def __init__(self, work: Work) -> None:
        self._work = work

    async def get(self, name: str) -> str | None:
        rows = await self._work.ask("SELECT value FROM meta WHERE name = ?", (name,))
        return rows[0]["value"] if rows else None

    def set(self, name: str, value: str) -> None:
        self._work.write(
            "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (name, value),
        )

    def stamp(self, now: datetime) -> None:
        """The loop is alive at this real moment (read by `tjans health`)."""
        self.set("alive", str(seconds(now)))
