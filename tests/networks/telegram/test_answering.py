"""The answer to what somebody did: the press first, then the card, then the document."""

import asyncio
from typing import Any

import pytest

from bot.cards import Action, Card, Document, Reply
from bot.errors import Undelivered, Why
from bot.ports import Urgency
from handlers.networks.telegram.messenger import TelegramMessenger
from handlers.networks.telegram.pacing import Pacer
from tests.networks.telegram.bot_api import TOKEN, BotApi, refusal
from tests.networks.telegram.places import read
from tests.networks.telegram.samples import BOT, CHANNEL, GROUP, PRIVATE, message, pressed, written

SCREEN = Action.of("task", 17)
CARD = Card("Du er med")
PRESSED_PRIVATELY = read(pressed(message=message(PRIVATE, BOT)))
PRESSED_ON_WHAT_IS_GONE = read(pressed(message={"chat": PRIVATE, "message_id": 5, "date": 0}))
PRESSED_IN_PUBLIC = read(pressed(message=message(CHANNEL, None, sender_chat=CHANNEL)))
WRITTEN_PRIVATELY = read(written("/find"))
WRITTEN_IN_A_TOPIC = read(written("/find", GROUP, message_thread_id=9, is_topic_message=True))

PRESS = "answerCallbackQuery"
TOO_OLD = refusal(400, "Bad Request: query is too old and response timeout expired or query id is invalid")
GONE = refusal(400, "Bad Request: message to edit not found")


def flood(seconds: int) -> Any:
    return refusal(429, "Too Many Requests: retry after", retry_after=seconds)


def reply(**parts: Any) -> Reply:
    return Reply(screen=SCREEN, **parts)


def target(api: BotApi) -> tuple[str, int | None, int | None, int | None]:
    """The last call: what it was, and where it went."""
    method, sent = api.calls[-1]
    return method, sent.get("chat_id"), sent.get("message_id"), sent.get("message_thread_id")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (reply(toast="Du er med"), {"text": "Du er med"}),
        (reply(toast="x" * 300, alert=True), {"text": "x" * 199 + "…", "show_alert": True}),
        (reply(opens="t_17", toast="never shown"), {"url": "https://t.me/tjans_bot?start=t_17"}),
        (reply(), {}),
    ],
)
async def test_a_press_is_always_answered(
    messenger: TelegramMessenger, api: BotApi, given: Reply, expected: dict[str, Any]
) -> None:
    await messenger.answer(PRESSED_IN_PUBLIC, given)
    assert api.calls == [(PRESS, {"callback_query_id": "4382bfdwdsb323b2d9", **expected})]


@pytest.mark.parametrize(
    ("incoming", "given", "expected"),
    [
        (PRESSED_PRIVATELY, reply(card=CARD), ("editMessageText", 77, 5, None)),
        (PRESSED_PRIVATELY, reply(card=CARD, fresh=True), ("sendMessage", 77, None, None)),
        (PRESSED_ON_WHAT_IS_GONE, reply(card=CARD), ("sendMessage", 77, None, None)),
        (PRESSED_IN_PUBLIC, reply(card=CARD), ("sendMessage", 77, None, None)),
        (WRITTEN_PRIVATELY, reply(card=CARD), ("sendMessage", 77, None, None)),
        (WRITTEN_IN_A_TOPIC, reply(card=CARD), ("sendMessage", -1001, None, 9)),
    ],
)
async def test_where_the_card_goes(
    messenger: TelegramMessenger, api: BotApi, incoming: Any, given: Reply, expected: object
) -> None:
    await messenger.answer(incoming, given)
    assert target(api) == expected
    assert (api.methods()[0] == PRESS) is (len(api.calls) == 2)


async def test_the_press_comes_first_and_the_document_last(messenger: TelegramMessenger, api: BotApi) -> None:
    document = Document("liste.csv", b"x", "Listen")
    await messenger.answer(PRESSED_IN_PUBLIC, reply(card=CARD, toast="ok", document=document))
    assert api.methods() == [PRESS, "sendMessage", "sendDocument"]
    assert api.calls[-1][1]["chat_id"] == "77"


@pytest.mark.parametrize("why_not", [GONE, refusal(400, "Bad Request: message can't be edited")])
async def test_a_message_that_cannot_be_edited_is_replaced(
    messenger: TelegramMessenger, api: BotApi, why_not: Any
) -> None:
    api.lay_ready("editMessageText", why_not)
    await messenger.answer(PRESSED_PRIVATELY, reply(card=CARD))
    assert api.methods() == [PRESS, "editMessageText", "sendMessage"]


