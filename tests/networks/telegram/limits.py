"""Telegram's limits as a server may count them: sliding windows and buckets, over the moments it saw calls."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Seen:
    """A call as the server saw it: its moment lies between the call's start and its answer."""

    chat_id: int
    moment: float


def fits_window(moments: Iterable[float], limit: int, period: float) -> bool:
    """Whether any half-open window of `period` seconds holds at most `limit` moments."""
    ordered = sorted(moments)
    return all(late - early >= period for early, late in zip(ordered, ordered[limit:], strict=False))


def fits_bucket(moments: Iterable[float], size: float, a_second: float) -> bool:
    """Whether a bucket that starts full and is refilled evenly always has a token."""
    tokens, before = size, 0.0
    for moment in sorted(moments):
        tokens = min(size, tokens + (moment - before) * a_second) - 1
        before = moment
        if tokens < -1e-9:
            return False
    return True


def assert_within_limits(seen: Iterable[Seen], *, persons_bucket_only: bool = False) -> None:
    """Bots FAQ, "My bot is hitting limits, how do I avoid this?".

    Args:
        persons_bucket_only: a person's limit is counted as one a second with bursts, not as three in three seconds.
    """
    calls = list(seen)
    assert fits_window((call.moment for call in calls), 30, 1.0)
    assert fits_bucket((call.moment for call in calls), 30, 30.0)
    chats: dict[int, list[float]] = defaultdict(list)
    for call in calls:
        chats[call.chat_id].append(call.moment)
    for chat_id, moments in chats.items():
        if chat_id < 0:
            assert fits_window(moments, 20, 60.0)
            assert fits_bucket(moments, 1, 1 / 3)
        else:
            assert persons_bucket_only or fits_window(moments, 3, 3.0)
            assert fits_bucket(moments, 3, 1.0)
