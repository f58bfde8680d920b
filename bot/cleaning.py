"""The daily clean-up: personal data goes when its reason ends (domain 2.8)."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.store import Tx

AT_HOUR = 3
A_DAY = timedelta(days=1)
A_MONTH = timedelta(days=30)
A_YEAR = timedelta(days=365)


async def clean_daily(tx: Tx, now: datetime, zone: ZoneInfo) -> bool:
    """Once a local day, after three in the morning; whether it was done now."""
    here = now.astimezone(zone)
    today = here.date().isoformat()
    if here.hour < AT_HOUR or await tx.meta.get("cleaned") == today:
        return False
    await clean(tx, now)
    tx.meta.set("cleaned", today)
    return True


async def clean(tx: Tx, now: datetime) -> None:
    """What is kept for a month after it ended goes, then who has not been seen for a year. Cards do not change."""
    a_month_ago = now - A_MONTH
    forgetting = tx.forgetting
    forgetting.signups(a_month_ago)
    forgetting.given_back(a_month_ago)
    forgetting.guests()
    forgetting.contacts(a_month_ago)
    forgetting.drafts(a_month_ago)
    forgetting.messages(a_month_ago)
    forgetting.notices(a_month_ago)
    forgetting.updates(a_month_ago)
    forgetting.invitations(a_month_ago)
    forgetting.codes(now - A_DAY)
    forgetting.persons(await forgetting.idle(now - A_YEAR), now)
