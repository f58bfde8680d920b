"""Updates: their shapes, and getUpdates."""

import asyncio
from typing import Any

import pytest
from aiogram.types import Update as TypedUpdate
from telegram import Bot, Update
from telegram.error import Conflict

from sandbox import Message, Person, Rights, Sandbox
from tests.sandbox.conftest import NOW, Place, Wire

AT = int(NOW.timestamp())
ALL_KINDS = list(Update.ALL_TYPES)
MORE = {"text": "Mere", "url": "t.me/tjans_bot?start=t_1"}
CLAIM = {"inline_keyboard": [[{"text": "Jeg er med", "callback_data": "c:1"}, MORE]]}


def user(person: Person) -> dict[str, Any]:
    return person.user()


async def card(place: Place, call: Wire) -> Message:
    await call.result("sendMessage", chat_id=place.channel.id, text="Kort", reply_markup=CLAIM)
    return place.sandbox.last(place.channel)


async def test_a_private_command(place: Place, call: Wire) -> None:
    place.sandbox.start(place.charlie, "t_17")
    (update,) = await call.updates()
    assert update["message"] == {
        "message_id": 3,
        "from": {"id": place.charlie.id, "is_bot": False, "first_name": "Charlie", "language_code": "en"},
        "chat": {"id": place.charlie.id, "first_name": "Charlie", "type": "private"},
        "date": AT,
        "text": "/start t_17",
        "entities": [{"type": "bot_command", "offset": 0, "length": 6}],
    }
    assert place.charlie.started


async def test_a_channel_post_has_no_sender(place: Place, call: Wire) -> None:
    place.sandbox.post(place.channel, "/connect", signature="Alice")
    (update,) = await call.updates()
    chat = {"id": place.channel.id, "type": "channel", "title": "Frivillig i byen"}
    assert update["channel_post"] == {
        "message_id": 1,
        "sender_chat": chat,
        "chat": chat,
        "date": AT,
        "author_signature": "Alice",
        "text": "/connect",
        "entities": [{"type": "bot_command", "offset": 0, "length": 8}],
    }


async def test_a_press_carries_the_person_and_the_message(place: Place, call: Wire) -> None:
    message = await card(place, call)
    press = place.sandbox.press(place.charlie, message, "Jeg er med")
    (update,) = await call.updates()
    assert update["callback_query"] == {
        "id": press.id,
        "from": user(place.charlie),
        "message": message.json(),
        "chat_instance": place.channel.instance,
        "data": "c:1",
    }


async def test_a_press_of_a_message_that_is_gone(place: Place, call: Wire) -> None:
    message = await card(place, call)
    place.sandbox.delete_message(message)
    place.sandbox.press_data(place.bob, message, "forged")
    (update,) = await call.updates()
    chat = {"id": place.channel.id, "type": "channel", "title": "Frivillig i byen"}
    assert update["callback_query"]["message"] == {"chat": chat, "message_id": message.id, "date": 0}


async def test_a_label_that_is_not_there_or_is_a_link_is_no_press(place: Place, call: Wire) -> None:
    message = await card(place, call)
    with pytest.raises(ValueError, match="there are \\['Jeg er med', 'Mere'\\]"):
        place.sandbox.press(place.bob, message, "Nej tak")
    with pytest.raises(ValueError, match="not a callback button"):
        place.sandbox.press(place.bob, message, "Mere")
    place.sandbox.follow(place.charlie, message, "Mere")
    (update,) = await call.updates()
    assert update["message"]["text"] == "/start t_1"
    with pytest.raises(ValueError, match="Not a link to the bot"):
        place.sandbox.follow_link(place.bob, "https://example.org")


async def test_the_bot_is_added_to_a_channel_as_an_administrator(place: Place, call: Wire) -> None:
    channel = place.sandbox.add_channel("Ny kanal", place.alice)
    place.sandbox.add_bot(channel, place.alice, Rights().without("can_edit_messages"))
    (update,) = await call.updates()
    change = update["my_chat_member"]
    assert (change["from"], change["date"]) == (user(place.alice), AT)
    assert change["old_chat_member"] == {"user": place.sandbox.bot.user(), "status": "left"}
    new = change["new_chat_member"]
    assert (new["status"], new["can_post_messages"], new["can_edit_messages"]) == ("administrator", True, False)
    assert "can_pin_messages" not in new


