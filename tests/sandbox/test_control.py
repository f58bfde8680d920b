"""The JSON control API the page talks to."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from sandbox import Rights, SandboxClock
from tests.sandbox.conftest import NOW, Place, Wire
from tests.sandbox.test_clock import Diary

MORE = {"text": "Mere", "url": "t.me/tjans_bot?start=t_1"}
CLAIM = {"inline_keyboard": [[{"text": "Jeg er med", "callback_data": "c:1"}], [MORE]]}


async def act(call: Wire, act: str, **more: Any) -> Any:
    return await call.post("/sandbox/act", {"act": act} | more)


async def test_the_state_shows_people_chats_and_buttons(place: Place, call: Wire) -> None:
    await call.result("sendMessage", chat_id=place.channel.id, text="Kort", reply_markup=CLAIM)
    await call.result("setMyCommands", commands=[{"command": "mine", "description": "Mine tjanser"}])
    state = await call.get("/sandbox/state")
    assert state["now"] == NOW.isoformat()
    bob = next(person for person in state["people"] if person["id"] == place.bob.id)
    assert (bob["language"], bob["started"], bob["blocked"]) == ("da", True, False)
    assert bob["menu"] == [{"command": "mine", "description": "Mine tjanser"}]
    channel = next(chat for chat in state["chats"] if chat["id"] == place.channel.id)
    assert (channel["kind"], channel["bot"]["status"]) == ("channel", "administrator")
    (card,) = channel["messages"]
    assert (card["text"], card["by_bot"], card["from"]["name"]) == ("Kort", True, "Frivillig i byen")
    assert card["buttons"] == [
        [{"text": "Jeg er med", "kind": "callback", "data": "c:1"}],
        [{"text": "Mere", "kind": "url", "url": "t.me/tjans_bot?start=t_1"}],
    ]


async def test_changes_are_told_when_they_happen(place: Place, call: Wire) -> None:
    before = (await call.get("/sandbox/state"))["revision"]
    waiting = asyncio.create_task(call.get(f"/sandbox/changes?since={before}"))
    await asyncio.sleep(0)
    place.sandbox.post(place.channel, "Nyt")
    after = await waiting
    assert after["revision"] > before
    assert (await call.get(f"/sandbox/changes?since={before}"))["revision"] == after["revision"]


async def test_a_press_returns_the_answer(place: Place, call: Wire) -> None:
    await call.result("sendMessage", chat_id=place.channel.id, text="Kort", reply_markup=CLAIM)
    card = {"person": place.charlie.id, "chat": place.channel.id, "message": 1}
    for press in ({"button": "Jeg er med"}, {"data": "forged"}):
        waiting = asyncio.create_task(act(call, "press", **card, **press))
        (update,) = await call.result("getUpdates", timeout=5)
        query = update["callback_query"]
        await call.result("answerCallbackQuery", callback_query_id=query["id"], text="Du er med")
        assert await waiting == {"answer": {"text": "Du er med", "show_alert": False, "url": ""}}
        await call.updates()


async def test_everything_a_person_can_do(place: Place, call: Wire) -> None:
    bob, alice = {"person": place.bob.id}, {"person": place.alice.id}
    person = (await act(call, "add_person", first_name="Dora", language="en"))["person"]
    channel = {"chat": (await act(call, "add_channel", title="Kanal", **alice))["chat"]}
    group = {"chat": (await act(call, "add_group", title="Gruppe", basic=True, **alice))["chat"]}
    forum = {"chat": (await act(call, "add_group", title="Forum", forum=True, **alice))["chat"]}
    topic = await act(call, "add_topic", name="Suppe", **forum)
    await act(call, "add_bot", **channel, **alice, without=["can_edit_messages"])
    await act(call, "promote_bot", **channel, without=[])
    for chat in (group, forum):
        await act(call, "add_bot", **chat)
    await act(call, "join", person=person, **group)
    await act(call, "promote", person=person, **group, administrator=True)
    await act(call, "demote", person=person, **group)
    await act(call, "leave", person=person, **group)
    await act(call, "start", person=person, payload="t_1")
    await act(call, "start", person=person, url="https://t.me/tjans_bot?start=t_2")
    said = (await act(call, "write", **bob, text="/hjaelp"))["message"]
    assert said["text"] == "/hjaelp"
    await act(call, "write", **bob, **forum, **topic, text="/mine")
    written = (await act(call, "write", **bob, **group, text="hej", anonymous=True))["message"]
    await act(call, "write", **bob, **group, text="hej selv", reply_to=written["id"])
    assert (await act(call, "edit", **group, message=written["id"], text="hov"))["message"]["edited"]
    assert (await act(call, "post", **channel, text="Opslag"))["message"]["from"]["name"] == "Kanal"
    await act(call, "delete_message", **channel, message=1)
    for name in ("block", "unblock", "deactivate"):
        await act(call, name, **bob)
    moved = {"chat": (await act(call, "migrate", **group))["chat"]}
    await act(call, "demote_bot", **moved)
    await act(call, "remove_bot", **moved, **alice)
    chats = {chat["id"]: chat for chat in (await call.get("/sandbox/state"))["chats"]}
    assert chats[channel["chat"]]["bot"]["can_edit_messages"] is True
    assert chats[moved["chat"]]["bot"]["status"] == "kicked"
    assert chats[forum["chat"]]["topics"] == [{"thread": topic["thread"], "name": "Suppe", "closed": False}]


async def test_the_clock_is_moved(place: Place, call: Wire, clock: SandboxClock) -> None:
    diary = place.sandbox.timekeeper = Diary(clock, 30, 90)
    assert await call.post("/sandbox/clock", {"by_seconds": 3600}) == {
        "now": "2027-01-18T10:00:00+00:00",
        "moved": True,
    }
    assert await call.post("/sandbox/clock", {"to": "next"}) == {
        "now": "2027-01-18T10:30:00+00:00",
        "moved": True,
    }
    await call.post("/sandbox/clock", {"to": "2027-01-18T13:00:00+01:00"})
    assert diary.minutes() == [30, 60, 90, 180]
    assert clock.now() == NOW + timedelta(hours=3)


async def test_that_nothing_is_due_is_an_answer(place: Place, call: Wire, clock: SandboxClock) -> None:
    """An ordinary press of the page: a refusal would stand in the browser's console as an error."""
    place.sandbox.timekeeper = Diary(clock)
    assert await call.post("/sandbox/clock", {"to": "next"}) == {"now": NOW.isoformat(), "moved": False}


