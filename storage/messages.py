"""Messages: what coordinators wrote to everyone on a task."""

from datetime import datetime

from bot.model import Message
from storage.database import Work
from storage.times import seconds


class Messages:
    def __init__(self, work: Work) -> None:
        self._work = work

    async def get(self, message_id: int) -> Message | None:
        rows = await self._work.ask("SELECT id, task_id, sender, text FROM messages WHERE id = ?", (message_id,))
        if not rows:
            return None
        row = rows[0]
        return Message(id=row["id"], task_id=row["task_id"], sender=row["sender"], text=row["text"])

    def add(self, task_id: int, sender: int, text: str, now: datetime) -> Message:
        """Store the text once; the notices refer to it."""
        message_id = self._work.ids.next("messages")
        self._work.write(
            "INSERT INTO messages (id, task_id, sender, text, created_at) VALUES (?, ?, ?, ?, ?)",
            (message_id, task_id, sender, text, seconds(now)),
        )
        return Message(id=message_id, task_id=task_id, sender=sender, text=text)
