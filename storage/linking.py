"""Linking: codes, and two persons who become one, table by table."""

from datetime import datetime

from bot.incoming import Network
from bot.model import Claim, LinkCode, Person
from storage import rows
from storage.database import Work
from storage.times import moment, seconds

_OF_BOTH = f"""
SELECT {rows.CLAIM} FROM claims c WHERE c.person_id IN (:one, :other)
AND c.state IN ('held', 'waiting', 'offered', 'removed')
AND EXISTS (SELECT 1 FROM claims o WHERE o.task_id = c.task_id AND o.person_id IN (:one, :other)
  AND o.person_id != c.person_id AND o.state IN ('held', 'waiting', 'offered', 'removed'))
ORDER BY c.task_id, c.turn
"""
_REST_OF_KEY = "substr({0}.key, length('reminder:' || {0}.claim_id) + 1)"
_SAME_NEWS = f"""
o.kind = notices.kind AND CASE o.kind
WHEN 'reminder' THEN {_REST_OF_KEY.format("o")} = {_REST_OF_KEY.format("notices")}
ELSE o.facts = notices.facts AND o.created_at = notices.created_at END
"""
"""About two claims on one task: the same offset of the same time to be there, or news of the same cause."""
_TOLD_AS_ONE = (
    "UPDATE notices SET state = 'dropped', ended_at = :now, trouble = 'told to their other account'"
    " WHERE claim_id = :kept AND person_id = :one AND state IN ('owed', 'unreachable') AND EXISTS"
    " (SELECT 1 FROM notices o WHERE o.claim_id = :lost AND o.person_id = :other AND o.state = 'sent'"
    f" AND {_SAME_NEWS})",
    "UPDATE notices SET claim_id = :kept, key = CASE kind"
    f" WHEN 'reminder' THEN 'reminder:' || :kept || {_REST_OF_KEY.format('notices')} ELSE key END"
    " WHERE claim_id = :lost AND kind IN ('reminder', 'message') AND NOT EXISTS (SELECT 1 FROM notices o"
    f" WHERE o.claim_id = :kept AND {_SAME_NEWS})",
    "UPDATE notices SET claim_id = :kept WHERE claim_id = :lost AND person_id NOT IN (:one, :other)",
)
_BECAME = "UPDATE claims SET became = :kept WHERE id = :lost OR became = :lost"
"""Those that had become the one that goes, too: nobody follows them further than one step."""
_SAME_CAUSE = """
o.kind = notices.kind AND o.task_id IS notices.task_id AND o.claim_id IS notices.claim_id
AND o.facts = notices.facts AND o.created_at = notices.created_at
"""
_OWED_ONCE = f"""
UPDATE notices SET state = 'dropped', ended_at = :now, trouble = 'told to their other account'
WHERE person_id IN (:one, :other) AND state IN ('owed', 'unreachable') AND EXISTS (SELECT 1 FROM notices o
  WHERE o.person_id IN (:one, :other) AND o.person_id != notices.person_id AND {_SAME_CAUSE}
  AND (o.state = 'sent' OR (o.state IN ('owed', 'unreachable') AND o.id < notices.id)))
"""
_BECOME_THEIRS = (
    _OWED_ONCE,
    # Keys of what coordinators are told end with who is told: what one of them was promised, both were.
    "UPDATE OR IGNORE notices SET key = substr(key, 1, length(key) - length(:other)) || :one"
    " WHERE person_id = :other AND key LIKE '%:' || :other"
    " AND kind IN ('full', 'late_afbud', 'undeliverable', 'short', 'card_gone')",
    "UPDATE notices SET person_id = :one WHERE person_id = :other",
    "UPDATE notices SET facts = json_set(facts, '$.person', :one)"
    " WHERE kind = 'joined' AND json_extract(facts, '$.person') = :other",
    "UPDATE claims SET person_id = :one WHERE person_id = :other",
    "UPDATE OR IGNORE coordinators SET person_id = :one WHERE person_id = :other",
    "UPDATE invitations SET invited_by = :one WHERE invited_by = :other",
    "UPDATE invitations SET used_by = :one WHERE used_by = :other",
    "UPDATE OR IGNORE channel_questions SET person_id = :one WHERE person_id = :other",
    "UPDATE tasks SET posted_by = :one WHERE posted_by = :other",
    "UPDATE messages SET sender = :one WHERE sender = :other",
    "UPDATE drafts SET person_id = :one WHERE person_id = :other",
    "UPDATE drafts SET active = 0 WHERE person_id = :one AND active = 1 AND id !="
    " (SELECT d.id FROM drafts d WHERE d.person_id = :one AND d.active = 1"
    "  ORDER BY d.updated_at DESC, d.id DESC LIMIT 1)",
    "UPDATE inbox SET person_id = :one WHERE person_id = :other",
    "DELETE FROM link_codes WHERE person_id = :one",
    "UPDATE link_codes SET person_id = :one, used = 1 WHERE person_id = :other",
    "UPDATE accounts SET person_id = :one WHERE person_id = :other",
    "UPDATE persons SET created_at = MIN(created_at, (SELECT g.created_at FROM persons g WHERE g.id = :other)),"
    " seen_at = MAX(seen_at, (SELECT g.seen_at FROM persons g WHERE g.id = :other)) WHERE id = :one",
    "DELETE FROM persons WHERE id = :other",
)


