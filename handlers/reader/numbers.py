"""Reads a number on its own, in figures or as a word up to ten."""

from handlers.reader.tokens import clean, fold
from handlers.reader.words import NUMBERS

MOST_DIGITS = 6
_AROUND = " \t\n.,!:;()#"


def read_number(text: str) -> int | None:
    """3 for "3", "tre" and "three"; None for anything else, also for a number longer than any of ours."""
    word = fold(clean(text[:50]).strip(_AROUND)) if len(text) <= 50 else ""
    if word.isdecimal() and len(word) <= MOST_DIGITS:
        return int(word)
    return NUMBERS.get(word)
