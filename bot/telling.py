"""What a coordinator is told at once: full, late afbud, undeliverable, rights lost, still short 48 hours before."""

from datetime import datetime, timedelta

from bot.model import Claim, Notice, NoticeKind, Person, Slot, Task
from bot.promising import Facts, promise
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
    facts: Facts | None = None,
) -> None:
    """Promise it to whoever posted the task, or, if they cannot be told, to those who can (`stewards`)."""
    for person_id in await _stewards_of(tx, task):
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


async def _stewards_of(tx: Tx, task: Task) -> list[int]:
    poster = await tx.people.get(task.posted_by) if task.posted_by is not None else None
    if poster is not None and poster.reachable and await _looks_after(tx, poster, task):
        return [poster.id]
    return await stewards(tx, task.organisation.id)


async def _looks_after(tx: Tx, person: Person, task: Task) -> bool:
    return person.admin or await tx.organisations.coordinates(person.id, task.organisation.id)


async def stewards(tx: Tx, organisation_id: int) -> list[int]:
    """Who looks after an organisation: its coordinators, if one can be reached, else this installation's admins."""
    coordinators = await tx.organisations.coordinators(organisation_id)
    if any(person.reachable for person in coordinators):
        return [person.id for person in coordinators]
    return [person.id for person in (*coordinators, *await tx.people.admins())]


async def tell_if_full(tx: Tx, task: Task, slot: Slot, now: datetime) -> None:
    """The last place of the whole task has just been taken (the counts given are those before the claim)."""
    if task.free == 1 and slot.free == 1:
        await tell_coordinator(tx, task, NoticeKind.FULL, f"full:{task.id}:{task.revision}", now)


async def tell_late_afbud(tx: Tx, task: Task, claim: Claim, now: datetime) -> None:
    key = f"late:{claim.id}:{int(now.timestamp())}"
    await tell_coordinator(tx, task, NoticeKind.LATE_AFBUD, key, now, claim_id=claim.id)


async def tell_undeliverable(
    tx: Tx, task: Task, claim_id: int, what: NoticeKind, now: datetime, *, refused: bool
) -> None:
    """Once for each person, task and kind of news.

    Args:
        refused: the network did not take it, although the person can be reached.
    """
    key = f"undeliverable:{claim_id}:{what.value}"
    facts: Facts = {"refused": 1} if refused else {}
    await tell_coordinator(tx, task, NoticeKind.UNDELIVERABLE, key, now, claim_id=claim_id, facts=facts)


async def tell_still_short(tx: Tx, now: datetime) -> None:
    """Tasks that start within 48 hours and still lack people."""
    for task in await tx.finding.short(now, now + SHORT_BEFORE):
        tx.finding.told_short(task.id)
        await tell_coordinator(tx, task, NoticeKind.SHORT, f"short:{task.id}:{int(task.starts_at.timestamp())}", now)
