"""A coordinator's own words to everyone on a task."""

from dataclasses import dataclass
from datetime import datetime

from bot import drafting, posting
from bot.model import Claim, Delivery, Draft, Message, Notice, NoticeKind, Person, Task, TaskState
from bot.promising import promise
from bot.refusals import NobodyToTell, NoSuchTask, TaskIsCancelled, TaskIsOver
from bot.store import Tx

MOST_CHARACTERS = 1000
TEXT, PREVIEW = "text", "preview"


async def begin(tx: Tx, person: Person, task_id: int, now: datetime) -> Draft:
    """Open the form of a message.

    Raises:
        NobodyToTell, NoSuchTask, NotCoordinator, TaskIsOver, TaskIsCancelled.
    """
    task = await _steered(tx, person, task_id, now)
    if not await tx.claims.live_of_task(task.id):
        raise NobodyToTell
    tx.drafts.drop_those_about(person.id, drafting.MESSAGE, task.id)
    return tx.drafts.add(person.id, drafting.MESSAGE, TEXT, {}, now, task.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Whom a message is for: `told` of them can be told, the `unreachable` ones the coordinator must tell."""

    claims: tuple[Claim, ...]
    told: int
    unreachable: tuple[str, ...]


async def audience(tx: Tx, draft: Draft) -> Audience:
    """Everyone who holds or is offered a place; those who wait, too, if that was chosen."""
    roster = await tx.claims.roster(draft.task_id or 0)
    chosen = [one for one in roster if one[0].state.takes_a_place or draft.fields.get("waiting")]
    unreachable = tuple(someone.name for _, someone in chosen if not someone.reachable)  # never said aloud
    return Audience(
        claims=tuple(claim for claim, _ in chosen), told=len(chosen) - len(unreachable), unreachable=unreachable
    )


async def send(tx: Tx, person: Person, draft: Draft, now: datetime) -> tuple[Message, Audience]:
    """Store the text once and promise it to everyone it is for. The form is done.

    Raises:
        NobodyToTell, NoSuchTask, NotCoordinator, TaskIsOver, TaskIsCancelled.
    """
    task = await _steered(tx, person, draft.task_id or 0, now)
    text, whom = str(draft.fields.get("text", "")), await audience(tx, draft)
    if not text or not whom.claims:
        raise NobodyToTell
    message = tx.messages.add(task.id, person.id, text, now)
    for claim in whom.claims:
        _promise(tx, claim, message, now)
    tx.drafts.finish(draft.id, task.id, now)
    return message, whom


async def delivery(tx: Tx, person: Person, message_id: int) -> tuple[Task, Delivery]:
    """How many a message has reached by now.

    Raises:
        NoSuchTask, NotCoordinator.
    """
    message = await tx.messages.get(message_id)
    if message is None:
        raise NoSuchTask
    task = await posting.steered(tx, person, message.task_id)
    return task, await tx.notices.delivery_of(task.id, message.id)


async def _steered(tx: Tx, person: Person, task_id: int, now: datetime) -> Task:
    task = await posting.steered(tx, person, task_id)
    if task.state is TaskState.CANCELLED:
        raise TaskIsCancelled(task)
    if task.state is TaskState.ENDED or now >= task.ends_at:
        raise TaskIsOver(task)
    return task


def _promise(tx: Tx, claim: Claim, message: Message, now: datetime) -> None:
    notice = Notice(
        key=f"message:{message.id}:{claim.id}",
        kind=NoticeKind.MESSAGE,
        person_id=claim.person_id,
        task_id=claim.task_id,
        claim_id=claim.id,
        facts={"message": message.id},
        due_at=now,
    )
    promise(tx, notice, now)
