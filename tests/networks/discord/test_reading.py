"""Discord's events in, Incoming out."""

import json
from typing import Any

import pytest

from bot.cards import Action
from bot.errors import Lack
from bot.incoming import (
    BotMoved,
    ChatKind,
    Commanded,
    Filled,
    Incoming,
    Membership,
    Network,
    Pressed,
    ServerRole,
    Typing,
    What,
)
from handlers.networks.discord.reading import arrival_of, read_event
from tests.networks.discord.samples import (
    ANNA,
    CHANNEL,
    EPHEMERAL,
    GUILD,
    IN_DM,
    IN_GUILD,
    MESSAGE,
    PUBLIC,
    command,
    filled,
    form,
    interaction,
    press,
    stored,
)

KEY = "1300000000000000099/tok"
CASES: list[tuple[dict[str, Any], What, ChatKind]] = [
    (command("mine"), Commanded(name="mine", rest="", message_id=0), ChatKind.ASIDE),
    (command("mine", IN_DM), Commanded(name="mine", rest="", message_id=0), ChatKind.PRIVATE),
    (command("connect"), Commanded(name="connect", rest="", message_id=0), ChatKind.GROUP),
    (command("post", text=" Suppe | nu "), Commanded(name="post", rest="Suppe | nu", message_id=0), ChatKind.ASIDE),
    (
        press("claim:1:2", IN_GUILD, PUBLIC),
        Pressed(press_id=KEY, action=Action.of("claim", 1, 2), message_id=MESSAGE),
        ChatKind.GROUP,
    ),
    (
        press("claim:1:2~2", IN_GUILD, EPHEMERAL),
        Pressed(press_id=KEY, action=Action.of("claim", 1, 2), message_id=MESSAGE),
        ChatKind.ASIDE,
    ),
    (
        press("leave:7", IN_DM, PUBLIC),
        Pressed(press_id=KEY, action=Action.of("leave", 7), message_id=MESSAGE),
        ChatKind.PRIVATE,
    ),
    (press("Skriv!", IN_GUILD, PUBLIC), Pressed(press_id=KEY, action=None, message_id=MESSAGE), ChatKind.GROUP),
    (press("open:t12-a1", IN_GUILD, PUBLIC), Commanded(name="start", rest="t12-a1", message_id=0), ChatKind.ASIDE),
    (
        form("form:answer:7:title", "Suppe", IN_GUILD, EPHEMERAL),
        Filled(form=Action.of("answer", 7, "title"), values=("Suppe",), message_id=MESSAGE),
        ChatKind.ASIDE,
    ),
    (
        form("form:hush_write", "22-7", IN_DM, PUBLIC),
        Filled(form=Action.of("hush_write"), values=("22-7",), message_id=MESSAGE),
        ChatKind.PRIVATE,
    ),
    (
        interaction(5, {"custom_id": "form:post", "components": filled("Suppe", "lørdag", "Sogne|gården")[::-1]}),
        Filled(form=Action.of("post"), values=("Suppe", "lørdag", "Sogne|gården"), message_id=0),
        ChatKind.ASIDE,
    ),
    (
        form("other", "Suppe", IN_DM, PUBLIC),
        Filled(form=None, values=("Suppe",), message_id=MESSAGE),
        ChatKind.PRIVATE,
    ),
    (
        interaction(
            4, {"id": "5", "name": "find", "options": [{"name": "task", "type": 3, "value": "sup", "focused": True}]}
        ),
        Typing(command="find", text="sup"),
        ChatKind.ASIDE,
    ),
]


@pytest.mark.parametrize(("body", "what", "kind"), CASES)
def test_what_happened(body: dict[str, Any], what: What, kind: ChatKind) -> None:
    incoming = read_event(stored(body))
    assert incoming.what == what
    assert incoming.chat.kind is kind
    assert (incoming.chat.address.network, incoming.chat.address.chat_id) == (Network.DISCORD, CHANNEL)
    assert incoming.chat.asides
    assert incoming.answer_to == KEY


def test_who_did_it() -> None:
    sender = read_event(stored(command("mine"))).sender
    assert sender is not None
    assert (sender.native_id, sender.name, sender.language) == (ANNA, "Anna Berg", "da")
    assert (sender.private_chat, sender.may_be_written_to) == (0, True)


def test_direct_messages_name_their_channel() -> None:
    sender = read_event(stored(command("mine", IN_DM))).sender
    assert sender is not None
    assert sender.private_chat == CHANNEL


def test_the_server_has_the_name_it_was_heard_with() -> None:
    assert read_event(stored(command("connect"))).chat.server_name == ""
    named = read_event(stored(command("connect", IN_GUILD, {"guild": {"id": str(GUILD), "name": "Nabo\nhjælp"}})))
    assert (named.chat.server_name, named.chat.title) == ("Nabohjælp", "#opgaver")


@pytest.mark.parametrize(("permissions", "leads"), [("3072", False), ("8", True), ("32", True), ("16", False)])
def test_whoever_manages_the_server_leads_it(permissions: str, leads: bool) -> None:
    member = IN_GUILD["member"] | {"permissions": permissions}
    assert read_event(stored(command("connect", IN_GUILD, {"member": member}))).sender_is_admin is leads


