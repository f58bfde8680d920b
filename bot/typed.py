"""What people type, before it is kept: cut to size, cleaned, and never a CPR number (design I10)."""

import re
import unicodedata
from datetime import date

from bot.refusals import CprFound, TooLong

_TEN_DIGITS = re.compile(r"(?<!\d)(\d{2})(\d{2})(\d{2})[ -]?\d{4}(?!\d)")


def clean(text: str, most: int, *, lines: bool = False) -> str:
    """The text without control characters and stray blanks; line breaks only where `lines` allows them.

    Raises:
        CprFound: ten digits that begin with a date (domain 2.2); nothing of it is kept.
        TooLong: more than `most` characters.
    """
    refuse_cpr(text)
    kept = "".join(one for one in text if one == "\n" or unicodedata.category(one) not in ("Cc", "Cs", "Co", "Cn"))
    cleaned = _tidy_lines(kept) if lines else " ".join(kept.split())
    if len(cleaned) > most:
        raise TooLong(most, len(cleaned))
    return cleaned


def refuse_cpr(text: str) -> None:
    """Raise CprFound if the text holds what looks like a CPR number."""
    for day, month, year in _TEN_DIGITS.findall(text):
        if _is_date(int(day), int(month), int(year)):
            raise CprFound


def _is_date(day: int, month: int, year: int) -> bool:
    try:
        date(2000 + year, month, day)
    except ValueError:
        return False
    return True


def _tidy_lines(text: str) -> str:
    tidy = "\n".join(" ".join(line.split()) for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", tidy).strip()
