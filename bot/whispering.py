"""Whoever is found to take no messages is told so, and what could not be written, for their eyes only.

The answer to what somebody does is said before a message to them can have been tried, and says that one is on its
way. Where a network lets more be said after an answer, what the message would have said is added to it. This lives in
memory: after a crash they hear with their next press how it is.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from bot.cards import Card
from bot.errors import Undelivered
from bot.incoming import Incoming, Network
from bot.model import Person
from bot.ports import Asides
from bot.stopping import finish
from bot.wording import shut
from bot.wording.words import Words

log = logging.getLogger(__name__)

LASTS = 840.0
"""Seconds after something was done for which its answer can be added to; Discord gives 900."""

_Who = tuple[Network, int]


@dataclass(frozen=True, slots=True)
class _Done:
    """What somebody did last where others are, its answer, and when, in seconds of the loop."""

    incoming: Incoming
    answer: "asyncio.Task[None]"
    at: float


class Whispering:
    """Remembers for a quarter of an hour what can still be added to.

    Args:
        asides: by the network that can.
        words_for: in the person's language.
        now: monotonic seconds; the running loop's.
    """

    def __init__(
        self,
        asides: Mapping[Network, Asides],
        words_for: Callable[[Person], Words],
        now: Callable[[], float] | None = None,
    ) -> None:
        self._asides = asides
        self._words_for = words_for
        self._now = now or asyncio.get_running_loop().time
        self._done: dict[_Who, _Done] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def answering(self, incoming: Incoming, answer: "asyncio.Task[None]") -> None:
        """Somebody did something, and is being answered."""
        who = incoming.sender
        if who is None or incoming.in_own_chat() or incoming.chat.address.network not in self._asides:
            return
        now = self._now()
        while self._done and next(iter(self._done.values())).at < now - LASTS:
            del self._done[next(iter(self._done))]
        key = incoming.chat.address.network, who.native_id
        self._done.pop(key, None)  # the newest stand last
        self._done[key] = _Done(incoming, answer, now)

    def is_shut(self, person: Person, card: Card) -> None:
        """This account of theirs did not take the card as a message."""
        network = person.address.network if person.address is not None else None
        done = self._done.pop((network, person.native_id), None) if network is not None else None
        if done is None or done.at < self._now() - LASTS:
            return
        body = shut.with_note(card.body, self._words_for(person))
        task = asyncio.ensure_future(self._add(done, replace(card, body=body)))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def finish(self) -> None:
        """What is being said is said."""
        await finish(self._tasks)

    async def _add(self, done: _Done, card: Card) -> None:
        """Nothing can be added before the answer itself."""
        await asyncio.wait([done.answer])
        try:
            await self._asides[done.incoming.chat.address.network].add(done.incoming, card)
        except Undelivered as error:
            log.info("nothing could be added to an answer: %s", error.why)
