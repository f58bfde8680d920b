"""Editing a published task: move it, change its words, its roles and its places."""

from dataclasses import dataclass
from datetime import datetime

from bot import drafting, lining, people, posting
from bot.amendments import Amendment, amend
from bot.model import Claim, ClaimState, Draft, NoticeKind, Person, Task, TaskState
from bot.promising import Facts, promise_claimant
from bot.proposals import of_task
from bot.refusals import Changed, NoSuchTask, StartIsPast, TaskIsCancelled, TaskIsOver
from bot.store import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """What an edit would do, by name: what the preview says before it is saved.

    `asked` and `told` can be, the `called` ones by name in the channel; `unreachable` are those it concerns whom the
    coordinator must tell.
    """

    amendment: Amendment
    dropped: tuple[str, ...]
    without_slot: tuple[str, ...]
    asked: int
    told: int
    called: tuple[str, ...]
    unreachable: tuple[str, ...]


async def begin(tx: Tx, person: Person, task_id: int, step: str, now: datetime) -> Draft:
    """Open the form of a published task.

    Raises:
        NoSuchTask, NotCoordinator, TaskIsOver, TaskIsCancelled.
    """
    task = await posting.steered(tx, person, task_id)
    _refuse_if_over(task, now)
    return drafting.begin_edit(tx, person, task, step, now)


async def look_at(tx: Tx, person: Person, draft: Draft, now: datetime) -> Amendment:
    """What the draft changes of the task as it stands now.

    Raises:
        NoSuchTask, NotCoordinator, TaskIsOver, TaskIsCancelled, StartIsPast.
    """
    if draft.task_id is None:
        raise NoSuchTask
    task = await posting.steered(tx, person, draft.task_id)
    _refuse_if_over(task, now)
    amendment = amend(task, drafting.proposal_of(draft).over(of_task(task)), person, now)
    moved = [new for old, new in amendment.kept if old.starts_at != new.starts_at]
    if any(slot.has_begun(now) for slot in (*moved, *amendment.added)):
        raise StartIsPast(amendment.after)
    return amendment


async def foresee(tx: Tx, person: Person, draft: Draft, now: datetime) -> Foreseen:
    """Whom saving would drop, ask and tell. Raises as `look_at`."""
    amendment = await look_at(tx, person, draft, now)
    roster = await tx.claims.roster(amendment.before.id)
    claims = [claim for claim, _ in roster]
    who = {claim.id: someone for claim, someone in roster}
    dropped, without = amendment.dropped(claims), amendment.without_slot(claims)
    staying = [claim for claim in claims if claim not in (*dropped, *without)]
    asked = [claim for claim in staying if amendment.moves_slot(claim.slot_id)]
    told = [claim for claim in staying if claim not in asked and amendment.concerns(claim)]
    concerned = [who[claim.id] for claim in (*dropped, *without, *asked, *told)]
    return Foreseen(
        amendment=amendment,
        dropped=tuple(who[claim.id].name for claim in dropped),
        without_slot=tuple(who[claim.id].name for claim in without),
        asked=sum(who[claim.id].can_be_told for claim in asked),
        told=sum(who[claim.id].can_be_told for claim in told),
        called=people.called_by_name(concerned),
        unreachable=people.out_of_reach(concerned),
    )


async def save(tx: Tx, person: Person, draft: Draft, revision: int, now: datetime) -> Task:
    """Write the edit, and promise what everyone concerned is owed; added places go to the line at once.

    Raises:
        Changed: it drops people, and somebody came or went since the preview of `revision` was shown.
        NoSuchTask, NotCoordinator, TaskIsOver, TaskIsCancelled, StartIsPast.
    """
    amendment = await look_at(tx, person, draft, now)
    claims = await tx.claims.live_of_task(amendment.before.id)
    dropped, without = amendment.dropped(claims), amendment.without_slot(claims)
    if (dropped or without) and revision != amendment.before.revision:
        raise Changed(amendment.before)
    _drop(tx, dropped, without, now)
    _write(tx, amendment)
    for claim in claims:
        if claim not in dropped and claim not in without:
            await _tell(tx, amendment, claim, now)
    for slot in amendment.after.slots:
        await lining.offer_free_places(tx, amendment.after, slot, now)
    tx.drafts.finish(draft.id, amendment.after.id, now)
    return amendment.after


def _refuse_if_over(task: Task, now: datetime) -> None:
    if task.state is TaskState.CANCELLED:
        raise TaskIsCancelled(task)
    if task.state is TaskState.ENDED or now >= task.ends_at:
        raise TaskIsOver(task)


def _drop(tx: Tx, dropped: list[Claim], without: list[Claim], now: datetime) -> None:
    """Before the places go: the database never lets a slot hold more than its capacity, not for a moment."""
    for claim in without:
        tx.claims.set_state(claim, ClaimState.LAPSED, now)
        promise_claimant(tx, claim, NoticeKind.DROPPED, now, {"role": 1})
    for claim in dropped:
        tx.claims.set_state(claim, ClaimState.WAITING, now)
        promise_claimant(tx, claim, NoticeKind.DROPPED, now, _offer(claim))
    for slot_id in {claim.slot_id for claim in dropped}:
        tx.claims.to_the_front([claim for claim in dropped if claim.slot_id == slot_id], slot_id)


def _offer(claim: Claim) -> Facts:
    """That it was an offer, and no place yet, which they lost."""
    return {"offer": 1} if claim.state is ClaimState.OFFERED else {}


def _write(tx: Tx, amendment: Amendment) -> None:
    task = amendment.after
    tx.tasks.change(task)
    for slot in amendment.removed:
        tx.tasks.drop_slot(slot.id)
    for _, slot in amendment.kept:
        tx.tasks.change_slot(slot)
    for slot in amendment.added:
        tx.tasks.append_slot(task.id, slot)


async def _tell(tx: Tx, amendment: Amendment, claim: Claim, now: datetime) -> None:
    """Asked to keep or leave where the time moved; told what else matters to them."""
    if amendment.moves_slot(claim.slot_id):
        await _ask_to_keep(tx, amendment, claim, now)
    elif what := amendment.concerns(claim):
        promise_claimant(tx, claim, NoticeKind.CHANGED, now, {"what": ",".join(what)})


async def _ask_to_keep(tx: Tx, amendment: Amendment, claim: Claim, now: datetime) -> None:
    """One question, however often it moved before they heard; none, if it is back at the time they know."""
    unsent = await tx.notices.unsent(claim.id, NoticeKind.MOVED)
    known = unsent.facts.get("known", "") if unsent else _span(amendment.before, claim)
    tx.notices.settle(claim.person_id, claim.task_id, (NoticeKind.MOVED,), now)
    if known == _span(amendment.after, claim):
        tx.claims.keep(claim.id)
        return
    tx.claims.ask_to_keep(claim.id, now)
    promise_claimant(tx, claim, NoticeKind.MOVED, now, {"known": known})


def _span(task: Task, claim: Claim) -> str:
    slot = task.slot(claim.slot_id)
    return f"{slot.starts_at.timestamp():.0f}-{slot.ends_at.timestamp():.0f}" if slot else ""
