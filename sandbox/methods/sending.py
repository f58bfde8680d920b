"""New messages: sendMessage, sendDocument, sendChatAction."""

from sandbox.asking import Ask, Upload
from sandbox.chats import Chat
from sandbox.entities import with_found
from sandbox.errors import Refused, bad_request, unmodelled
from sandbox.keyboards import inline_rows
from sandbox.markup import parse_html
from sandbox.messages import Content, Message
from sandbox.people import Json
from sandbox.world import World

LONGEST_TEXT, LONGEST_CAPTION = 4096, 1024
LARGEST_UPLOAD = 50 * 1024 * 1024
_ACTIONS = frozenset(
    [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    ]
)
_UNMODELLED = (
    "business_connection_id",
    "direct_messages_topic_id",
    "suggested_post_parameters",
    "ephemeral_message_parameters",
    "receiver_user_id",
    "callback_query_id",
    "allow_paid_broadcast",
    "message_effect_id",
)


def send_message(world: World, ask: Ask) -> Json:
    """Bot API, sendMessage."""
    chat, fields = _place(world, ask)
    content = worded(world, ask, chat, "text", "entities")
    return _send(world, chat, content, fields)


def send_document(world: World, ask: Ask) -> Json:
    """Bot API, sendDocument: a file of up to 50 MB in the request itself."""
    chat, fields = _place(world, ask)
    content = worded(world, ask, chat, "caption", "caption_entities")
    upload = _upload(ask)
    return _send(
        world, chat, content, fields | {"file": upload.body, "extra": {"document": _document(world, upload)}}
    )


def send_chat_action(world: World, ask: Ask) -> bool:
    """Bot API, sendChatAction: changes nothing that can be seen."""
    world.must_write(world.chat(ask.text("chat_id")), ask.number("message_thread_id"))
    if ask.text("action") not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    return True


def _place(world: World, ask: Ask) -> tuple[Chat, Json]:
    """Where the message goes, and in answer to what."""
    for name in _UNMODELLED:
        if ask.has(name):
            raise unmodelled(name)
    chat = world.chat(ask.text("chat_id"))
    thread = ask.number("message_thread_id")
    world.must_write(chat, thread)
    fields: Json = {"thread": thread, "reply_to": _replied_to(ask, chat)}
    return chat, fields | {"silent": ask.flag("disable_notification")}


def _replied_to(ask: Ask, chat: Chat) -> Message | None:
    reply: Json = ask.nested("reply_parameters") or {}
    number = reply.get("message_id") or ask.number("reply_to_message_id")
    if number is None:
        return None
    if reply.get("chat_id") or reply.get("quote"):
        raise unmodelled("replies across chats and quotes")
    message = chat.messages.get(int(number))
    if message is None and not (reply.get("allow_sending_without_reply") or ask.flag("allow_sending_without_reply")):
        raise bad_request("message to be replied not found")
    return message


def _send(world: World, chat: Chat, content: Content, fields: Json) -> Json:
    world.floods.count(chat.id)
    return world.add_own(chat, content, **fields).json()


def worded(world: World, ask: Ask, chat: Chat, text: str, entities: str) -> Content:
    """The text or caption after parsing, with the inline keyboard."""
    shown, marks = _parsed(ask, ask.text(text), ask.nested(entities) or [])
    if text == "text":
        _check_text(ask.text(text), shown)
    elif len(shown) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    known = [one for one in (_introduced(world, mark) for mark in marks) if one]
    return Content(shown, with_found(shown, known), inline_rows(ask.nested("reply_markup"), chat))


def _introduced(world: World, entity: Json) -> Json | None:
    """A mention of a person by id carries who they are; of a stranger it is dropped."""
    if entity["type"] != "text_mention":
        return entity
    person = world.people.get(entity["user"]["id"])
    return entity | {"user": person.user()} if person else None


def _check_text(given: str, shown: str) -> None:
    if not given.strip():
        raise bad_request("message text is empty")
    if not shown:
        raise bad_request("text must be non-empty")
    if len(shown) > LONGEST_TEXT:
        raise bad_request("message is too long")


def _parsed(ask: Ask, text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    mode = ask.text("parse_mode").lower()
    if mode == "html":
        return parse_html(text)
    if mode in ("markdown", "markdownv2"):
        raise unmodelled("Markdown")
    if mode:
        raise bad_request("unsupported parse_mode")
    if entities and text != text.strip():
        raise unmodelled("entities of a text that begins or ends with spaces")
    return text.strip(), entities


def _upload(ask: Ask) -> Upload:
    name = ask.text("document")
    upload = ask.uploads.get(name.removeprefix("attach://"))
    if upload is None:
        raise unmodelled("documents by file_id or URL")
    if not upload.body:
        raise bad_request("file must be non-empty")
    if len(upload.body) > LARGEST_UPLOAD:
        raise Refused(413, "Request Entity Too Large")
    return upload


def _document(world: World, upload: Upload) -> Json:
    number = next(world.numbers)
    return {
        "file_id": f"BQACAgQAAxkD{number:08d}",
        "file_unique_id": f"AgAD{number:08d}",
        "file_name": upload.name,
        "mime_type": upload.kind,
        "file_size": len(upload.body),
    }
