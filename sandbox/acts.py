"""What people do in their clients, and the updates it causes."""

import re

from sandbox.chats import Chat
from sandbox.entities import found_in
from sandbox.membership import tell_blocked
from sandbox.messages import Button, Content, Message
from sandbox.people import ANONYMOUS, Json, Person
from sandbox.presses import Press
from sandbox.world import World

_START_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{0,64}")


class Acts:
    """Acts of people; each leaves exactly the update the Bot API documents for it."""

    world: World

    def private(self, person: Person) -> Chat:
        """The chat of this person and the bot."""
        return self.world.chats[person.id]

    def write(
        self,
        person: Person,
        chat: Chat | None,
        text: str,
        *,
        thread: int | None = None,
        anonymous: bool = False,
        reply_to: Message | None = None,
    ) -> Message:
        """Send a text to a group, or with None to the bot itself, which thereby is started."""
        if chat is None:
            chat = self.private(person)
            self._open(person)
        by: Json = {"sender": ANONYMOUS, "sender_chat": chat.json()} if anonymous else {"sender": person.user()}
        message = self.world.add(chat, _typed(text), thread=thread, reply_to=reply_to, **by)
        if self._delivered(message):
            self.world.updates.put("message", message.json())
        return message

    def start(self, person: Person, payload: str = "") -> Message:
        """Press Start, perhaps by a t.me link with a payload; a blocked bot is unblocked by it."""
        if not _START_PAYLOAD.fullmatch(payload):
            raise ValueError(f"Not a start parameter: {payload!r} (64 of A-Z, a-z, 0-9, _ and -).")
        return self.write(person, None, f"/start {payload}".rstrip())

    def edit(self, message: Message, text: str) -> None:
        """Change a text somebody wrote."""
        message.become(_typed(text), self.world.clock.now())
        self.world.watch.changed()
        kind = "edited_channel_post" if message.chat.kind == "channel" else "edited_message"
        if self._delivered(message):
            self.world.updates.put(kind, message.json())

    def post(self, channel: Chat, text: str, *, signature: str | None = None) -> Message:
        """Post in a channel, in its name: there is no `from`."""
        extra: Json = {"author_signature": signature} if signature else {}
        message = self.world.add(channel, _typed(text), sender_chat=channel.json(), extra=extra)
        if channel.member(self.world.bot).inside:
            self.world.updates.put("channel_post", message.json())
        return message

    def press(self, person: Person, message: Message, button: str | Button) -> Press:
        """Press a callback button by its label; a link is followed with `follow`."""
        found = message.button(button) if isinstance(button, str) else button
        if found.data is None:
            raise ValueError(f"{found.text!r} is not a callback button.")
        return self.press_data(person, message, found.data)

    def press_data(self, person: Person, message: Message, data: str, *, inaccessible: bool = False) -> Press:
        """A press with any data, as a changed client or an old screen may send it.

        Of a deleted message, or with `inaccessible`, the bot gets an InaccessibleMessage.
        """
        press = Press(str(4_000_000_000_000 + next(self.world.numbers)), person, self.world.clock.now())
        self.world.presses[press.id] = press
        gone: Json = {"chat": message.chat.json(), "message_id": message.id, "date": 0}
        query: Json = {
            "id": press.id,
            "from": person.user(),
            "message": gone if inaccessible or message.deleted else message.json(),
            "chat_instance": message.chat.instance,
            "data": data,
        }
        press.update = self.world.updates.put("callback_query", query)
        self.world.watch.stir()
        return press

    def follow(self, person: Person, message: Message, button: str | Button) -> Message:
        """Press a button that links to the bot (`t.me/bot?start=…`): it starts the bot with the payload."""
        found = message.button(button) if isinstance(button, str) else button
        return self.follow_link(person, found.url or "")

    def follow_link(self, person: Person, url: str) -> Message:
        """Open a link to the bot, such as the `url` of a callback answer, and press Start."""
        link = rf"(?:https?://)?t\.me/{re.escape(self.world.bot.username)}(?:\?start=([A-Za-z0-9_-]*))?"
        hit = re.fullmatch(link, url, re.IGNORECASE)
        if hit is None:
            raise ValueError(f"Not a link to the bot: {url!r}.")
        return self.start(person, hit[1] or "")

    def delete_message(self, message: Message) -> None:
        """Delete a message for everyone; the Bot API tells bots nothing of it."""
        self.world.delete(message)

    def block(self, person: Person) -> None:
        """Block the bot."""
        if not person.blocked:
            person.blocked = True
            tell_blocked(self.world, self.private(person), person, blocked=True)

    def unblock(self, person: Person) -> None:
        """Take the block away; who had started the bot stays reachable."""
        if person.blocked:
            person.blocked = False
            tell_blocked(self.world, self.private(person), person, blocked=False)

    def deactivate(self, person: Person) -> None:
        """Delete the person's account."""
        person.deactivated = True
        self.world.watch.changed()

    def inject(self, update: Json) -> int:
        """Queue a raw update, readable or not; its `update_id` is given here."""
        number = self.world.updates.put_raw(update)
        self.world.watch.stir()
        return number

    def _open(self, person: Person) -> None:
        self.unblock(person)
        person.started = True

    def _delivered(self, message: Message) -> bool:
        """Privacy mode: in groups only commands for this bot and replies to it, unless it is an administrator."""
        chat, bot = message.chat, self.world.bot
        if chat.private:
            return True
        member = chat.member(bot)
        if member.status != "member":
            return member.inside
        command = re.match(r"/\w+(?:@(\w+))?", message.text)
        if command and (command[1] or bot.username).lower() == bot.username.lower():
            return True
        return message.reply_to is not None and message.reply_to.by_bot


def _typed(text: str) -> Content:
    return Content(text, tuple(found_in(text)))
