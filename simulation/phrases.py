"""The sentences people are shown, as patterns: the English one, and what stands for it in the Danish catalogue."""

import gettext
import re
from functools import cache
from pathlib import Path

LOCALES = Path(__file__).parents[1] / "locales"
_HOLE = re.compile(r"\\\{\w+\\\}")


class Unsaid(Exception):
    """A sentence that the bot does not say any more: whoever changed it changes it where it is read, too."""


def pattern(one: str, many: str | None = None) -> str:
    """What matches this sentence in both languages, whatever stands in its holes; `{n}` is a number, and a group.

    Raises:
        Unsaid: it is in no catalogue.
    """
    danish = _danish()
    said = [one] if many is None else [one, many]
    known = [danish.gettext(one)] if many is None else [danish.ngettext(one, many, n) for n in (1, 2)]
    if known == said:
        raise Unsaid(one)
    return "|".join(dict.fromkeys(_with_holes(sentence) for sentence in (*known, *said)))


def _with_holes(sentence: str) -> str:
    return _HOLE.sub(".+", re.escape(sentence).replace(r"\{n\}", r"\d+"))


@cache
def _danish() -> gettext.NullTranslations:
    return gettext.translation("tjans", str(LOCALES), ["da"])
