"""When something is due next: what moving the clock stops at (design, One tap 7)."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot import rules
from bot.store import Tx

FAR = timedelta(days=60)


async def next_moment(tx: Tx, after: datetime, zone: ZoneInfo, *, turns: bool) -> datetime | None:
    """The first moment after `after` at which a reminder, an offer or a held notice is due.

    With `turns`, also those at which a task begins, ends, or is still short of people.
    """
    moments = [await tx.notices.next_due(), await tx.claims.next_deadline()]
    if turns:
        moments.append(await tx.tasks.next_turn(after))
    for upcoming in await tx.notices.reminders_missing(after, int(FAR.total_seconds())):
        for offset in upcoming.offsets:
            moment = rules.reminder_moment(upcoming.be_there_at, offset, upcoming.quiet, zone)
            moments.append(moment if moment >= upcoming.since else None)
    ahead = [moment for moment in moments if moment is not None and moment > after]
    return min(ahead, default=None)
