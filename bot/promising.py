"""Promises: a notice owed to somebody, written in the transaction of its cause (design, One tap 3)."""

from datetime import datetime

from bot.model import Claim, Notice, NoticeKind
from bot.ports import Urgency
from bot.store import Tx

Facts = dict[str, int | str]

_URGENT = {
    NoticeKind.CLAIMED: Urgency.ANSWER,
    NoticeKind.ANSWER: Urgency.ANSWER,
    NoticeKind.CONNECT: Urgency.ANSWER,
    NoticeKind.NOT_COORDINATOR: Urgency.ANSWER,
    NoticeKind.CANNOT_POST: Urgency.ANSWER,
    NoticeKind.OFFER: Urgency.OFFER,
    NoticeKind.REMINDER: Urgency.REMINDER,
}


def urgency_of(kind: NoticeKind) -> Urgency:
    """Who goes first: answers, offers, reminders, then all other news (design, One tap 5)."""
    return _URGENT.get(kind, Urgency.ANNOUNCEMENT)


def promise(tx: Tx, notice: Notice, now: datetime) -> None:
    """It is owed from now on. The same key is the same promise."""
    tx.notices.put(notice, urgency_of(notice.kind), now)


def promise_claimant(tx: Tx, claim: Claim, kind: NoticeKind, now: datetime, facts: Facts | None = None) -> None:
    """Owed to whoever has, or had, this claim."""
    notice = Notice(
        key=f"{kind.value}:{claim.id}:{int(now.timestamp())}",
        kind=kind,
        person_id=claim.person_id,
        task_id=claim.task_id,
        claim_id=claim.id,
        facts=facts or {},
        due_at=now,
    )
    promise(tx, notice, now)


def promise_person(
    tx: Tx, person_id: int, kind: NoticeKind, subject: str, now: datetime, facts: Facts | None = None
) -> None:
    """Owed to somebody for a cause that is no claim of theirs; `subject` tells it from others of its kind."""
    notice = Notice(
        key=f"{kind.value}:{subject}:{person_id}:{int(now.timestamp())}",
        kind=kind,
        person_id=person_id,
        facts=facts or {},
        due_at=now,
    )
    promise(tx, notice, now)
