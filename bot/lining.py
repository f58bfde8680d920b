"""The waiting list: a freed or added place is offered in the transaction that made it (design I4)."""

from datetime import datetime

from bot import rules
from bot.model import Claim, ClaimState, NoticeKind, Slot, Task, TaskState
from bot.promising import promise_claimant
from bot.store import Tx


async def offer_free_places(
    tx: Tx, task: Task, slot: Slot, now: datetime, *, but_not: int | None = None
) -> list[Claim]:
    """Offer every free place of the slot to those who wait and can be reached, in order.

    The counts are asked anew, after everything written so far; of the records given the state and times must be true.

    Args:
        but_not: a claim whose offer has just come back; offered again at once it would come back for ever.
    """
    if task.state is not TaskState.OPEN or slot.has_begun(now):
        return []
    line = await tx.claims.line(slot.id)
    waiting = [one for one in line.waiting if one[0].id != but_not]
    offered: list[Claim] = []
    for _ in range(line.free):
        heir = rules.next_in_line(one for one in waiting if one[0] not in offered)
        if heir is None:
            break
        _offer(tx, heir, now)
        offered.append(heir)
    return offered


def _offer(tx: Tx, heir: Claim, now: datetime) -> None:
    """The time to answer runs from the delivery (bot.outbox), so none is set here."""
    tx.claims.set_state(heir, ClaimState.OFFERED, now)
    tx.tasks.touch(heir.task_id)
    promise_claimant(tx, heir, NoticeKind.OFFER, now)


async def lapse_offers(tx: Tx, now: datetime) -> None:
    """Offers nobody answered in time go to the next; those who had them are told and out of line."""
    for claim in await tx.claims.overdue_offers(now):
        tx.claims.set_state(claim, ClaimState.LAPSED, now)
        promise_claimant(tx, claim, NoticeKind.OFFER_LAPSED, now)
        await _pass_on(tx, claim, now)


async def withdraw_offer(tx: Tx, claim_id: int, now: datetime) -> None:
    """The offer could not be delivered: they keep their number, and the place goes to the next who can be reached."""
    claim = await tx.claims.get(claim_id)
    if claim is not None and claim.state is ClaimState.OFFERED:
        tx.claims.set_state(claim, ClaimState.WAITING, now)
        await _pass_on(tx, claim, now, but_not=claim.id)


async def close_lines(tx: Tx, now: datetime) -> None:
    """When a slot begins, those still waiting for it are told that no place came."""
    for claim in await tx.claims.begun(now):
        tx.claims.set_state(claim, ClaimState.LAPSED, now)
        tx.tasks.touch(claim.task_id)
        promise_claimant(tx, claim, NoticeKind.NO_PLACE, now)


async def can_be_reached_again(tx: Tx, person_id: int, now: datetime) -> None:
    """Somebody who was passed over can be reached now: places that are free meanwhile are offered."""
    for slot_id in await tx.claims.slots_waited_for(person_id):
        task_id = await tx.tasks.of_slot(slot_id)
        task = await tx.tasks.get(task_id) if task_id else None
        slot = task.slot(slot_id) if task else None
        if task is not None and slot is not None:
            await offer_free_places(tx, task, slot, now)


async def can_be_called(tx: Tx, task_id: int, now: datetime) -> None:
    """The card stands in one more channel: who was passed over may be called by name there."""
    if (task := await tx.tasks.get(task_id)) is not None:
        for slot in task.slots:
            await offer_free_places(tx, task, slot, now)


async def _pass_on(tx: Tx, claim: Claim, now: datetime, *, but_not: int | None = None) -> None:
    tx.tasks.touch(claim.task_id)
    task = await tx.tasks.get(claim.task_id)
    slot = task.slot(claim.slot_id) if task else None
    if task is not None and slot is not None:
        await offer_free_places(tx, task, slot, now, but_not=but_not)
