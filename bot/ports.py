"""What the core asks of the outside: a clock, a network, a disk. Protocols only."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date, datetime
from enum import IntEnum
from typing import Protocol

from bot.cards import Card, Choice, Document, Event, Form, Reply
from bot.incoming import Address, Arrival, Incoming, Network, Sender


class Clock(Protocol):
    """The time of day. Only the demo and the tests wire another than the real one."""

    def now(self) -> datetime:
        """This moment, aware, UTC."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Return after so many seconds of this clock."""
        ...


class Urgency(IntEnum):
    """Who goes first when a network's budget is short (design, One tap 5)."""

    ANSWER = 0
    OFFER = 1
    REMINDER = 2
    ANNOUNCEMENT = 3
    DIGEST = 4
    STALE_CARD = 5


class Messenger(Protocol):
    """One network, as the core sees it. Every method paces itself, and raises only `Undelivered`."""

    network: Network
    bot_id: int
    username: str
    can_mention: bool
    """Whether a person whom no message reaches can be called by name in a chat that others see too (`mention`)."""

    @property
    def reached(self) -> bool:
        """Whether the network has let us in; before that, and once it wants us no more, nothing is sent."""
        ...

    @property
    def opens_chats(self) -> bool:
        """Whether a private chat that is not open yet (`open_chat`) can be opened now, as far as we know."""
        ...

    def read(self, raw: str) -> Incoming:
        """A stored raw update as an Incoming; ValueError if it cannot be read."""
        ...

    def link_to(self, payload: str) -> str | None:
        """A link, to pass on, that opens the chat with the bot and tells it this payload.

        None: the network has no such links; the payload is told by `/start`, as a code.
        """
        ...

    async def ask_admin(self, where: Address, who: Sender) -> bool | None:
        """Whether this person is an administrator of that chat; None if nobody can say."""
        ...

    async def ask_roles(self, server: int, native_id: int) -> frozenset[int] | None:
        """The native ids of this account's roles in that server; None if nobody can say."""
        ...

    async def answer(self, incoming: Incoming, reply: Reply) -> None:
        """Give the answer to what somebody just did: the press first, then the card.

        An action of the card's own accord never fails the press: "message is not modified" is normal.
        """
        ...

    async def open_chat(self, native_id: int) -> int:
        """The native id of the private chat with this person, opened if it has to be."""
        ...

    async def send(self, to: Address, card: Card, urgency: Urgency, *, key: str = "") -> int:
        """Send a new message; its native id. The same `key` again soon is the same message, where a network can."""
        ...

    async def mention(self, where: Address, native_id: int, text: str, urgency: Urgency, *, key: str = "") -> int:
        """Say one line in a chat with this person's name before it, so that they, and nobody else, are notified.

        Only where `can_mention` says so. The `key` is as with `send`.
        """
        ...

    async def edit(self, to: Address, message_id: int, card: Card, urgency: Urgency) -> None:
        """Make a message of ours show this card. Showing it already is success."""
        ...

    async def send_document(self, to: Address, document: Document, urgency: Urgency) -> None: ...


class Calendar(Protocol):
    """A network whose servers have events of their own. Methods raise only `Undelivered`."""

    async def put_event(self, server: int, known: int | None, event: Event, *, sought: bool) -> int:
        """Make the event, or make the one that is known show this; its native id.

        Args:
            sought: it may have been made before, unknown to us: the one there is is taken.
        """
        ...

    async def drop_event(self, server: int, known: int) -> None:
        """Take it down."""
        ...


class Asides(Protocol):
    """A network where more can be said after the answer to what somebody did. Raises only `Undelivered`."""

    async def add(self, incoming: Incoming, card: Card) -> None:
        """Show it to whoever did that, for their eyes only: for a quarter of an hour, and once they are answered."""
        ...


class Enquiries(Protocol):
    """What a network may ask on the spot, where its rules want an answer before anything is stored.

    A question changes nothing of what people have, and one that is lost was never asked. Methods never raise.
    """

    def may_open(self, incoming: Incoming) -> bool:
        """Whether this button or command is one that may open a form."""
        ...

    async def form(self, incoming: Incoming) -> Form | None:
        """The form it opens for this person now; None: it goes the way of all updates."""
        ...

    async def choices(self, incoming: Incoming) -> Sequence[Choice]:
        """The names that fit what is being typed (`Typing`), at most 25."""
        ...


class Backups(Protocol):
    """The copies of the database that the program makes by itself."""

    async def make(self, day: date) -> bool:
        """Make this day's copy and drop those that are too old; False if none was to be made.

        Raises:
            Unworkable: it could not be made.
        """
        ...


class Meter(Protocol):
    """Counts what happens, for whoever watches over the bot.

    Never fails, never waits, and is told nobody's words: each argument is one of a few fixed ones.
    """

    def begin(self) -> float:
        """This moment, for `answered`: seconds of the meter's own stopwatch."""
        ...

    def handled(self, network: Network, kind: str, outcome: str) -> None:
        """An update of this kind was handled, and the outcome is on disk."""
        ...

    def refused(self, reason: str) -> None:
        """A person was refused something: the name of the Refusal."""
        ...

    def answered(self, network: Network, begun: float) -> None:
        """An update that was received then has been answered."""
        ...

    def claimed(self, state: str) -> None:
        """A claim came into this state, or was `moved` to another slot, on disk."""
        ...

    def called(self, network: Network, method: str, status: int) -> None:
        """A method of a network was called and answered with this HTTP status; 0: not answered."""
        ...

    def sent(self, network: Network, method: str, urgency: Urgency, outcome: str) -> None:
        """Something was sent or edited: "sent", or the Why of its failure."""
        ...

    def ticked(self) -> None:
        """The tables were asked what has come due."""
        ...


Receive = Callable[[Sequence[Arrival]], Awaitable[None]]
"""How a network hands raw updates over. When it returns they are on disk, and may be acknowledged."""
