"""What a coordinator is told at once: full, late afbud, undeliverable, rights lost, still short 48 hours before."""

from datetime import datetime, timedelta

from bot.model import Claim, Notice, NoticeKind, Slot, Task
from bot.promising import promise
from bot.store import Tx

SHORT_BEFORE = timedelta(hours=48)


async def tell_coordinator(
    tx: Tx,
    task: Task,
    kind: NoticeKind,
    key: str,
    now: datetime,
    *,
    claim_id: int | None = None,
    facts: dict[str, int | str] | None = None,
) -> None:
    """Promise it to whoever posted the task, or, if nobody is known any more, to the organisation's coordinators."""
    for person_id in await _stewards(tx, task):
        notice = Notice(
            key=f"{key}:{person_id}",
            kind=kind,
            person_id=person_id,
            task_id=task.id,
            claim_id=claim_id,
            facts=facts or {},
            due_at=now,
        )
        promise(tx, notice, now)


async def _stewards(tx: Tx, task: Task) -> list[int]:
    if task.posted_by is not None:
        return [task.posted_by]
    return [person.id for person in await tx.organisations.coordinators(task.organisation.id)]


async def tell_if_full(tx: Tx, task: Task, slot: Slot, now: datetime) -> None:
    """The last place of the whole task has just been taken (the counts given are those before the claim)."""
    if task.free == 1 and slot.free == 1:
        await tell_coordinator(tx, task, NoticeKind.FULL, f"full:{task.id}:{task.revision}", now)


async def tell_late_afbud(tx: Tx, task: Task, claim: Claim, now: datetime) -> None:
    key = f"late:{claim.id}:{int(now.timestamp())}"
    await tell_coordinator(tx, task, NoticeKind.LATE_AFBUD, key, now, claim_id=claim.id)


async def tell_undeliverable(tx: Tx, task: Task, claim_id: int, now: datetime) -> None:
    """Once for each person and task: the roster shows it from then on."""
    key = f"undeliverable:{claim_id}"
    await tell_coordinator(tx, task, NoticeKind.UNDELIVERABLE, key, now, claim_id=claim_id)


async def tell_still_short(tx: Tx, now: datetime) -> None:
    """Tasks that start within 48 hours and still lack people."""
    for task in await tx.finding.short(now, now + SHORT_BEFORE):
        tx.finding.told_short(task.id)
        await tell_coordinator(tx, task, NoticeKind.SHORT, f"short:{task.id}:{int(task.starts_at.timestamp())}", now)