async def test_block_and_unblock(place: Place, call: Wire) -> None:
    place.sandbox.block(place.bob)
    place.sandbox.block(place.bob)
    place.sandbox.start(place.bob)
    blocked, unblocked, started = await call.updates()
    assert blocked["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    assert blocked["my_chat_member"]["chat"]["type"] == "private"
    assert unblocked["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert started["message"]["text"] == "/start"


async def test_privacy_mode_in_groups(place: Place, call: Wire) -> None:
    sandbox, bob, group = place.sandbox, place.bob, place.group
    await call.result("sendMessage", chat_id=group.id, text="Hej")
    mine = sandbox.last(group)
    texts = ["hej alle", "/mine", "/mine@tjans_bot", "/mine@other_bot"]
    for text in texts:
        sandbox.write(bob, group, text)
    sandbox.write(bob, group, "svar", reply_to=mine)
    seen = [update["message"]["text"] for update in await call.updates()]
    assert seen == ["/mine", "/mine@tjans_bot", "svar"]
    sandbox.promote(sandbox.bot, group)
    sandbox.write(bob, group, "hej igen")
    assert [*(await call.updates())[-1]] == ["update_id", "message"]


async def test_an_anonymous_administrator_writes_as_the_group(place: Place, call: Wire) -> None:
    place.sandbox.write(place.alice, place.group, "/connect", anonymous=True)
    (update,) = await call.updates()
    assert update["message"]["from"]["id"] == 1087968824
    assert update["message"]["sender_chat"]["id"] == place.group.id


async def test_a_message_in_a_topic(place: Place, call: Wire) -> None:
    topic = place.sandbox.add_topic(place.group, "Suppe")
    place.sandbox.write(place.bob, place.group, "/connect", thread=topic.thread)
    opened, written = await call.updates()
    assert opened["message"]["forum_topic_created"]["name"] == "Suppe"
    assert written["message"]["message_thread_id"] == topic.thread
    assert written["message"]["is_topic_message"] is True
    assert written["message"]["reply_to_message"]["message_id"] == topic.thread


async def test_a_group_that_moves_says_so_on_both_sides(place: Place, call: Wire) -> None:
    old = place.sandbox.add_group("Lille gruppe", place.alice, supergroup=False)
    place.sandbox.add_bot(old)
    await call.updates()
    new = place.sandbox.migrate(old)
    one, other = await call.updates()
    assert (one["message"]["chat"]["id"], one["message"]["migrate_to_chat_id"]) == (old.id, new.id)
    assert (other["message"]["chat"]["id"], other["message"]["migrate_from_chat_id"]) == (new.id, old.id)


async def test_others_coming_and_going_is_told_only_when_asked_for(place: Place, call: Wire) -> None:
    place.sandbox.join(place.bob, place.channel)
    assert await call.updates(allowed_updates=["message", "chat_member"]) == []
    place.sandbox.leave(place.bob, place.channel)
    (update,) = await call.updates()
    assert update["chat_member"]["new_chat_member"]["status"] == "left"
    place.sandbox.post(place.channel, "ikke ønsket")
    assert await call.updates(allowed_updates=[]) == []
    place.sandbox.leave(place.charlie, place.channel)
    assert await call.updates() == []


async def test_every_update_is_readable_by_two_libraries(place: Place, call: Wire, bot: Bot) -> None:
    await call.result("getUpdates", allowed_updates=ALL_KINDS)
    sandbox, alice, bob, message = place.sandbox, place.alice, place.bob, await card(place, call)
    small = sandbox.add_group("Lille gruppe", alice, supergroup=False)
    topic = sandbox.add_topic(place.group, "Suppe")
    sandbox.edit(sandbox.start(bob, "x"), "/start y")
    sandbox.edit(sandbox.post(place.channel, "Opslag"), "Rettet")
    sandbox.write(bob, place.group, "/mine", thread=topic.thread)
    sandbox.write(alice, place.group, "/connect", anonymous=True)
    sandbox.close_topic(place.group, topic)
    sandbox.press(bob, message, "Jeg er med")
    sandbox.press_data(bob, message, "x", inaccessible=True)
    sandbox.add_bot(small, rights=Rights())
    sandbox.promote(bob, small)
    sandbox.demote(bob, small)
    sandbox.demote(sandbox.bot, place.channel)
    sandbox.join(place.charlie, small)
    sandbox.leave(place.charlie, small)
    sandbox.remove_bot(place.group, bob)
    sandbox.migrate(small)
    sandbox.block(bob)
    await call.result("leaveChat", chat_id=place.sandbox.world.chats[small.moved_to or 0].id)
    updates = await call.result("getUpdates")
    kinds = {name for update in updates for name in update if name != "update_id"}
    posts = {"message", "edited_message", "channel_post", "edited_channel_post"}
    assert kinds == posts | {"callback_query", "my_chat_member", "chat_member"}
    for update in updates:
        TypedUpdate.model_validate(update)
        assert Update.de_json(update, bot).effective_chat


async def test_an_offset_confirms_and_a_negative_one_forgets(place: Place, call: Wire) -> None:
    numbers = [place.sandbox.inject({"message": {"odd": True}}) for _ in range(5)]

    async def ids(**params: int) -> list[int]:
        return [update["update_id"] for update in await call.result("getUpdates", **params)]

    assert await ids() == numbers
    assert await ids(limit=2) == numbers[:2]
    assert await ids(offset=numbers[1]) == numbers[1:]
    assert await ids(offset=-2) == numbers[3:]
    assert await ids() == numbers[3:]
    assert await ids(offset=numbers[-1] + 1) == []
    assert (await call.result("getWebhookInfo"))["pending_update_count"] == 0
    place.sandbox.inject({})
    await call.result("deleteWebhook", drop_pending_updates=True)
    assert await ids() == []


async def test_a_waiting_poll_is_answered_by_the_next_update(place: Place, call: Wire) -> None:
    poll = asyncio.create_task(call.result("getUpdates", timeout=30))
    await place.sandbox.until(lambda: [one for one in place.sandbox.calls if one.method == "getUpdates"])
    place.sandbox.start(place.bob)
    assert len(await poll) == 1


async def test_a_poll_without_news_ends_empty(place: Place, call: Wire) -> None:
    assert await place.sandbox.world.updates.get(0, 100, 0.001) == []
    assert await call.result("getUpdates", timeout=0) == []


async def test_a_second_poll_ends_the_first(place: Place, bot: Bot, sandbox: Sandbox) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=30))
    await sandbox.until(lambda: sandbox.calls)
    async with Bot(sandbox.token, base_url=f"{sandbox.base_url}/bot") as other:
        second = asyncio.create_task(other.get_updates(timeout=30))
        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            await first
        sandbox.start(place.bob)
        assert len(await second) == 1
