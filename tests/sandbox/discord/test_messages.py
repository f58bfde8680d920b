"""Messages: what Discord refuses of the bot's own sends and edits, and what it remembers."""

from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from sandbox import SandboxClock
from sandbox.discord import OF_THE_BOT, Permission
from tests.sandbox.discord.conftest import NOW, Place, Rest


def button(label: str = "Jeg er med", custom_id: str | None = "claim:1", **more: Any) -> dict[str, Any]:
    return {"type": 2, "style": 1, "label": label} | ({"custom_id": custom_id} if custom_id else {}) | more


def row(*parts: dict[str, Any]) -> dict[str, Any]:
    return {"type": 1, "components": list(parts)}


def rows(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"content": "Suppe", "components": [row(*buttons)]}


REFUSED: list[tuple[dict[str, Any], int, str]] = [
    ({}, 50006, ""),
    ({"content": "  "}, 50006, ""),
    ({"content": "x" * 2001}, 50035, "content"),
    ({"content": 5}, 50035, "content"),
    ({"content": "x", "colour": 1}, 50035, "colour"),
    ({"content": "x", "flags": 64}, 50035, "flags"),
    ({"content": "x", "nonce": "n" * 26}, 50035, "nonce"),
    ({"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["5"]}}, 50035, "allowed_mentions"),
    ({"content": "x", "allowed_mentions": {"parse": ["persons"]}}, 50035, "allowed_mentions"),
    ({"content": "x", "embeds": [{}] * 11}, 50035, "embeds"),
    (rows(button("x" * 81)), 50035, "components"),
    (rows(button(custom_id="x" * 101)), 50035, "components"),
    (rows(button(custom_id=None)), 50035, "components"),
    (rows(button(label="")), 50035, "components"),
    (rows(button(), button("Mere")), 50035, "components"),
    (rows(*(button(custom_id=f"a:{number}") for number in range(6))), 50035, "components"),
    (rows(button(url="https://example.org")), 50035, "components"),
    (rows(button(style=5)), 50035, "components"),
    (rows(), 50035, "components"),
    ({"content": "x", "components": [button()]}, 50035, "components"),
    ({"content": "x", "components": [row(button(custom_id=f"a:{n}")) for n in range(6)]}, 50035, "components"),
    ({"content": "x", "components": [row({"type": 4, "custom_id": "a", "style": 1})]}, 50035, "components"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "code", "where"), REFUSED)
async def test_what_does_not_fit_is_refused(
    place: Place, call: Rest, body: dict[str, Any], code: int, where: str
) -> None:
    status, answer = await call(f"POST /channels/{place.channel.id}/messages", body)
    assert (status, answer["code"]) == (400, code)
    assert where in answer.get("errors", {"": ""})
    assert place.sandbox.messages(place.channel) == []


async def test_a_full_message_is_taken(place: Place, call: Rest) -> None:
    buttons = [button(f"Knap {number}", f"a:{number}") for number in range(5)]
    body = {"content": "x" * 2000, "components": [{"type": 1, "components": [one]} for one in buttons]}
    sent = await call.result(f"POST /channels/{place.channel.id}/messages", body)
    assert place.sandbox.last(place.channel).labels == [f"Knap {number}" for number in range(5)]
    assert sent["id"] == str(place.sandbox.last(place.channel).id)


async def test_a_file_comes_as_a_form(place: Place, call: Rest) -> None:
    form = aiohttp.FormData()
    form.add_field("payload_json", '{"content": "Dine data"}', content_type="application/json")
    form.add_field("files[0]", b"{}", filename="data.json")
    status, _ = await call(f"POST /channels/{place.channel.id}/messages", data=form)
    assert status == 200
    assert place.sandbox.last(place.channel).content.files == (("data.json", 2),)


async def test_a_nonce_that_is_enforced_makes_one_message_of_two(
    place: Place, call: Rest, clock: SandboxClock
) -> None:
    body = {"content": "Hej", "nonce": "notice-7", "enforce_nonce": True}
    route = f"POST /channels/{place.channel.id}/messages"
    first, second = await call.result(route, body), await call.result(route, body)
    assert first["id"] == second["id"]
    clock.move_to(NOW + timedelta(minutes=6))
    assert (await call.result(route, body))["id"] != first["id"]
    assert (await call.result(route, body | {"enforce_nonce": False}))["id"] != first["id"]


async def test_only_allowed_mentions_ping(place: Place, call: Rest) -> None:
    route, text = f"POST /channels/{place.channel.id}/messages", f"<@{place.bob.id}> og <@{place.alice.id}>"
    await call.result(route, {"content": text})
    assert place.sandbox.last(place.channel).pinged() == {place.bob.id, place.alice.id}
    await call.result(route, {"content": text, "allowed_mentions": {"parse": []}})
    assert place.sandbox.last(place.channel).pinged() == set()
    await call.result(route, {"content": text, "allowed_mentions": {"users": [str(place.bob.id)]}})
    assert place.sandbox.last(place.channel).pinged() == {place.bob.id}


async def test_an_edit_keeps_what_it_does_not_name(place: Place, call: Rest) -> None:
    base = f"/channels/{place.channel.id}/messages"
    sent = await call.result(f"POST {base}", rows(button()))
    await call.result(f"PATCH {base}/{sent['id']}", {"content": "Brød"})
    message = place.sandbox.last(place.channel)
    assert (message.text, message.labels) == ("Brød", ["Jeg er med"])
    await call.result(f"PATCH {base}/{sent['id']}", {"components": []})
    assert message.labels == []
    assert await call.code(f"PATCH {base}/{sent['id']}", {"content": ""}) == (400, 50006)
    assert await call.result(f"DELETE {base}/{sent['id']}") is None
    assert await call.code(f"PATCH {base}/{sent['id']}", {"content": "Væk"}) == (404, 10008)


@pytest.mark.parametrize(
    ("missing", "code"),
    [(Permission.VIEW_CHANNEL, 50001), (Permission.SEND_MESSAGES, 50013)],
)
async def test_missing_rights(place: Place, call: Rest, missing: Permission, code: int) -> None:
    role = place.guild.roles[max(place.guild.members[place.sandbox.bot.id])]
    place.sandbox.set_overwrite(place.channel, role, deny=missing)
    assert await call.code(f"POST /channels/{place.channel.id}/messages", {"content": "Hej"}) == (403, code)
    if code == 50001:
        assert await call.code(f"POST /channels/{place.thread.id}/messages", {"content": "Hej"}) == (403, code)


async def test_a_thread_has_a_right_of_its_own_and_can_be_locked(place: Place, call: Rest) -> None:
    route = f"POST /channels/{place.thread.id}/messages"
    await call.result(route, {"content": "Hej"})
    place.sandbox.lock(place.thread)
    assert await call.code(route, {"content": "Hej"}) == (403, 160005)
    place.sandbox.lock(place.thread, locked=False)
    everyone = place.guild.roles[place.guild.id]
    place.sandbox.change_role(place.guild, everyone, everyone.permissions & ~Permission.SEND_MESSAGES_IN_THREADS)
    role = place.guild.roles[max(place.guild.members[place.sandbox.bot.id])]
    place.sandbox.change_role(place.guild, role, OF_THE_BOT & ~Permission.SEND_MESSAGES_IN_THREADS)
    assert await call.code(route, {"content": "Hej"}) == (403, 50013)


async def test_threads_are_started_in_a_channel_and_from_a_message(place: Place, call: Rest) -> None:
    channel = f"/channels/{place.channel.id}"
    thread = await call.result(f"POST {channel}/threads", {"name": "Kageboden", "type": 11})
    await call.result(f"POST /channels/{thread['id']}/messages", {"content": "Hej"})
    sent = await call.result(f"POST {channel}/messages", {"content": "Kort"})
    own = await call.result(f"POST {channel}/messages/{sent['id']}/threads", {"name": "Kort"})
    assert own["id"] == sent["id"]
    again = await call.code(f"POST {channel}/messages/{sent['id']}/threads", {"name": "Kort"})
    assert again == (400, 160004)
    assert await call.code(f"POST {channel}/threads", {"name": "x" * 101, "type": 11}) == (400, 50035)


async def test_what_is_gone_is_unknown(place: Place, call: Rest) -> None:
    place.sandbox.delete_channel(place.channel)
    for channel in (place.channel.id, place.thread.id, 5):
        assert await call.code(f"POST /channels/{channel}/messages", {"content": "Hej"}) == (404, 10003)
    assert await call.code("POST /channels/general/messages", {"content": "Hej"}) == (400, 50035)


async def test_who_threw_the_bot_out_is_out_of_reach(place: Place, call: Rest) -> None:
    place.sandbox.remove_bot(place.guild)
    assert await call.code(f"POST /channels/{place.channel.id}/messages", {"content": "Hej"}) == (403, 50001)
    assert await call.code(f"GET /guilds/{place.guild.id}") == (404, 10004)


async def test_direct_messages_may_be_closed(place: Place, call: Rest) -> None:
    dm = await call.result("POST /users/@me/channels", {"recipient_id": str(place.bob.id)})
    route = f"POST /channels/{dm['id']}/messages"
    await call.result(route, {"content": "Hej"})
    place.sandbox.close_dms(place.bob)
    assert await call.code(route, {"content": "Hej"}) == (403, 50007)
    place.sandbox.close_dms(place.bob, closed=False)
    place.sandbox.leave(place.bob, place.guild)
    assert await call.code(route, {"content": "Hej"}) == (403, 50278)
    stranger = await call.result("POST /users/@me/channels", {"recipient_id": place.charlie.id})
    assert await call.code(f"POST /channels/{stranger['id']}/messages", {"content": "Hej"}) == (403, 50278)
    assert await call.code("POST /users/@me/channels", {"recipient_id": "5"}) == (404, 10013)


async def test_too_many_new_direct_messages_are_quarantined(place: Place, call: Rest) -> None:
    place.sandbox.world.new_dms = 1
    await call.result("POST /users/@me/channels", {"recipient_id": str(place.bob.id)})
    await call.result("POST /users/@me/channels", {"recipient_id": str(place.bob.id)})
    assert await call.code("POST /users/@me/channels", {"recipient_id": str(place.alice.id)}) == (403, 40003)