WRONG_CLOCKS: list[tuple[Any, str]] = [
    ({}, "`to` has to be a string."),
    ({"by_seconds": "long"}, "`by_seconds` has to be a whole number."),
    ({"by_seconds": -1}, "The clock only moves forward."),
    ({"by_seconds": 10**12}, ""),
    ({"to": "noon"}, "Invalid isoformat string: 'noon'"),
    ({"to": "2027-02-01T12:00:00"}, "A moment needs its offset from UTC"),
    ([], "The body has to be a JSON object."),
]


async def test_a_wrong_time_is_told_in_a_sentence(call: Wire) -> None:
    for body, sentence in WRONG_CLOCKS:
        assert (await call.post("/sandbox/clock", body, 400))["error"].startswith(sentence), body


IN_GROUP = {"act": "write", "person": "BOB", "chat": "GROUP", "text": "x"}
IN_CHANNEL = {"person": "BOB", "chat": "CHANNEL", "message": 1}
WRONG_ACTS: list[tuple[dict[str, Any], str]] = [
    ({}, "`act` has to be one of add_bot, "),
    ({"act": "dance"}, "`act` has to be one of add_bot, "),
    ({"act": "write"}, "`person` has to be a whole number."),
    ({"act": "write", "person": 5}, "There is no person 5."),
    ({"act": "write", "person": "BOB"}, "`text` has to be a string."),
    ({"act": "write", "person": "BOB", "text": "x", "chat": 5}, "There is no chat 5."),
    ({"act": "write", "person": "BOB", "text": "x", "chat": "CHANNEL"}, "In a channel one does not write but post."),
    (IN_GROUP | {"thread": 5}, "There is no topic 5"),
    (IN_GROUP | {"anonymous": 1}, "`anonymous` has to be true or false."),
    (IN_GROUP | {"reply_to": 99}, "There is no message 99 in that chat."),
    ({"act": "post", "chat": "GROUP", "text": "x"}, "Only in channels one posts."),
    ({"act": "post", "chat": "BOB", "text": "x"}, "1"),
    ({"act": "start", "person": "BOB", "payload": "å"}, "Not a start parameter: 'å'"),
    ({"act": "start", "person": "BOB", "url": "https://example.org"}, "Not a link to the bot"),
    (IN_CHANNEL | {"act": "press", "message": 99}, "There is no message 99 in that chat."),
    (IN_CHANNEL | {"act": "press", "button": "Nej"}, "No button says 'Nej'; there are []."),
    ({"act": "edit", "chat": "CHANNEL", "message": 1, "text": "x"}, "That is the bot's message"),
    ({"act": "add_topic", "chat": "CHANNEL", "name": "x"}, "Frivillig i byen is not a forum."),
    ({"act": "migrate", "chat": "GROUP"}, "Suppekøkkenet is not a basic group."),
    ({"act": "add_bot", "chat": "GROUP", "without": ["all"]}, "`without` has to be a list of rights: "),
]  # fmt: skip


async def test_an_act_that_makes_no_sense_is_told_in_a_sentence(place: Place, call: Wire) -> None:
    await call.result("sendMessage", chat_id=place.channel.id, text="Kort")
    known = {"BOB": place.bob.id, "GROUP": place.group.id, "CHANNEL": place.channel.id}
    for body, sentence in WRONG_ACTS:
        filled = {name: known.get(value, value) if isinstance(value, str) else value for name, value in body.items()}
        assert (await call.post("/sandbox/act", filled, 400))["error"].startswith(sentence), body


async def test_other_bodies_and_questions_are_refused_in_a_sentence(place: Place, call: Wire) -> None:
    url = f"{place.sandbox.base_url}/sandbox/act"
    async with call.http.post(url, data='{"act": "post"}') as response:
        assert response.status == 400
    async with call.http.post(url, data="{", headers={"Content-Type": "application/json"}) as response:
        assert (response.status, await response.json()) == (400, {"error": "The body is not JSON."})
    assert await call.get("/sandbox/changes?since=now") == {"error": "`since` is the revision you know."}


async def test_the_page_is_served_and_only_on_loopback(place: Place, call: Wire) -> None:
    async with call.http.get(place.sandbox.base_url + "/") as response:
        assert "<!doctype html>" in (await response.text()).lower()
    async with call.http.get(place.sandbox.base_url + "/index.html") as response:
        assert response.status == 200
    with pytest.raises(ValueError, match="loopback only"):
        await place.sandbox.listen(host="0.0.0.0")  # noqa: S104


async def test_waiting_says_what_happened_instead(place: Place, call: Wire) -> None:
    await call("sendMessage", {"chat_id": 5, "text": "Hej"})
    with pytest.raises(TimeoutError) as caught:
        await place.sandbox.until(lambda: False, timeout=0.001)
    assert "chat not found" in caught.value.__notes__[1]
    assert Rights.only().can_manage_chat is False
