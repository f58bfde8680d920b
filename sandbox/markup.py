"""Telegram's HTML (Bot API, "HTML style"), as strict as the true parser and with its complaints.

The grammar and wording follow TDLib's parse_html: only the listed tags, every tag closed in order; `&` counts
as text unless it begins one of `&lt; &gt; &amp; &quot;` or a number.
"""

import re
from dataclasses import dataclass, field
from html import unescape

from sandbox.entities import utf16
from sandbox.errors import Refused, bad_request
from sandbox.people import Json

_KINDS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
    "span": "spoiler", "code": "code", "pre": "pre", "blockquote": "blockquote", "a": "text_link",
    "tg-emoji": "custom_emoji", "tg-time": "date_time",
}  # fmt: skip
_NAME = re.compile(r"[^\s>]*")
_ENTITY = re.compile(r"&(?:(?:lt|gt|amp|quot)|#(?:[0-9]{1,7}|x[0-9A-Fa-f]{1,6}));?")
_ATTRIBUTE = re.compile(r"""\s*([^\s=>/"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9.-]+)(?=[\s>])))?\s*""")
_USER_LINK = re.compile(r"tg://user\?id=(\d+)$")
_LINK = re.compile(r"(?:https?://|tg://|ton://|mailto:|tel:)?[^\s/]+\S*$")


@dataclass(slots=True)
class _Open:
    """A tag that waits for its end."""

    tag: str
    offset: int
    at: int
    attributes: dict[str, str]


@dataclass(slots=True)
class _Reader:
    """One reading of one text, from left to right."""

    source: str
    at: int = 0
    plain: list[str] = field(default_factory=list)
    offset: int = 0
    open: list[_Open] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)

    def read(self) -> tuple[str, list[Json]]:
        while (tag := self.source.find("<", self.at)) != -1:
            self._say(self.source[self.at : tag])
            self.at = tag
            self._close() if self.source.startswith("</", tag) else self._begin()
        self._say(self.source[self.at :])
        if self.open:
            last = self.open[-1]
            raise _wrong(f'Can\'t find end tag corresponding to start tag "{last.tag}"')
        return "".join(self.plain), self.entities

    def _say(self, words: str) -> None:
        if "&" in words:
            words = _unescaped(words)
        self.plain.append(words)
        self.offset += utf16(words)

    def _begin(self) -> None:
        begin = self.at
        hit = _NAME.match(self.source, begin + 1)
        tag = hit.group().lower() if hit else ""
        if begin + 1 + len(tag) == len(self.source):
            raise _wrong(f"Unclosed start tag at byte offset {self._byte(begin)}")
        if tag not in _KINDS:
            raise _wrong(f'Unsupported start tag "{tag}" at byte offset {self._byte(begin)}')
        attributes = self._attributes(tag, begin + 1 + len(tag))
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise _wrong(f'Tag "span" must have class "tg-spoiler" at byte offset {self._byte(begin)}')
        self.open.append(_Open(tag, self.offset, begin, attributes))

    def _attributes(self, tag: str, start: int) -> dict[str, str]:
        """Read up to the `>` that ends the tag and step over it."""
        found: dict[str, str] = {}
        at = start
        while not self.source.startswith(">", at):
            hit = _ATTRIBUTE.match(self.source, at)
            if hit is None:
                raise self._bad_attribute(tag, at)
            found[hit[1].lower()] = _unescaped(hit[2] or hit[3] or hit[4] or "")
            at = hit.end()
        self.at = at + 1
        return found

    def _bad_attribute(self, tag: str, at: int) -> Refused:
        where = self._byte(self.at)
        rest = self.source[at:].lstrip()
        if not rest:
            return _wrong(f'Unclosed start tag "{tag}" at byte offset {where}')
        if rest[0] == "=":
            return _wrong(f"Unexpected end of name token at byte offset {self._byte(at)}")
        return _wrong(f'Empty attribute name in the tag "{tag}" at byte offset {where}')

    def _close(self) -> None:
        begin, end = self.at, self.source.find(">", self.at)
        if not self.open:
            raise _wrong(f"Unexpected end tag at byte offset {self._byte(begin)}")
        if end == -1:
            raise _wrong(f"Unclosed end tag at byte offset {self._byte(begin)}")
        found = self.source[begin + 2 : end].strip().lower()
        tag = self.open.pop()
        if found and found != tag.tag:
            expected = f'expected "</{tag.tag}>", found "</{found}>"'
            raise _wrong(f"Unmatched end tag at byte offset {self._byte(begin)}, {expected}")
        self._keep(tag)
        self.at = end + 1

    def _keep(self, tag: _Open) -> None:
        length = self.offset - tag.offset
        if length and (more := self._more(tag)) is not None:
            kind = {"offset": tag.offset, "length": length, "type": _KINDS[tag.tag]}
            self.entities.append(kind | more)

    def _more(self, tag: _Open) -> Json | None:
        """What the entity says beyond its kind; None when there is to be no entity."""
        given = tag.attributes
        if tag.tag == "a":
            return _link(given.get("href") or self._since(tag.offset))
        if tag.tag == "tg-emoji":
            return {"custom_emoji_id": given["emoji-id"]} if given.get("emoji-id", "").isdigit() else None
        if tag.tag == "tg-time":
            return _time(given, self._byte(tag.at))
        if tag.tag == "blockquote" and "expandable" in given:
            return {"type": "expandable_blockquote"}
        return {}

    def _since(self, offset: int) -> str:
        plain = "".join(self.plain).encode("utf-16-le")
        return plain[2 * offset :].decode("utf-16-le")

    def _byte(self, at: int) -> int:
        return len(self.source[:at].encode())


