"""A thousand presses at once."""

import asyncio
from typing import Any

from tests.sandbox.conftest import Place, Wire

CLAIM = {"inline_keyboard": [[{"text": "Jeg er med", "callback_data": "c:1"}]]}


async def _answer_all(call: Wire, count: int) -> None:
    offset, answered = 0, 0
    while answered < count:
        updates: list[dict[str, Any]] = await call.result("getUpdates", offset=offset, timeout=5)
        offset = updates[-1]["update_id"] + 1
        queries = [update["callback_query"]["id"] for update in updates]
        await asyncio.gather(
            *(call.result("answerCallbackQuery", callback_query_id=one, text=one) for one in queries)
        )
        answered += len(queries)


async def test_a_thousand_presses_are_each_answered_once(place: Place, call: Wire) -> None:
    await call.result("sendMessage", chat_id=place.channel.id, text="Kort", reply_markup=CLAIM)
    card, sandbox = place.sandbox.last(place.channel), place.sandbox
    people = [sandbox.add_person(f"Nr. {number}") for number in range(1000)]
    presses = [sandbox.press(person, card, "Jeg er med") for person in people]
    await _answer_all(call, len(presses))
    assert [(await press.answer()).text for press in presses] == [press.id for press in presses]
    assert sandbox.refusals == []
