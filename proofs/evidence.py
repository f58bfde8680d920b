"""The database as anybody with sqlite3 would read it: plain SQL on a read-only connection."""

import json
import sqlite3
from collections import Counter, defaultdict
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

REMINDED_WITHIN = 30
"""Seconds from its moment until a reminder has come: it is found by a look every 20 seconds, and waits its turn."""


@dataclass(frozen=True, slots=True)
class Claim:
    state: str
    changed_at: int


@dataclass(frozen=True, slots=True)
class Card:
    """A card that should stand somewhere, and what must be read on it."""

    chat_id: int
    message_id: int | None
    title: str
    lines: tuple[str, ...]


class Evidence:
    """One reading, at one moment. People are named by their native id, tasks by their title.

    Args:
        network: whose people, channels and updates; tasks and places are read whole.
    """

    def __init__(self, path: Path, network: str = "telegram") -> None:
        self._network = network
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=10)) as self._file:
            self._file.execute("BEGIN")
            self.oversold = self._rows(
                "SELECT t.title FROM slots s JOIN tasks t ON t.id = s.task_id WHERE s.capacity <"
                " (SELECT COUNT(*) FROM claims c WHERE c.slot_id = s.id AND c.state IN ('held', 'offered'))"
            )
            self.doubly_live = self._rows(
                "SELECT task_id, person_id FROM claims WHERE state IN ('held', 'offered', 'waiting')"
                " GROUP BY 1, 2 HAVING COUNT(*) > 1"
            )
            self.claims = self._claims()
            inbox = self._rows("SELECT number, state FROM inbox WHERE network = :network")
            self.inbox = dict(inbox)
            self.received = Counter(number for number, _ in inbox)
            self.titles = Counter(title for (title,) in self._rows("SELECT title FROM tasks"))
            self.places = dict(self._rows("SELECT title, place FROM tasks"))
            self.texts = Counter(text for (text,) in self._rows("SELECT text FROM messages"))
            self.sent_at = dict(self._rows("SELECT text, created_at FROM messages"))
            self.notices = self._notices()
            self.refused = {(who, title) for who, title, _, state in self.notices if state == "trouble"}
            self.told_instead = dict(
                self._rows(
                    "SELECT i.number, n.state FROM inbox i JOIN notices n ON n.key = 'answer:' || i.id"
                    " WHERE n.kind = 'answer' AND i.network = :network"
                )
            )
            self.reach = dict(self._rows("SELECT native_id, reach FROM accounts WHERE network = :network"))
            ((self.unopened,),) = self._rows(
                "SELECT COUNT(DISTINCT a.id) FROM notices n JOIN accounts a ON a.person_id = n.person_id"
                " WHERE n.state = 'owed' AND a.chat_id = 0 AND a.network = :network"
            )
            self.cards = self._cards()
            self.reminders_due = self._reminders_due()

    def waiting(self) -> tuple[int, int]:
        """Updates not answered, and notices not sent, also those put off: it is nobody's quiet hour."""
        return sum(state in ("new", "done") for state in self.inbox.values()), self.states()["owed"]

    def could_not_confirm(self, who: int, title: str) -> bool:
        """The message that they hold a place, which is owed in any case, could not be delivered; that is shown."""
        states = {state for *notice, state in self.notices if notice == [who, title, "claimed"]}
        return bool(states & {"unreachable", "trouble"})

    def states(self) -> Counter[str]:
        return Counter(state for *_, state in self.notices)

    def kinds(self) -> Counter[str]:
        """How many notices of each kind were sent."""
        return Counter(kind for _, _, kind, state in self.notices if state == "sent")

    def claim(self, person_id: int, title: str) -> Claim | None:
        """The live claim, or the one that ended last."""
        found = self.claims.get((person_id, title), [])
        live = [one for one in found if one.state in ("held", "offered", "waiting")]
        return (live or found)[-1] if found else None

    def sent(self, person_id: int, title: str, *kinds: str) -> int:
        """How many notices of these kinds about the task the program says it has sent to this person."""
        return sum(
            (who, what, state) == (person_id, title, "sent") and kind in kinds
            for who, what, kind, state in self.notices
        )

    def _rows(self, sql: str) -> list[Any]:
        return self._file.execute(sql, {"network": self._network}).fetchall()

    def _claims(self) -> dict[tuple[int, str], list[Claim]]:
        found = defaultdict(list)
        for person, title, state, changed_at in self._rows(
            "SELECT a.native_id, t.title, c.state, c.changed_at FROM claims c JOIN tasks t ON t.id = c.task_id"
            " JOIN accounts a ON a.person_id = c.person_id WHERE a.network = :network ORDER BY c.changed_at, c.id"
        ):
            found[person, title].append(Claim(state, changed_at))
        return dict(found)

    def _notices(self) -> list[tuple[int, str, str, str]]:
        """Person, title, kind, state. An answer that was cut off is about the task of its screen."""
        titles = dict(self._rows("SELECT id, title FROM tasks"))
        found = []
        for person, task, kind, facts, state in self._rows(
            "SELECT a.native_id, n.task_id, n.kind, n.facts, n.state FROM notices n"
            " JOIN accounts a ON a.person_id = n.person_id WHERE a.network = :network"
        ):
            verb, _, rest = str(json.loads(facts).get("screen", "")).partition(":")
            if verb == "task":
                task = int(rest.partition(":")[0])
            found.append((person, titles.get(task, ""), kind, state))
        return found

    def _cards(self) -> list[Card]:
        return [
            Card(chat, message, title, _lines(number, place, state, capacity, taken, waiting))
            for chat, message, number, title, place, state, capacity, taken, waiting in self._rows(
                "SELECT ch.native_id, p.message_id, t.id, t.title, t.place, t.state, s.capacity,"
                " (SELECT COUNT(*) FROM claims c WHERE c.slot_id = s.id AND c.state IN ('held', 'offered')),"
                " (SELECT COUNT(*) FROM claims c WHERE c.slot_id = s.id AND c.state = 'waiting')"
                " FROM posts p JOIN channels ch ON ch.id = p.channel_id JOIN tasks t ON t.id = p.task_id"
                " JOIN slots s ON s.task_id = t.id"
                " WHERE p.state = 'live' AND ch.state = 'connected' AND ch.network = :network"
            )
        ]

    def _reminders_due(self) -> list[tuple[int, str, int]]:
        """Who holds a place, since before the moment two hours before being there; the task, and that moment."""
        return self._rows(
            "SELECT a.native_id, t.title, s.be_there_at - 7200 FROM claims c JOIN slots s ON s.id = c.slot_id"
            " JOIN tasks t ON t.id = s.task_id JOIN accounts a ON a.person_id = c.person_id"
            " WHERE c.state = 'held' AND c.changed_at <= s.be_there_at - 7200 AND t.state IN ('open', 'closed')"
            " AND a.network = :network"
        )


def _lines(number: int, place: str, state: str, capacity: int, taken: int, waiting: int) -> tuple[str, ...]:
    """Lines that the card of a task with one role must show, in Danish."""
    free = capacity - taken
    if state == "cancelled":
        how = "Aflyst."
    elif free:
        how = "1 ledig plads" if free == 1 else f"{free} ledige pladser"
    else:
        how = f"Fyldt op · {waiting} venter" if waiting else "Fyldt op"
    return place, how, f"Opgave {number}"
