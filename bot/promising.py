"""Promises: a notice owed to somebody, written in the transaction of its cause (design, One tap 3)."""

from dataclasses import dataclass
from datetime import datetime

from bot.model import Claim, Notice, NoticeKind
from bot.ports import Urgency
from bot.store import Tx

Facts = dict[str, int | str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How news of a kind is brought.

    Args:
        urgency: who goes first: answers, offers, reminders, then all other news (design, One tap 5).
        wakes: not held in quiet hours: an answer to what somebody just did.
        near: not held in quiet hours either when the task starts within 14 hours: there is something to do at once.
        matters: if it cannot be delivered the coordinator must know: the person will act on what is not so.
    """

    urgency: Urgency = Urgency.ANNOUNCEMENT
    wakes: bool = False
    near: bool = True
    matters: bool = False


_ANSWER = Manner(urgency=Urgency.ANSWER, wakes=True)
_MATTERS = Manner(matters=True)
_CAN_WAIT = Manner(near=False)
_MANNERS = {
    NoticeKind.CLAIMED: _ANSWER,
    NoticeKind.ANSWER: _ANSWER,
    NoticeKind.CONNECT: _ANSWER,
    NoticeKind.NOT_COORDINATOR: _ANSWER,
    NoticeKind.CANNOT_POST: _ANSWER,
    NoticeKind.OFFER: Manner(urgency=Urgency.OFFER),
    NoticeKind.REMINDER: Manner(urgency=Urgency.REMINDER, matters=True),
    NoticeKind.MOVED: _MATTERS,
    NoticeKind.CHANGED: _MATTERS,
    NoticeKind.CANCELLED: _MATTERS,
    NoticeKind.RESTORED: _MATTERS,
    NoticeKind.ADDED: _MATTERS,
    NoticeKind.BACK_ON: _MATTERS,
    NoticeKind.DROPPED: _MATTERS,
    NoticeKind.REMOVED: _MATTERS,
    NoticeKind.MESSAGE: _MATTERS,
    NoticeKind.FULL: _CAN_WAIT,
    NoticeKind.SHORT: _CAN_WAIT,
    NoticeKind.CARD_GONE: _CAN_WAIT,
}


def manner_of(kind: NoticeKind) -> Manner:
    return _MANNERS.get(kind, Manner())


def promise(tx: Tx, notice: Notice, now: datetime) -> None:
    """It is owed from now on. The same key is the same promise; without a key it is one of its own."""
    tx.notices.put(notice, manner_of(notice.kind).urgency, now)


def promise_claimant(tx: Tx, claim: Claim, kind: NoticeKind, now: datetime, facts: Facts | None = None) -> None:
    """Owed to whoever has, or had, this claim. The same news about it that is still owed is not sent as well."""
    notice = Notice(
        kind=kind,
        person_id=claim.person_id,
        task_id=claim.task_id,
        claim_id=claim.id,
        facts=facts or {},
        due_at=now,
    )
    tx.notices.supersede(notice, now)
    promise(tx, notice, now)


def promise_person(tx: Tx, person_id: int, kind: NoticeKind, now: datetime, facts: Facts | None = None) -> None:
    """Owed to somebody for a cause that is no claim of theirs. The same news still owed is not sent as well."""
    notice = Notice(kind=kind, person_id=person_id, facts=facts or {}, due_at=now)
    tx.notices.supersede(notice, now)
    promise(tx, notice, now)
