"""Columns and records: how a row of slots, claims or accounts is read, said once."""

import sqlite3

from bot.model import Claim, ClaimState, Slot
from storage.times import maybe_moment, moment

SLOT = """
s.id AS slot_id, s.task_id AS slot_of, s.name AS slot_name, s.capacity, s.starts_at AS slot_starts_at,
s.ends_at AS slot_ends_at, s.be_there_at AS slot_be_there_at
"""
"""The columns of slots `s` that `slot` reads; `taken` and `waiting`, where they matter, come beside them."""

COUNTS = """
(SELECT COUNT(*) FROM claims n WHERE n.slot_id = s.id AND n.state IN ('held', 'offered')) AS taken,
(SELECT COUNT(*) FROM claims n WHERE n.slot_id = s.id AND n.state = 'waiting') AS waiting
"""

CLAIM = """
c.id AS claim_id, c.task_id AS claim_of, c.slot_id AS claim_slot_id, c.person_id AS claimant,
c.state AS claim_state, c.turn, c.offered_until, c.created_at AS claimed_at, c.changed_at,
c.was AS claim_was, c.asked_at, c.became
"""
"""The columns of claims `c` that `claim` reads."""

BEST_ACCOUNT = "CASE a.reach WHEN 'yes' THEN 0 WHEN 'never' THEN 1 ELSE 2 END, a.seen_at DESC, a.id"
"""Of a person's accounts `a` the one that reaches them best comes first: where they were last, of those that do."""


STANDS = "po.state = 'live' AND po.message_id IS NOT NULL AND ch.state = 'connected'"
"""Of posts `po` in channels `ch`: a card that people can see, where the bot may write."""

CALLED = f"""
EXISTS (SELECT 1 FROM accounts a JOIN channels ch ON ch.network = a.network
JOIN posts po ON po.channel_id = ch.id WHERE a.person_id = c.person_id AND a.reach = 'blocked'
AND a.network IN (SELECT value FROM json_each(:calling)) AND po.task_id = c.task_id AND {STANDS})
"""
"""Whether the person of claim `c` is called by name beside its task's card: see `bot.reaching`.

`:calling`: the networks where people can be called by name, as JSON.
"""


def held_elsewhere(task: str, starts: str, ends: str) -> str:
    """Places that `:person` holds on other open tasks between these times: a FROM with its WHERE."""
    return (
        "FROM claims c JOIN slots s ON s.id = c.slot_id JOIN tasks t ON t.id = c.task_id"
        f" WHERE c.person_id = :person AND c.state = 'held' AND c.task_id != {task}"
        f" AND t.state IN ('open', 'closed') AND s.starts_at < {ends} AND s.ends_at > {starts}"
    )


def slot(row: sqlite3.Row, *, taken: int = 0, waiting: int = 0) -> Slot:
    return Slot(
        id=row["slot_id"],
        task_id=row["slot_of"],
        name=row["slot_name"],
        capacity=row["capacity"],
        starts_at=moment(row["slot_starts_at"]),
        ends_at=moment(row["slot_ends_at"]),
        be_there_at=moment(row["slot_be_there_at"]),
        taken=taken,
        waiting=waiting,
    )


def claim(row: sqlite3.Row, *, line: int = 0) -> Claim:
    return Claim(
        id=row["claim_id"],
        task_id=row["claim_of"],
        slot_id=row["claim_slot_id"],
        person_id=row["claimant"],
        state=ClaimState(row["claim_state"]),
        turn=row["turn"],
        created_at=moment(row["claimed_at"]),
        changed_at=moment(row["changed_at"]),
        offered_until=maybe_moment(row["offered_until"]),
        was=ClaimState(row["claim_was"]) if row["claim_was"] else None,
        line=line,
        asked_at=maybe_moment(row["asked_at"]),
        became=row["became"],
    )
