"""People and chats: making them, joining, leaving, and what becomes of the bot's place in them."""

from collections.abc import Mapping

from sandbox.chats import Chat, Topic
from sandbox.membership import set_member, tell_service
from sandbox.messages import Content
from sandbox.people import BotUser, Json, Member, Person, Rights
from sandbox.world import World

_TOPIC = {"icon_color": 7322096}


class Places:
    """Who is where. Without `by`, the owner of the chat does it."""

    world: World

    def add_person(
        self,
        first_name: str,
        language_code: str | None = "da",
        *,
        last_name: str | None = None,
        username: str | None = None,
        id: int | None = None,
        note: Mapping[str, str] | None = None,
    ) -> Person:
        """Somebody with a Telegram account who has not met the bot; `note` (`da`, `en`) is shown on the page."""
        number = id or 1_000_000 + next(self.world.numbers)
        person = Person(
            id=number,
            first_name=first_name,
            last_name=last_name,
            username=username,
            language_code=language_code,
            note=note or {},
        )
        self.world.people[number] = person
        self.world.chats[number] = Chat(id=number, kind="private", person=person, ids=self.world.private_ids)
        self.world.watch.changed()
        return person

    def add_channel(self, title: str, owner: Person, *, username: str | None = None) -> Chat:
        """A channel the bot is not in."""
        return self._add(Chat(id=self._long_id(), kind="channel", title=title, username=username), owner)

    def add_group(
        self, title: str, owner: Person, *, forum: bool = False, supergroup: bool = True, username: str | None = None
    ) -> Chat:
        """A group the bot is not in; a forum is always a supergroup."""
        if supergroup or forum:
            group = Chat(id=self._long_id(), kind="supergroup", title=title, forum=forum, username=username)
        else:
            number = -4_000_000 - next(self.world.numbers)
            group = Chat(id=number, kind="group", title=title, ids=self.world.private_ids)
        return self._add(group, owner)

    def add_topic(self, group: Chat, name: str) -> Topic:
        """Open a topic in a forum; the service message that opens it gives it its id."""
        if not group.forum:
            raise ValueError(f"{group.title} is not a forum.")
        created = {"forum_topic_created": {"name": name} | _TOPIC}
        opened = self.world.add(group, Content(), sender=group.owner().user(), extra=created)
        opened.thread = opened.id
        topic = group.topics[opened.id] = Topic(opened.id, name)
        if group.member(self.world.bot).inside:
            self.world.updates.put("message", opened.json())
        return topic

    def close_topic(self, group: Chat, topic: Topic, *, closed: bool = True) -> None:
        """Close a topic, or open it again."""
        topic.closed = closed
        extra: Json = {"forum_topic_closed" if closed else "forum_topic_reopened": {}}
        message = self.world.add(group, Content(), sender=group.owner().user(), extra=extra, thread=topic.thread)
        if group.member(self.world.bot).inside:
            self.world.updates.put("message", message.json())

    def join(self, person: Person, chat: Chat) -> None:
        """Join a group or follow a channel."""
        set_member(self.world, chat, Member(person, "member"), by=person)
        if chat.kind != "channel":
            tell_service(self.world, chat, person, {"new_chat_members": [person.user()]})

    def leave(self, person: Person, chat: Chat) -> None:
        """Leave a group or channel."""
        set_member(self.world, chat, Member(person, "left"), by=person)
        if chat.kind != "channel":
            tell_service(self.world, chat, person, {"left_chat_member": person.user()})

    def promote(
        self, who: Person | BotUser, chat: Chat, rights: Rights | None = None, *, by: Person | None = None
    ) -> None:
        """Make somebody (or the bot, `sandbox.bot`) an administrator, or change their rights."""
        set_member(self.world, chat, Member(who, "administrator", rights or Rights()), by=by or chat.owner())

    def demote(self, who: Person | BotUser, chat: Chat, *, by: Person | None = None) -> None:
        """Take an administrator's rights; a bot cannot be a mere member of a channel and is out of it."""
        out = chat.kind == "channel" and isinstance(who, BotUser)
        set_member(self.world, chat, Member(who, "left" if out else "member"), by=by or chat.owner())

    def add_bot(self, chat: Chat, by: Person | None = None, rights: Rights | None = None) -> None:
        """Add the bot: to a channel always as an administrator, to a group as one if rights are given."""
        person = by or chat.owner()
        if chat.kind == "channel" or rights:
            new = Member(self.world.bot, "administrator", rights or Rights())
        else:
            new = Member(self.world.bot, "member")
        set_member(self.world, chat, new, by=person)
        if chat.kind != "channel":
            tell_service(self.world, chat, person, {"new_chat_members": [self.world.bot.user()]})

    def remove_bot(self, chat: Chat, by: Person | None = None) -> None:
        """Throw the bot out."""
        person = by or chat.owner()
        set_member(self.world, chat, Member(self.world.bot, "kicked"), by=person)
        if chat.kind != "channel":
            tell_service(self.world, chat, person, {"left_chat_member": self.world.bot.user()})

    def migrate(self, group: Chat) -> Chat:
        """Upgrade a basic group: it goes on as a supergroup with another id and new message ids."""
        if group.kind != "group":
            raise ValueError(f"{group.title} is not a basic group.")
        new = Chat(id=self._long_id(), kind="supergroup", title=group.title, members=dict(group.members))
        self.world.chats[new.id] = new
        tell_service(self.world, group, group.owner(), {"migrate_to_chat_id": new.id})
        group.moved_to = new.id
        tell_service(self.world, new, group.owner(), {"migrate_from_chat_id": group.id})
        return new

    def _add(self, chat: Chat, owner: Person) -> Chat:
        chat.members[owner.id] = Member(owner, "creator")
        self.world.chats[chat.id] = chat
        self.world.watch.changed()
        return chat

    def _long_id(self) -> int:
        return -1_001_000_000_000 - next(self.world.numbers)
