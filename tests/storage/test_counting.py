"""Claims are counted when they are on disk, and not before."""

from bot.metering import Unmetered
from bot.model import ClaimState
from storage.transaction import Storage
from tests.people import ADMINS
from tests.world import World


class Tally(Unmetered):
    def __init__(self) -> None:
        self.states: list[str] = []

    def claimed(self, state: str) -> None:
        self.states.append(state)


async def test_each_state_a_claim_comes_into_is_counted_after_the_commit(world: World) -> None:
    tally = Tally()
    world.storage = Storage(world.database, ADMINS, tally)
    task = await world.task(1)
    await world.claims(world.bob, task)
    await world.waits(world.charlie, task)
    await world.leaves(world.bob, task)
    assert tally.states == ["held", "waiting", "released", "offered"]


async def test_what_is_rolled_back_is_not_counted(world: World) -> None:
    """Red when the note survives its part, or the transaction."""
    tally = Tally()
    world.storage = Storage(world.database, ADMINS, tally)
    slot = (await world.task(3)).slots[0]
    async with world.storage.transaction() as tx:
        tx.claims.add(slot, world.bob.id, ClaimState.HELD, world.now)
        try:
            async with tx.part():
                tx.claims.add(slot, world.charlie.id, ClaimState.HELD, world.now)
                raise LookupError
        except LookupError:
            pass
    assert tally.states == ["held"]
    try:
        async with world.storage.transaction() as tx:
            tx.claims.add(slot, world.dana.id, ClaimState.HELD, world.now)
            raise LookupError
    except LookupError:
        pass
    assert tally.states == ["held"]