def test_a_name_cannot_disturb_the_text_around_it() -> None:
    user = IN_DM["user"] | {"global_name": "\u202eanna\nberg" + "x" * 80}
    sender = read_event(stored(command("mine", {"user": user}))).sender
    assert sender is not None
    assert sender.name == ("annaberg" + "x" * 80)[:64]


@pytest.mark.parametrize("nothing", ["\u200b\u2060", "\u3164\uffa0", "\u202e\n", "...", None])
def test_who_calls_themselves_nothing_is_called_as_their_account(nothing: str | None) -> None:
    """Red when a name of blanks is taken: others saw N.N."""
    user = IN_DM["user"] | {"global_name": nothing}
    sender = read_event(stored(command("mine", {"user": user}))).sender
    assert sender is not None
    assert sender.name == "anna"


def test_a_deleted_channel_is_lost() -> None:
    incoming = read_event(stored({"id": str(CHANNEL), "type": 0, "name": "opgaver"}, "CHANNEL_DELETE"))
    assert incoming.what == BotMoved(member=False, can_post=False, lacks=(Lack.CHAT,))
    assert incoming.chat.address.chat_id == CHANNEL


@pytest.mark.parametrize(
    "raw",
    [
        "{",
        "{}",
        stored({"id": "x"}, "CHANNEL_DELETE"),
        stored({}),
        stored(command("mine") | {"channel_id": None}),
        stored(interaction(3, {"custom_id": 7})),
    ],
)
def test_what_is_not_documented_is_not_read(raw: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - pydantic's own
        read_event(raw)


def test_an_arrival_has_the_interactions_number_and_the_persons_lane() -> None:
    body = press("claim:1", IN_GUILD, PUBLIC)
    arrival = arrival_of("INTERACTION_CREATE", body)
    assert arrival is not None
    assert (arrival.number, arrival.lane) == (1300000000000000099, f"discord:u:{ANNA}")
    kept = json.loads(arrival.raw)["d"]["message"]
    assert kept == {"id": str(MESSAGE), "flags": 4}  # nothing of what stands on the card
    assert isinstance(read_event(arrival.raw), Incoming)


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("READY", {}),
        ("GUILD_CREATE", {"id": "5"}),
        ("INTERACTION_CREATE", {"type": 4, "id": "5"}),
        ("INTERACTION_CREATE", {"type": 3}),
        ("INTERACTION_CREATE", {"type": 3, "id": "9" * 30}),
    ],
)
def test_what_is_nothing_to_us(name: str, body: dict[str, Any]) -> None:
    assert arrival_of(name, body) is None


def test_an_unreadable_interaction_still_arrives() -> None:
    arrival = arrival_of("INTERACTION_CREATE", {"type": 3, "id": "5", "member": 7, "user": "?"})
    assert arrival is not None
    assert arrival.lane == "discord:u:0"


@pytest.mark.parametrize(
    ("kind", "permissions", "lacks"),
    [
        (0, 1 << 10 | 1 << 11, ()),
        (0, 1 << 3, ()),
        (0, 1 << 11, (Lack.SEE,)),
        (0, 1 << 10 | 1 << 38, (Lack.WRITE,)),
        (11, 1 << 10 | 1 << 11, (Lack.WRITE_IN_THREADS,)),
        (11, 0, (Lack.SEE, Lack.WRITE_IN_THREADS)),
        (0, None, ()),
    ],
)
def test_what_the_bot_lacks_there(kind: int, permissions: int | None, lacks: tuple[Lack, ...]) -> None:
    where = IN_GUILD | {"channel": {"id": str(CHANNEL), "type": kind}}
    where |= {} if permissions is None else {"app_permissions": str(permissions)}
    assert read_event(stored(command("connect", where))).chat.lacks == lacks


def test_roles_come_with_the_gesture_and_are_of_their_server() -> None:
    member = IN_GUILD["member"] | {"roles": ["5", "6"]}
    incoming = read_event(stored(command("mine", IN_GUILD, {"member": member})))
    where = Membership(network=Network.DISCORD, account=ANNA, server=GUILD)
    assert (incoming.roles, incoming.chat.server) == ({where: frozenset({5, 6})}, GUILD)
    private = read_event(stored(command("mine", IN_DM)))
    assert (private.roles, private.chat.server) == ({}, 0)


@pytest.mark.parametrize(("role", "everyone"), [(7, False), (GUILD, True)])
def test_a_chosen_role_is_named(role: int, everyone: bool) -> None:
    body = press("role:3", IN_GUILD, EPHEMERAL)
    body["data"] |= {"component_type": 6, "values": [str(role)]}
    body["data"] |= {"resolved": {"roles": {str(role): {"id": str(role), "name": "Koor\ndinatorer"}}}}
    what = read_event(stored(body)).what
    assert isinstance(what, Pressed)
    assert what.action == Action.of("role", 3)
    assert what.role == ServerRole(native_id=role, name="Koordinatorer", everyone=everyone)
