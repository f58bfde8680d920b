"""Who is in a chat and as what, and the updates that tell the bot."""

from sandbox.chats import Chat
from sandbox.messages import Content
from sandbox.people import BotUser, Json, Member, Person
from sandbox.world import World


def set_member(world: World, chat: Chat, new: Member, by: Person | BotUser) -> None:
    """Change somebody's standing: my_chat_member for the bot, chat_member for others where the bot leads."""
    old = chat.member(new.who)
    chat.members[new.who.id] = new
    world.watch.changed()
    if isinstance(new.who, BotUser):
        world.updates.put("my_chat_member", _change(world, chat, old, new, by))
    elif chat.member(world.bot).status == "administrator":
        world.updates.put("chat_member", _change(world, chat, old, new, by))


def tell_blocked(world: World, chat: Chat, person: Person, *, blocked: bool) -> None:
    """my_chat_member in a private chat: sent when a person blocks or unblocks the bot, and only then."""
    member, kicked = Member(world.bot, "member"), Member(world.bot, "kicked")
    old, new = (member, kicked) if blocked else (kicked, member)
    world.watch.changed()
    world.updates.put("my_chat_member", _change(world, chat, old, new, person))


def tell_service(world: World, chat: Chat, by: Person, extra: Json) -> None:
    """A service message of a group; privacy mode does not hide these."""
    message = world.add(chat, Content(), sender=by.user(), extra=extra)
    about_the_bot = extra.get("left_chat_member", {}).get("id") == world.bot.id
    if chat.member(world.bot).inside or about_the_bot:
        world.updates.put("message", message.json())


def _change(world: World, chat: Chat, old: Member, new: Member, by: Person | BotUser) -> Json:
    """Bot API, ChatMemberUpdated."""
    return {
        "chat": chat.json(),
        "from": by.user(),
        "date": int(world.clock.now().timestamp()),
        "old_chat_member": old.json(chat.kind),
        "new_chat_member": new.json(chat.kind),
    }
