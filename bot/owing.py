"""Answers that did not reach their person: each becomes a notice (design, One tap 2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.errors import Why
from bot.incoming import Network
from bot.model import Notice, NoticeKind, Reach
from bot.promising import promise
from bot.store import Tx


@dataclass(frozen=True, slots=True)
class Owed:
    """An answer that the person's account on that network did not take."""

    row_id: int
    person_id: int
    network: Network
    screen: str
    why: Why


async def close(tx: Tx, answered: Iterable[int], owed: Iterable[Owed], now: datetime) -> None:
    """Write down which rows were answered, and what is owed instead of an answer."""
    if answered:
        tx.inbox.answered(answered)
    for one in owed:
        await _owe(tx, one, now)


async def _owe(tx: Tx, owed: Owed, now: datetime) -> None:
    """It was refused as too old, or may be lost."""
    accounts = await tx.people.accounts(owed.person_id)
    if not accounts:
        return
    for account in accounts if owed.why in (Why.BLOCKED, Why.NEVER_STARTED) else ():
        if account.address is not None and account.address.network is owed.network:
            tx.people.set_reach(account.account_id, Reach.BLOCKED if owed.why is Why.BLOCKED else Reach.NEVER)
    owe_answer(tx, owed.row_id, owed.person_id, owed.screen, now)


def owe_answer(tx: Tx, row_id: int, person_id: int, screen: str, now: datetime) -> None:
    """What that screen shows is owed to the person."""
    notice = Notice(
        key=f"answer:{row_id}",
        kind=NoticeKind.ANSWER,
        person_id=person_id,
        facts={"screen": screen},
        due_at=now,
    )
    promise(tx, notice, now)
