"""Where everything goes: commands, buttons, typed words. One update in, one answer out."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot import adjusting, people, standing
from bot.cards import Action, Card, Reply
from bot.errors import Refusal
from bot.handled import Handled
from bot.incoming import Address, Commanded, Filled, Incoming, Pressed, What, Wrote
from bot.model import Person
from bot.store import Tx
from bot.typed import as_given, refuse_cpr
from bot.wording import general
from bot.wording.words import Words
from handlers import chats, linking, posting, refusing, typing
from handlers.ask import Ask, Community
from handlers.connecting import channel_of
from handlers.tables import ACTIONS, COMMANDS, FILLED, GROUP_COMMANDS, SCREENS, STARTS


@dataclass(frozen=True, slots=True)
class Routes:
    """Finds the handler of an update and gives it what it needs. Never sends."""

    community: Community

    async def handle(self, tx: Tx, incoming: Incoming, now: datetime) -> Handled:
        """One update, inside its transaction: its effect, and the answer that is due."""
        if not isinstance(incoming.what, Pressed | Wrote | Commanded | Filled):
            return await chats.happened(tx, incoming, self.community, now)
        if incoming.sender is None:
            return await chats.written_by_nobody(tx, incoming, self.community, now)
        if _is_nothing_to_us(incoming):
            return Handled()
        person = await people.recognise(
            tx, incoming.chat.address.network, incoming.sender, now, in_private=incoming.in_own_chat()
        )
        await standing.look_at_roles(tx, person, incoming.roles, now)
        ask = self._ask(incoming, person, now)
        name = ""
        try:
            reply = await self._route(ask, tx, incoming)
        except Refusal as refusal:
            name = type(refusal).__name__
            reply = await refusing.refused(ask, tx, refusal)
        if reply is not None and reply.opens is not None and incoming.chat.asides:
            shown = await self.screen(tx, person, reply.screen.pack(), now)
            reply = replace(reply, opens=None, card=shown)
        if reply is not None and reply.card is not None and _may_ask(incoming, reply):
            reply = replace(reply, card=await typing.asking(ask, tx, reply.card))
        return Handled(person.id, reply, forgotten=reply.forgotten if reply is not None else (), refusal=name)

    async def screen(self, tx: Tx, person: Person, packed: str, now: datetime) -> Card | None:
        """What a screen shows this person now: how a lost answer is given again. None: there is nothing to show."""
        action = Action.unpack(packed)
        show = SCREENS.get(action.verb)
        if show is None or person.address is None:
            return None
        ask = Ask(
            person=person,
            words=self.community.words_for(person),
            now=now,
            community=self.community,
            chat=chats.private_chat(person.address),
            private=True,
            action=action,
        )
        try:
            card = await show(ask, tx)
        except Refusal as refusal:
            return (await refusing.refused(ask, tx, refusal)).card
        return await typing.asking(ask, tx, card) if action.verb == "draft" else card

    def apology(self, incoming: Incoming) -> Reply:
        """What is said when an update could not be handled, three times over."""
        text = general.apology(self._words_of(incoming))
        card = Card(text) if incoming.private() else None
        return Reply(screen=Action.of("help"), toast=text, card=card)

    def slow_down(self, incoming: Incoming) -> Reply:
        """What is said when somebody does more at once than can be answered. The card they press stays as it is."""
        text = general.slow_down(self._words_of(incoming))
        card = Card(text) if incoming.private() and not isinstance(incoming.what, Pressed) else None
        return Reply(screen=Action.of("help"), toast=text, card=card)

    def _words_of(self, incoming: Incoming) -> Words:
        """As their client says: who they are has not been asked of the disk."""
        language = incoming.sender.language if incoming.sender else None
        return self.community.words_for(Person(id=0, name="", client_language=language))

    def admin_of(self, incoming: Incoming) -> Address | None:
        """The chat of which it matters that the sender is an administrator: one that is being connected."""
        match incoming.what:
            case Pressed(action=Action(verb="connect_here")):
                return incoming.chat.address
            case Commanded(name="start", rest=payload) if incoming.private():
                return channel_of(payload)
        return None

    def _ask(self, incoming: Incoming, person: Person, now: datetime) -> Ask:
        what = incoming.what
        meant = what.action if isinstance(what, Pressed) else what.form if isinstance(what, Filled) else None
        values = what.values if isinstance(what, Filled) else ()
        return Ask(
            person=person,
            words=self.community.words_for(person),
            now=now,
            community=self.community,
            chat=incoming.chat,
            private=incoming.private(),
            action=meant or Action(""),
            text=_text_of(what),
            values=values,
            message_id=what.message_id if isinstance(what, Pressed) else None,
            role=what.role if isinstance(what, Pressed) else None,
            chat_admin=incoming.sender_is_admin,
        )

    async def _route(self, ask: Ask, tx: Tx, incoming: Incoming) -> Reply | None:
        match incoming.what:
            case Pressed():
                return await self._press(ask, tx)
            case Commanded(name=name) if not ask.private:
                return await self._group_command(ask, tx, name)
            case Commanded():
                return await self._private_command(ask, tx, incoming.what.name)
            case Wrote() if ask.private:
                return await typing.typed(ask, tx)
            case Filled() if ask.private:
                return await self._filled(ask, tx)
        return None

    async def _press(self, ask: Ask, tx: Tx) -> Reply:
        verb = ask.action.verb
        if verb in ACTIONS:
            return await ACTIONS[verb](ask, tx)
        if verb in SCREENS and ask.private:
            return Reply(screen=ask.action, card=await SCREENS[verb](ask, tx))
        return Reply(screen=Action.of("home"), toast=general.unknown_button(ask.words))

    async def _filled(self, ask: Ask, tx: Tx) -> Reply:
        if (read := FILLED.get(ask.action.verb)) is not None:
            return await read(ask, tx)
        return Reply(screen=Action.of("home"), card=Card(general.unknown_button(ask.words)))

    async def _private_command(self, ask: Ask, tx: Tx, name: str) -> Reply:
        """Whoever gives a command has left the question about quiet hours; forms are kept open."""
        tx.drafts.rest(ask.person.id, adjusting.QUIET_FORM)
        return await self._start(ask, tx) if name == "start" else await self._command(ask, tx, name)

    async def _command(self, ask: Ask, tx: Tx, name: str) -> Reply:
        if COMMANDS.get(name) is not posting.post:  # which reads each piece of its line, and says what to mend
            refuse_cpr(ask.text)
        if name in COMMANDS:
            return await COMMANDS[name](ask, tx)
        return await typing.unknown_command(ask, tx)

    async def _start(self, ask: Ask, tx: Tx) -> Reply:
        """`/start`, with what the link said. The payload is a hint: anything unreadable is a plain start."""
        ask = replace(ask, text=as_given(ask.text))
        for prefix, handler in STARTS.items():
            if ask.text.startswith(prefix) and len(ask.text) > len(prefix):
                return await handler(ask, tx)
        return await COMMANDS["start"](ask, tx)

    async def _group_command(self, ask: Ask, tx: Tx, name: str) -> Reply | None:
        if name in GROUP_COMMANDS:
            return await GROUP_COMMANDS[name](ask, tx)
        if name in COMMANDS:
            linking.overheard(ask, tx)
            return await chats.answered_in_private(ask, tx, name)
        return None


def _may_ask(incoming: Incoming, reply: Reply) -> bool:
    """Whether the answer is about an open form, which may wait for words, where we are shown nothing written."""
    about_form = reply.screen.verb == "draft" or isinstance(incoming.what, Filled)
    return about_form and incoming.chat.asides and incoming.private()


def _text_of(what: What) -> str:
    match what:
        case Commanded(rest=text) | Wrote(text=text):
            return text
        case Filled(values=(first, *_)):
            return first
    return ""


def _is_nothing_to_us(incoming: Incoming) -> bool:
    """Another bot's command in a group: who wrote it is not stored (design I10)."""
    what = incoming.what
    if incoming.private() or not isinstance(what, Commanded):
        return False
    return what.name not in GROUP_COMMANDS and what.name not in COMMANDS
