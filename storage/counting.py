"""What waits, failed or cannot be delivered, in numbers: what `tjans doctor` and a person beside it want to know."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.findings import Finding, Grade, length, ok
from storage.times import moment, seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """How many there are, and since when the oldest of them.

    Args:
        sql: two columns, the count and the earliest moment (or NULL); `:now` is bound.
        patience: as long as the oldest is younger, it is as it should be.
    """

    what: str
    sql: str
    grade: Grade
    advice: str
    patience: timedelta = timedelta(0)


QUESTIONS = (
    Question(
        what="updates waiting",
        sql="SELECT COUNT(*), MIN(received_at) FROM inbox WHERE state = 'new'",
        grade=Grade.WRONG,
        advice="if the bot is alive, look in its log for what it meets",
        patience=timedelta(minutes=1),
    ),
    Question(
        what="updates that failed in the last day",
        sql="SELECT COUNT(*), MIN(ended_at) FROM inbox WHERE state = 'failed' AND ended_at > :now - 86400",
        grade=Grade.WRONG,
        advice="a bug: the log names each with its inbox row; whoever wrote was asked to try again",
    ),
    Question(
        what="notices due",
        sql="SELECT COUNT(*), MIN(due_at) FROM notices WHERE state = 'owed' AND due_at <= :now",
        grade=Grade.WRONG,
        advice="if the bot is alive, the network does not take them: look in its log",
        patience=timedelta(hours=1),
    ),
    Question(
        what="notices refused in the last day",
        sql="SELECT COUNT(*), MIN(ended_at) FROM notices WHERE state = 'trouble' AND ended_at > :now - 86400",
        grade=Grade.WRONG,
        advice="the column `trouble` of the table `notices` has the network's words",
    ),
    Question(
        what="notices for people who cannot be reached",
        sql="SELECT COUNT(*), MIN(ended_at) FROM notices WHERE state = 'unreachable'",
        grade=Grade.NOTE,
        advice="they blocked the bot or never started it; their coordinators see who, and the notices wait for them",
    ),
    Question(
        what="cards stale",
        sql="SELECT COUNT(*), NULL FROM posts po JOIN tasks t ON t.id = po.task_id"
        " JOIN channels ch ON ch.id = po.channel_id WHERE po.state = 'live' AND ch.state = 'connected'"
        " AND po.revision < t.revision",
        grade=Grade.NOTE,
        advice="a living bot renews them, 20 a minute in a chat; ask again",
    ),
    Question(
        what="cards gone",
        sql="SELECT COUNT(*), NULL FROM posts po JOIN tasks t ON t.id = po.task_id"
        " WHERE po.state = 'gone' AND t.state IN ('open', 'closed')",
        grade=Grade.NOTE,
        advice="somebody deleted them; the coordinator was told, and can post them again",
    ),
    Question(
        what="channels lost",
        sql="SELECT COUNT(*), NULL FROM channels WHERE state = 'lost'",
        grade=Grade.NOTE,
        advice="make the bot an administrator there again, or leave it: nothing is sent there",
    ),
    Question(
        what="slots oversold",
        sql="SELECT COUNT(*), NULL FROM slots s WHERE s.capacity < (SELECT COUNT(*) FROM claims c"
        " WHERE c.slot_id = s.id AND c.state IN ('held', 'offered'))",
        grade=Grade.WRONG,
        advice="this cannot be, so report it; then tell the coordinator",
    ),
)


def counted(connection: sqlite3.Connection, now: datetime) -> Iterator[Finding]:
    """A finding for each question."""
    for question in QUESTIONS:
        count, since = connection.execute(question.sql, {"now": seconds(now)}).fetchone()
        age = None if since is None else now - moment(since)
        yield _finding(question, count, age)


def _finding(question: Question, count: int, age: timedelta | None) -> Finding:
    says = "none" if not count else f"{count}" if age is None else f"{count}, the oldest {length(age)} ago"
    if not count or (age is not None and age < question.patience):
        return ok(question.what, says)
    return Finding(question.grade, question.what, says, question.advice)
