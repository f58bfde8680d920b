"""Sending, editing and looking up, over HTTP."""

from datetime import timedelta

import pytest

from bot.cards import Action, Button, Card, Document
from bot.errors import Undelivered, Why
from bot.incoming import Address, Network
from bot.ports import Messenger, Urgency
from handlers.networks.telegram.messenger import TelegramMessenger
from tests.networks.telegram.bot_api import Answer, BotApi, done, refusal
from tests.networks.telegram.places import SENDER
from tests.networks.telegram.samples import member

ANNA = Address(network=Network.TELEGRAM, chat_id=77)
TOPIC = Address(network=Network.TELEGRAM, chat_id=-1001, topic=9)
CARD = Card("Du er <med>", "kl. 14", ((Button("Meld afbud", Action.of("leave", 17)),),))
SHOWN = {
    "text": "<b>Du er &lt;med&gt;</b>\nkl. 14",
    "parse_mode": "HTML",
    "link_preview_options": {"is_disabled": True},
    "reply_markup": {"inline_keyboard": [[{"text": "Meld afbud", "callback_data": "leave:17"}]]},
}
FLOOD = refusal(429, "Too Many Requests: retry after 7", retry_after=7)


async def test_it_knows_who_it_is(messenger: TelegramMessenger) -> None:
    as_the_core_sees_it: Messenger = messenger
    assert as_the_core_sees_it.network is Network.TELEGRAM
    assert (as_the_core_sees_it.bot_id, as_the_core_sees_it.username) == (1, "tjans_bot")
    assert as_the_core_sees_it.read('{"update_id": 1}').sender is None


async def test_a_card_is_sent(messenger: TelegramMessenger, api: BotApi) -> None:
    assert await messenger.send(ANNA, CARD, Urgency.OFFER) == 6
    assert api.calls == [("sendMessage", {"chat_id": 77, **SHOWN})]


async def test_a_card_is_sent_to_a_topic(messenger: TelegramMessenger, api: BotApi) -> None:
    await messenger.send(TOPIC, Card("x"), Urgency.OFFER)
    assert api.called("sendMessage")[0]["message_thread_id"] == 9
    assert "reply_markup" not in api.called("sendMessage")[0]


async def test_a_card_is_edited(messenger: TelegramMessenger, api: BotApi) -> None:
    await messenger.edit(TOPIC, 5, CARD, Urgency.STALE_CARD)
    assert api.calls == [("editMessageText", {"chat_id": -1001, "message_id": 5, **SHOWN})]


async def test_an_edit_that_changes_nothing_is_success(messenger: TelegramMessenger, api: BotApi) -> None:
    api.lay_ready("editMessageText", refusal(400, "Bad Request: message is not modified: specified new"))
    await messenger.edit(ANNA, 5, CARD, Urgency.STALE_CARD)


async def test_a_document_is_sent(messenger: TelegramMessenger, api: BotApi) -> None:
    await messenger.send_document(TOPIC, Document("a.csv", b"x;y", "Listen <1>"), Urgency.ANSWER)
    sent = {"chat_id": "-1001", "caption": "Listen <1>", "message_thread_id": "9"}
    assert api.calls == [("sendDocument", {**sent, "document": ("a.csv", b"x;y")})]


async def test_a_flood_is_raised_by_send_at_once(messenger: TelegramMessenger, api: BotApi) -> None:
    api.lay_ready("sendMessage", FLOOD)
    with pytest.raises(Undelivered) as caught:
        await messenger.send(ANNA, CARD, Urgency.OFFER)
    assert (caught.value.why, caught.value.retry_in) == (Why.SLOW_DOWN, timedelta(seconds=7))
    assert api.methods() == ["sendMessage"]


async def test_a_flood_is_waited_out_by_edit_twice(messenger: TelegramMessenger, api: BotApi) -> None:
    api.lay_ready("editMessageText", FLOOD, FLOOD)
    await messenger.edit(ANNA, 5, CARD, Urgency.STALE_CARD)
    api.lay_ready("editMessageText", FLOOD, FLOOD, FLOOD)
    with pytest.raises(Undelivered, match="slow_down"):
        await messenger.edit(ANNA, 5, CARD, Urgency.STALE_CARD)
    assert len(api.calls) == 6


async def test_an_error_comes_in_the_cores_words(messenger: TelegramMessenger, api: BotApi) -> None:
    api.lay_ready("sendMessage", refusal(403, "Forbidden: bot was blocked by the user"))
    api.lay_ready("sendMessage", refusal(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-1002))
    with pytest.raises(Undelivered) as blocked:
        await messenger.send(ANNA, CARD, Urgency.OFFER)
    with pytest.raises(Undelivered) as moved:
        await messenger.send(TOPIC, CARD, Urgency.OFFER)
    assert blocked.value.why is Why.BLOCKED
    assert (moved.value.why, moved.value.moved_to) == (Why.MOVED, -1002)


async def test_a_token_that_is_refused_later_loses_nothing(messenger: TelegramMessenger, api: BotApi) -> None:
    """What was to be sent stays owed; that the bot is wanted no more is met by whoever fetches the updates."""
    api.lay_ready("sendMessage", refusal(401, "Unauthorized"))
    with pytest.raises(Undelivered) as lost:
        await messenger.send(ANNA, CARD, Urgency.OFFER)
    assert lost.value.why is Why.UNCERTAIN


async def test_after_the_end_nothing_is_certain(messenger: TelegramMessenger) -> None:
    await messenger.close()
    with pytest.raises(Undelivered, match="uncertain"):
        await messenger.send(ANNA, CARD, Urgency.OFFER)


@pytest.mark.parametrize(
    ("status", "is_admin"),
    [("creator", True), ("administrator", True), ("member", False), ("left", False), ("restricted", False)],
)
async def test_who_is_an_administrator(
    messenger: TelegramMessenger, api: BotApi, status: str, is_admin: bool
) -> None:
    api.lay_ready("getChatMember", done(member(status)))
    assert await messenger.ask_admin(TOPIC, SENDER) is is_admin
    assert api.calls == [("getChatMember", {"chat_id": -1001, "user_id": 77})]


@pytest.mark.parametrize(
    "answer", [refusal(400, "Bad Request: member list is inaccessible"), refusal(502, "Bad Gateway"), FLOOD]
)
async def test_nobody_can_say_who_is_an_administrator(
    messenger: TelegramMessenger, api: BotApi, answer: Answer
) -> None:
    api.lay_ready("getChatMember", answer)
    assert await messenger.ask_admin(TOPIC, SENDER) is None


@pytest.mark.parametrize("status", [200, 400, 401, 403, 404, 409])
async def test_a_page_of_whoever_stands_before_telegram_is_not_its_word(
    messenger: TelegramMessenger, api: BotApi, status: int
) -> None:
    """Red when the status alone counts: a proxy's 403 would mean that Anna has blocked the bot."""
    for method in ("sendMessage", "editMessageText"):
        api.lay_ready(method, (status, "<html>Access denied</html>"))
    with pytest.raises(Undelivered) as lost:
        await messenger.send(ANNA, CARD, Urgency.OFFER)
    assert lost.value.why is Why.UNCERTAIN
    with pytest.raises(Undelivered) as lost:
        await messenger.edit(ANNA, 6, CARD, Urgency.STALE_CARD)
    assert lost.value.why is Why.UNCERTAIN
