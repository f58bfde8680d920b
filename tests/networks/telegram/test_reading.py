"""Messages in, what was said out."""

import pytest

from bot.incoming import Chat, ChatMigrated, Commanded, Ignored, Incoming, Sender, What, Wrote
from handlers.networks.telegram.reading import read_update
from tests.networks.telegram.places import (
    IN_CHANNEL,
    IN_GROUP,
    IN_PRIVATE,
    IN_SMALL_GROUP,
    IN_TOPIC,
    NOWHERE,
    SENDER,
    read,
)
from tests.networks.telegram.samples import (
    ANNA,
    ANONYMOUS,
    BOT,
    CHANNEL,
    GROUP,
    ME,
    SERVICE,
    SMALL_GROUP,
    Json,
    message,
    posted,
    written,
)

COMMAND_ENTITY = [{"type": "bot_command", "offset": 0, "length": 5}]


def command(name: str, rest: str = "") -> Commanded:
    return Commanded(name=name, rest=rest, message_id=5)


WRITTEN: list[tuple[str, Json, Sender | None, Chat, What]] = [
    # Message, `text`
    ("text in private", written("hej"), SENDER, IN_PRIVATE, Wrote(text="hej", message_id=5)),
    ("as it was typed", written(" a\n b "), SENDER, IN_PRIVATE, Wrote(text=" a\n b ", message_id=5)),
    ("bidi controls", written("a\u202eb\u2066c\u200f"), SENDER, IN_PRIVATE, Wrote(text="abc", message_id=5)),
    (
        "a picture",
        {"update_id": 1, "message": message(photo=[{"file_id": "x"}])},
        SENDER,
        IN_PRIVATE,
        Wrote(text="", message_id=5),
    ),
    (
        "what stands under a picture",
        {"update_id": 1, "message": message(photo=[{"file_id": "x"}], caption="Lav suppe")},
        SENDER,
        IN_PRIVATE,
        Wrote(text="Lav suppe", message_id=5),
    ),
    (
        "a later kind of service message",
        {"update_id": 1, "message": message(pinned_message=message())},
        SENDER,
        IN_PRIVATE,
        Ignored(),
    ),
    ("small talk in a group", written("hej", GROUP), SENDER, IN_GROUP, Ignored()),
    # Message, `new_chat_members`
    (
        "somebody joins",
        {"update_id": 1, "message": message(GROUP, new_chat_members=[ANNA])},
        SENDER,
        IN_GROUP,
        Ignored(),
    ),
    # Message, `is_topic_message`; `message_thread_id` alone is a thread of replies
    (
        "a topic",
        written("/find", GROUP, message_thread_id=9, is_topic_message=True),
        SENDER,
        IN_TOPIC,
        command("find"),
    ),
    (
        "a thread of replies",
        written("/find", GROUP, message_thread_id=9),
        SENDER,
        IN_GROUP,
        command("find"),
    ),
    # MessageEntity, "bot_command"
    ("a command", written("/find", entities=COMMAND_ENTITY), SENDER, IN_PRIVATE, command("find")),
    ("no entity", written("/find"), SENDER, IN_PRIVATE, command("find")),
    ("upper case", written("/FIND Suppe"), SENDER, IN_PRIVATE, command("find", "Suppe")),
    ("danish alias", written("/opgaver"), SENDER, IN_PRIVATE, command("opgaver")),
    ("danish letters", written("/hjælp"), SENDER, IN_PRIVATE, command("hjælp")),
    (
        "on several lines",
        written("/post a | b\nc"),
        SENDER,
        IN_PRIVATE,
        command("post", "a | b\nc"),
    ),
    # Bots: deep linking
    ("start payload", written("/start t_17"), SENDER, IN_PRIVATE, command("start", "t_17")),
    (
        "for us",
        written("/Find@Tjans_Bot x ", SMALL_GROUP),
        SENDER,
        IN_SMALL_GROUP,
        command("find", "x"),
    ),
    ("for another bot", written("/find@other_bot", GROUP), SENDER, IN_GROUP, Ignored()),
    (
        "a path is no command",
        written("/usr/bin"),
        SENDER,
        IN_PRIVATE,
        Wrote(text="/usr/bin", message_id=5),
    ),
    (
        "only at the start",
        written("se /find"),
        SENDER,
        IN_PRIVATE,
        Wrote(text="se /find", message_id=5),
    ),
    # Message, `sender_chat`
    (
        "an anonymous administrator",
        written("/connect", GROUP, ANONYMOUS, sender_chat=GROUP),
        None,
        IN_GROUP,
        command("connect"),
    ),
    (
        "a channel that writes in a group",
        written("/connect", GROUP, {**BOT, "id": 136817688}, sender_chat=CHANNEL),
        None,
        IN_GROUP,
        Ignored(),
    ),
    (
        "a post forwarded to the discussion",
        written("/connect", GROUP, SERVICE, sender_chat=CHANNEL, is_automatic_forward=True),
        None,
        IN_GROUP,
        Ignored(),
    ),
    ("another bot", written("/find", GROUP, BOT), None, IN_GROUP, Ignored()),
    # Message, `migrate_to_chat_id` and `migrate_from_chat_id`
    (
        "a group that became a supergroup",
        {"update_id": 1, "message": message(SMALL_GROUP, migrate_to_chat_id=-1001)},
        SENDER,
        IN_SMALL_GROUP,
        ChatMigrated(new_chat_id=-1001),
    ),
    (
        "the other side of it",
        {"update_id": 1, "message": message(GROUP, ANONYMOUS, sender_chat=GROUP, migrate_from_chat_id=-44)},
        None,
        IN_GROUP,
        Ignored(),
    ),
    # Update, `channel_post`, `edited_message`, and kinds we do not ask for
    ("a post", posted("hej"), None, IN_CHANNEL, Ignored()),
    ("a command in a channel", posted("/connect"), None, IN_CHANNEL, command("connect")),
    ("another bot's, in a channel", posted("/connect@other_bot"), None, IN_CHANNEL, Ignored()),
    ("an edit", {"update_id": 1, "edited_message": message(text="/find")}, None, NOWHERE, Ignored()),
    ("a kind of tomorrow", {"update_id": 1, "telepathy": {"id": "x"}}, None, NOWHERE, Ignored()),
]


