"""What becomes of a notice that came back undelivered: it goes another way, later, or is given up."""

from datetime import datetime, timedelta

from bot import lining, telling
from bot.errors import Undelivered, Why
from bot.model import Notice, NoticeKind, Reach
from bot.promising import manner_of
from bot.reaching import Reaching, Way
from bot.store import Tx

BACK_OFF, LONGEST_BACK_OFF = timedelta(seconds=30), timedelta(hours=1)
"""Before a new try of a send whose fate is unknown while others get through; doubled each time, up to an hour."""
MOST_TRIES = 30
"""After that, about a day, it is kept as trouble for the coordinator."""
BETWEEN_PROBES = timedelta(seconds=30)
"""While the network is away a notice that has just been tried lets the others try, and nothing is held against it."""
MOST_TRIES_TO_OPEN = 3
"""So often an offer is tried while the network opens no new chats, ten minutes apart; then the place goes on."""


class Returned:
    """Decides it, in the transaction that records what was in the way."""

    def __init__(self, reaching: Reaching) -> None:
        self._reaching = reaching

    async def take(self, tx: Tx, notice: Notice, way: Way, error: Undelivered, now: datetime, *, probe: bool) -> bool:
        """Put it off, or end it; whether they are found to take no messages, and no other account of theirs does.

        Args:
            way: the one it went.
            probe: it was sent to see whether the network is back.
        """
        trouble = f"{error.why}: {error.detail}"[:200]
        match error.why:
            case Why.BLOCKED | Why.NEVER_STARTED | Why.CHAT_GONE if not way.aloud:
                reach = Reach.NEVER if error.why is Why.NEVER_STARTED else Reach.BLOCKED
                tx.people.set_reach(way.person.account_id, reach)
                other = await self._other_way(tx, notice, way, now)
                if other is not None:
                    tx.notices.put_off(notice.id, now, tried=False)
                else:
                    await give_up(tx, notice, now, "unreachable")
                return error.why is Why.BLOCKED and (other is None or bool(other.aloud))
            case Why.NO_NEW_CHATS if not way.aloud:
                await self._cannot_be_opened(tx, notice, way, now, now + (error.retry_in or BACK_OFF))
            case Why.SLOW_DOWN | Why.NO_NEW_CHATS:
                tx.notices.put_off(notice.id, now + (error.retry_in or timedelta(seconds=1)), tried=False)
            case Why.UNCERTAIN if probe:
                tx.notices.put_off(notice.id, now + BETWEEN_PROBES, tried=False)
            case Why.UNCERTAIN if notice.attempts < MOST_TRIES:
                later = min(BACK_OFF * 2 ** min(notice.attempts, 20), LONGEST_BACK_OFF)
                tx.notices.put_off(notice.id, now + later, tried=True)
            case _ if way.aloud:
                await give_up(tx, notice, now, "unreachable", trouble)
            case _:
                await give_up(tx, notice, now, "trouble", trouble)
        return False

    async def _cannot_be_opened(self, tx: Tx, notice: Notice, way: Way, now: datetime, later: datetime) -> None:
        """The network opens no new chats for a while: another way, if there is one, else it waits.

        An offer does not wait for ever, others would take the place: after some tries whoever it was for counts as
        somebody the bot has no chat with, keeps their number, and is offered a place anew once they can be reached.
        """
        if await self._other_way(tx, notice, way, now) is not None:
            tx.notices.put_off(notice.id, now, tried=False)
        elif notice.kind is not NoticeKind.OFFER:
            tx.notices.put_off(notice.id, later, tried=False)
        elif notice.attempts + 1 < MOST_TRIES_TO_OPEN:
            tx.notices.put_off(notice.id, later, tried=True)
        else:
            tx.people.set_reach(way.person.account_id, Reach.NEVER)
            await give_up(tx, notice, now, "unreachable")

    async def _other_way(self, tx: Tx, notice: Notice, way: Way, now: datetime) -> Way | None:
        """The best there is now, if it is not the one it went."""
        person = await tx.people.get(notice.person_id)
        other = await self._reaching.way_to(tx, person, notice, now) if person is not None else None
        same = other is not None and (other.address, other.aloud) == (way.address, way.aloud)
        return None if same else other


async def give_up(tx: Tx, notice: Notice, now: datetime, state: str, trouble: str | None = None) -> None:
    """An offer goes to the next, and what matters is told the coordinator. Unreachable: owed again when they are."""
    tx.notices.end(notice.id, state, now, trouble)
    if notice.claim_id is None:
        return
    if notice.kind is NoticeKind.OFFER:
        await lining.withdraw_offer(tx, notice.claim_id, now)
    refused = state == "trouble"
    matters = manner_of(notice.kind).matters or (refused and notice.kind is NoticeKind.OFFER)
    if matters and notice.task_id is not None:
        task, claim = await tx.tasks.get(notice.task_id), await tx.claims.get(notice.claim_id)
        if task is not None and claim is not None:  # they may have deleted themselves while it was on its way
            await telling.tell_undeliverable(tx, task, claim.id, notice.kind, now, refused=refused)
