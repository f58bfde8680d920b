"""What the sandbox tells the page beyond chats: notes, the story, whether the bot is there; and its files."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from sandbox import SandboxClock, Step
from tests.sandbox.conftest import Place, Wire, bot, call, clock, place, sandbox

__all__ = ["bot", "call", "clock", "place", "sandbox"]


async def test_people_have_a_note_and_see_what_the_bot_says_of_itself(place: Place, call: Wire) -> None:
    dora = place.sandbox.add_person("Dora", "en", note={"da": "Frivillig", "en": "Volunteer"})
    await call.result("setMyDescription", description="Small jobs")
    await call.result("setMyDescription", description="Små opgaver", language_code="da")
    people = {person["id"]: person for person in (await call.get("/sandbox/state"))["people"]}
    assert people[dora.id]["note"] == {"da": "Frivillig", "en": "Volunteer"}
    assert people[place.alice.id]["note"] == {}
    assert people[dora.id]["description"] == "Small jobs"
    assert people[place.alice.id]["description"] == "Små opgaver"


async def test_the_story_is_told_and_ticked_off(place: Place, call: Wire) -> None:
    words = {"da": "Bob trykker.", "en": "Bob presses."}
    place.sandbox.story.steps += [
        Step(words=words, person=place.bob, chat=place.channel, press="Jeg er med", message="Lav suppe"),
        Step(words=words, forward=timedelta(days=1)),
        Step(words=words, forward="next"),
    ]
    before = await call.get("/sandbox/state")
    shown: dict[str, Any] = before["story"]
    assert shown["told"] == []
    assert shown["steps"][0] == {
        "words": words, "person": place.bob.id, "chat": place.channel.id,
        "start": None, "write": None, "press": "Jeg er med", "message": "Lav suppe", "forward": None,
    }  # fmt: skip
    assert [step["forward"] for step in shown["steps"]] == [None, 86400, "next"]
    await call.post("/sandbox/act", {"act": "told", "step": 1})
    after = await call.get(f"/sandbox/changes?since={before['revision']}")
    assert after["story"]["told"] == [1]
    answer = await call.post("/sandbox/act", {"act": "told", "step": 3}, 400)
    assert answer == {"error": "The story has no step 3."}


async def test_everything_begins_anew_at_the_same_address(place: Place, call: Wire) -> None:
    sandbox, before = place.sandbox, await call.get("/sandbox/state")
    refused = await call.post("/sandbox/act", {"act": "begin_anew"}, 400)
    assert refused == {"error": "Nothing here can begin anew."}
    sandbox.story.begin_anew = lambda: sandbox.begin_anew(SandboxClock(frozen=True))
    assert (await call.get("/sandbox/state"))["story"]["can_begin_anew"] is True
    polling = asyncio.create_task(call.result("getUpdates", timeout=20))
    waiting = asyncio.create_task(call.get(f"/sandbox/changes?since={before['revision']}"))
    await call.post("/sandbox/act", {"act": "begin_anew"})
    after = await waiting
    await polling
    assert after["world"] != before["world"]
    assert (after["people"], after["chats"], after["story"]["can_begin_anew"]) == ([], [], False)
    assert (await call.result("getMe"))["username"] == sandbox.bot.username


async def test_a_step_does_one_thing_and_somebody_does_it(place: Place) -> None:
    with pytest.raises(ValueError, match="one thing"):
        Step(words={}, person=place.bob, press="Jeg er med", forward="next")
    with pytest.raises(ValueError, match="Somebody"):
        Step(words={}, start="")


async def test_the_page_is_told_when_the_bot_comes_and_goes(place: Place, call: Wire) -> None:
    state = await call.get("/sandbox/state")
    assert (state["listening"], state["clock_runs"]) == (False, False)
    changes = f"/sandbox/changes?since={state['revision']}"
    waiting = asyncio.create_task(call.get(changes))
    polling = asyncio.create_task(call.result("getUpdates", timeout=20))
    assert (await waiting)["listening"] is True
    waiting = asyncio.create_task(call.get(changes))
    await asyncio.sleep(0)
    polling.cancel()
    assert (await waiting)["listening"] is False


async def test_files_are_served_so_that_nothing_else_can_run(place: Place, call: Wire) -> None:
    for name, kind in (("", "text/html"), ("main.js", "javascript"), ("base.css", "text/css"), ("icon.svg", "svg")):
        async with call.http.get(f"{place.sandbox.base_url}/{name}") as response:
            assert response.status == 200
            assert kind in response.headers["Content-Type"]
            assert response.headers["Content-Security-Policy"].startswith("default-src 'self';")
            assert response.headers["Cache-Control"] == "no-cache"
    async with call.http.get(f"{place.sandbox.base_url}/../server.py") as response:
        assert response.status == 404
