"""Updates as Telegram sends them, and as it never would: mutated in any place, in any way."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from hypothesis import strategies as st

from handlers.tables import ACTIONS, COMMANDS, GROUP_COMMANDS, SCREENS, STARTS
from tests.community import GROUP, HERE

Json = dict[str, Any]
PEOPLE = (101, 102, 103, 104, 105, 106, 107, 108, 109, 4711)
"""Everybody, and somebody nobody has seen."""

WORDS = (
    "all",
    "new",
    "none",
    "app",
    "da",
    "en",
    "title",
    "when",
    "slots",
    "channels",
    "time-0",
    "today",
    "week",
    "x",
)
STRANGE = ("", "0", "-1", "007", "1_0", "٣", "9007199254740993", "9" * 40, " 1", "1 OR 1=1", "\x00", "1e3", "-", "½")
NUMBERS = (
    st.sampled_from([0, -1, 1, 2**31, 2**52, 2**53, 2**63 - 1, 2**63, 2**70, -(2**63), -(2**70)]) | st.integers()
)
TEXTS = st.text(max_size=40) | st.sampled_from(
    ["", "\x00", "a\x00b", "\ud800", "a\udfffb", "\u202e/mine", "x" * 5000, "٣" * 9, "😀" * 70, "/" * 40, "\n" * 50]
)
"""Half characters, null bytes, nothing, and far too much."""


def _nested(depth: int) -> Any:
    deep: Any = 1
    for level in range(depth):
        deep = {"reply_to_message": deep} if level % 2 else [deep]
    return deep


VALUES = (
    st.none()
    | st.booleans()
    | NUMBERS
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS
    | st.sampled_from([[], {}, [1], {"id": 1}, [[]], {"id": {"id": {}}}]).map(deepcopy)
    | st.sampled_from([5, 60, 300, 900]).map(_nested)
)


def arguments(ids: Mapping[str, int | str]) -> st.SearchStrategy[str]:
    """What may stand behind a verb: everybody's ids, and what is no id at all."""
    real = sorted({str(one) for name, one in ids.items() if name != "token"})
    return st.sampled_from(real) | st.sampled_from([*real, *WORDS, *STRANGE]) | st.integers().map(str)


def forged(ids: Mapping[str, int | str]) -> st.SearchStrategy[str]:
    """`callback_data` of every verb with anybody's ids, whole, too long, or broken."""
    verbs = st.sampled_from(sorted({*ACTIONS, *SCREENS})) | st.sampled_from(["", "nonsense", "CLAIM", "claim ", ":"])
    whole = st.tuples(verbs, st.lists(arguments(ids), max_size=4)).map(lambda one: ":".join((one[0], *one[1])))
    broken = whole.map(lambda data: data.replace(":", "::")) | whole.map(lambda data: data + ":" * 64) | TEXTS
    return whole | whole | whole | broken


def spoken(ids: Mapping[str, int | str]) -> st.SearchStrategy[str]:
    """Commands, links and words."""
    names = sorted({*COMMANDS, *GROUP_COMMANDS, "nonsense"})
    links = st.tuples(st.sampled_from([*STARTS, "", "z"]), arguments(ids)).map("".join)
    links = links | st.sampled_from(["gpost", "gmanage", "gdata", "c100400", "c100200"])
    rests = links | arguments(ids) | TEXTS | st.just("Tur | 12/12 14-16 | Parken | 3 | alle")
    commands = st.tuples(st.sampled_from(names), rests).map(lambda one: f"/{one[0]} {one[1]}")
    starts = links.map(lambda link: f"/start {link}")
    wishes = st.sampled_from(["afbud", "fortryd", "ja tak", "nej tak", "mine", "Ole", "22-7", "3", "12/12 14-16"])
    taking = arguments(ids).map(lambda one: f"jeg er med {one}")
    return commands | starts | wishes | taking | TEXTS


def user(number: int) -> Json:
    return {"id": number, "is_bot": False, "first_name": f"P{number}", "language_code": "da"}


def places(number: int) -> st.SearchStrategy[Json]:
    private = {"id": number, "type": "private", "first_name": "P"}
    channel = {"id": HERE, "type": "channel", "title": "Frivillige i Lyngby"}
    group = {"id": GROUP, "type": "supergroup", "title": "Naboer"}
    return st.sampled_from([private, private, channel, group])


@st.composite
def acts(draw: st.DrawFn, number: int, ids: Mapping[str, int | str]) -> Json:
    """Something one person does, as Telegram would say it."""
    chat = draw(places(number))
    message: Json = {"message_id": draw(st.integers(72, 76)), "date": 1, "chat": chat}
    if draw(st.integers(0, 2)):
        query = {"id": "1", "from": user(number), "chat_instance": "1", "message": message}
        return {"callback_query": {**query, "data": draw(forged(ids))}}
    return {"message": {**message, "from": user(number), "text": draw(spoken(ids))}}


@st.composite
def happenings(draw: st.DrawFn, ids: Mapping[str, int | str]) -> Json:
    """What else Telegram tells: a channel's post, our standing in a chat, a chat that moved."""
    number = draw(st.sampled_from(PEOPLE))
    chat = draw(places(number))
    status = st.sampled_from(["member", "administrator", "left", "kicked", "restricted", "creator"])
    match draw(st.integers(0, 2)):
        case 0:
            post = {"message_id": 9, "date": 1, "chat": chat, "sender_chat": chat, "text": draw(spoken(ids))}
            return {"channel_post": post}
        case 1:
            us: Json = {"user": {"id": 1, "is_bot": True}, "can_post_messages": draw(st.booleans())}
            old, new = ({"status": draw(status), **us} for _ in range(2))
            change = {"chat": chat, "from": user(number), "date": 1}
            return {"my_chat_member": {**change, "old_chat_member": old, "new_chat_member": new}}
    moved = {"message_id": 9, "date": 1, "chat": chat, "from": user(number), "migrate_to_chat_id": -100900}
    return {"message": moved}


@st.composite
def mutated(draw: st.DrawFn, ids: Mapping[str, int | str]) -> Any:
    """An update with up to four places that are missing, doubled, of another kind, or too much."""
    number = draw(st.sampled_from(PEOPLE))
    update: Json = deepcopy(draw(acts(number, ids) | happenings(ids)))
    for _ in range(draw(st.integers(0, 3))):
        parent, key = draw(st.sampled_from(list(_places(update))))
        match draw(st.sampled_from(["same kind", "same kind", "missing", "more", "other kind"])):
            case "missing":
                del parent[key]
            case "more":
                parent[draw(st.sampled_from(MORE))] = draw(VALUES)
            case "same kind":
                parent[key] = draw(_like(parent[key]))
            case _:
                parent[key] = draw(VALUES)
        if not update:
            break
    return update


MORE = ("text", "data", "from", "chat", "id", "sender_chat", "photo", "message_thread_id", "is_topic_message", "x")


def _like(value: object) -> st.SearchStrategy[Any]:
    """Something of the same kind, which a reader that looks at kinds only lets through."""
    if isinstance(value, bool):
        return st.just(not value)
    if isinstance(value, int):
        return NUMBERS
    return TEXTS if isinstance(value, str) else VALUES


def _places(tree: Json) -> Iterator[tuple[Json, str]]:
    for key, value in tree.items():
        yield tree, key
        if isinstance(value, dict):
            yield from _places(value)
