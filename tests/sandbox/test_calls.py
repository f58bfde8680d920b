"""What Telegram accepts, through python-telegram-bot's own Bot and over the bare wire."""

from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from aiogram.types import ChatFullInfo as TypedChat
from aiogram.types import Message as TypedMessage
from telegram import (
    Bot,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    ChatAdministratorRights,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    ReplyParameters,
)
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter

from sandbox import CallbackAnswer, Sandbox, SandboxClock
from sandbox.methods.sending import LARGEST_UPLOAD
from tests.sandbox.conftest import NOW, Place, Wire

CLAIM = InlineKeyboardMarkup(
    [
        [InlineKeyboardButton("Jeg er med", callback_data="claim:17:r5", style="success")],
        [InlineKeyboardButton("Påmindelser", url="https://t.me/tjans_bot?start=r_17")],
    ]
)

HTML: list[tuple[str, str, list[dict[str, Any]]]] = [
    ("Bob & co &lt;3 &amp; &copy; &#229;", "Bob & co <3 & &copy; å", []),
    ("<b>fed</b>", "fed", [{"type": "bold", "offset": 0, "length": 3}]),
    (
        "🍲 <b>sup<i>pe</i></b>",
        "🍲 suppe",
        [{"type": "bold", "offset": 3, "length": 5}, {"type": "italic", "offset": 6, "length": 2}],
    ),
    ("  <u> a</u>\n", "a", [{"type": "underline", "offset": 0, "length": 1}]),
    (
        '<a href="https://tjans.dk/?a=1&amp;b=2">her</a>',
        "her",
        [{"type": "text_link", "offset": 0, "length": 3, "url": "https://tjans.dk/?a=1&b=2"}],
    ),
    ("<a href='nowhere'>her</a>", "her", []),
    ("<a>tjans.dk</a>", "tjans.dk", [{"type": "text_link", "offset": 0, "length": 8, "url": "http://tjans.dk/"}]),
    ('<span class="tg-spoiler">x</span>', "x", [{"type": "spoiler", "offset": 0, "length": 1}]),
    ("<blockquote expandable>x</blockquote>", "x", [{"type": "expandable_blockquote", "offset": 0, "length": 1}]),
    (
        '<tg-time unix="1800000000" format="wDT">fredag</tg-time>',
        "fredag",
        [{"type": "date_time", "offset": 0, "length": 6, "unix_time": 1800000000, "date_time_format": "wDT"}],
    ),
    (
        "/mine @bob_b <code>/find</code> https://tjans.dk.",
        "/mine @bob_b /find https://tjans.dk.",
        [
            {"type": "bot_command", "offset": 0, "length": 5},
            {"type": "mention", "offset": 6, "length": 6},
            {"type": "code", "offset": 13, "length": 5},
            {"type": "url", "offset": 19, "length": 16},
        ],
    ),
]


@pytest.mark.parametrize(("source", "text", "entities"), HTML)
async def test_html_is_read_as_telegram_reads_it(
    place: Place, call: Wire, source: str, text: str, entities: list[dict[str, Any]]
) -> None:
    sent = await call.result("sendMessage", chat_id=place.bob.id, text=source, parse_mode="HTML")
    assert (sent["text"], sent.get("entities", [])) == (text, entities)
    TypedMessage.model_validate(sent)


async def test_a_mention_by_id_names_the_person_and_drops_strangers(place: Place, call: Wire) -> None:
    text = f"<a href='tg://user?id={place.bob.id}'>Bob</a> og <a href='tg://user?id=5'>en fremmed</a>"
    sent = await call.result("sendMessage", chat_id=place.group.id, text=text, parse_mode="html")
    assert [one["user"]["first_name"] for one in sent["entities"]] == ["Bob"]


async def test_without_a_parse_mode_text_is_just_text(place: Place, bot: Bot) -> None:
    sent = await bot.send_message(place.bob.id, "<b>3 < 4</b>")
    assert (sent.text, sent.entities) == ("<b>3 < 4</b>", ())


async def test_a_card_in_a_channel_is_posted_edited_and_closed(place: Place, bot: Bot, clock: SandboxClock) -> None:
    posted = await bot.send_message(
        place.channel.id, "3 ledige pladser", reply_markup=CLAIM, disable_notification=True,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )  # fmt: skip
    card = place.sandbox.last(place.channel)
    assert (posted.from_user, posted.sender_chat, card.silent) == (None, posted.chat, True)
    assert card.labels == ["Jeg er med", "Påmindelser"]
    assert posted.reply_markup == CLAIM
    clock.move_to(NOW + timedelta(days=30))
    edited = await bot.edit_message_text("Afsluttet", chat_id=place.channel.id, message_id=posted.message_id)
    assert isinstance(edited, type(posted))
    assert (edited.text, edited.reply_markup, edited.edit_date) == ("Afsluttet", None, NOW + timedelta(days=30))
    assert [one.text for one in card.revisions] == ["3 ledige pladser", "Afsluttet"]
    assert (card.text, card.buttons) == ("Afsluttet", [])


