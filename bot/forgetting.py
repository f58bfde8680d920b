"""Deleting oneself: at once, and for good (domain 2.8)."""

from dataclasses import dataclass
from datetime import datetime

from bot import lining, linking, telling
from bot.incoming import Network, lane_of
from bot.model import Claim, ClaimState, NoticeKind, Organisation, Person
from bot.refusals import Changed
from bot.store import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Farewell:
    """What deleting oneself would undo: places, turns in line, and organisations left without a coordinator.

    `networks`: where they have an account; all of them are deleted.
    """

    networks: tuple[Network, ...]
    places: int
    waiting: int
    alone_for: tuple[Organisation, ...]


async def weigh(tx: Tx, person: Person) -> Farewell:
    """What they are asked to confirm."""
    claims = await tx.claims.live_of_person(person.id)
    organisations = await tx.organisations.of_person(person.id)
    return Farewell(
        networks=await linking.networks_of(tx, person),
        places=sum(claim.state.takes_a_place for claim in claims),
        waiting=sum(claim.state is ClaimState.WAITING for claim in claims),
        alone_for=tuple([one for one in organisations if len(await tx.organisations.coordinators(one.id)) == 1]),
    )


async def forget(tx: Tx, person: Person, confirmed: int, now: datetime) -> tuple[str, ...]:
    """Delete the person who asks, with all their accounts, and nobody else; the lanes of those accounts.

    Their places go to the line in the same transaction.

    Args:
        confirmed: the person the confirming button was made for. A press by the same account after it was deleted
            comes from a new person: pressed twice in a row it deletes that one too, later it must be confirmed anew.

    Raises:
        Changed: the button was made for somebody else, or for an earlier life.
    """
    if confirmed != person.id and not await _is_new(tx, person, now):
        raise Changed
    for claim in await tx.claims.live_of_person(person.id):
        await _give_up(tx, claim, now)
    accounts = await tx.people.accounts(person.id)
    tx.forgetting.persons([person.id], now)
    return tuple(lane_of(one.address.network, one.native_id) for one in accounts if one.address is not None)


async def _is_new(tx: Tx, person: Person, now: datetime) -> bool:
    """Whether this very press made them known."""
    dossier = await tx.dossiers.of(person.id)
    return dossier is not None and int(dossier.known_since.timestamp()) == int(now.timestamp())


async def _give_up(tx: Tx, claim: Claim, now: datetime) -> None:
    """As an afbud, told without a name; of a task that has begun they keep what they did, as a number."""
    task = await tx.tasks.get(claim.task_id)
    slot = task.slot(claim.slot_id) if task else None
    if task is None or slot is None:
        return
    tx.tasks.touch(task.id)
    if claim.state is ClaimState.HELD and slot.has_begun(now):
        return
    tx.claims.set_state(claim, ClaimState.RELEASED, now)
    if claim.state.takes_a_place:
        await lining.offer_free_places(tx, task, slot, now)
    if claim.state is ClaimState.HELD and now > task.afbud_by:
        key = f"late:{claim.id}:{int(now.timestamp())}"
        await telling.tell_coordinator(tx, task, NoticeKind.LATE_AFBUD, key, now)