async def test_a_message_that_shows_it_already_is_left_alone(messenger: TelegramMessenger, api: BotApi) -> None:
    api.lay_ready("editMessageText", refusal(400, "Bad Request: message is not modified"))
    await messenger.answer(PRESSED_PRIVATELY, reply(card=CARD))
    assert api.methods() == [PRESS, "editMessageText"]


@pytest.mark.parametrize("lost", [reply(toast="x"), reply(toast="x", card=CARD), reply(opens="t", card=CARD)])
async def test_words_lost_because_the_press_is_too_old_are_raised_after_the_card(
    messenger: TelegramMessenger, api: BotApi, lost: Reply
) -> None:
    api.lay_ready(PRESS, TOO_OLD)
    with pytest.raises(Undelivered) as caught:
        await messenger.answer(PRESSED_PRIVATELY, lost)
    assert caught.value.why is Why.TOO_OLD
    assert api.methods() == ([PRESS] if lost.card is None else [PRESS, "editMessageText"])


@pytest.mark.parametrize("nothing_lost", [reply(), reply(card=CARD)])
async def test_a_press_too_old_to_stop_the_clock_on_the_button_is_no_loss(
    messenger: TelegramMessenger, api: BotApi, nothing_lost: Reply
) -> None:
    api.lay_ready(PRESS, TOO_OLD)
    await messenger.answer(PRESSED_PRIVATELY, nothing_lost)


async def test_a_card_that_cannot_be_shown_is_raised(messenger: TelegramMessenger, api: BotApi) -> None:
    api.lay_ready(PRESS, TOO_OLD)
    api.lay_ready("sendMessage", refusal(403, "Forbidden: bot can't initiate conversation with a user"))
    with pytest.raises(Undelivered) as caught:
        await messenger.answer(PRESSED_IN_PUBLIC, reply(card=CARD, toast="x"))
    assert caught.value.why is Why.NEVER_STARTED


async def test_a_flood_is_waited_out(messenger: TelegramMessenger, api: BotApi, slept: list[float]) -> None:
    api.lay_ready(PRESS, flood(2), flood(3))
    api.lay_ready("editMessageText", flood(40), flood(40))
    await messenger.answer(PRESSED_PRIVATELY, reply(card=CARD, toast="x"))
    assert api.methods() == [PRESS] * 3 + ["editMessageText"] * 3
    assert slept == [2, 3]


async def test_a_press_does_not_wait_longer_than_it_lives(
    messenger: TelegramMessenger, api: BotApi, slept: list[float]
) -> None:
    api.lay_ready(PRESS, flood(60))
    with pytest.raises(Undelivered, match="slow_down"):
        await messenger.answer(PRESSED_PRIVATELY, reply(card=CARD, toast="x"))
    assert api.methods() == [PRESS, "editMessageText"]
    assert slept == []


async def test_a_press_is_answered_at_once_however_many_wait_for_their_turn(api: BotApi) -> None:
    messenger = TelegramMessenger(TOKEN, api.base, pacer=Pacer(lambda: 0.0, _never))
    await messenger.reach()
    waiting = asyncio.create_task(messenger.send(PRESSED_PRIVATELY.chat.address, CARD, Urgency.ANSWER))
    await messenger.answer(PRESSED_PRIVATELY, reply(toast="Du er med"))
    assert api.methods() == ["getMe", PRESS]
    waiting.cancel()
    await messenger.close()


def _never(seconds: float, callback: object) -> asyncio.TimerHandle:
    return asyncio.get_running_loop().call_later(1e6, lambda: None)


BROKEN = refusal(502, "Bad Gateway")


async def test_a_press_whose_answer_may_not_have_arrived_is_answered_again(
    messenger: TelegramMessenger, api: BotApi, slept: list[float]
) -> None:
    """Red when it is left at that: a stranger would see nothing at all, because nobody may write to them."""
    api.lay_ready(PRESS, BROKEN)
    await messenger.answer(PRESSED_IN_PUBLIC, reply(opens="t17"))
    assert api.methods() == [PRESS, PRESS]
    assert slept == [0.5]


@pytest.mark.parametrize(
    ("answers", "why"), [([BROKEN, TOO_OLD], Why.UNCERTAIN), ([BROKEN, BROKEN, BROKEN], Why.UNCERTAIN)]
)
async def test_what_stays_unknown_is_said_so(
    messenger: TelegramMessenger, api: BotApi, answers: list[Any], why: Why
) -> None:
    """Also where the second answer is refused: the first one has arrived, or it was too late for both."""
    api.lay_ready(PRESS, *answers)
    with pytest.raises(Undelivered) as lost:
        await messenger.answer(PRESSED_IN_PUBLIC, reply(toast="Du er med"))
    assert lost.value.why is why
    assert len(api.calls) == len(answers)
