"""What people type, before it is kept: cut to size, cleaned, and never a CPR number (design I10)."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date

from bot.refusals import CprFound, TooLong

NAMELESS = "N.N."
"""How somebody is called whose name shows nothing: short, neutral, and the same in every language."""

_TEN_DIGITS = (
    re.compile(r"(?<!\d)(\d{2}) ?(\d{2}) ?(\d{2}) ?[-./]? ?\d{4}(?!\d)"),
    re.compile(r"(?<!\d)(\d{2})[-./](\d{2})[-./](\d{2}) ?[-./] ?\d{4}(?!\d)"),  # "24.12.26 1430" is a time
)
_REPLACEMENT = 60
"""Added to the day where somebody has no CPR number of their own."""
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−－", "-"))
_JOINERS = "\u200c\u200d"  # Persian words and family emoji need them
_BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")  # letters and signs that show nothing
_MOST_MARKS = 3
_MARKS = frozenset("\\`*")  # Markdown's; the underscore is a letter of older codes


def clean(text: str, most: int, *, lines: bool = False) -> str:
    """The text without what cannot be seen, and without stray blanks; line breaks only where `lines` allows them.

    Control characters, direction overrides, and piles of accents go. A text that shows nothing becomes empty.

    Raises:
        CprFound: ten digits that begin with a date (domain 2.2); nothing of it is kept.
        TooLong: more than `most` characters.
    """
    refuse_cpr(text)
    kept = _calm(one for one in text if _may_stay(one))
    cleaned = _tidy_lines(kept) if lines else " ".join(kept.split())
    if not shows_something(cleaned):
        return ""
    if len(cleaned) > most:
        raise TooLong(most, len(cleaned))
    return cleaned


def shown_name(name: str) -> str:
    """A name as others will see it; `NAMELESS` if there is nothing to see, or what should not be seen."""
    try:
        cleaned = clean(name, len(name))
    except CprFound:
        return NAMELESS
    return cleaned if any(unicodedata.category(one)[0] in "LNS" for one in cleaned) else NAMELESS


def shows_something(text: str) -> bool:
    """Whether anything in it leaves ink."""
    return any(unicodedata.category(one)[0] not in "CMZ" and one not in _BLANKS for one in text)


def as_given(code: str) -> str:
    """A code as we gave it: without the marks that come along when it is copied."""
    return "".join(one for one in code if one not in _MARKS).strip()


def refuse_cpr(text: str) -> None:
    """Raise CprFound if the text holds what looks like a CPR number, in the digits of any script."""
    plain = "".join(" " if one.isspace() else one for one in text if unicodedata.category(one) != "Cf")
    for pattern in _TEN_DIGITS:
        for day, month, year in pattern.findall(plain.translate(_DASHES)):
            if _is_date(int(day) % _REPLACEMENT, int(month), int(year)):
                raise CprFound


def _may_stay(one: str) -> bool:
    category = unicodedata.category(one)
    if category == "Cf":
        return one in _JOINERS
    return one.isspace() or (category[0] != "C" and one not in _BLANKS)


def _calm(characters: Iterable[str]) -> str:
    """At most a few accents on one letter."""
    kept: list[str] = []
    marks = 0
    for one in characters:
        marks = marks + 1 if unicodedata.category(one)[0] == "M" else 0
        if marks <= _MOST_MARKS:
            kept.append(one)
    return "".join(kept)


def _is_date(day: int, month: int, year: int) -> bool:
    try:
        date(2000 + year, month, day)
    except ValueError:
        return False
    return True


def _tidy_lines(text: str) -> str:
    tidy = "\n".join(" ".join(line.split()) for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", tidy).strip()
