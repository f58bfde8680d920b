"""Answers: once, as visible as they should be; what was deferred is filled, or goes away."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.cards import Card, Document, Reply
from bot.errors import Undelivered, Why
from bot.incoming import Address, Chat, ChatKind, Incoming, Network, Pressed
from bot.ports import Urgency
from sandbox.discord import Answer
from tests.networks.discord.scene import ASKS, CALL_BACK, CARD, HOME, PAGE, Scene
from tests.people import NOW


async def test_a_press_in_public_is_answered_for_one_persons_eyes(scene: Scene) -> None:
    card = await scene.card()
    press = await scene.answered(scene.sandbox.press(scene.bob, card, "Jeg er med"), Reply(screen=HOME, toast="Ja"))
    assert [(one.text, one.only_for) for one in press.shown] == [("Ja", scene.bob)]
    assert card.text == "**Lav suppe**\nLørdag"


async def test_a_press_with_nothing_to_say_comes_to_rest(scene: Scene) -> None:
    press = scene.sandbox.press(scene.bob, await scene.card(), "Jeg er med")
    await scene.answered(press, Reply(screen=HOME))
    assert (press.answer, press.shown) == (Answer.DEFERRED_UPDATE, [])


async def test_a_command_with_nothing_to_say_leaves_nothing_behind(scene: Scene) -> None:
    """Red when it is answered as a press is: Discord refuses that, and calls the bot dead after three seconds."""
    asked = scene.sandbox.command(scene.bob, scene.channel, "mine")
    await scene.answered(asked, Reply(screen=HOME))
    assert [(one.deleted, one.only_for) for one in asked.shown] == [(True, scene.bob)]


async def test_in_private_the_pressed_message_changes(scene: Scene) -> None:
    page = await scene.aside()
    again = await scene.answered(scene.sandbox.press(scene.bob, page, "Meld afbud"), Reply(screen=HOME, card=CARD))
    assert again.shown == [page]
    assert (page.text, page.labels) == ("**Lav suppe**\nLørdag", ["Jeg er med"])


async def test_a_fresh_answer_leaves_the_pressed_message_alone(scene: Scene) -> None:
    page = await scene.aside()
    press = scene.sandbox.press(scene.bob, page, "Meld afbud")
    await scene.answered(press, Reply(screen=HOME, card=CARD, fresh=True))
    assert page.text == "**Du er med**"
    assert [one.only_for for one in press.shown] == [scene.bob]


async def test_commands_are_answered_aside_but_for_those_about_the_channel(scene: Scene) -> None:
    mine = await scene.answered(
        scene.sandbox.command(scene.bob, scene.channel, "mine"), Reply(screen=HOME, card=PAGE)
    )
    assert mine.shown[0].only_for is scene.bob
    connect = scene.sandbox.command(scene.bob, scene.channel, "connect")
    await scene.answered(connect, Reply(screen=HOME, card=PAGE))
    assert connect.shown[0].only_for is None
    dm = await scene.answered(scene.sandbox.command(scene.bob, None, "mine"), Reply(screen=HOME, card=PAGE))
    assert scene.sandbox.messages(scene.bob) == dm.shown


async def test_a_document_follows(scene: Scene) -> None:
    asked = scene.sandbox.command(scene.bob, scene.channel, "mine")
    document = Document("data.json", b"{}", "Dine data")
    await scene.answered(asked, Reply(screen=HOME, document=document))
    assert [(one.text, one.content.files, one.only_for) for one in asked.shown] == [
        ("Dine data", (("data.json", 2),), scene.bob)
    ]


async def test_what_thinks_is_filled(slow: Scene) -> None:
    asked = slow.sandbox.command(slow.bob, slow.channel, "mine")
    await asked.answered()
    assert asked.shown[0].thinking
    await slow.answered(asked, Reply(screen=HOME, card=PAGE))
    assert [(one.text, one.thinking, one.only_for) for one in asked.shown] == [("**Du er med**", False, slow.bob)]


async def test_what_thinks_in_vain_goes_away(slow: Scene) -> None:
    press = slow.sandbox.press(slow.bob, await slow.card(), "Jeg er med")
    await press.answered()
    await slow.answered(press, Reply(screen=HOME))
    asked = slow.sandbox.command(slow.bob, slow.channel, "mine")
    await asked.answered()
    await slow.answered(asked, Reply(screen=HOME))
    assert [press.shown[0].deleted, asked.shown[0].deleted] == [True, True]


async def test_a_deferred_press_in_private_changes_its_message_later(slow: Scene) -> None:
    page = await slow.aside()
    press = slow.sandbox.press(slow.bob, page, "Meld afbud")
    await press.answered()
    assert press.answer is Answer.DEFERRED_UPDATE
    await slow.answered(press, Reply(screen=HOME, card=CARD))
    assert page.labels == ["Jeg er med"]


async def test_a_deferred_press_in_private_can_be_answered_by_words(slow: Scene) -> None:
    page = await slow.aside()
    press = slow.sandbox.press(slow.bob, page, "Meld afbud")
    await press.answered()
    await slow.answered(press, Reply(screen=HOME, toast="For sent"))
    assert [(one.text, one.only_for) for one in press.shown] == [("For sent", slow.bob)]
    assert page.text == "**Du er med**"


async def test_a_form_is_opened_at_once_and_never_deferred(slow: Scene) -> None:
    page = await slow.aside(Card("Hvad?", asks=ASKS))
    opened = slow.sandbox.press(slow.bob, page, "Skriv svaret")
    await opened.answered()
    assert opened.answer is Answer.MODAL
    assert opened.modal is not None
    assert opened.modal["components"][0]["component"]["value"] == "Su"
    assert slow.heard.empty()
    sent = slow.sandbox.submit(slow.bob, opened, {"answer": "Suppe"})
    await sent.answered()
    await slow.answered(sent, Reply(screen=HOME, card=CARD))
    assert page.labels == ["Jeg er med"]


async def test_a_press_that_opens_no_form_is_heard_and_watched_as_any_other(slow: Scene) -> None:
    page = await slow.aside(Card("Hvad?", asks=ASKS))
    await slow.sandbox.press(slow.bob, page, "Skriv svaret").answered()
    press = slow.sandbox.press(slow.bob, page, "Skriv svaret")
    await press.answered()
    assert press.answer is Answer.DEFERRED_UPDATE
    await slow.answered(press, Reply(screen=HOME, card=CARD))
    assert page.labels == ["Jeg er med"]


async def test_names_are_offered_at_once_and_fit(scene: Scene) -> None:
    typing = scene.sandbox.complete(scene.bob, scene.channel, "find", "task", "sup")
    await typing.answered()
    assert typing.answer is Answer.CHOICES
    assert typing.choices is not None
    assert len(typing.choices) == 25
    assert typing.choices[3]["name"].startswith("sup 3")
    assert typing.choices[3]["value"] == "3"
    assert scene.heard.empty()


@pytest.mark.parametrize("late", [timedelta(seconds=4), timedelta(minutes=16)])
async def test_too_late(scene: Scene, late: timedelta) -> None:
    press = scene.sandbox.press(scene.bob, await scene.card(), "Jeg er med")
    incoming = await scene.incoming()
    scene.sandbox.clock.move_to(NOW + late)
    with pytest.raises(Undelivered) as lost:
        await scene.messenger.answer(incoming, Reply(screen=HOME, toast="Ja"))
    assert lost.value.why is Why.TOO_OLD
    assert press.shown == []


async def test_an_answer_that_arrived_although_the_line_broke_is_no_trouble(scene: Scene) -> None:
    press = scene.sandbox.press(scene.bob, await scene.card(), "Jeg er med")
    incoming = await scene.incoming()
    await scene.messenger.answer(incoming, Reply(screen=HOME, toast="Ja"))
    await scene.messenger.answer(incoming, Reply(screen=HOME, toast="Ja"))
    assert [one.text for one in press.shown] == ["Ja"]


async def test_what_the_process_before_had_put_off_is_said_by_the_next(slow: Scene) -> None:
    """Red when an interaction that has its first answer counts as told: "thinking" is all they would ever see."""
    press = slow.sandbox.press(slow.bob, await slow.card(), "Jeg er med")
    await press.answered()
    await slow.restarted_answer(await slow.incoming(), Reply(screen=HOME, toast="Ja"))
    assert [(one.text, one.thinking, one.only_for) for one in press.shown] == [("Ja", False, slow.bob)]


async def test_words_of_the_process_before_leave_the_pressed_message_as_it_is(slow: Scene) -> None:
    """Red when what it had put off in private is taken for "thinking": the words would stand where the page was."""
    page = await slow.aside()
    press = slow.sandbox.press(slow.bob, page, "Meld afbud")
    await press.answered()
    what = (await slow.incoming()).what
    assert isinstance(what, Pressed)
    kept = replace(what, action=None, message_id=None)
    nowhere = Chat(address=Address(network=Network.DISCORD, chat_id=0), kind=ChatKind.PRIVATE)
    again = Incoming(sender=None, chat=nowhere, what=kept)
    await slow.restarted_answer(again, Reply(screen=HOME, toast="For sent"))
    assert page.text == "**Du er med**"


async def test_what_was_put_off_although_the_line_broke_is_said(slow: Scene) -> None:
    """The watchdog's own retry hears that the press has its answer: the one that it gave itself."""
    page = await slow.aside()
    slow.sandbox.faults.drop_after(CALL_BACK)
    press = slow.sandbox.press(slow.bob, page, "Meld afbud")
    await slow.answered(press, Reply(screen=HOME, card=CARD))
    assert page.labels == ["Jeg er med"]


async def test_direct_messages_are_opened_once_and_posts_are_made_once(scene: Scene) -> None:
    chat = await scene.messenger.open_chat(scene.bob.id)
    to = Address(network=Network.DISCORD, chat_id=chat)
    first = await scene.messenger.send(to, PAGE, Urgency.REMINDER, key="notice-1")
    assert await scene.messenger.send(to, PAGE, Urgency.REMINDER, key="notice-1") == first
    assert await scene.messenger.send(to, PAGE, Urgency.REMINDER, key="notice-2") != first
    await scene.messenger.edit(to, first, CARD, Urgency.STALE_CARD)
    assert scene.sandbox.messages(scene.bob)[0].labels == ["Jeg er med"]


async def test_a_guild_that_throws_the_bot_out_loses_all_its_channels(scene: Scene) -> None:
    guild = scene.channel.guild
    assert guild is not None
    scene.sandbox.remove_bot(guild)
    assert (await scene.incoming()).chat.address == scene.at(scene.channel)
