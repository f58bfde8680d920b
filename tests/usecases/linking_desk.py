"""People on a second network, and linking: what the tests of it share."""

from dataclasses import replace
from datetime import timedelta

from bot import linking, people
from bot.incoming import Network, Sender
from bot.linking import Linked
from bot.model import Person
from tests.people import ZONE
from tests.usecases.desk import Desk
from tests.world import World


async def on_discord(world: World, name: str, native_id: int = 900, *, language: str | None = "en") -> Person:
    """Somebody with an account there, whom the bot may write to."""
    sender = Sender(
        native_id=native_id, name=name, language=language, private_chat=native_id + 50_000, may_be_written_to=True
    )
    async with world.storage.transaction() as tx:
        return await people.recognise(tx, Network.DISCORD, sender, world.now, in_private=False)


async def links(world: World, maker: Person, giver: Person) -> Linked:
    """The one makes a code, the other gives it a minute later."""
    async with world.storage.transaction() as tx:
        code = linking.make_code(tx, maker, world.now)
    world.now += timedelta(minutes=1)
    giver = await fresh(world, giver)
    async with world.storage.transaction() as tx:
        return await linking.link(tx, giver, code, world.now, ZONE)


async def fresh(world: World, person: Person) -> Person:
    """The person behind that account now."""
    assert person.address
    async with world.storage.transaction() as tx:
        found = await tx.people.by_account(person.address.network, person.native_id)
    assert found
    return found[0]


def desk(world: World, person: Person) -> Desk:
    """In English by their client: they have chosen no language."""
    return Desk(world, replace(person), english=False)
