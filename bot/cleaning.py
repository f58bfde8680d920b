"""The daily clean-up: personal data goes when its reason ends (domain 2.8)."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.store import Tx

AT_HOUR = 3


async def clean_daily(tx: Tx, now: datetime, zone: ZoneInfo) -> bool:
    """Once a local day, after three in the morning; whether it was done now."""
    here = now.astimezone(zone)
    today = here.date().isoformat()
    if here.hour < AT_HOUR or await tx.meta.get("cleaned") == today:
        return False
    tx.meta.set("cleaned", today)
    return True
