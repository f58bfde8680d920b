"""Interactions: who sees what, answered once, in time, in a kind that fits."""

from datetime import timedelta
from typing import Any

import pytest

from sandbox import SandboxClock
from sandbox.discord import Interaction, Message
from tests.sandbox.discord.conftest import NOW, Place, Rest
from tests.sandbox.discord.test_messages import button, rows

POST = {"name": "post", "name_localizations": {"da": "opret"}, "description": "Post a task"}
FIND = {
    "name": "find",
    "description": "Find a task",
    "options": [{"type": 3, "name": "what", "description": "Which", "autocomplete": True, "max_length": 10}],
}
EPHEMERAL = 64


def label(custom_id: str = "title", **more: Any) -> dict[str, Any]:
    text = {"type": 4, "custom_id": custom_id, "style": 1, "max_length": 20} | more
    return {"type": 18, "label": "Hvad", "component": text}


def modal(*parts: dict[str, Any], title: str = "Ny opgave", custom_id: str = "form:post:7") -> dict[str, Any]:
    return {"type": 9, "data": {"title": title, "custom_id": custom_id, "components": list(parts)}}


@pytest.fixture
async def card(place: Place, call: Rest) -> Message:
    await call.result(f"PUT /applications/{place.sandbox.world.application}/commands", [POST, FIND])
    await call.result(f"POST /channels/{place.channel.id}/messages", rows(button()))
    return place.sandbox.last(place.channel)


def answer(interaction: Interaction) -> str:
    return f"POST /interactions/{interaction.id}/{interaction.token}/callback"


def hook(interaction: Interaction, message: str = "") -> str:
    path = f"/webhooks/1300000000000000002/{interaction.token}"
    return f"{path}/messages/{message}" if message else path


def says(text: str, **more: Any) -> dict[str, Any]:
    return {"type": 4, "data": {"content": text} | more}


async def test_an_ephemeral_answer_is_seen_by_one_person(place: Place, call: Rest, card: Message) -> None:
    press = place.sandbox.press(place.bob, card, "Jeg er med")
    await call.result(answer(press), says("Du er med", flags=EPHEMERAL))
    assert press.told == "Du er med"
    assert press.shown[0].only_for is place.bob
    assert place.sandbox.messages(place.channel) == [card]
    edit = f"PATCH /channels/{place.channel.id}/messages/{press.shown[0].id}"
    assert await call.code(edit, {"content": "Nyt"}) == (404, 10008)
    await call.result(f"PATCH {hook(press, '@original')}", {"content": "Nyt"})
    assert press.told == "Nyt"
    with pytest.raises(ValueError, match="does not see"):
        place.sandbox.press_id(place.alice, press.shown[0], "claim:1")


async def test_only_once(place: Place, call: Rest, card: Message) -> None:
    press = place.sandbox.press(place.bob, card, "Jeg er med")
    await call.result(answer(press), says("Du er med"))
    assert await call.code(answer(press), says("Du er med")) == (400, 40060)
    assert await call.code(answer(press), {"type": 6}) == (400, 40060)


async def test_within_three_seconds(place: Place, call: Rest, card: Message, clock: SandboxClock) -> None:
    press = place.sandbox.press(place.bob, card, "Jeg er med")
    clock.move_to(NOW + timedelta(seconds=3.1))
    assert await call.code(answer(press), says("Du er med")) == (404, 10062)
    assert await call.code(f"POST /interactions/{press.id}/wrong/callback", says("x")) == (404, 10062)


async def test_the_token_lasts_a_quarter_of_an_hour(
    place: Place, call: Rest, card: Message, clock: SandboxClock
) -> None:
    press = place.sandbox.press(place.bob, card, "Jeg er med")
    assert await call.code(f"POST {hook(press)}", {"content": "For tidligt"}) == (404, 10015)
    await call.result(answer(press), {"type": 6})
    clock.move_to(NOW + timedelta(minutes=14, seconds=59))
    await call.result(f"POST {hook(press)}", {"content": "Mere", "flags": EPHEMERAL})
    assert press.told == "Mere"
    clock.move_to(NOW + timedelta(minutes=15, seconds=1))
    assert await call.code(f"POST {hook(press)}", {"content": "For sent"}) == (401, 50027)
    assert await call.code(f"PATCH {hook(press, '@original')}", {"content": "x"}) == (401, 50027)


async def test_a_deferral_decides_who_sees_the_answer(place: Place, call: Rest, card: Message) -> None:
    press = place.sandbox.press(place.bob, card, "Jeg er med")
    assert await call.code(answer(press), {"type": 5, "data": {"content": "x"}}) == (400, 50035)
    await call.result(answer(press), {"type": 5, "data": {"flags": EPHEMERAL}})
    assert press.shown[0].thinking
    await call.result(f"POST {hook(press)}", {"content": "Du er med"})
    assert [(one.text, one.only_for, one.thinking) for one in press.shown] == [("Du er med", place.bob, False)]


