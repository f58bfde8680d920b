"""Reminders: a question asked of the tables at each tick, never a job in memory (design, One tap 6)."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot import rules
from bot.model import ClaimState, Notice, NoticeKind, Person, Upcoming
from bot.promising import promise
from bot.store import Tx

SLACK = timedelta(hours=25)
"""A moment may lie this much before its plain offset: moved out of the quiet hours, or over a clock change."""


async def promise_reminders(tx: Tx, now: datetime, zone: ZoneInfo) -> int:
    """Promise every reminder whose moment has come; how many. Asking twice promises once: the key is unique.

    Several missed moments become one message, those promised before that could not be sent included. A moment whose
    time to be there has gone by is kept as missed.
    """
    count = 0
    for upcoming in await tx.notices.reminders_missing(now, int(SLACK.total_seconds())):
        count += _promise(tx, upcoming, now, zone)
    return count


def _promise(tx: Tx, upcoming: Upcoming, now: datetime, zone: ZoneInfo) -> int:
    moments = rules.owed_moments(upcoming.be_there_at, upcoming.offsets, upcoming.quiet, upcoming.since, now, zone)
    if not moments:
        return 0
    *earlier, last = moments
    for moment in earlier:
        tx.notices.mark_missed(_notice(upcoming, moment, now), now)
    if now >= upcoming.be_there_at:
        tx.notices.mark_missed(_notice(upcoming, last, now), now)
        return 0
    tx.notices.miss_earlier(upcoming.claim_id, now)
    promise(tx, _notice(upcoming, last, now), now)
    return 1


async def pass_over(tx: Tx, person: Person, offsets: tuple[int, ...], now: datetime, zone: ZoneInfo) -> None:
    """Offsets chosen just now are owed for moments to come only: those gone by are kept as missed."""
    claims = await tx.claims.live_of_person(person.id)
    known = {task.id: task for task in await tx.tasks.many(claim.task_id for claim in claims)}
    for claim in claims:
        task = known.get(claim.task_id)
        slot = task.slot(claim.slot_id) if task and claim.state is ClaimState.HELD else None
        if slot is None:
            continue
        upcoming = Upcoming(
            claim_id=claim.id,
            task_id=claim.task_id,
            person_id=person.id,
            quiet=person.quiet,
            be_there_at=slot.be_there_at,
            since=claim.changed_at,
            offsets=offsets,
        )
        for moment in rules.owed_moments(slot.be_there_at, offsets, person.quiet, claim.changed_at, now, zone):
            tx.notices.mark_missed(_notice(upcoming, moment, now), now)


def _notice(upcoming: Upcoming, moment: rules.Moment, now: datetime) -> Notice:
    return Notice(
        key=f"reminder:{upcoming.claim_id}:{moment.offset}:{int(upcoming.be_there_at.timestamp())}",
        kind=NoticeKind.REMINDER,
        person_id=upcoming.person_id,
        task_id=upcoming.task_id,
        claim_id=upcoming.claim_id,
        facts={"be_there_at": int(upcoming.be_there_at.timestamp()), "at": int(moment.at.timestamp())},
        due_at=now,
    )
