"""Reads quiet hours: 22-7, kl. 22 til 7, fra 22.30 til 6.15, 10pm-7am, ingen."""

import re

from handlers.reader.tokens import clean, fold

LONGEST = 60
_TIME = re.compile(r"(?<!\d)(\d{1,2})(?:[.:](\d{2}))? ?(am|pm|a\.m\.|p\.m\.)?(?![\d:.]*\d)")
_NEVER = {
    fold(word)
    for word in ("ingen", "ingen nattero", "aldrig", "nej", "fra", "slukket", "none", "no", "never", "off", "nothing")
}


def read_quiet(text: str) -> tuple[int, int] | None:
    """From and to, in minutes after midnight; (0, 0) for never; None if it cannot be read with certainty."""
    said = fold(clean(text)).strip(" .!") if len(text) <= LONGEST else ""
    if said in _NEVER:
        return 0, 0
    minutes = [_minutes(*found) for found in _TIME.findall(said)]
    digits = sum(one.isdecimal() for one in said)
    if len(minutes) != 2 or digits > 8:
        return None
    start, end = minutes
    return None if start is None or end is None or start == end else (start, end)


def _minutes(hour: str, minute: str, half: str) -> int | None:
    hours, minutes = int(hour), int(minute or 0)
    if half:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half.startswith("p") else 0)
    if hours > 24 or minutes > 59 or (hours == 24 and minutes):
        return None
    return hours % 24 * 60 + minutes