async def test_an_update_changes_the_pressed_message(place: Place, call: Rest, card: Message) -> None:
    press = place.sandbox.press(place.bob, card, "Jeg er med")
    await call.result(answer(press), {"type": 7, "data": {"content": "3 pladser"}})
    assert card.text == "3 pladser"
    assert card.labels == ["Jeg er med"]
    command = place.sandbox.command(place.bob, place.channel, "opret")
    assert await call.code(answer(command), {"type": 7, "data": {"content": "x"}}) == (400, 50035)
    assert await call.code(answer(command), {"type": 6}) == (400, 50035)
    assert await call.code(answer(command), {"type": 8, "data": {"choices": []}}) == (400, 50035)


@pytest.mark.parametrize(
    "form",
    [
        modal(),
        modal(*(label(f"part{number}") for number in range(6))),
        modal(label(), title="x" * 46),
        modal(label(), title=""),
        modal(label(), custom_id=""),
        modal(label(), custom_id="x" * 101),
        modal(label(), label()),
        modal(label(value="x" * 21)),
        modal(label(placeholder="x" * 101)),
        modal({"type": 18, "label": "x" * 46, "component": {"type": 4, "custom_id": "a", "style": 1}}),
        modal({"type": 1, "components": [button()]}),
    ],
)
async def test_a_form_that_does_not_fit(place: Place, call: Rest, card: Message, form: dict[str, Any]) -> None:
    command = place.sandbox.command(place.alice, place.channel, "opret")
    assert await call.code(answer(command), form) == (400, 50035)


async def test_a_form_is_opened_filled_in_and_sent(place: Place, call: Rest, card: Message) -> None:
    command = place.sandbox.command(place.alice, place.channel, "opret")
    await call.result(answer(command), modal(label(value="Suppe"), label("when", required=False)))
    assert await call.code(f"POST {hook(command)}", {"content": "x"}) == (404, 10015)
    with pytest.raises(ValueError, match="too long"):
        place.sandbox.submit(place.alice, command, {"title": "x" * 21})
    with pytest.raises(ValueError, match="required"):
        place.sandbox.submit(place.alice, command, {"title": ""})
    sent = place.sandbox.submit(place.alice, command, {"when": "lørdag"})
    assert await call.code(answer(sent), modal(label())) == (400, 50035)
    await call.result(answer(sent), says("Tak", flags=EPHEMERAL))
    assert sent.told == "Tak"


async def test_a_form_only_as_the_first_answer(place: Place, call: Rest, card: Message) -> None:
    press = place.sandbox.press(place.bob, card, "Jeg er med")
    await call.result(answer(press), {"type": 5})
    assert await call.code(answer(press), modal(label())) == (400, 40060)


async def test_options_complete_themselves(place: Place, call: Rest, card: Message) -> None:
    typing = place.sandbox.complete(place.bob, place.channel, "find", "what", "su")
    assert await call.code(answer(typing), says("x")) == (400, 50035)
    many = [{"name": f"Suppe {number}", "value": str(number)} for number in range(26)]
    assert await call.code(answer(typing), {"type": 8, "data": {"choices": many}}) == (400, 50035)
    await call.result(answer(typing), {"type": 8, "data": {"choices": many[:25]}})
    assert typing.choices is not None
    assert len(typing.choices) == 25


async def test_commands_are_offered_in_the_persons_language(place: Place, call: Rest, card: Message) -> None:
    place.sandbox.join(place.charlie, place.guild)
    assert place.sandbox.offered(place.bob, place.channel) == ["opret", "find"]
    assert place.sandbox.offered(place.charlie, place.channel) == ["post", "find"]
    with pytest.raises(LookupError):
        place.sandbox.command(place.bob, place.channel, "post")
    with pytest.raises(ValueError, match="too long"):
        place.sandbox.command(place.bob, place.channel, "find", what="x" * 11)


COMMANDS: list[list[dict[str, Any]]] = [
    [{"name": "Find", "description": "x"}],
    [{"name": "find", "description": ""}],
    [{"name": "find", "description": "x" * 101}],
    [{"name": "x" * 33, "description": "x"}],
    [{"name": "find me", "description": "x"}],
    [FIND, FIND],
    [FIND | {"name_localizations": {"dk": "find"}}],
    [POST, POST | {"name": "create"}],
    [FIND | {"colour": 1}],
    [{"name": f"c{number}", "description": "x"} for number in range(101)],
]  # fmt: skip


@pytest.mark.parametrize("commands", COMMANDS)
async def test_commands_that_do_not_fit(place: Place, call: Rest, commands: list[dict[str, Any]]) -> None:
    assert await call.code(f"PUT /applications/{place.sandbox.world.application}/commands", commands) == (400, 50035)
    assert await call.result(f"GET /applications/{place.sandbox.world.application}/commands") == []


async def test_commands_belong_to_the_application_and_not_to_its_bot(place: Place, call: Rest) -> None:
    assert await call.code(f"PUT /applications/{place.sandbox.bot.id}/commands", [FIND]) == (403, 50001)


async def test_a_command_keeps_its_id_while_its_name_stays(place: Place, call: Rest) -> None:
    route = f"PUT /applications/{place.sandbox.world.application}/commands"
    first = await call.result(route, [POST, FIND])
    second = await call.result(route, [FIND | {"description": "Find one"}])
    assert [one["id"] for one in second] == [first[1]["id"]]
