"""What Telegram refuses, the sandbox refuses, in Telegram's words."""

from datetime import timedelta
from typing import Any

import pytest

from sandbox import Message, Rights, Sandbox, SandboxClock
from tests.sandbox.conftest import NOW, Place, Wire

OK = {"text": "Jeg er med", "callback_data": "c:1"}


def keyboard(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"inline_keyboard": [list(buttons)]}


def send(**changes: Any) -> tuple[str, dict[str, Any]]:
    return "sendMessage", {"chat_id": "BOB", "text": "Hej"} | changes


def html(text: str) -> tuple[str, dict[str, Any]]:
    return send(text=text, parse_mode="HTML")


def markup(*buttons: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    return send(reply_markup=keyboard(*buttons))


CARD = {"chat_id": "CHANNEL", "message_id": "CARD"}


def edit(**changes: Any) -> tuple[str, dict[str, Any]]:
    return "editMessageText", CARD | {"text": "Nyt"} | changes


def answer(**changes: Any) -> tuple[str, dict[str, Any]]:
    return "answerCallbackQuery", {"callback_query_id": "PRESS"} | changes


def commands(name: str = "mine", description: str = "Mine tjanser") -> dict[str, Any]:
    return {"commands": [{"command": name, "description": description}]}


UNMODIFIED = "message is not modified: specified new message content and reply markup are exactly the same as a"
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
PARSE = "can't parse entities: "
BUTTON = "can't parse inline keyboard button: "
ME = "https://t.me/tjans_bot"

REFUSED: list[tuple[tuple[str, dict[str, Any]], int, str]] = [
    (("sendMesage", {}), 404, "Not Found"),
    (("copyMessage", {}), 404, "Not Found"),
    # names and types
    (send(colour="red"), 400, "unknown parameter 'colour'"),
    (markup(OK | {"colour": "red"}), 400, "unknown parameter 'reply_markup.inline_keyboard[0][0].colour'"),
    (send(reply_markup={"inline_keyboard": [], "resize": True}), 400, "unknown parameter 'reply_markup.resize'"),
    (send(reply_markup="{"), 400, "can't parse reply_markup JSON object"),
    (send(text=5), 400, "wrong parameter 'text'"),
    (send(message_thread_id="first"), 400, "wrong parameter 'message_thread_id'"),
    (("sendMessage", {"text": "Hej"}), 400, "chat_id is empty"),
    (("sendMessage", {"chat_id": "BOB"}), 400, "message text is empty"),
    (send(business_connection_id="x"), 400, "the sandbox does not know business_connection_id"),
    # where to
    (send(chat_id=99), 400, "chat not found"),
    (send(chat_id="@nowhere"), 400, "chat not found"),
    (send(chat_id="CHARLIE"), 403, "bot can't initiate conversation with a user"),
    (send(message_thread_id=77), 400, "message thread not found"),
    (send(chat_id="GROUP", message_thread_id="CLOSED"), 400, "TOPIC_CLOSED"),
    (send(reply_parameters={"message_id": 99}), 400, "message to be replied not found"),
    # text
    (send(text="  \n"), 400, "message text is empty"),
    (html("<b> </b>"), 400, "text must be non-empty"),
    (send(text="å" * 4097), 400, "message is too long"),
    (send(text="\ud83d"), 400, "strings must be encoded in UTF-8"),
    (send(parse_mode="BBCode"), 400, "unsupported parse_mode"),
    (html("<b>oops"), 400, PARSE + "Can't find end tag corresponding to start tag \"b\""),
    (html("æ <div>x</div>"), 400, PARSE + 'Unsupported start tag "div" at byte offset 3'),
    (html("3 < 4"), 400, PARSE + 'Unsupported start tag "" at byte offset 2'),
    (html("a <b"), 400, PARSE + "Unclosed start tag at byte offset 2"),
    (html('<a href="x"'), 400, PARSE + 'Unclosed start tag "a" at byte offset 0'),
    (html("<a href=a/b>x</a>"), 400, PARSE + "Unexpected end of name token at byte offset 7"),
    (html("<b ='x'>x</b>"), 400, PARSE + "Unexpected end of name token"),
    (html("<b 'x'>x</b>"), 400, PARSE + 'Empty attribute name in the tag "b" at byte offset 0'),
    (html("x</b>"), 400, PARSE + "Unexpected end tag at byte offset 1"),
    (html("<b>x</b"), 400, PARSE + "Unclosed end tag at byte offset 4"),
    (html("<b><i>x</b></i>"), 400, PARSE + 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
    (html("<span>x</span>"), 400, PARSE + 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    (html('<tg-time unix="soon">x</tg-time>'), 400, PARSE + 'Invalid "unix" attribute'),
    # keyboards
    (markup({"text": "Bare ord"}), 400, BUTTON + "Text buttons are unallowed in the inline keyboard"),
    (markup(OK | {"url": ME}), 400, BUTTON + "exactly one action"),
    (markup(OK | {"text": " "}), 400, "inline keyboard button text must be non-empty"),
    (markup(OK | {"callback_data": ""}), 400, "BUTTON_DATA_INVALID"),
    (markup(OK | {"callback_data": "ø" * 33}), 400, "BUTTON_DATA_INVALID"),
    (markup(OK | {"style": "loud"}), 400, BUTTON + "invalid button style"),
    (markup({"text": "x", "url": "localhost"}), 400, "inline keyboard button URL 'localhost' is invalid: "),
    (markup({"text": "x", "url": "http://[a"}), 400, "inline keyboard button URL 'http://[a' is invalid"),
    (markup({"text": "x", "copy_text": {"text": ""}}), 400, "BUTTON_COPY_TEXT_INVALID"),
    (markup(*[OK] * 9), 400, "reply markup is too long"),
    (send(reply_markup={"inline_keyboard": [[OK]] * 101}), 400, "reply markup is too long"),
    (send(chat_id="GROUP", reply_markup=keyboard({"text": "x", "web_app": {"url": ME}})), 400, "BUTTON_TYPE_INVALID"),
    (send(chat_id="CHANNEL", reply_markup={"force_reply": True}), 400, "inline keyboard expected"),
    # edits
    (edit(text="Kort", reply_markup=keyboard(OK)), 400, UNMODIFIED),
    (("editMessageReplyMarkup", CARD | {"reply_markup": keyboard(OK)}), 400, UNMODIFIED),
    (edit(message_id=999), 400, "message to edit not found"),
    (edit(message_id="POST"), 400, "message can't be edited"),
    (edit(chat_id=99), 400, "chat not found"),
    (edit(text=""), 400, "message text is empty"),
    (edit(text="x" * 4097), 400, "message is too long"),
    (("editMessageText", {"text": "Nyt", "chat_id": "CHANNEL"}), 400, "message identifier is not specified"),
    (("editMessageText", {"text": "Nyt", "inline_message_id": "x"}), 400, "the sandbox does not know inline"),
    (("deleteMessage", {"chat_id": "CHANNEL", "message_id": 999}), 400, "message to delete not found"),
    (("deleteMessage", {"chat_id": "CHANNEL", "message_id": "OLD"}), 400, "message can't be deleted"),
    (("deleteMessage", {"chat_id": "GROUP", "message_id": "SAID"}), 400, "message can't be deleted"),
    # answers to presses
    (answer(callback_query_id="1"), 400, TOO_OLD),
    (answer(callback_query_id="STALE"), 400, TOO_OLD),
    (answer(callback_query_id="ANSWERED"), 400, TOO_OLD),
    (answer(text="x" * 201), 400, "MESSAGE_TOO_LONG"),
    (answer(url="https://example.org"), 400, "URL_INVALID"),
    (answer(url="https://t.me/other_bot?start=x"), 400, "URL_INVALID"),
    (answer(url=f"{ME}?start={'x' * 65}"), 400, "URL_INVALID"),
    (answer(url=f"{ME}?start=a.b"), 400, "URL_INVALID"),
    # chats
    (("getChatMember", {"chat_id": "CHANNEL", "user_id": 5}), 400, "PARTICIPANT_ID_INVALID"),
    (("getChatAdministrators", {"chat_id": "BOB"}), 400, "there are no administrators in the private chat"),
    (("leaveChat", {"chat_id": "BOB"}), 400, "chat member status can't be changed in private chats"),
    (("pinChatMessage", {"chat_id": "GROUP", "message_id": "SAID"}), 400, "not enough rights to manage pinned"),
    (("pinChatMessage", {"chat_id": "CHANNEL", "message_id": 999}), 400, "message to pin not found"),
    (("unpinChatMessage", {"chat_id": "CHANNEL"}), 400, "message to unpin not found"),
    (("createForumTopic", {"chat_id": "CHANNEL", "name": "x"}), 400, "the chat is not a forum"),
    (("createForumTopic", {"chat_id": "GROUP", "name": "x"}), 400, "not enough rights to create a topic"),
    (("sendChatAction", {"chat_id": "BOB", "action": "dancing"}), 400, "wrong parameter action in request"),
    (("sendDocument", {"chat_id": "BOB", "document": "BQAC"}), 400, "the sandbox does not know documents by file_id"),
    (("sendDocument", {"chat_id": "BOB"}), 400, "there is no document in the request"),
    # the bot's profile
    (("setMyCommands", commands("Mine")), 400, "BOT_COMMAND_INVALID"),
    (("setMyCommands", commands("x" * 33)), 400, "BOT_COMMAND_INVALID"),
    (("setMyCommands", commands(description="")), 400, "BOT_COMMAND_DESCRIPTION_INVALID"),
    (("setMyCommands", commands(description="x" * 257)), 400, "BOT_COMMAND_DESCRIPTION_INVALID"),
    (("setMyCommands", {"commands": commands()["commands"] * 101}), 400, "BOT_COMMANDS_TOO_MUCH"),
    (("setMyCommands", commands() | {"language_code": "dansk"}), 400, "invalid language code specified"),
    (("setMyCommands", commands() | {"scope": {"type": "chat", "chat_id": 99}}), 400, "chat not found"),
    (("setMyCommands", commands() | {"scope": {"type": "everyone"}}), 400, "wrong parameter 'scope'"),
    (("setMyName", {"name": "x" * 65}), 400, "name is too long"),
    (("setMyDescription", {"description": "x" * 513}), 400, "description is too long"),
    (("setMyShortDescription", {"short_description": "x" * 121}), 400, "short description is too long"),
]  # fmt: skip


@pytest.fixture
async def known(place: Place, clock: SandboxClock, call: Wire) -> dict[str, Any]:
    """What the words in capitals stand for."""
    sandbox = place.sandbox
    old = sandbox.post(place.channel, "Gammelt")
    stale = sandbox.press_data(place.bob, old, "x")
    clock.move_to(NOW + timedelta(hours=49))
    topic = sandbox.add_topic(place.group, "Lukket")
    sandbox.close_topic(place.group, topic)
    card = await _card(place, call)
    answered = sandbox.press(place.bob, card, "Jeg er med")
    await call.result("answerCallbackQuery", callback_query_id=answered.id)
    return {
        "BOB": place.bob.id,
        "CHARLIE": place.charlie.id,
        "CHANNEL": place.channel.id,
        "GROUP": place.group.id,
        "OLD": old.id,
        "CLOSED": topic.thread,
        "CARD": card.id,
        "POST": sandbox.post(place.channel, "Ikke min").id,
        "SAID": sandbox.write(place.bob, place.group, "Heller ikke min").id,
        "STALE": stale.id,
        "ANSWERED": answered.id,
        "PRESS": sandbox.press(place.bob, card, "Jeg er med").id,
    }


async def _card(place: Place, call: Wire) -> Message:
    await call.result("sendMessage", chat_id=place.channel.id, text="Kort", reply_markup=keyboard(OK))
    return place.sandbox.last(place.channel)


async def test_what_telegram_refuses_is_refused(sandbox: Sandbox, call: Wire, known: dict[str, Any]) -> None:
    for (method, params), code, description in REFUSED:
        before = len(sandbox.refusals)
        filled = {
            name: known.get(value, value) if isinstance(value, str) else value for name, value in params.items()
        }
        got = await call(method, filled)
        start = {400: "Bad Request: ", 403: "Forbidden: "}.get(code, "") + description
        assert (got["ok"], got["error_code"]) == (False, code), (method, params, got)
        assert got["description"].startswith(start), (method, params, got)
        assert len(sandbox.refusals) == before + 1


async def test_another_token_is_unauthorized(sandbox: Sandbox, call: Wire) -> None:
    async with call.http.get(f"{sandbox.base_url}/bot1:wrong/getMe") as response:
        assert response.status == 401
        assert await response.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}


async def test_who_blocks_or_leaves_telegram_cannot_be_written_to(place: Place, call: Wire) -> None:
    place.sandbox.block(place.bob)
    place.sandbox.deactivate(place.alice)
    blocked = await call("sendMessage", {"chat_id": place.bob.id, "text": "Hej"})
    gone = await call("sendMessage", {"chat_id": place.alice.id, "text": "Hej"})
    assert blocked["description"] == "Forbidden: bot was blocked by the user"
    assert gone["description"] == "Forbidden: user is deactivated"
    place.sandbox.start(place.bob)
    await call.result("sendMessage", chat_id=place.bob.id, text="Hej")


async def test_a_channel_wants_the_right_to_post(place: Place, call: Wire) -> None:
    hello = {"chat_id": place.channel.id, "text": "Hej"}
    await call.result("sendMessage", **hello)
    place.sandbox.promote(place.sandbox.bot, place.channel, Rights().without("can_post_messages"))
    refused = await call("sendMessage", hello)
    assert refused["description"] == "Bad Request: need administrator rights in the channel chat"
    own = place.sandbox.last(place.channel)
    refused = await call("editMessageText", {"chat_id": place.channel.id, "message_id": own.id, "text": "Nyt"})
    assert refused["description"] == "Bad Request: message can't be edited"


async def test_a_bot_that_is_out_cannot_write(place: Place, call: Wire) -> None:
    place.sandbox.remove_bot(place.channel)
    await call.result("leaveChat", chat_id=place.group.id)
    kicked = await call("sendMessage", {"chat_id": place.channel.id, "text": "Hej"})
    left = await call("sendMessage", {"chat_id": place.group.id, "text": "Hej"})
    assert kicked["description"] == "Forbidden: bot was kicked from the channel chat"
    assert left["description"] == "Forbidden: bot is not a member of the supergroup chat"
    assert (kicked["error_code"], left["error_code"]) == (403, 403)


async def test_a_migrated_group_names_its_new_id(place: Place, call: Wire) -> None:
    old = place.sandbox.add_group("Lille gruppe", place.alice, supergroup=False)
    place.sandbox.add_bot(old)
    new = place.sandbox.migrate(old)
    refused = await call("sendMessage", {"chat_id": old.id, "text": "Hej"})
    assert refused["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
    assert refused["parameters"] == {"migrate_to_chat_id": new.id}
    await call.result("sendMessage", chat_id=new.id, text="Hej")
    with pytest.raises(ValueError, match="moved"):
        place.sandbox.write(place.alice, old, "Er her nogen?")


async def test_members_of_a_channel_are_shown_to_administrators_only(place: Place, call: Wire) -> None:
    place.sandbox.promote(place.sandbox.bot, place.channel, Rights.only(can_post_messages=True))
    refused = await call("getChatMember", {"chat_id": place.channel.id, "user_id": place.bob.id})
    assert refused["description"] == "Bad Request: member list is inaccessible"
