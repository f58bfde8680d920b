"""Updates as Telegram sends them, and as it never would: mutated in any place, in any way.

Drawn evenly from a seeded Random: hypothesis prefers what is short and empty, and seldom presses a real button.
"""

from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

from handlers.tables import ACTIONS, COMMANDS, GROUP_COMMANDS, SCREENS, STARTS
from tests.community import GROUP, HERE

Json = dict[str, Any]
Ids = Mapping[str, int | str]

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
NUMBERS = (0, -1, 1, 77, 2**31, 2**52, 2**53, 2**63 - 1, 2**63, 2**70, -(2**63), -(2**70))
TEXTS = (
    "",
    "\x00",
    "a\x00b",
    "\u202e/mine",
    "x" * 5000,
    "٣" * 9,
    "😀" * 70,
    "/" * 40,
    "\n" * 50,
    "hej",
    "/find",
    "{0}",
)
HALF = ("\ud800", "a\udfffb")
"""Half characters, which JSON can carry."""
OTHERS: tuple[Any, ...] = (None, True, False, 1.5, 77.0, [], {}, [1], {"id": 1}, [[]], {"id": {"id": {}}}, "77")
MORE = ("text", "data", "from", "chat", "id", "sender_chat", "photo", "message_thread_id", "is_topic_message", "x")


def _nested(depth: int) -> Any:
    deep: Any = 1
    for level in range(depth):
        deep = {"reply_to_message": deep} if level % 2 else [deep]
    return deep


def _anything(dice: Random) -> Any:
    kind = dice.randrange(4)
    if kind == 0:
        return dice.choice(NUMBERS)
    if kind == 1:
        return dice.choice((*TEXTS, *HALF))
    return _nested(dice.choice((5, 60, 300, 900))) if kind == 2 else _fresh(dice.choice(OTHERS))


def _fresh(value: Any) -> Any:
    """A copy, because it may be mutated, too."""
    if isinstance(value, dict):
        return {key: _fresh(one) for key, one in value.items()}
    return [_fresh(one) for one in value] if isinstance(value, list) else value


def _argument(dice: Random, ids: Ids) -> str:
    """What may stand behind a verb: mostly somebody's id, sometimes no id at all."""
    if dice.random() < 0.85:
        return str(dice.choice([one for name, one in sorted(ids.items()) if name != "token"]))
    return dice.choice((*WORDS, *STRANGE)) if dice.random() < 0.9 else str(dice.randrange(-(2**70), 2**70))


def forged(dice: Random, ids: Ids) -> str:
    """`callback_data` of every verb with anybody's ids; one in ten is broken."""
    verb = dice.choice(sorted({*ACTIONS, *SCREENS}))
    data = ":".join((verb, *(_argument(dice, ids) for _ in range(dice.choice((0, 1, 1, 1, 2, 2, 3))))))
    if dice.random() < 0.9:
        return data
    return dice.choice((data.replace(":", "::"), data + ":" * 64, data.upper(), f" {data}", *TEXTS))


def spoken(dice: Random, ids: Ids) -> str:
    """Commands, links and words."""
    link = dice.choice((*STARTS, "", "z")) + _argument(dice, ids)
    link = dice.choice((link, link, "gpost", "gmanage", "gdata", "c100400", "c100200"))
    rest = dice.choice((_argument(dice, ids), "Tur | 12/12 14-16 | Parken | 3 | alle", "", *TEXTS))
    name = dice.choice(sorted({*COMMANDS, *GROUP_COMMANDS, "nonsense"}))
    words = ("afbud", "fortryd", "ja tak", "nej tak", "mine", "Ole", "22-7", "3", "12/12 14-16", *TEXTS)
    taking = f"jeg er med {_argument(dice, ids)}"
    return dice.choice((f"/start {link}", f"/{name} {rest}", f"/{name}", taking, dice.choice(words)))


def user(number: int) -> Json:
    return {"id": number, "is_bot": False, "first_name": f"P{number}", "language_code": "da"}


def _place(dice: Random, number: int) -> Json:
    private = {"id": number, "type": "private", "first_name": "P"}
    channel = {"id": HERE, "type": "channel", "title": "Frivillige i Lyngby"}
    group = {"id": GROUP, "type": "supergroup", "title": "Naboer"}
    return dice.choice((private, private, private, channel, group))


def act(dice: Random, number: int, ids: Ids) -> Json:
    """Something one person does, as Telegram would say it."""
    message: Json = {"message_id": dice.randrange(72, 77), "date": 1, "chat": _place(dice, number)}
    if dice.random() < 0.75:
        query = {"id": "1", "from": user(number), "chat_instance": "1", "message": message}
        return {"callback_query": {**query, "data": forged(dice, ids)}}
    return {"message": {**message, "from": user(number), "text": spoken(dice, ids)}}


def happening(dice: Random, ids: Ids) -> Json:
    """What else Telegram tells: a channel's post, our standing in a chat, a chat that moved."""
    number = dice.choice(PEOPLE)
    chat = _place(dice, number)
    match dice.randrange(3):
        case 0:
            post = {"message_id": 9, "date": 1, "chat": chat, "sender_chat": chat, "text": spoken(dice, ids)}
            return {"channel_post": post}
        case 1:
            us: Json = {"user": {"id": 1, "is_bot": True}, "can_post_messages": dice.random() < 0.5}
            statuses = ("member", "administrator", "left", "kicked", "restricted", "creator")
            old, new = ({"status": dice.choice(statuses), **us} for _ in range(2))
            change = {"chat": chat, "from": user(number), "date": 1}
            return {"my_chat_member": {**change, "old_chat_member": old, "new_chat_member": new}}
    moved = {"message_id": 9, "date": 1, "chat": chat, "from": user(number), "migrate_to_chat_id": -100900}
    return {"message": moved}


def mutated(dice: Random, ids: Ids) -> Json:
    """An update with up to three places that are missing, doubled, of another kind, or too much."""
    update = _fresh(act(dice, dice.choice(PEOPLE), ids) if dice.random() < 0.7 else happening(dice, ids))
    for _ in range(dice.randrange(4)):
        if not update:
            break
        parent, key = dice.choice(list(_places(update)))
        match dice.randrange(5):
            case 0:
                del parent[key]
            case 1:
                parent[dice.choice(MORE)] = _anything(dice)
            case 2:
                parent[key] = _anything(dice)
            case _:
                parent[key] = _like(dice, parent[key])
    changed: Json = update
    return changed


def _like(dice: Random, value: object) -> Any:
    """Something of the same kind, which a reader that looks at kinds only lets through."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return dice.choice(NUMBERS)
    return dice.choice((*TEXTS, *HALF)) if isinstance(value, str) else _anything(dice)


def _places(tree: Json) -> Iterator[tuple[Json, str]]:
    for key, value in tree.items():
        yield tree, key
        if isinstance(value, dict):
            yield from _places(value)