class Linking:
    def __init__(self, work: Work) -> None:
        self._work = work

    def make_code(self, person: Person, code_hash: str, expires_at: datetime) -> None:
        """The person's one code, made through the account they are seen through: the last one is void."""
        self._work.write(
            "INSERT OR REPLACE INTO link_codes (person_id, account_id, code_hash, expires_at) VALUES (?, ?, ?, ?)",
            (person.id, person.account_id, code_hash, seconds(expires_at)),
        )

    async def code(self, code_hash: str) -> LinkCode | None:
        found = await self._work.ask(
            "SELECT l.person_id, l.account_id, a.network, l.expires_at, l.used FROM link_codes l"
            " JOIN accounts a ON a.id = l.account_id WHERE l.code_hash = ?",
            (code_hash,),
        )
        if not found:
            return None
        row = found[0]
        return LinkCode(
            person_id=row["person_id"],
            account_id=row["account_id"],
            network=Network(row["network"]),
            expires_at=moment(row["expires_at"]),
            used=bool(row["used"]),
        )

    def void_code(self, code_hash: str) -> None:
        """It was said where others could read it."""
        self._work.write("DELETE FROM link_codes WHERE code_hash = ? AND used = 0", (code_hash,))

    async def wrong_tries(self, person_id: int, since: datetime) -> int:
        """How many wrong codes they have given, one soon after the other."""
        found = await self._work.ask(
            "SELECT wrong FROM link_tries WHERE person_id = ? AND since > ?", (person_id, seconds(since))
        )
        return int(found[0]["wrong"]) if found else 0

    def tried_wrong(self, person_id: int, since: datetime, now: datetime) -> None:
        """One more. Those of whoever gave none since then are forgotten."""
        self._work.write(
            "INSERT INTO link_tries (person_id, wrong, since) VALUES (:person, 1, :now) ON CONFLICT (person_id)"
            " DO UPDATE SET wrong = CASE WHEN since > :since THEN wrong + 1 ELSE 1 END, since = :now",
            {"person": person_id, "since": seconds(since), "now": seconds(now)},
        )

    async def claims_of_both(self, one: int, other: int) -> list[Claim]:
        """What two persons hold, wait for or were taken off, on tasks of which both have something, task by task."""
        found = await self._work.ask(_OF_BOTH, {"one": one, "other": other})
        return [rows.claim(row) for row in found]

    def become_one(self, kept: Claim, lost: Claim, now: datetime) -> None:
        """What its person was told about the claim that goes was told about the one that stays, as its buttons are
        of that one.

        What they were not told yet (a message, a reminder) is owed for the one that stays, once.
        """
        both = {"kept": kept.id, "lost": lost.id, "one": kept.person_id, "other": lost.person_id}
        for step in _TOLD_AS_ONE:
            self._work.write(step, both | {"now": seconds(now)})
        self._work.write(_BECAME, both)

    def absorb(self, person_id: int, gone: int, now: datetime) -> None:
        """All that is the other person's is this one's, and the other is no more. The code they linked by is used.

        What both are owed for the same cause is owed once, and not at all if one of them was told it.
        """
        for step in _BECOME_THEIRS:
            self._work.write(step, {"one": person_id, "other": gone, "now": seconds(now)})

    def take_settings(self, person_id: int, of: Person) -> None:
        """Language, reminders and quiet hours, as the other has them."""
        self._work.write(
            "UPDATE persons SET (language, offsets, quiet_from, quiet_to) ="
            " (SELECT o.language, o.offsets, o.quiet_from, o.quiet_to FROM persons o WHERE o.id = ?) WHERE id = ?",
            (of.id, person_id),
        )

    def set_apart(self, account: Person, now: datetime) -> None:
        """The account is a new person's, who has nothing, until they are seen not even a name.

        The name known is the one of the account that was used last. The code of whoever it was is void.
        """
        person_id = self._work.ids.next("persons")
        self._work.write("DELETE FROM link_codes WHERE person_id = ?", (account.id,))
        self._work.write(
            "INSERT INTO persons (id, name, created_at, seen_at) VALUES (?, ?, ?, ?)",
            (person_id, "", seconds(now), seconds(now)),
        )
        self._work.write("UPDATE accounts SET person_id = ? WHERE id = ?", (person_id, account.account_id))
