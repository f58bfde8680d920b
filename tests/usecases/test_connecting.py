"""Connecting chats: who may, when they may, and what becomes of chats that come and go."""

from dataclasses import replace

import pytest

from bot import connecting
from bot.cards import Action
from bot.handled import Handled
from bot.incoming import (
    Address,
    BotMoved,
    Chat,
    ChatKind,
    ChatMigrated,
    Commanded,
    Incoming,
    Network,
    Pressed,
    Reached,
    Sender,
    What,
)
from bot.model import Channel, ChannelState, NoticeKind, Organisation
from bot.refusals import NotAdmin, NotCoordinator
from handlers.routes import Routes
from tests.people import ALICE, BOB, CHARLIE
from tests.usecases.desk import COMMUNITY
from tests.usecases.linking_desk import on_discord
from tests.world import World

FORUM = -100777


def _chat(chat_id: int, *, topic: int = 0, kind: ChatKind = ChatKind.GROUP, title: str = "Nabohjælp") -> Chat:
    return Chat(address=Address(network=Network.TELEGRAM, chat_id=chat_id, topic=topic), kind=kind, title=title)


async def _happens(
    world: World, chat: Chat, what: What, sender: Sender | None = None, *, is_admin: bool | None = None
) -> Handled:
    incoming = Incoming(sender=sender, chat=chat, what=what, sender_is_admin=is_admin)
    async with world.storage.transaction() as tx:
        return await Routes(COMMUNITY).handle(tx, incoming, world.now)


async def _known(world: World, chat: Chat, organisation: Organisation | None = None) -> Channel:
    async with world.storage.transaction() as tx:
        channel = await connecting.known_channel(tx, chat, "da", world.now)
        if organisation:
            tx.channels.connect(channel.id, organisation.id)
    return channel


async def _state(world: World, chat: Chat) -> ChannelState | None:
    async with world.storage.transaction() as tx:
        channel = await tx.channels.at(chat.address)
    return channel.state if channel else None


def _private(sender: Sender) -> Chat:
    return _chat(sender.native_id, kind=ChatKind.PRIVATE)


# The link a channel's /connect is answered with


async def test_connect_in_a_channel_the_bot_has_never_heard_of_leads_to_the_question(world: World) -> None:
    """Red when `written_by_nobody` does not store the channel: the link is a plain welcome."""
    channel = _chat(-1001234, kind=ChatKind.CHANNEL, title="Ny kanal")
    handled = await _happens(world, channel, Commanded(name="connect", rest="", message_id=3))
    assert handled.reply
    assert handled.reply.card
    payload = handled.reply.card.rows[0][0].opens
    assert payload
    start = Commanded(name="start", rest=payload, message_id=4)
    asked = await _happens(world, _private(ALICE), start, ALICE, is_admin=True)
    assert asked.reply
    assert asked.reply.card
    assert "Ny kanal" in asked.reply.card.headline
    actions = [button.action.verb for row in asked.reply.card.rows for button in row if button.action]
    assert actions == ["connect"]


async def test_who_stands_behind_a_channel_of_a_server_is_called_after_the_server(world: World) -> None:
    """Red when it is called after the channel: every second server has one called #opgaver."""
    channel = replace(_chat(-70, title="#opgaver"), server=7, server_name="Frivillige i Lyngby")
    async with world.storage.transaction() as tx:
        known = await connecting.known_channel(tx, channel, "da", world.now)
        tx.channels.ask(known.id, world.dana.id)
    for _ in range(2):  # pressed twice is pressed once
        async with world.storage.transaction() as tx:
            _, organisation = await connecting.connect(tx, world.dana, known.id, 0, world.now)
        assert organisation.name == "Frivillige i Lyngby"
    renamed = replace(channel, server_name="Nabohjælp i Lyngby")
    async with world.storage.transaction() as tx:
        await connecting.known_channel(tx, renamed, "da", world.now)
        await connecting.known_channel(tx, replace(channel, server_name=""), "da", world.now)
        again = await tx.channels.at(channel.address)
    assert again
    assert again.proposed == "Nabohjælp i Lyngby"


