"""Reading what the page sent, with a sentence for whatever is missing."""

from typing import TYPE_CHECKING

from sandbox.chats import Chat
from sandbox.messages import Message
from sandbox.people import Json, Person, Rights

if TYPE_CHECKING:
    from sandbox.server import Sandbox


class Unclear(ValueError):
    """A request of the page that cannot be carried out; the text is a sentence."""


class Fields:
    """One JSON body."""

    def __init__(self, body: Json) -> None:
        self.body = body

    def text(self, name: str, default: str | None = None) -> str:
        """A string."""
        value = self.body.get(name, default)
        if not isinstance(value, str):
            raise Unclear(f"`{name}` has to be a string.")
        return value

    def number(self, name: str) -> int:
        """A whole number."""
        value = self.body.get(name)
        if not isinstance(value, int) or isinstance(value, bool):
            raise Unclear(f"`{name}` has to be a whole number.")
        return value

    def flag(self, name: str) -> bool:
        """True or false; missing is false."""
        value = self.body.get(name, False)
        if not isinstance(value, bool):
            raise Unclear(f"`{name}` has to be true or false.")
        return value


class Said(Fields):
    """A body and the Telegram it speaks of."""

    def __init__(self, sandbox: "Sandbox", body: Json) -> None:
        super().__init__(body)
        self._sandbox = sandbox

    def person(self, name: str = "person") -> Person:
        """Somebody, by id."""
        if (found := self._sandbox.world.people.get(self.number(name))) is None:
            raise Unclear(f"There is no person {self.body[name]}.")
        return found

    def chat(self, name: str = "chat") -> Chat:
        """A chat by id; a private one has its person's."""
        if (found := self._sandbox.world.chats.get(self.number(name))) is None:
            raise Unclear(f"There is no chat {self.body[name]}.")
        return found

    def shared(self, name: str = "chat") -> Chat:
        """A chat that is nobody's private one."""
        if (found := self.chat(name)).private:
            raise Unclear(f"{self.body[name]} is a private chat.")
        return found

    def message(self, name: str = "message") -> Message:
        """A message by `chat` and id."""
        if (found := self.chat().messages.get(self.number(name))) is None:
            raise Unclear(f"There is no message {self.body[name]} in that chat.")
        return found

    def reply_to(self, chat: Chat) -> Message | None:
        """The message replied to, if any."""
        if self.body.get("reply_to") is None:
            return None
        if (found := chat.messages.get(self.number("reply_to"))) is None:
            raise Unclear(f"There is no message {self.body['reply_to']} in that chat.")
        return found

    def thread(self, chat: Chat | None) -> int | None:
        """The topic written in, if any."""
        if self.body.get("thread") is None:
            return None
        if (number := self.number("thread")) not in (chat.topics if chat else {}):
            raise Unclear(f"There is no topic {number} in that chat.")
        return number

    def rights(self) -> Rights | None:
        """`rights` as a list of those not given (`without`), or none said."""
        if "without" not in self.body:
            return Rights() if self.flag("administrator") else None
        names = self.body["without"]
        if not isinstance(names, list) or not set(map(str, names)) <= set(Rights.__slots__):
            raise Unclear(f"`without` has to be a list of rights: {', '.join(Rights.__slots__)}.")
        return Rights().without(*names)
