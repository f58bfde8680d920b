"""What the bot does to messages that exist: edits, deletions, answers to presses."""

import re
from dataclasses import replace

from sandbox.asking import Ask
from sandbox.chats import Chat
from sandbox.errors import bad_request, unmodelled
from sandbox.keyboards import inline_rows
from sandbox.messages import Content, Message
from sandbox.methods.sending import worded
from sandbox.people import Json
from sandbox.presses import CallbackAnswer
from sandbox.world import DELETABLE_FOR, World

LONGEST_ANSWER = 200
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)


def edit_message_text(world: World, ask: Ask) -> Json:
    """Bot API, editMessageText: without a reply_markup the keyboard goes."""
    if ask.has("rich_message"):
        raise unmodelled("rich messages")
    message = _editable(world, ask)
    if "document" in message.extra:
        raise bad_request("there is no text in the message to edit")
    return _become(world, message, worded(world, ask, message.chat, "text", "entities"))


def edit_message_reply_markup(world: World, ask: Ask) -> Json:
    """Bot API, editMessageReplyMarkup."""
    message = _editable(world, ask)
    rows = inline_rows(ask.nested("reply_markup"), message.chat)
    return _become(world, message, replace(message.content, rows=rows))


def delete_message(world: World, ask: Ask) -> bool:
    """Bot API, deleteMessage: not after 48 hours, and others' messages only as an administrator who may."""
    chat = world.chat(ask.text("chat_id"))
    world.must_reach(chat)
    message = chat.messages.get(ask.number("message_id") or 0)
    if message is None:
        raise bad_request("message to delete not found")
    if world.clock.now() - message.date > DELETABLE_FOR or not _may_delete(world, message):
        raise bad_request("message can't be deleted for everyone" if chat.private else "message can't be deleted")
    world.delete(message)
    return True


def answer_callback_query(world: World, ask: Ask) -> bool:
    """Bot API, answerCallbackQuery: once, within 15 seconds."""
    text, url = ask.text("text"), ask.text("url")
    if len(text) > LONGEST_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    if url and not _opens_the_bot(world, url):
        raise bad_request("URL_INVALID")
    press = world.presses.get(ask.text("callback_query_id"))
    if press is None or not press.is_open(world.clock.now()):
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    press.give(CallbackAnswer(text, ask.flag("show_alert"), url))
    world.watch.changed()
    return True


def _editable(world: World, ask: Ask) -> Message:
    if ask.text("inline_message_id") or ask.text("business_connection_id"):
        raise unmodelled("inline and business messages")
    if not ask.text("chat_id"):
        raise bad_request("chat_id is empty")
    if not ask.number("message_id"):
        raise bad_request("message identifier is not specified")
    chat = world.chat(ask.text("chat_id"))
    world.must_reach(chat)
    message = chat.messages.get(ask.number("message_id") or 0)
    if message is None:
        raise bad_request("message to edit not found")
    if not message.by_bot or not _may_still_edit(world, chat):
        raise bad_request("message can't be edited")
    return message


def _may_still_edit(world: World, chat: Chat) -> bool:
    """In a channel the right to post is needed to edit one's own posts, too."""
    return chat.kind != "channel" or chat.member(world.bot).may("can_post_messages")


def _become(world: World, message: Message, content: Content) -> Json:
    world.floods.count(message.chat.id)
    if content == message.content:
        raise bad_request(_NOT_MODIFIED)
    message.become(content, world.clock.now())
    world.watch.changed()
    return message.json()


def _may_delete(world: World, message: Message) -> bool:
    """Bot API, deleteMessage: which messages a bot can delete, and where."""
    if message.chat.private or (message.by_bot and message.chat.kind != "channel"):
        return True
    member = message.chat.member(world.bot)
    own_post = message.by_bot and member.may("can_post_messages")
    return own_post or member.may("can_delete_messages")


def _opens_the_bot(world: World, url: str) -> bool:
    """ "t.me/your_bot?start=XXXX" of this bot."""
    link = rf"(https?://)?t\.me/{re.escape(world.bot.username)}\?start=[A-Za-z0-9_-]{{1,64}}"
    return re.fullmatch(link, url, re.IGNORECASE) is not None
