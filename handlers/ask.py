"""What a handler is given: who asks, what for, in whose words, and when."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.cards import Action, Card, Reply
from bot.incoming import Chat, Network, ServerRole
from bot.model import Person
from bot.store import Tx
from bot.wording.words import Words, language_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Community:
    """What is the same for everyone on this installation.

    Args:
        links_to: on each network that is served, what opens the chat with the bot saying `/start payload`; None where
            that is typed.
        backups_kept: days for which a copy of the database is kept; 0: none are made by the day.
        networks: those it is on.
        calls_by_name: those of them on which whoever is written to in vain is called by name in a channel.
    """

    zone: ZoneInfo
    language: str
    name: str
    links_to: Callable[[str], Mapping[Network, str | None]]
    backups_kept: int = 0
    networks: tuple[Network, ...] = (Network.TELEGRAM,)
    calls_by_name: frozenset[Network] = frozenset()

    @property
    def on_several(self) -> bool:
        """Whether somebody may be here by more than one account."""
        return len(self.networks) > 1

    def words(self, language: str) -> Words:
        return Words(language, self.zone)

    def words_for(self, person: Person) -> Words:
        return self.words(language_for(person.chosen_language, person.client_language, self.language))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One press, command or text of one person.

    Args:
        action: what was pressed; for a command or a text, an action with an empty verb.
        text: what was written, or what stood behind the command.
        values: what was filled in, if a form in one go was sent; `text` is then the first of them.
        message_id: the message that carries the pressed button.
        role: the role of the server that was chosen.
        chat_admin: whether the network says the person is an administrator of the chat, where that was asked.
    """

    person: Person
    words: Words
    now: datetime
    community: Community
    chat: Chat
    private: bool
    action: Action = field(default_factory=lambda: Action(""))
    text: str = ""
    values: tuple[str, ...] = ()
    message_id: int | None = None
    chat_admin: bool | None = None
    role: ServerRole | None = None

    def number(self) -> int:
        """The task that was named behind a command; 0 if none was."""
        return Action("", (self.text.strip(),)).number(0) if self.action.verb == "" else 0


def shows(screen: Action, card: Card, *, toast: str | None = None) -> Reply:
    """The answer that is a card: `screen` shows the same again."""
    return Reply(screen=screen, card=card, toast=toast)


async def steers_something(ask: Ask, tx: Tx) -> bool:
    return ask.person.admin or bool(await tx.organisations.of_person(ask.person.id))
