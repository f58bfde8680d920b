"""Messages, their buttons and what they once said."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from sandbox.people import Json

if TYPE_CHECKING:
    from sandbox.chats import Chat


@dataclass(frozen=True, slots=True)
class Button:
    """One inline button; `raw` is what the bot sent (Bot API, InlineKeyboardButton)."""

    text: str
    raw: Json

    @property
    def data(self) -> str | None:
        """What a press sends back."""
        return self.raw.get("callback_data")

    @property
    def url(self) -> str | None:
        """What a press opens."""
        return self.raw.get("url")


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Revision:
    """What a message said from `at` on."""

    at: datetime
    text: str
    rows: Rows


@dataclass(frozen=True, slots=True)
class Content:
    """Text with its entities (or a document with its caption) and buttons: what an edit compares."""

    text: str = ""
    entities: tuple[Json, ...] = ()
    rows: Rows = ()


@dataclass(slots=True, eq=False, kw_only=True)
class Message:
    """A message as it is now; the object stays the same while the bot edits it."""

    chat: "Chat"
    id: int
    date: datetime
    content: Content
    sender: Json | None = None  # channel posts have none
    sender_chat: Json | None = None
    by_bot: bool = False
    thread: int | None = None
    reply_to: "Message | None" = None
    extra: Json = field(default_factory=dict)  # a service message's or a document's own fields
    file: bytes | None = None
    silent: bool = False
    edited: datetime | None = None
    deleted: bool = False
    revisions: list[Revision] = field(default_factory=list)
    _json: Json | None = None

    def __post_init__(self) -> None:
        self.revisions.append(Revision(self.date, self.text, self.rows))

    def __repr__(self) -> str:
        return f"<Message {self.id} in {self.chat.id}: {self.text!r} {self.labels}>"

    @property
    def text(self) -> str:
        """The text (or caption) without its formatting."""
        return self.content.text

    @property
    def rows(self) -> Rows:
        """The inline keyboard."""
        return self.content.rows

    @property
    def buttons(self) -> list[Button]:
        """All buttons, row by row."""
        return [button for row in self.rows for button in row]

    @property
    def labels(self) -> list[str]:
        """What the buttons say."""
        return [button.text for button in self.buttons]

    def button(self, label: str) -> Button:
        """The button that says this; else a ValueError that names those there are."""
        for button in self.buttons:
            if button.text == label:
                return button
        raise ValueError(f"No button says {label!r}; there are {self.labels}.")

    def become(self, content: Content, at: datetime) -> None:
        """Take on new content and remember the old."""
        self.content = content
        self.edited = at
        self.revisions.append(Revision(at, content.text, content.rows))
        self._json = None

    def json(self) -> Json:
        """Bot API, Message; built once for each revision, not to be changed by the reader."""
        if self._json is None:
            self._json = self._build()
        return self._json

    def _build(self) -> Json:
        shape: Json = {"message_id": self.id}
        if self.sender:
            shape["from"] = self.sender
        if self.sender_chat:
            shape["sender_chat"] = self.sender_chat
        shape |= {"chat": self.chat.json(), "date": int(self.date.timestamp())}
        if self.edited:
            shape["edit_date"] = int(self.edited.timestamp())
        if self.thread:
            shape |= {"message_thread_id": self.thread, "is_topic_message": True}
        if answered := self._answered():
            shape["reply_to_message"] = answered
        return shape | self.extra | self._worded() | self._keyboard()

    def _answered(self) -> Json | None:
        """The message replied to, one level deep; inside a topic at least the message that opened it."""
        target = self.reply_to or self.chat.messages.get(self.thread or 0)
        if target is None or target is self:
            return None
        return {name: value for name, value in target.json().items() if name != "reply_to_message"}

    def _worded(self) -> Json:
        text, entities = ("caption", "caption_entities") if "document" in self.extra else ("text", "entities")
        shape: Json = {text: self.text} if self.text else {}
        if self.content.entities:
            shape[entities] = list(self.content.entities)
        return shape

    def _keyboard(self) -> Json:
        if not self.rows:
            return {}
        return {"reply_markup": {"inline_keyboard": [[button.raw for button in row] for row in self.rows]}}
