"""What is written in the ways the bot itself shows times is read back as the same times."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from babel.dates import format_datetime
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from handlers.reader import When, read_when

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
STARTS = st.integers(1, 330 * 24 * 4).map(lambda quarters: NOW + timedelta(minutes=15 * quarters))
LENGTHS = st.integers(1, 12 * 4).map(lambda quarters: timedelta(minutes=15 * quarters))


def is_certain(moment: datetime) -> bool:
    """Neither of the two moments of the doubled hour."""
    local = moment.astimezone(COPENHAGEN)
    return local.replace(fold=0).utcoffset() == local.replace(fold=1).utcoffset()


@pytest.mark.parametrize(
    ("language", "pattern", "end"),
    [
        ("da_DK", "EEEE 'den' d. MMMM y 'kl.' HH.mm", "–%H.%M"),
        ("da_DK", "EEE d/M 'kl.' HH.mm", "-%H.%M"),
        ("da_DK", "d/M-y HH.mm", " til %H.%M"),
        ("da_DK", "dd.MM.y 'kl.' HH:mm", " – %H:%M"),
        ("en_GB", "EEEE d MMMM y, HH:mm", "–%H:%M"),
        ("en_GB", "EEE d MMM, h:mma", " to %I:%M%p"),
        ("en_US", "MMMM d, y 'at' h:mm a", " until %I:%M %p"),
        ("en_GB", "y-MM-dd HH:mm", "-%H:%M"),
    ],
)
@settings(max_examples=100, deadline=None)
@given(start=STARTS, length=LENGTHS)
def test_a_time_as_shown_is_read_back(
    language: str, pattern: str, end: str, start: datetime, length: timedelta
) -> None:
    assume(is_certain(start) and is_certain(start + length))
    shown = format_datetime(start, pattern, tzinfo=COPENHAGEN, locale=language)
    shown += (start + length).astimezone(COPENHAGEN).strftime(end)
    assert read_when(shown, NOW, COPENHAGEN) == When(starts_at=start, ends_at=start + length)
