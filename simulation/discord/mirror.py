"""What people on Discord see, in the shapes in which the rules and the people of the year read."""

from sandbox import Button, Chat, Message, Person
from sandbox.discord import Channel, User
from sandbox.discord import Message as DiscordMessage
from sandbox.messages import Content

OPENS = "open:"
"""How a button begins that opens something; on Telegram it is a link."""


class Mirror:
    """Keeps a picture of each message that was shown. `people` and `chats` by their native ids.

    `pressed`: by the number of the interaction, what the button said; the answer names only that number.
    """

    def __init__(self) -> None:
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.pressed: dict[int, str] = {}
        self._originals: dict[int, DiscordMessage] = {}

    def person(self, user: User) -> Person:
        """A new person as the rules know them: on Discord nobody has to press Start first."""
        language = "en" if user.locale.startswith("en") else "da"
        person = Person(id=user.id, first_name=user.name, language_code=language, started=True)
        self.people[user.id] = person
        self.chats[user.id] = Chat(id=user.id, kind="private", person=person)
        return person

    def channel(self, channel: Channel) -> Chat:
        chat = self.chats[channel.id] = Chat(id=channel.id, kind="channel", title=f"#{channel.name}")
        return chat

    def shows(self, message: DiscordMessage, to: User | None) -> Message:
        """A message is new, or was changed. `to`: who sees it; None for everybody."""
        chat = self.chats[message.channel.id if to is None else to.id]
        content = Content(text=plain(message.text), rows=_rows(message))
        if (known := chat.messages.get(message.id)) is not None:
            known.become(content, message.edited or message.at)
            return known
        made = Message(chat=chat, id=message.id, date=message.at, content=content, by_bot=True)
        chat.messages[message.id] = made
        self._originals[message.id] = message
        return made

    def original(self, message: Message) -> DiscordMessage:
        return self._originals[message.id]

    def forget(self, message: Message) -> DiscordMessage:
        """Somebody cleared it away; what it was a picture of."""
        message.deleted = True
        del message.chat.messages[message.id]
        return self._originals.pop(message.id)


def plain(text: str) -> str:
    """Without bold, and without the marks that keep what people wrote from being anything else."""
    return text.replace("**", "").replace("\\", "")


def _rows(message: DiscordMessage) -> tuple[tuple[Button, ...], ...]:
    return tuple(tuple(_button(one.label, one.custom_id or "") for one in row) for row in message.rows)


def _button(label: str, custom_id: str) -> Button:
    if custom_id.startswith(OPENS):
        return Button(label, {"url": custom_id, "custom_id": custom_id})
    return Button(label, {"callback_data": custom_id.partition("~")[0], "custom_id": custom_id})
