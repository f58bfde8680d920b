"""Several accounts that are one person's."""

from dataclasses import dataclass
from datetime import datetime

from bot.incoming import Network


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkCode:
    """A one-time code: whose, made through which account of theirs, and until when it is good."""

    person_id: int
    account_id: int
    network: Network
    expires_at: datetime
    used: bool