@pytest.mark.parametrize(
    ("update", "sender", "chat", "what"), [row[1:] for row in WRITTEN], ids=[r[0] for r in WRITTEN]
)
def test_what_is_written(update: Json, sender: Sender | None, chat: Chat, what: What) -> None:
    assert read(update) == Incoming(sender=sender, chat=chat, what=what)


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [
        ("Anna", None, "Anna"),
        ("A" * 64, "B" * 64, "A" * 64),
        ("Anna\u202e", "\u2067kæb\n\x07", "Anna kæb"),
        ("\u200f", None, "?"),
    ],
)
def test_a_name_cannot_disturb_what_stands_around_it(first: str, last: str | None, name: str) -> None:
    sender = read(written("hej", author={**ANNA, "first_name": first, "last_name": last})).sender
    assert sender is not None
    assert sender.name == name


def test_a_title_cannot_either() -> None:
    assert read(written("hej", {**GROUP, "title": "\u202eTjanser\n" + "x" * 99})).chat.title == "Tjanser" + "x" * 57


def test_what_a_smaller_server_leaves_out_is_not_missed() -> None:
    bare = {"message_id": 5, "chat": {"id": 77, "type": "private"}, "from": {"id": 77}, "text": "hej"}
    assert read({"message": bare}).what == Wrote(text="hej", message_id=5)


@pytest.mark.parametrize("raw", ["", "[]", "{", '{"message": {"message_id": "x"}}', '{"callback_query": {"id": 1}}'])
def test_what_is_no_update_is_a_value_error(raw: str) -> None:
    with pytest.raises(ValueError, match="validation error"):
        read_update(raw, ME)


@pytest.mark.parametrize("number", [2**63, -(2**70), True, "77", 77.0])
def test_an_id_that_telegram_cannot_give_is_a_value_error(number: object) -> None:
    """Design I5. Red when updates.Id is any int: it does not fit the database, and `true` is person 1."""
    for update in (written("hej", author={**ANNA, "id": number}), written("hej", {**GROUP, "id": number})):
        with pytest.raises(ValueError, match="validation error"):
            read(update)
