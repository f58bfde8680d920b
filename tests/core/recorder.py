"""A network that only remembers: what inbox, outbox and publishing hand to it."""

from bot.cards import Card, Document, Reply
from bot.errors import Undelivered
from bot.incoming import Address, Incoming, Network, Sender
from bot.ports import Urgency
from handlers.networks.telegram.reading import read_update


class Recorder:
    """Implements bot.ports.Messenger. Put errors into `failing` and the next calls raise them, in order."""

    network = Network.TELEGRAM
    bot_id = 1
    username = "tjans_bot"
    reached = True
    can_mention = False
    opens_chats = True

    def __init__(self) -> None:
        self.sent: list[tuple[Address, Card]] = []
        self.edited: list[tuple[int, Card]] = []
        self.answered: list[Reply] = []
        self.failing: list[Undelivered] = []

    def read(self, raw: str) -> Incoming:
        return read_update(raw, self.username)

    def link_to(self, payload: str) -> str:
        return f"https://t.me/{self.username}?start={payload}"

    async def ask_admin(self, where: Address, who: Sender) -> bool | None:
        return None

    async def ask_roles(self, server: int, native_id: int) -> frozenset[int] | None:
        return None

    async def answer(self, incoming: Incoming, reply: Reply) -> None:
        self._fail()
        self.answered.append(reply)

    async def open_chat(self, native_id: int) -> int:
        return native_id

    async def send(self, to: Address, card: Card, urgency: Urgency, *, key: str = "") -> int:
        self._fail()
        self.sent.append((to, card))
        return len(self.sent)

    async def mention(self, where: Address, native_id: int, text: str, urgency: Urgency, *, key: str = "") -> int:
        self._fail()
        self.sent.append((where, Card(f"@{native_id} {text}")))
        return len(self.sent)

    async def edit(self, to: Address, message_id: int, card: Card, urgency: Urgency) -> None:
        self._fail()
        self.edited.append((message_id, card))

    async def send_document(self, to: Address, document: Document, urgency: Urgency) -> None:
        self._fail()

    def _fail(self) -> None:
        if self.failing:
            raise self.failing.pop(0)
