"""Chats as the bot sees them: look-ups, leaving, pins and topics."""

from sandbox.asking import Ask
from sandbox.chats import Chat, Topic
from sandbox.errors import bad_request
from sandbox.membership import set_member
from sandbox.messages import Content
from sandbox.people import Json, Member
from sandbox.world import World

_ICON_COLOUR = 7322096  # the first of the six that createForumTopic allows


def get_chat(world: World, ask: Ask) -> Json:
    """Bot API, getChat: ChatFullInfo."""
    chat = _reached(world, ask)
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
    full = chat.json() | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(gifts, False),
    }
    if chat.pinned:
        full["pinned_message"] = chat.messages[chat.pinned[-1]].json()
    return full


def get_chat_member(world: World, ask: Ask) -> Json:
    """Bot API, getChatMember: of others only where the bot may see them."""
    chat = _reached(world, ask)
    user_id = ask.number("user_id")
    if user_id == world.bot.id:
        return _member_of(chat, chat.member(world.bot))
    _must_see_members(world, chat)
    person = world.people.get(user_id or 0)
    if person is None:
        raise bad_request("PARTICIPANT_ID_INVALID" if chat.kind in ("channel", "supergroup") else "user not found")
    return _member_of(chat, chat.member(person))


def get_chat_administrators(world: World, ask: Ask) -> list[Json]:
    """Bot API, getChatAdministrators."""
    chat = _reached(world, ask)
    if chat.private:
        raise bad_request("there are no administrators in the private chat")
    _must_see_members(world, chat)
    leading = (one for one in chat.members.values() if one.status in ("creator", "administrator"))
    return [one.json(chat.kind) for one in leading]


def leave_chat(world: World, ask: Ask) -> bool:
    """Bot API, leaveChat: the bot is told of its own going, too."""
    chat = _reached(world, ask)
    if chat.private:
        raise bad_request("chat member status can't be changed in private chats")
    set_member(world, chat, Member(world.bot, "left"), by=world.bot)
    return True


def pin_chat_message(world: World, ask: Ask) -> bool:
    """Bot API, pinChatMessage."""
    chat = _reached(world, ask)
    _must_pin(world, chat)
    number = ask.number("message_id") or 0
    if number not in chat.messages:
        raise bad_request("message to pin not found")
    if number not in chat.pinned:
        chat.pinned.append(number)
        world.watch.changed()
    return True


def unpin_chat_message(world: World, ask: Ask) -> bool:
    """Bot API, unpinChatMessage: without a message the one pinned last."""
    chat = _reached(world, ask)
    _must_pin(world, chat)
    number = ask.number("message_id") or (chat.pinned[-1] if chat.pinned else 0)
    if number not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(number)
    world.watch.changed()
    return True


def create_forum_topic(world: World, ask: Ask) -> Json:
    """Bot API, createForumTopic."""
    chat = _reached(world, ask)
    if not chat.forum:
        raise bad_request("the chat is not a forum")
    if not chat.member(world.bot).may("can_manage_topics"):
        raise bad_request("not enough rights to create a topic")
    name = ask.text("name")
    if not 1 <= len(name) <= 128:
        raise bad_request("TOPIC_TITLE_INVALID")
    colour = ask.number("icon_color") or _ICON_COLOUR
    created = {"forum_topic_created": {"name": name, "icon_color": colour}}
    opened = world.add_own(chat, Content(), extra=created)
    opened.thread = opened.id
    chat.topics[opened.id] = Topic(opened.id, name)
    return {"message_thread_id": opened.id, "name": name, "icon_color": colour}


def _reached(world: World, ask: Ask) -> Chat:
    chat = world.chat(ask.text("chat_id"))
    if not chat.private:
        world.must_reach(chat)
    return chat


def _member_of(chat: Chat, member: Member) -> Json:
    if chat.private:
        member = Member(member.who, "member")
    return member.json(chat.kind)


def _must_see_members(world: World, chat: Chat) -> None:
    if chat.kind == "channel" and not chat.member(world.bot).may("can_manage_chat"):
        raise bad_request("member list is inaccessible")


def _must_pin(world: World, chat: Chat) -> None:
    right = "can_edit_messages" if chat.kind == "channel" else "can_pin_messages"
    if not chat.private and not chat.member(world.bot).may(right):
        raise bad_request("not enough rights to manage pinned messages in the chat")
