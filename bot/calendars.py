"""Whether an organisation's tasks are events of a server, too (`bot.announcing` keeps them so)."""

from datetime import datetime

from bot.incoming import Chat
from bot.model import Person
from bot.standing import must_steer, server_of
from bot.store import Tx


async def show_events(tx: Tx, person: Person, organisation_id: int, chat: Chat, *, shown: bool) -> None:
    """From now on, or no more: those that stand there go, then. Twice is once.

    Raises:
        NotCoordinator, NoServer.
    """
    await must_steer(tx, person, organisation_id)
    tx.events.want(organisation_id, chat.address.network, server_of(chat), wanted=shown)


async def refused_events(tx: Tx, organisation_id: int, chat: Chat, now: datetime) -> list[str]:
    """The titles of the tasks ahead that the server would not show as an event."""
    return await tx.events.refused_in(organisation_id, chat.address.network, server_of(chat), now)


async def shows_events(tx: Tx, organisation_id: int, chat: Chat) -> bool:
    return await tx.events.are_wanted(organisation_id, chat.address.network, server_of(chat))