async def test_only_the_buttons_are_changed_by_an_edit_of_the_markup(place: Place, bot: Bot) -> None:
    posted = await bot.send_message(place.bob.id, "Hej", reply_markup=CLAIM)
    await bot.edit_message_reply_markup(chat_id=place.bob.id, message_id=posted.message_id)
    assert (place.sandbox.last(place.bob).text, place.sandbox.last(place.bob).labels) == ("Hej", [])


async def test_a_press_gets_its_answer(place: Place, bot: Bot) -> None:
    await bot.send_message(place.channel.id, "Kort", reply_markup=CLAIM)
    press = place.sandbox.press(place.charlie, place.sandbox.last(place.channel), "Jeg er med")
    (update,) = await bot.get_updates()
    assert update.callback_query
    assert press.answered is None
    await update.callback_query.answer("Du er med", show_alert=True, url="https://t.me/tjans_bot?start=c_17")
    assert await press.answer() == CallbackAnswer("Du er med", True, "https://t.me/tjans_bot?start=c_17")


async def test_a_document_is_kept_with_its_caption(place: Place, bot: Bot) -> None:
    sent = await bot.send_document(
        place.bob.id, b"dine data", filename="data.json", caption="<b>Her</b>", parse_mode="HTML"
    )
    assert sent.document
    assert (sent.document.file_name, sent.document.file_size, sent.caption) == ("data.json", 9, "Her")
    assert place.sandbox.last(place.bob).file == b"dine data"


async def test_an_empty_or_huge_document_is_refused(place: Place, bot: Bot) -> None:
    with pytest.raises(BadRequest, match="must be non-empty"):
        await bot.send_document(place.bob.id, b"", filename="tom.txt")
    with pytest.raises(NetworkError, match="Request Entity Too Large"):
        await bot.send_document(place.bob.id, bytes(LARGEST_UPLOAD + 1), filename="stor.bin")


async def test_a_form_is_understood(place: Place, call: Wire) -> None:
    form = aiohttp.FormData({"chat_id": str(place.bob.id), "text": "Hej", "reply_markup": CLAIM.to_json()})
    url = f"{place.sandbox.base_url}/bot{place.sandbox.token}/SENDMESSAGE?disable_notification=true"
    async with call.http.post(url, data=form) as response:
        assert response.status == 200
    assert (place.sandbox.last(place.bob).labels[0], place.sandbox.last(place.bob).silent) == ("Jeg er med", True)


async def test_a_reply_and_a_forced_reply(place: Place, bot: Bot) -> None:
    first = await bot.send_message(place.bob.id, "Hvornår?", reply_markup=ForceReply(input_field_placeholder="dato"))
    second = await bot.send_message(place.bob.id, "Altså?", reply_parameters=ReplyParameters(first.message_id))
    gone = ReplyParameters(999, allow_sending_without_reply=True)
    third = await bot.send_message(place.bob.id, "Nå", reply_parameters=gone)
    assert second.reply_to_message
    assert (second.reply_to_message.message_id, third.reply_to_message) == (first.message_id, None)


async def test_topics_are_opened_and_written_in(place: Place, bot: Bot) -> None:
    place.sandbox.promote(place.sandbox.bot, place.group)
    topic = await bot.create_forum_topic(place.group.id, "Suppe")
    sent = await bot.send_message(place.group.id, "Hej", message_thread_id=topic.message_thread_id)
    assert (sent.message_thread_id, sent.is_topic_message) == (topic.message_thread_id, True)
    place.sandbox.close_topic(place.group, place.group.topics[topic.message_thread_id])
    assert await bot.send_message(place.group.id, "Stadig", message_thread_id=topic.message_thread_id)


async def test_a_message_is_deleted_and_pinned(place: Place, bot: Bot) -> None:
    sent = await bot.send_message(place.channel.id, "Kort")
    await bot.pin_chat_message(place.channel.id, sent.message_id)
    pinned = (await bot.get_chat(place.channel.id)).pinned_message
    assert pinned
    assert pinned.message_id == sent.message_id
    await bot.unpin_chat_message(place.channel.id)
    await bot.pin_chat_message(place.channel.id, sent.message_id)
    await bot.delete_message(place.channel.id, sent.message_id)
    assert (await bot.get_chat(place.channel.id)).pinned_message is None
    assert place.sandbox.messages(place.channel) == []