async def test_who_runs_a_server_elsewhere_does_not_run_the_channel(world: World) -> None:
    """Red when the right that Discord names counts for a channel on Telegram."""
    channel = _chat(-1001234, kind=ChatKind.CHANNEL, title="Ny kanal")
    await _happens(world, channel, Commanded(name="connect", rest="", message_id=3))
    karen = await on_discord(world, "Karen")
    async with world.storage.transaction() as tx:
        organisation = await tx.organisations.ensure("Sognehjælpen", world.now)
        tx.organisations.appoint(karen.id, organisation.id, world.now)
    aside = Chat(address=Address(network=Network.DISCORD, chat_id=70), kind=ChatKind.ASIDE, asides=True, server=7)
    who = Sender(native_id=karen.native_id, name=karen.name, language="da", may_be_written_to=True)
    start = Commanded(name="start", rest="c1001234", message_id=0)
    handled = await _happens(world, aside, start, who, is_admin=True)
    assert handled.reply
    assert handled.reply.screen.verb != "connect_ask"


async def test_who_is_no_administrator_of_the_channel_is_not_asked(world: World) -> None:
    channel = await _known(world, _chat(-1001234, kind=ChatKind.CHANNEL))
    start = Commanded(name="start", rest="c1001234", message_id=4)
    await _happens(world, _private(ALICE), start, ALICE, is_admin=False)
    with pytest.raises(NotAdmin):
        async with world.storage.transaction() as tx:
            await connecting.connect(tx, world.alice, channel.id, world.organisation.id, world.now)


async def test_an_administrator_who_coordinates_nothing_is_not_asked(world: World) -> None:
    channel = await _known(world, _chat(-1001234, kind=ChatKind.CHANNEL))
    with pytest.raises(NotCoordinator):
        async with world.storage.transaction() as tx:
            await connecting.may_answer(tx, world.charlie, channel)


# Rights asked once do not hold for ever


async def test_the_answer_is_given_once_and_asked_anew_after_that(world: World) -> None:
    """Red when `connect` does not forget who was asked: a former administrator of the chat may tie it elsewhere."""
    channel = await _known(world, _chat(-1001234, kind=ChatKind.CHANNEL))
    async with world.storage.transaction() as tx:
        other = await tx.organisations.ensure("Naboerne", world.now)
        tx.organisations.appoint(world.alice.id, other.id, world.now)
        await connecting.may_answer(tx, world.alice, channel)
        await connecting.connect(tx, world.alice, channel.id, world.organisation.id, world.now)
    with pytest.raises(NotAdmin):
        async with world.storage.transaction() as tx:
            await connecting.connect(tx, world.alice, channel.id, other.id, world.now)


async def test_pressing_connect_twice_is_not_a_fault(world: World) -> None:
    channel = await _known(world, _chat(-1001234, kind=ChatKind.CHANNEL))
    async with world.storage.transaction() as tx:
        await connecting.may_answer(tx, world.alice, channel)
        first = await connecting.connect(tx, world.alice, channel.id, world.organisation.id, world.now)
        second = await connecting.connect(tx, world.alice, channel.id, world.organisation.id, world.now)
    assert first[1] == second[1]


async def test_who_was_asked_before_the_bot_was_thrown_out_is_not_let_in_by_that(world: World) -> None:
    group = _chat(-1001235)
    moved = BotMoved(member=True, can_post=True)
    await _happens(world, group, moved, ALICE)
    await _happens(world, group, BotMoved(member=False, can_post=False), CHARLIE)
    channel = await _known(world, group)
    with pytest.raises(NotAdmin):
        async with world.storage.transaction() as tx:
            await connecting.connect(tx, world.alice, channel.id, world.organisation.id, world.now)


# Chats that come and go


async def test_topics_of_a_forum_come_back_with_the_bot(world: World) -> None:
    """Red when only the chat itself, which was never connected, is looked for: its topics stay lost for ever."""
    topic = _chat(FORUM, topic=5)
    await _known(world, topic, world.organisation)
    await _happens(world, _chat(FORUM), BotMoved(member=False, can_post=False), ALICE)
    assert await _state(world, topic) is ChannelState.LOST
    assert await world.owed(world.alice) == ["rights_lost"]
    await _happens(world, _chat(FORUM), BotMoved(member=True, can_post=True), ALICE)
    assert await _state(world, topic) is ChannelState.CONNECTED
    assert await _state(world, _chat(FORUM)) is None
    assert await world.owed(world.alice) == ["rights_lost"]  # and nobody is asked whose the chat is


