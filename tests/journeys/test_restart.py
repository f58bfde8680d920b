"""What a killed process left is done by the next one: the whole program, started on such a file."""

import json
from pathlib import Path

from bot.incoming import Arrival, Network
from sandbox import Person, Sandbox
from tests.journeys.stage import running, says


def left_unread(person: Person) -> Arrival:
    """As the network gave it: /start."""
    user = {"id": person.id, "is_bot": False, "first_name": "Karen", "language_code": "da"}
    chat = {"id": person.id, "type": "private", "first_name": "Karen"}
    message = {"message_id": 1, "date": 1, "chat": chat, "from": user, "text": "/start"}
    raw = {"update_id": 10**9, "message": message}
    return Arrival(number=10**9, lane=f"telegram:u:{person.id}", raw=json.dumps(raw))


async def test_what_was_taken_in_and_not_read_is_answered(tmp_path: Path) -> None:
    """Design I7. Red when the program starts without recover() of the inbox."""
    async with Sandbox() as sandbox:
        karen = sandbox.add_person("Karen")
        async with running(sandbox, tmp_path / "tjans.db", karen) as program:
            sandbox.start(karen)
            first = await says(sandbox, karen, "Velkommen")
            async with program.storage.transaction() as tx:
                await tx.inbox.store(Network.TELEGRAM, 1, [left_unread(karen)], sandbox.clock.now())
        async with running(sandbox, tmp_path / "tjans.db", karen):
            await sandbox.until(lambda: sandbox.last(karen).id != first.id, timeout=15)
        assert "Velkommen" in sandbox.last(karen).text
