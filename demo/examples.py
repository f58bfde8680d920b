"""The example data: tasks invented for this demo, their dates counted from today (demo/tasks.csv)."""

import csv
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot import posting
from bot.drafting import POST
from bot.model import Person, Task
from bot.proposals import Proposal, Role
from bot.store import Storage, Tx
from handlers.reader import read_slots

TASKS = Path(__file__).with_name("tasks.csv")
IN_THE_CHANNEL = 3
"""How many of the examples stand in the channel as well; the others are found with /find."""


class Example(NamedTuple):
    """A row of demo/tasks.csv: `days` from today, clock times in the community's zone."""

    days: int
    begins: time
    ends: time
    title: str
    place: str
    roles: str
    benefit: str
    organisation: str
    details: str


def read_examples() -> list[Example]:
    with TASKS.open(encoding="utf-8", newline="") as file:
        return [
            Example(
                days=int(row["days"]),
                begins=time.fromisoformat(row["begins"]),
                ends=time.fromisoformat(row["ends"]),
                title=row["title"],
                place=row["place"],
                roles=row["roles"],
                benefit=row["benefit"],
                organisation=row["organisation"],
                details=row["details"],
            )
            for row in csv.DictReader(file)
        ]


async def seed(storage: Storage, poster: Person, now: datetime, zone: ZoneInfo) -> list[Task]:
    """Publish the examples on behalf of `poster`, an admin; the first few of them in the connected channels."""
    async with storage.transaction() as tx:
        return [
            await _publish(tx, poster, example, now, zone, shown=number < IN_THE_CHANNEL)
            for number, example in enumerate(read_examples())
        ]


async def _publish(tx: Tx, poster: Person, example: Example, now: datetime, zone: ZoneInfo, *, shown: bool) -> Task:
    organisation = await tx.organisations.ensure(example.organisation, now)
    if shown:
        for channel in await tx.channels.connected():
            tx.channels.connect(channel.id, organisation.id)
    starts_at, ends_at = _times(example, now.astimezone(zone).date(), zone)
    proposal = Proposal(
        organisation_id=organisation.id,
        title=example.title,
        starts_at=starts_at,
        ends_at=ends_at,
        place=example.place,
        benefit=example.benefit,
        details=example.details,
        roles=tuple(Role(name=slot.name or "", capacity=slot.capacity) for slot in read_slots(example.roles)),
        channels=None if shown else (),
    )
    draft = tx.drafts.add(poster.id, POST, "preview", proposal.model_dump(mode="json", exclude_defaults=True), now)
    return await posting.publish(tx, poster, draft, now)


def _times(example: Example, today: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    day = today + timedelta(days=example.days)
    last = day if example.ends > example.begins else day + timedelta(days=1)
    starts_at, ends_at = datetime.combine(day, example.begins, zone), datetime.combine(last, example.ends, zone)
    return starts_at.astimezone(ZoneInfo("UTC")), ends_at.astimezone(ZoneInfo("UTC"))
