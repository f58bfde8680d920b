"""What every test may ask for."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import people
from bot.incoming import Address, ChatKind, Network, Sender
from bot.model import Person
from storage.database import Database
from storage.transaction import Storage, Tx
from tests.people import ADMINS, ALICE, BOB, CHARLIE, DANA, NOW
from tests.world import World


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    database = await Database.open(tmp_path / "tjans.db")
    storage = Storage(database, ADMINS)
    async with storage.transaction() as tx:
        known = [await _recognise(tx, sender) for sender in (ALICE, BOB, CHARLIE, DANA)]
        organisation = await tx.organisations.ensure("Suppegryden", NOW)
        tx.organisations.appoint(known[0].id, organisation.id, NOW)
        address = Address(network=Network.TELEGRAM, chat_id=-100200)
        channel = tx.channels.add(address, ChatKind.CHANNEL, "Frivillige i Lyngby", "da", NOW)
        tx.channels.connect(channel.id, organisation.id)
    alice, bob, charlie, dana = known
    yield World(storage, database, alice, bob, charlie, dana, organisation, channel)
    await database.close()


async def _recognise(tx: Tx, sender: Sender) -> Person:
    return await people.recognise(tx, Network.TELEGRAM, sender, NOW, in_private=True)
