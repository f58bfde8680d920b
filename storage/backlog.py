"""How much waits: asked for the metrics and by the alerts, and answered by the indexes alone."""

import json
from collections.abc import Collection
from datetime import datetime

from bot.incoming import Network
from bot.model import Backlog
from storage.database import Work
from storage.notices import NOT_ON
from storage.times import maybe_moment, seconds

QUESTION = """
SELECT i.count AS updates, i.oldest AS oldest_update, n.count AS notices, n.oldest AS oldest_notice,
       (SELECT COUNT(*) FROM posts s JOIN channels c ON c.id = s.channel_id
        WHERE s.stale = 1 AND s.state = 'live' AND c.state = 'connected') AS stale_cards
FROM (SELECT COUNT(*) AS count, MIN(received_at) AS oldest FROM inbox
      WHERE state IN ('new', 'done') AND state = 'new') i,
     (SELECT COUNT(*) AS count, MIN(due_at) AS oldest FROM notices WHERE state = 'owed' AND due_at <= :now) n
"""
_NOT_AWAY = QUESTION.replace("<= :now)", f"<= :now {NOT_ON})")


async def backlog(work: Work, now: datetime, away: Collection[Network] = ()) -> Backlog:
    """What waits now, in one question."""
    networks = json.dumps([network.value for network in away])
    asked = {"now": seconds(now)} | ({"away": networks, "full": networks} if away else {})
    row = (await work.ask(_NOT_AWAY if away else QUESTION, asked))[0]
    return Backlog(
        updates=row["updates"],
        oldest_update=maybe_moment(row["oldest_update"]),
        notices=row["notices"],
        oldest_notice=maybe_moment(row["oldest_notice"]),
        stale_cards=row["stale_cards"],
    )
