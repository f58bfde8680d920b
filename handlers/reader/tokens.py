"""Cuts typed text into numbers, words and marks, whatever keyboard it came from."""

import re
import unicodedata
from dataclasses import dataclass

from bot.unclear import Reason, Unclear

_TOKEN = re.compile(r"[0-9]+|[^\W\d_]+(?:'[^\W\d_]+)*|\S")
_SAME = str.maketrans(
    dict.fromkeys("‐‑‒–—―−－～", "-")
    | dict.fromkeys("’‘ʼ`´", "'")
    | {"：": ":", "／": "/", "，": ",", "．": ".", "｜": "|"}
)
_PLAIN = (("å", "aa"), ("æ", "ae"), ("ø", "oe"), ("ä", "ae"), ("ö", "oe"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """`key` is what tables are asked with; `glued` says that no blank stood before it."""

    key: str
    start: int
    end: int
    glued: bool


_NOTHING = Token(key="", start=0, end=0, glued=False)


def clean(text: str) -> str:
    """One spelling of dashes, apostrophes and digits of any script; invisible marks gone."""
    visible = (c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c) != "Cf")
    return "".join(_digit(c) for c in visible).translate(_SAME)


def fold(word: str) -> str:
    """Lower case, with the letters that a foreign keyboard lacks written out: på, paa → paa."""
    word = word.lower()
    for letter, letters in _PLAIN:
        word = word.replace(letter, letters)
    return word


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Tokens that may be asked for at any index; outside there is nothing."""

    text: str
    tokens: tuple[Token, ...]

    def token(self, at: int) -> Token:
        return self.tokens[at] if 0 <= at < len(self.tokens) else _NOTHING

    def key(self, at: int) -> str:
        return self.token(at).key

    def glued(self, at: int) -> bool:
        return self.token(at).glued

    def in_one(self, at: int, count: int) -> bool:
        """So many tokens follow each other here without a blank."""
        return 0 <= at <= len(self.tokens) - count and all(self.glued(i) for i in range(at + 1, at + count))

    def number(self, at: int, *, digits: int = 2) -> int | None:
        """The number here, if it has at most so many digits."""
        key = self.key(at)
        return int(key) if key.isdecimal() and len(key) <= digits else None

    def piece(self, start: int, end: int) -> str:
        """The text of the tokens from start up to end, as typed."""
        return self.text[self.token(start).start : self.token(end - 1).end]


def tokenize(text: str, *, longest: int) -> Line:
    """The text as a line of tokens; a text too long to be meant as one is refused before it is looked at."""
    if len(text) > longest:
        raise Unclear(Reason.NOT_UNDERSTOOD, piece=clean(text[:longest]).strip())
    text = clean(text)
    return Line(text=text, tokens=tuple(_token(found) for found in _TOKEN.finditer(text)))


def _token(found: re.Match[str]) -> Token:
    start = found.start()
    glued = start > 0 and not found.string[start - 1].isspace()
    return Token(key=fold(found.group()), start=start, end=found.end(), glued=glued)


def _digit(character: str) -> str:
    value = unicodedata.decimal(character, None)
    return character if value is None else str(value)
