"""The outbox on a real file, to a network that only remembers."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import datetime

from bot.cards import Card
from bot.incoming import Network
from bot.model import Person
from bot.noticing import Noticing
from bot.outage import Outages
from bot.outbox import Outbox, Word
from bot.reaching import Reaching
from bot.store import Tx
from bot.wording.words import Words
from tests.core.recorder import Recorder
from tests.people import ZONE
from tests.world import World


class Follows:
    """The clock of the world."""

    def __init__(self, place: World) -> None:
        self._place = place

    def now(self) -> datetime:
        return self._place.now

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(0)


async def _no_screen(tx: Tx, person: Person, screen: str, now: datetime) -> Card | None:
    return Card(screen)


DANISH = Noticing(lambda person: Words("da", ZONE), _no_screen, ZONE)


@asynccontextmanager
async def sending(
    place: World,
    network: Recorder | Mapping[Network, Recorder],
    outages: Outages | None = None,
    word: Word = DANISH.word,
) -> AsyncIterator[Outbox]:
    """An outbox at work until the block ends; one network is Telegram."""
    networks = {Network.TELEGRAM: network} if isinstance(network, Recorder) else network
    outages = outages or Outages()
    reaching = Reaching(networks, lambda language: Words(language, ZONE), outages.away)
    outbox = Outbox(place.storage, networks, word, Follows(place), ZONE, outages, reaching)
    task = asyncio.ensure_future(outbox.run())
    yield outbox
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def deliver(place: World, network: Recorder | Mapping[Network, Recorder], word: Word = DANISH.word) -> None:
    """Send everything that is due at the world's time."""
    async with sending(place, network, word=word) as outbox:
        outbox.nudge()
        await asyncio.sleep(0)
        while not outbox.idle():  # noqa: ASYNC110 - the outbox tells nobody when it is done
            await asyncio.sleep(0.005)


async def heard(place: World, network: Recorder, person: Person) -> list[str]:
    """The first lines of what this person gets now, oldest first."""
    network.sent.clear()
    await deliver(place, network)
    return [card.headline for to, card in network.sent if to == person.address]
