"""Entities Telegram finds by itself in plain text (Bot API, MessageEntity), with UTF-16 offsets."""

import re

from sandbox.people import Json

_WORD = r"[A-Za-z0-9_]"
_FOUND = re.compile(
    rf"""(?<![\w/@<>])(?P<bot_command>/{_WORD}{{1,64}}(?:@{_WORD}{{3,32}})?)(?![\w/])
      | (?P<url>https?://[^\s<>"]+[^\s<>".,;:!?)'] | (?<![\w@.])t\.me/{_WORD}[^\s<>"]*[^\s<>".,;:!?)'])
      | (?P<email>(?<![\w.])[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{{2,}})
      | (?<![\w@])(?P<mention>@{_WORD}{{4,32}})(?!\w)
      | (?<![\w\#])(?P<hashtag>\#(?=\d*[^\W\d])\w{{1,256}})""",
    re.VERBOSE,
)


def utf16(text: str) -> int:
    """How long Telegram says this is."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def found_in(text: str) -> list[Json]:
    """Commands, links, addresses, mentions and hashtags in the order they stand."""
    return [
        {"offset": utf16(text[: hit.start()]), "length": utf16(hit.group()), "type": hit.lastgroup}
        for hit in _FOUND.finditer(text)
    ]


def with_found(text: str, entities: list[Json]) -> tuple[Json, ...]:
    """The bot's own entities and, where none of them is a link or code, those Telegram finds."""
    if not entities:
        return tuple(found_in(text))
    closed = [span for span in entities if span["type"] in ("code", "pre", "text_link", "text_mention", "date_time")]
    extra = [one for one in found_in(text) if not any(_overlap(one, span) for span in closed)]
    return tuple(sorted([*entities, *extra], key=lambda one: (one["offset"], -one["length"])))


def _overlap(one: Json, other: Json) -> bool:
    return bool(one["offset"] < other["offset"] + other["length"] and other["offset"] < one["offset"] + one["length"])
