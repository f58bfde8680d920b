"""What is answered on the spot, for a network whose rules want that: see `bot.ports.Enquiries`."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from bot import standing
from bot.asking import with_roles
from bot.cards import Action, Choice, Form
from bot.errors import Refusal, Unasked, Unstored
from bot.incoming import Commanded, Incoming, Network, Pressed, Typing
from bot.model import Person, Task
from bot.ports import Clock, Messenger
from bot.store import Storage, Tx
from bot.wording import listing
from handlers.ask import Ask, Community
from handlers.tables import COMMANDS, OPENS, SUGGESTS, Opener

T = TypeVar("T")
MOST_CHOICES, LONGEST_CHOICE = 25, 100

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Enquiries:
    """Asks the tables in a transaction of its own, and writes nothing of what people have.

    Args:
        messengers: asked for roles that a gesture does not bring.
    """

    community: Community
    storage: Storage
    clock: Clock
    messengers: Mapping[Network, Messenger]

    def may_open(self, incoming: Incoming) -> bool:
        """In private only: elsewhere nothing personal is asked."""
        return incoming.private() and self._opener(incoming) is not None

    async def form(self, incoming: Incoming) -> Form | None:
        """None also for whoever is refused it: the press is then answered as everywhere, and says why."""
        opener = self._opener(incoming)
        return await self._asked(incoming, opener) if opener is not None else None

    async def choices(self, incoming: Incoming) -> list[Choice]:
        """Tasks by number, title and time; what was typed is looked for in all of it."""
        what = incoming.what
        suggest = SUGGESTS.get(what.command) if isinstance(what, Typing) else None
        if suggest is None or not isinstance(what, Typing):
            return []
        sought = what.text.strip().casefold()

        async def named(ask: Ask, tx: Tx) -> list[Choice]:
            found = await suggest(ask, tx)
            named = [task for task in found if sought in listing.name_of(task, ask.words).casefold()]
            return [_choice(task, ask) for task in named[:MOST_CHOICES]]

        return await self._asked(incoming, named) or []

    def _opener(self, incoming: Incoming) -> Opener | None:
        match incoming.what:
            case Pressed(action=Action(verb=verb)):
                return OPENS.get(verb)
            case Commanded(name=name, rest=""):
                meant = COMMANDS.get(name)
                return next((OPENS[known] for known in OPENS if meant and COMMANDS.get(known) is meant), None)
        return None

    async def _asked(self, incoming: Incoming, question: Callable[[Ask, Tx], Awaitable[T]]) -> T | None:
        try:
            try:
                return await self._answered(incoming, question)
            except Unasked as missing:
                known = await with_roles(incoming, missing.memberships, self.messengers)
            return await self._answered(known, question)
        except (Refusal, Unasked, Unstored):
            return None
        except Exception:  # a bug: what was done comes by the inbox too, which answers it, or nothing is suggested
            log.exception("a question could not be answered")
            return None

    async def _answered(self, incoming: Incoming, question: Callable[[Ask, Tx], Awaitable[T]]) -> T | None:
        async with self.storage.transaction() as tx:
            ask = await self._ask(tx, incoming)
            return await question(ask, tx) if ask is not None else None

    async def _ask(self, tx: Tx, incoming: Incoming) -> Ask | None:
        """Somebody who was never seen has nothing yet, and is not stored for a question."""
        network, sender, what = incoming.chat.address.network, incoming.sender, incoming.what
        if sender is None:
            return None
        found = await tx.people.by_account(network, sender.native_id)
        if found:
            await standing.look_at_roles(tx, found[0], incoming.roles, self.clock.now())
        person = found[0] if found else Person(id=0, name=sender.name, client_language=sender.language)
        return Ask(
            person=person,
            words=self.community.words_for(person),
            now=self.clock.now(),
            community=self.community,
            chat=incoming.chat,
            private=True,
            action=what.action if isinstance(what, Pressed) and what.action else Action(""),
        )


def _choice(task: Task, ask: Ask) -> Choice:
    return Choice(listing.name_of(task, ask.words, LONGEST_CHOICE), str(task.id))
