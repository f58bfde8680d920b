"""Presses, and the bot's own standing in a chat."""

import pytest

from bot.cards import Action
from bot.incoming import BotMoved, Chat, Incoming, Pressed, Reached, What
from tests.networks.telegram.places import IN_CHANNEL, IN_GROUP, IN_PRIVATE, IN_TOPIC, SENDER, read
from tests.networks.telegram.samples import ANONYMOUS, BOT, CHANNEL, GROUP, PRIVATE, Json, message, moved, pressed

PRESS_ID = "4382bfdwdsb323b2d9"
CLAIM = Action.of("claim", 17)
CARD = message(CHANNEL, None, sender_chat=CHANNEL, text="Lav suppe", reply_markup={"inline_keyboard": []})
PRESSED: list[tuple[str, Json, Chat, Action | None, int | None]] = [
    # CallbackQuery
    ("in a channel", pressed(message=CARD), IN_CHANNEL, CLAIM, 5),
    ("in private", pressed("mine", message=message(author=BOT)), IN_PRIVATE, Action.of("mine"), 5),
    (
        "in a topic",
        pressed(message=message(GROUP, BOT, message_thread_id=9, is_topic_message=True)),
        IN_TOPIC,
        CLAIM,
        5,
    ),
    # InaccessibleMessage: "date: Always 0"
    (
        "on a message that is gone",
        pressed(message={"chat": PRIVATE, "message_id": 5, "date": 0}),
        IN_PRIVATE,
        CLAIM,
        None,
    ),
    # CallbackQuery, `inline_message_id`
    ("on an inline message", pressed(inline_message_id="AgAA"), IN_PRIVATE, CLAIM, None),
    # CallbackQuery, `data`: "can be empty if game_short_name is given", and any client may send anything
    ("on a game", pressed(None, message=CARD, game_short_name="g"), IN_CHANNEL, None, 5),
    ("with a foreign action", pressed("Claim 17!", message=CARD), IN_CHANNEL, None, 5),
    ("with a long action", pressed("a" * 65, message=CARD), IN_CHANNEL, None, 5),
    ("with no verb", pressed(":17", message=CARD), IN_CHANNEL, None, 5),
    ("with a line break", pressed("claim:17\n", message=CARD), IN_CHANNEL, None, 5),
]

LEFT, MEMBER, ADMIN = {"status": "left"}, {"status": "member"}, {"status": "administrator"}
POSTER = {**ADMIN, "can_post_messages": True, "can_edit_messages": False}
RESTRICTED = {"status": "restricted", "is_member": True}


def bot_moved(*, member: bool, can_post: bool) -> BotMoved:
    return BotMoved(member=member, can_post=can_post)


MOVED: list[tuple[str, Json, Chat, What]] = [
    # Update, `my_chat_member`: "For private chats, this update is received only when the bot is blocked or unblocked"
    ("blocked", moved(PRIVATE, MEMBER, {"status": "kicked"}), IN_PRIVATE, Reached(reachable=False)),
    ("unblocked", moved(PRIVATE, {"status": "kicked"}, MEMBER), IN_PRIVATE, Reached(reachable=True)),
    # ChatMemberAdministrator, `can_post_messages`: "for channels only"
    (
        "into a channel",
        moved(CHANNEL, LEFT, POSTER),
        IN_CHANNEL,
        bot_moved(member=True, can_post=True),
    ),
    (
        "muted in a channel",
        moved(CHANNEL, POSTER, {**POSTER, "can_post_messages": False}),
        IN_CHANNEL,
        bot_moved(member=True, can_post=False),
    ),
    (
        "right not named",
        moved(CHANNEL, LEFT, ADMIN),
        IN_CHANNEL,
        bot_moved(member=True, can_post=False),
    ),
    (
        "out of a channel",
        moved(CHANNEL, POSTER, {"status": "kicked"}),
        IN_CHANNEL,
        bot_moved(member=False, can_post=False),
    ),
    # ChatMemberMember, ChatMemberAdministrator
    (
        "into a group",
        moved(GROUP, LEFT, MEMBER),
        IN_GROUP,
        bot_moved(member=True, can_post=True),
    ),
    (
        "made administrator",
        moved(GROUP, MEMBER, ADMIN),
        IN_GROUP,
        bot_moved(member=True, can_post=True),
    ),
    # ChatMemberRestricted
    (
        "silenced",
        moved(GROUP, MEMBER, {**RESTRICTED, "can_send_messages": False}),
        IN_GROUP,
        bot_moved(member=True, can_post=False),
    ),
    (
        "restricted, but may write",
        moved(GROUP, MEMBER, {**RESTRICTED, "can_send_messages": True}),
        IN_GROUP,
        bot_moved(member=True, can_post=True),
    ),
    (
        "restricted and gone",
        moved(GROUP, RESTRICTED, {**RESTRICTED, "is_member": False, "can_send_messages": True}),
        IN_GROUP,
        bot_moved(member=False, can_post=False),
    ),
]


@pytest.mark.parametrize(
    ("update", "chat", "action", "message_id"), [row[1:] for row in PRESSED], ids=[r[0] for r in PRESSED]
)
def test_a_press(update: Json, chat: Chat, action: Action | None, message_id: int | None) -> None:
    what = Pressed(press_id=PRESS_ID, action=action, message_id=message_id)
    assert read(update) == Incoming(sender=SENDER, chat=chat, what=what)


@pytest.mark.parametrize(("update", "chat", "what"), [row[1:] for row in MOVED], ids=[r[0] for r in MOVED])
def test_the_bots_own_standing(update: Json, chat: Chat, what: What) -> None:
    assert read(update) == Incoming(sender=SENDER, chat=chat, what=what)


def test_a_chat_that_an_anonymous_administrator_changes_has_no_sender() -> None:
    assert read(moved(GROUP, LEFT, MEMBER, ANONYMOUS)).sender is None
