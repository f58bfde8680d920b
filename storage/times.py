"""The one converter between aware UTC datetimes and the whole seconds on disk (design I9)."""

from datetime import UTC, datetime


def seconds(moment: datetime) -> int:
    """Whole seconds since 1970; ValueError for a datetime without a zone."""
    if moment.tzinfo is None:
        raise ValueError("a time without a zone")
    return int(moment.timestamp())


def maybe_seconds(moment: datetime | None) -> int | None:
    return None if moment is None else seconds(moment)


def moment(value: int) -> datetime:
    return datetime.fromtimestamp(value, UTC)


def maybe_moment(value: int | None) -> datetime | None:
    return None if value is None else moment(value)