def _unescaped(text: str) -> str:
    return _ENTITY.sub(lambda hit: unescape(hit.group()), text)


def _wrong(why: str) -> Refused:
    return bad_request(f"can't parse entities: {why}")


def _link(target: str) -> Json | None:
    """A link, a mention of a person without a username, or nothing when the address makes no sense."""
    if user := _USER_LINK.match(target):
        return {"type": "text_mention", "user": {"id": int(user[1]), "is_bot": False, "first_name": ""}}
    if not _LINK.match(target) or ("." not in target and ":" not in target):
        return None
    return {"url": target if ":" in target else f"http://{target}/"}


def _time(given: dict[str, str], where: int) -> Json:
    """Bot API 9.5, date_time: `<tg-time unix="…" format="…">`."""
    if not given.get("unix", "").isdigit():
        raise _wrong(f'Invalid "unix" attribute in the tag "tg-time" at byte offset {where}')
    shape = given.get("format", "")
    if not re.fullmatch(r"r|w?[dD]?[tT]?", shape):
        raise _wrong(f'Invalid "format" attribute in the tag "tg-time" at byte offset {where}')
    return {"unix_time": int(given["unix"])} | ({"date_time_format": shape} if shape else {})


def parse_html(source: str) -> tuple[str, list[Json]]:
    """The text that is shown, trimmed, and its entities; what Telegram cannot read is refused."""
    plain, entities = _Reader(source).read() if "<" in source or "&" in source else (source, [])
    return _trimmed(plain, entities)


def _trimmed(plain: str, entities: list[Json]) -> tuple[str, list[Json]]:
    text = plain.strip()
    if not entities or text == plain:
        return text, sorted(entities, key=lambda one: (one["offset"], -one["length"]))
    lead, room = utf16(plain[: len(plain) - len(plain.lstrip())]), utf16(text)
    kept = []
    for one in entities:
        begin, end = max(0, one["offset"] - lead), min(room, one["offset"] + one["length"] - lead)
        if begin < end:
            kept.append(one | {"offset": begin, "length": end - begin})
    return text, sorted(kept, key=lambda one: (one["offset"], -one["length"]))
