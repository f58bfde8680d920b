"""What people press and write, through the routes themselves, without a network: update in, card out."""

from dataclasses import dataclass, field

from bot.cards import Action, Card, Reply
from bot.errors import Refusal
from bot.incoming import Chat, ChatKind, Commanded, Incoming, Network, Pressed, Sender, What, Wrote
from bot.model import Person
from bot.noticing import Noticing
from bot.wording.refusals import reason
from handlers.ask import Community
from handlers.routes import Routes
from tests.people import ZONE
from tests.world import World

BOT_NAME = "tjans_bot"
COMMUNITY = Community(
    zone=ZONE,
    language="da",
    name="Tjans",
    links_to=lambda payload: {Network.TELEGRAM: f"https://t.me/{BOT_NAME}?start={payload}"},
    networks=(Network.TELEGRAM, Network.DISCORD),
)


@dataclass
class Desk:
    """One person in private with the bot, in English unless they are to choose; `card` is what they look at."""

    world: World
    person: Person
    routes: Routes = field(default_factory=lambda: Routes(COMMUNITY))
    card: Card = field(default_factory=lambda: Card(""))
    reply: Reply | None = None
    english: bool = True

    async def says(self, text: str) -> Card:
        if text.startswith("/"):
            name, _, rest = text[1:].partition(" ")
            return await self._does(Commanded(name=name, rest=rest, message_id=1))
        return await self._does(Wrote(text=text, message_id=1))

    async def presses(self, what: str) -> Card:
        """The one button that does this: a verb, or a verb and its first arguments. Labels may be reworded."""
        return await self.forges(self.action(what))

    async def presses_through(self, command: str, *buttons: str) -> Card:
        """A command, and then one button after the other."""
        await self.says(command)
        for button in buttons:
            await self.presses(button)
        return self.card

    async def forges(self, packed: str) -> Card:
        """Press what no button of theirs says."""
        return await self._does(Pressed(press_id="1", action=Action.unpack(packed), message_id=1))

    def actions(self) -> list[str]:
        """What the buttons do, packed."""
        return [button.action.pack() for row in self.card.rows for button in row if button.action]

    def verbs(self) -> list[str]:
        return [action.partition(":")[0] for action in self.actions()]

    def labels(self) -> list[str]:
        return [button.label for row in self.card.rows for button in row]

    def action(self, what: str) -> str:
        found = [action for action in self.actions() if f"{action}:".startswith(f"{what}:")]
        assert len(found) == 1, f"{what!r} among {self.actions()}"
        return found[0]

    def screen(self) -> str:
        """The facts of the last answer."""
        assert self.reply
        return self.reply.screen.pack()

    def refused(self, refusal: Refusal) -> bool:
        """Whether that is what the last answer says."""
        return self.card.headline == reason(refusal, COMMUNITY.words("en"), self.world.now)

    async def step(self) -> str:
        """Where the open form stands."""
        async with self.world.storage.transaction() as tx:
            draft = await tx.drafts.active(self.person.id)
        return draft.step if draft else ""

    async def _does(self, what: What) -> Card:
        assert self.person.address
        chat = Chat(address=self.person.address, kind=ChatKind.PRIVATE)
        sender = Sender(
            native_id=self.person.native_id,
            name=self.person.name,
            language="en",
            private_chat=self.person.address.chat_id,
        )
        async with self.world.storage.transaction() as tx:
            if self.english:
                tx.people.set_language(self.person.id, "en")
            handled = await self.routes.handle(tx, Incoming(sender=sender, chat=chat, what=what), self.world.now)
        self.reply = handled.reply
        assert handled.reply
        handled.reply.screen.pack()
        if handled.reply.card is not None:
            self.card = handled.reply.card
            _check(self.card)
        return self.card

    async def told(self) -> dict[str, Card]:
        """What this person is owed now, worded, by kind; what is not true any more is left out."""
        noticing = Noticing(COMMUNITY.words_for, self.routes.screen, ZONE)
        due = await self.world.notices()
        async with self.world.storage.transaction() as tx:
            tx.people.set_language(self.person.id, "en")
            person = await tx.people.get(self.person.id)
            assert person
            mine = [notice for notice in due if notice.person_id == person.id]
            worded = {notice.kind.value: await noticing.word(tx, notice, person, self.world.now) for notice in mine}
        cards = {kind: card for kind, card in worded.items() if card is not None}
        for card in cards.values():
            _check(card)
        return cards


def _check(card: Card) -> None:
    """Every card can be sent: packed actions, at most three buttons in a row, no empty label."""
    for row in card.rows:
        assert 1 <= len(row) <= 3
        for button in row:
            assert button.label
            assert button.action is None or button.action.pack()
