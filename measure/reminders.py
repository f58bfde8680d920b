"""Three thousand reminders due at the same minute; a plain bot sends as many messages in a loop."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from measure.bots import PLAIN, running
from measure.town import build_reminders
from sandbox import Person, Sandbox

MANY = 3000
ALLOWED = 30.0
"""Messages a second (Bots FAQ)."""
SOON = timedelta(hours=2, seconds=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    sent: int
    doubled: int
    refused: int
    share: float  # of the 30 a second that Telegram allows


async def measure(arguments: Sequence[str], many: int = MANY) -> Figures:
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "tjans.db"
        async with Sandbox() as sandbox:
            people = [sandbox.add_person(f"P{number}") for number in range(many)]
            for person in people:
                person.started = True
            now = datetime.now(UTC)
            if arguments != PLAIN:
                await build_reminders(path, [person.id for person in people], now + SOON, now)
            async with running(arguments, sandbox, path, people[0]):
                if arguments == PLAIN:
                    sandbox.write(people[0], None, f"/remind {people[0].id} {people[-1].id}")
                await _all_sent(sandbox, many)
            return _figures(sandbox, people)


async def _all_sent(sandbox: Sandbox, many: int) -> None:
    """Until everyone has been written to, or nothing comes any more."""
    last, still = -1, 0
    while last < many and still < 45:
        await asyncio.sleep(1)
        calls = sum(call.method.lower() == "sendmessage" for call in sandbox.calls)
        still = still + 1 if calls == last else 0
        last = calls


def _figures(sandbox: Sandbox, people: list[Person]) -> Figures:
    sends = [call for call in sandbox.calls if call.method.lower() == "sendmessage" and call.refused is None]
    counts = {person.id: 0 for person in people}
    for call in sends:
        counts[int(call.params["chat_id"])] += 1
    took = sends[-1].at - sends[0].at if len(sends) > 1 else 1.0
    return Figures(
        sent=sum(count > 0 for count in counts.values()),
        doubled=sum(count > 1 for count in counts.values()),
        refused=len(sandbox.refusals),
        share=len(sends) / took / ALLOWED,
    )
