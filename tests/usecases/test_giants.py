"""The longest of everything that people, chats and the network can say: refused or cut, and no column overflows."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.handled import Handled
from bot.incoming import Network
from bot.model import MOST_DRAFTS
from handlers.networks.telegram.reading import arrival_of, read_update
from handlers.routes import Routes
from tests.bounds import BOUNDS, longest, too_long
from tests.people import ALICE, BOB, CHARLIE, NOW
from tests.usecases.desk import COMMUNITY, Desk
from tests.world import World

GIANT = "🧑🏽\u200d🍳 Å" * 300
"""Longer than any column is wide; and most of its characters are written with twelve in JSON."""
Json = dict[str, Any]


def user(number: int, **more: Any) -> Json:
    return {"id": number, "is_bot": False, "first_name": GIANT, "last_name": GIANT, "language_code": GIANT, **more}


def updates() -> list[Json]:
    """From strangers and from people known, in private, in a group and in a channel."""
    private = {"id": BOB.native_id, "type": "private", "first_name": GIANT}
    group = {"id": -100300, "type": "supergroup", "title": GIANT}
    channel = {"id": -100400, "type": "channel", "title": GIANT}
    sent = {"message_id": 5, "date": 1}
    admin = {"status": "administrator", "user": {"id": 1, "is_bot": True}, "can_post_messages": True}
    left = {"status": "left", "user": {"id": 1, "is_bot": True}}
    return [
        {"message": {**sent, "chat": private, "from": user(BOB.native_id), "text": GIANT}},
        {"message": {**sent, "chat": private, "from": user(BOB.native_id), "text": f"/start {GIANT}"}},
        {"message": {**sent, "chat": private, "from": user(BOB.native_id), "text": f"/{GIANT}"}},
        {"message": {**sent, "chat": group, "from": user(ALICE.native_id), "text": f"/connect {GIANT}"}},
        {"message": {**sent, "chat": group, "from": user(900), "text": f"/find {GIANT}"}},
        {"channel_post": {**sent, "chat": channel, "sender_chat": channel, "text": f"/connect {GIANT}"}},
        {"my_chat_member": {"chat": channel, "from": user(101), "date": 1, "old_chat_member": left,
                            "new_chat_member": admin}},
        {"callback_query": {"id": "1" * 64, "from": user(901), "data": "claim:1:1",
                            "message": {**sent, "chat": group}}},
        {"callback_query": {"id": "2", "from": user(902), "data": "x" * 64, "message": {**sent, "chat": group}}},
        {"callback_query": {"id": "3", "from": user(903), "data": GIANT, "message": {**sent, "chat": group}}},
        {"callback_query": {"id": GIANT, "from": user(904), "data": "home"}},
        {"message": {**sent, "chat": {"id": 2**70, "type": "private"}, "from": user(2**70), "text": "hej"}},
        {"message": {**sent, "chat": private, "from": user(10**4000), "text": "hej"}},
    ]  # fmt: skip


async def _received(world: World, raws: list[Json]) -> list[Handled | None]:
    """Each as the inbox takes it: stored, read, handled; None where it cannot be read."""
    routes, handled = Routes(COMMUNITY), list[Handled | None]()
    for number, raw in enumerate(raws, 1):
        arrival = arrival_of({"update_id": number, **raw})
        assert arrival
        async with world.storage.transaction() as tx:
            await tx.inbox.store(Network.TELEGRAM, 1, [arrival], world.now)
        try:
            incoming = read_update(arrival.raw, "tjans_bot")
        except ValueError:
            handled.append(None)
            continue
        async with world.storage.transaction() as tx:
            handled.append(await routes.handle(tx, incoming, world.now))
    return handled


async def test_whatever_the_network_says_no_column_overflows(world: World, tmp_path: Path) -> None:
    await world.task(3)
    handled = await _received(world, updates())
    assert [number for number, one in enumerate(handled) if one is None] == [10, 11, 12]
    assert [one.reply for one in await _received(world, [{"message": {"text": GIANT * 100}}]) if one] == [None]
    assert too_long(tmp_path / "tjans.db") == {}
    found = longest(tmp_path / "tjans.db")
    assert found["persons.name"] == found["channels.title"] == BOUNDS["persons.name"]
    assert await world.rows("SELECT COUNT(*) FROM accounts WHERE language IS NOT NULL AND length(language) > 2") == [
        (0,)
    ]


async def test_the_longest_task_roster_and_message_fill_their_columns_and_no_more(
    world: World, tmp_path: Path
) -> None:
    """What is one character longer is refused; what is just short enough is kept whole."""
    alice = Desk(world, world.alice)
    role = "Ø" * 40
    pieces = ["Å" * 100, "lørdag 14-17", "Æ" * 150, ", ".join(f"{role[:-1]}{n} 500" for n in range(8)), "Ø" * 150]
    for at in (0, 2, 3, 4):
        longer = [*pieces]
        longer[at] = f"Å{pieces[at]}"
        await alice.says("/post " + " | ".join(longer))
        assert "publish" not in alice.verbs()
        world.now += timedelta(seconds=1)
    await alice.says("/post " + " | ".join(pieces))
    for field, most in (("details", 1500), ("contact", 80)):
        await alice.presses("more")
        draft = alice.action("preview").split(":")[1]
        await alice.presses(f"field:{draft}:{field}")
        await alice.says("Ø" * (most + 1))
        await alice.says("Ø" * most)
    await alice.presses("publish")
    found = longest(tmp_path / "tjans.db")
    full = ("title", "place", "benefit", "details", "contact")
    assert {name: found[f"tasks.{name}"] for name in full} == {name: BOUNDS[f"tasks.{name}"] for name in full}
    assert found["slots.name"] == BOUNDS["slots.name"]
    assert too_long(tmp_path / "tjans.db") == {}


@pytest.mark.parametrize("kind", ["post", "message"])
async def test_a_person_keeps_fifty_forms_and_the_oldest_go(world: World, kind: str) -> None:
    async with world.storage.transaction() as tx:
        for number in range(3 * MOST_DRAFTS):
            tx.drafts.add(world.bob.id, kind, "title", {"title": str(number)}, NOW + timedelta(seconds=number))
        tx.drafts.add(world.alice.id, kind, "title", {"title": "hers"}, NOW)
    rows = await world.rows("SELECT fields FROM drafts WHERE person_id = ? ORDER BY id", world.bob.id)
    kept = [json.loads(str(fields))["title"] for (fields,) in rows]
    assert kept == [str(number) for number in range(2 * MOST_DRAFTS, 3 * MOST_DRAFTS)]
    assert await world.rows("SELECT COUNT(*) FROM drafts WHERE person_id = ?", world.alice.id) == [(1,)]


async def test_an_update_keeps_its_place_in_line_whatever_its_number_is(world: World) -> None:
    arrival = arrival_of({"update_id": 1, "message": {"from": {"id": 10**4000}, "chat": {"id": CHARLIE.native_id}}})
    assert arrival
    assert arrival.lane == f"telegram:c:{CHARLIE.native_id}"