async def test_a_chat_that_moved_onto_an_id_we_know_becomes_one_with_it(world: World) -> None:
    """Red when `move_chat` leaves the old channel at its dead id: its cards are never brought up to date."""
    task = await world.task(1)
    new = await _known(world, _chat(-100999), world.organisation)
    await _happens(world, _chat(-100200), ChatMigrated(new_chat_id=-100999))
    async with world.storage.transaction() as tx:
        assert await tx.channels.get(world.channel.id) is None
        posts = await tx.posts.of_task(task.id)
    assert [(post.channel.id, post.message_id) for post in posts] == [(new.id, None)]


async def test_a_chat_that_moved_takes_its_cards_with_it(world: World) -> None:
    task = await world.task(1)
    await _happens(world, _chat(-100200), ChatMigrated(new_chat_id=-100888))
    async with world.storage.transaction() as tx:
        posts = await tx.posts.of_task(task.id)
    assert [(post.channel.id, post.channel.address.chat_id) for post in posts] == [(world.channel.id, -100888)]


async def test_a_coordinator_who_adds_the_bot_without_the_right_to_post_is_told(world: World) -> None:
    group = _chat(-1001236)
    await _happens(world, group, BotMoved(member=True, can_post=False), ALICE)
    assert await world.owed(world.alice) == [NoticeKind.CANNOT_POST.value]
    await _happens(world, _chat(-1001237), BotMoved(member=True, can_post=False), CHARLIE)
    assert await world.owed(world.charlie) == []


# Who is stored for what they do near us


async def test_another_bots_command_in_a_group_stores_nobody(world: World) -> None:
    """Design I10. Red when `handle` recognises the sender first."""
    stranger = Sender(native_id=999, name="Forbi", language="da")
    handled = await _happens(world, _chat(-55), Commanded(name="weather", rest="", message_id=1), stranger)
    assert handled.reply is None
    assert await world.rows("SELECT id FROM accounts WHERE native_id = 999") == []


async def test_a_command_of_ours_in_a_group_is_answered_by_a_link(world: World) -> None:
    handled = await _happens(world, _chat(-100200), Commanded(name="mine", rest="", message_id=1), BOB)
    assert handled.reply
    assert handled.reply.card
    assert handled.reply.card.rows[0][0].opens == "gmine"


async def test_who_closes_the_chat_and_is_not_known_is_not_stored_for_that(world: World) -> None:
    """Design I10: after deleting oneself, blocking the bot must not store one anew."""
    stranger = Sender(native_id=999, name="Forbi", language="da")
    await _happens(world, _private(stranger), Reached(reachable=False), stranger)
    assert await world.rows("SELECT id FROM accounts WHERE native_id = 999") == []


async def test_who_closes_the_chat_cannot_be_reached(world: World) -> None:
    await _happens(world, _private(BOB), Reached(reachable=False), BOB)
    assert await world.rows("SELECT reach FROM accounts WHERE native_id = ?", BOB.native_id) == [("blocked",)]


async def test_the_button_in_a_group_asks_an_administrator_in_private(world: World) -> None:
    group = _chat(-1001238)
    press = Pressed(press_id="1", action=Action.of("connect_here"), message_id=1)
    await _happens(world, group, press, ALICE, is_admin=True)
    assert await world.owed(world.alice) == ["connect"]
    refused = await _happens(world, group, press, CHARLIE, is_admin=True)
    assert refused.reply
    assert refused.reply.toast == "Only coordinators can do that."


async def test_the_question_in_the_chat_comes_to_rest_when_it_is_answered(world: World) -> None:
    """Red when it asks on, with its button, beside the tasks."""
    group = _chat(-1001238)
    press = Pressed(press_id="1", action=Action.of("connect_here"), message_id=71)
    await _happens(world, group, press, ALICE, is_admin=True)
    channel = (await world.rows("SELECT id FROM channels WHERE native_id = -1001238"))[0][0]
    yes = Pressed(press_id="2", action=Action.of("connect", int(str(channel)), world.organisation.id), message_id=2)
    handled = await _happens(world, _private(ALICE), yes, ALICE)
    assert handled.reply
    rests = handled.reply.rests
    assert rests
    assert (rests.where, rests.message_id, rests.card.rows) == (group.address, 71, ())
    again = await _happens(world, _private(ALICE), yes, ALICE)
    assert again.reply
    assert again.reply.rests is None
