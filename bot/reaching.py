"""Through which account a person is told something; and, where none reaches them, where they are called by name.

Of the accounts that can be written to, the one they used last (`storage.rows.BEST_ACCOUNT`). One that refuses for
good is out of reach from then on, and so the next one is tried; while a network is away, or opens no new chats and
theirs was never opened, another; then by name; and if there is no other way now, that one waits.

Who takes no messages is called by name where the task's card stands in a channel of a network that can do that, and
answers from the card. So they can be reached, known to be shut off or found to be so just now, and get their turn in
line (design I4): the line asks the disk the same (`storage.rows.CALLED`). Who is neither written to nor called is
passed over. Only what a coordinator wrote to those on a task is never said aloud.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.incoming import Address, Network
from bot.model import Notice, NoticeKind, Person, Reach
from bot.ports import Messenger
from bot.promising import manner_of
from bot.store import Tx
from bot.wording import mentions
from bot.wording.words import Words


@dataclass(frozen=True, slots=True)
class Way:
    """Where a notice goes. `person`: seen through the account it goes to.

    `aloud`: the line that is said with their name in a channel, where others see it; empty for a message to them.
    """

    person: Person
    address: Address
    aloud: str = ""


class Reaching:
    """Finds the way to a person.

    Args:
        words: of a language.
        away: the networks that are away now.
    """

    def __init__(
        self,
        messengers: Mapping[Network, Messenger],
        words: Callable[[str], Words],
        away: Callable[[], Collection[Network]] = tuple,
    ) -> None:
        self._messengers = messengers
        self._words = words
        self._away = away

    async def way_to(self, tx: Tx, person: Person, notice: Notice, now: datetime) -> Way | None:
        """The best way there is now; None if they cannot be reached.

        Args:
            person: seen through the account that reaches them best.
        """
        way = self._private(person)
        if way is not None and self._is_open(way):
            return way
        accounts = await tx.people.accounts(person.id)
        ways = [one for account in accounts if (one := self._private(account)) is not None]
        if (way := next((one for one in ways if self._is_open(one)), None)) is not None:
            return way
        if _may_be_called(notice) and (not ways or any(self._is_held_up(one.address) for one in ways)):
            for account in accounts:
                if (way := await self._aloud(tx, account, notice, now)) is not None:
                    return way
        return ways[0] if ways else None

    def _is_open(self, way: Way) -> bool:
        """Whether a message may go that way now."""
        network = way.address.network
        return network not in self._away() and not self._is_held_up(way.address)

    def _is_held_up(self, address: Address) -> bool:
        """A chat that would have to be opened first, and cannot be for a while."""
        return not address.chat_id and not self._messengers[address.network].opens_chats

    def _private(self, person: Person) -> Way | None:
        """Only on a network that is served."""
        if person.address is None or person.reach is not Reach.YES or person.address.network not in self._messengers:
            return None
        return Way(person, person.address)

    async def _aloud(self, tx: Tx, person: Person, notice: Notice, now: datetime) -> Way | None:
        """Where the task's card stands, and they closed their chat with the bot without having gone away.

        The same question as `storage.rows.CALLED`; or the bot may just now not open a chat with them.
        """
        address = person.address
        messenger = self._messengers.get(address.network) if address is not None else None
        if address is None or messenger is None or not messenger.can_mention:
            return None
        if person.reach is not Reach.BLOCKED and not (person.reach is Reach.YES and self._is_held_up(address)):
            return None
        channel = await tx.posts.channel_with(notice.task_id or 0, messenger.network)
        standing = await tx.tasks.standing(person.id, notice.task_id or 0)
        if channel is None or standing is None:
            return None
        said = mentions.line(notice.kind, standing, self._words(channel.language), now)
        return Way(person, channel.address, said)


def _may_be_called(notice: Notice) -> bool:
    """What matters, and fits one public line: what a coordinator wrote to those on the task is for them alone."""
    if notice.task_id is None or notice.kind is NoticeKind.MESSAGE:
        return False
    return manner_of(notice.kind).matters or notice.kind is NoticeKind.OFFER