async def test_members_are_looked_up(place: Place, bot: Bot) -> None:
    place.sandbox.join(place.bob, place.channel)
    statuses = [
        (await bot.get_chat_member(place.channel.id, who.id)).status
        for who in (place.alice, place.bob, place.charlie, place.sandbox.bot)
    ]
    assert statuses == ["creator", "member", "left", "administrator"]
    leading = await bot.get_chat_administrators(place.channel.id)
    assert [one.user.id for one in leading] == [place.alice.id, place.sandbox.bot.id]


async def test_chats_are_looked_up(place: Place, call: Wire) -> None:
    public = place.sandbox.add_channel("Åben kanal", place.alice, username="aaben")
    place.sandbox.add_bot(public)
    for chat_id in (place.bob.id, place.group.id, "@aaben"):
        TypedChat.model_validate(await call.result("getChat", chat_id=chat_id))
    assert (await call.result("getChat", chat_id="@AABEN"))["id"] == public.id


async def test_menus_follow_scope_and_language(place: Place, bot: Bot) -> None:
    sandbox, private = place.sandbox, BotCommandScopeAllPrivateChats()
    await bot.set_my_commands([("start", "Begin")])
    await bot.set_my_commands([("mine", "My tasks")], scope=private)
    await bot.set_my_commands([("mine", "Mine tjanser"), ("hjaelp", "Hjælp")], scope=private, language_code="da")
    await bot.set_my_commands([("connect", "Connect")], scope=BotCommandScopeChat(place.group.id))
    assert sandbox.menu(place.bob) == ["mine", "hjaelp"]
    assert sandbox.menu(place.charlie) == ["mine"]
    assert sandbox.menu(place.bob, place.group) == ["connect"]
    await bot.delete_my_commands(scope=private)
    assert sandbox.menu(place.charlie) == ["start"]
    assert [one.command for one in await bot.get_my_commands()] == ["start"]


async def test_the_bot_says_what_it_is(place: Place, bot: Bot) -> None:
    await bot.set_my_name("Tjansbotten", language_code="da")
    await bot.set_my_description("Beskrivelse")
    await bot.set_my_short_description("Kort", language_code="da")
    assert (await bot.get_my_name("da")).name == "Tjansbotten"
    assert (await bot.get_my_name()).name == "Tjans"
    assert (await bot.get_my_description("da")).description == "Beskrivelse"
    assert (await bot.get_my_short_description()).short_description == ""
    assert (await bot.get_me()).username == "tjans_bot"
    assert await bot.send_chat_action(place.bob.id, "typing")


async def test_default_rights_are_kept_by_kind_of_chat(bot: Bot) -> None:
    wanted = ChatAdministratorRights.no_rights()
    assert await bot.get_my_default_administrator_rights(for_channels=True) != ChatAdministratorRights.all_rights()
    rights = wanted.to_dict() | {"can_manage_chat": True, "can_post_messages": True}
    await bot.set_my_default_administrator_rights(ChatAdministratorRights.de_json(rights), for_channels=True)
    kept = await bot.get_my_default_administrator_rights(for_channels=True)
    assert (kept.can_post_messages, kept.can_edit_messages, kept.can_pin_messages) == (True, False, None)
    assert not (await bot.get_my_default_administrator_rights()).can_manage_chat


async def test_errors_arrive_as_python_telegram_bot_knows_them(place: Place, bot: Bot) -> None:
    old = place.sandbox.add_group("Lille gruppe", place.alice, supergroup=False)
    place.sandbox.migrate(old)
    with pytest.raises(Forbidden, match="can't initiate conversation"):
        await bot.send_message(place.charlie.id, "Hej")
    with pytest.raises(ChatMigrated):
        await bot.send_message(old.id, "Hej")
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(99, "Hej")


@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
async def test_scripted_faults_are_used_up_and_are_no_refusals(place: Place, sandbox: Sandbox, bot: Bot) -> None:
    sandbox.faults.fail("sendMessage", 429, "Too Many Requests: retry after 7", {"retry_after": 7})
    sandbox.faults.drop_before("sendMessage")
    sandbox.faults.drop_after("sendMessage")
    sandbox.faults.delay("*", 0.001)
    sandbox.faults.fail("*", 502, "Bad Gateway")
    with pytest.raises(RetryAfter, match=r"Retry in (7 seconds|0:00:07)"):  # by PTB_TIMEDELTA
        await bot.send_message(place.bob.id, "et")
    for text in ("to", "tre"):
        with pytest.raises(NetworkError):
            await bot.send_message(place.bob.id, text)
    await bot.send_message(place.bob.id, "fire")
    with pytest.raises(NetworkError, match="Bad Gateway"):
        await bot.send_message(place.bob.id, "fem")
    assert [one.text for one in sandbox.messages(place.bob) if one.by_bot] == ["tre", "fire"]
    assert sandbox.refusals == []
    assert [call.scripted for call in sandbox.calls[-5:]] == [True, True, True, False, True]
