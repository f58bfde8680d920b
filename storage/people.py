"""Persons and their accounts."""

import json
import sqlite3
from collections.abc import Iterable
from datetime import datetime

from bot.incoming import Address, Network, Sender
from bot.model import Person, Reach
from storage.database import Work
from storage.rows import BEST_ACCOUNT
from storage.times import moment, seconds

_PERSON = """
SELECT p.id, p.name, p.language, p.offsets, p.quiet_from, p.quiet_to, p.seen_at,
       a.id AS account_id, a.network, a.native_id, a.chat_id, a.language AS client_language, a.reach,
       (SELECT json_group_array(json_array(o.network, o.native_id, o.reach, o.seen_at >= a.seen_at)) FROM accounts o
        WHERE o.person_id = p.id AND o.id != a.id) AS others,
       EXISTS (SELECT 1 FROM role_holders h JOIN accounts x ON x.id = h.account_id
        WHERE x.person_id = p.id) AS by_role
FROM persons p LEFT JOIN accounts a ON a.person_id = p.id
"""
"""`others`: a linked person's accounts beside this one, and whether they may have been here through them since."""


class People:
    def __init__(self, work: Work, admins: frozenset[tuple[str, int]]) -> None:
        self._work = work
        self._admins = admins

    async def by_account(self, network: Network, native_id: int) -> tuple[Person, datetime] | None:
        rows = await self._work.ask(
            f"{_PERSON} WHERE a.network = ? AND a.native_id = ?",
            (network.value, native_id),
        )
        if not rows:
            return None
        return self._person(rows[0]), moment(rows[0]["seen_at"])

    async def get(self, person_id: int) -> Person | None:
        rows = await self._work.ask(f"{_PERSON} WHERE p.id = ? ORDER BY {BEST_ACCOUNT} LIMIT 1", (person_id,))
        return self._person(rows[0]) if rows else None

    async def many(self, person_ids: Iterable[int]) -> list[Person]:
        """The persons with these ids, each by the account that reaches them best."""
        rows = await self._work.ask(
            f"{_PERSON} WHERE p.id IN (SELECT value FROM json_each(?)) ORDER BY p.id, {BEST_ACCOUNT}",
            (json.dumps(list(person_ids)),),
        )
        best: dict[int, Person] = {}
        for row in rows:
            best.setdefault(row["id"], self._person(row))
        return list(best.values())

    async def accounts(self, person_id: int) -> list[Person]:
        """The person, once through each of their accounts: the one that reaches them best comes first."""
        rows = await self._work.ask(f"{_PERSON} WHERE p.id = ? AND a.id ORDER BY {BEST_ACCOUNT}", (person_id,))
        return [self._person(row) for row in rows]

    async def admins(self) -> list[Person]:
        """Those named in TJANS_ADMINS whom the bot knows, by whichever account they are named."""
        rows = await self._work.ask(
            "SELECT DISTINCT a.person_id FROM accounts a JOIN json_each(?) named ON named.value ->> 0 = a.network"
            " AND named.value ->> 1 = a.native_id ORDER BY a.person_id",
            (json.dumps(sorted(self._admins)),),
        )
        return await self.many(row["person_id"] for row in rows)

    def add(self, network: Network, sender: Sender, reach: Reach, now: datetime) -> Person:
        person_id, account_id = self._work.ids.next("persons"), self._work.ids.next("accounts")
        chat_id = sender.native_id if sender.private_chat is None else sender.private_chat
        self._work.write(
            "INSERT INTO persons (id, name, created_at, seen_at) VALUES (?, ?, ?, ?)",
            (person_id, sender.name, seconds(now), seconds(now)),
        )
        self._work.write(
            "INSERT INTO accounts (id, person_id, network, native_id, chat_id, language, reach, seen_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                account_id,
                person_id,
                network.value,
                sender.native_id,
                chat_id,
                sender.language,
                reach.value,
                seconds(now),
            ),
        )
        return Person(
            id=person_id,
            name=sender.name,
            client_language=sender.language,
            account_id=account_id,
            native_id=sender.native_id,
            address=Address(network=network, chat_id=chat_id),
            reach=reach,
            admin=(network.value, sender.native_id) in self._admins,
        )

    def add_guest(self, name: str, task_id: int, now: datetime) -> int:
        person_id = self._work.ids.next("persons")
        self._work.write(
            "INSERT INTO persons (id, name, guest_of, created_at, seen_at) VALUES (?, ?, ?, ?, ?)",
            (person_id, name, task_id, seconds(now), seconds(now)),
        )
        return person_id

    async def known_to(self, organisation_id: int, name: str, task_id: int, first: int, most: int) -> list[Person]:
        """People who have claimed with this organisation and are not live on this task, the latest first.

        Only those with `name` in their name, if it is given; one more than `most` if there is a next page.
        """
        rows = await self._work.ask(
            "SELECT p.id, p.name FROM persons p JOIN claims c ON c.person_id = p.id JOIN tasks t ON t.id = c.task_id"
            " WHERE t.organisation_id = :organisation AND p.guest_of IS NULL"
            " AND EXISTS (SELECT 1 FROM json_each(:names) n WHERE instr(p.name, n.value))"
            " AND NOT EXISTS (SELECT 1 FROM claims m WHERE m.task_id = :task AND m.person_id = p.id"
            "   AND m.state IN ('held', 'waiting', 'offered'))"
            " GROUP BY p.id ORDER BY MAX(c.changed_at) DESC, p.id DESC LIMIT :most OFFSET :first",
            {
                "organisation": organisation_id,
                "names": json.dumps(sorted({name, name.lower(), name.capitalize(), name.title()})),
                "task": task_id,
                "most": most + 1,
                "first": first,
            },
        )
        return [Person(id=row["id"], name=row["name"]) for row in rows]

    async def is_known_to(self, organisation_id: int, person_id: int) -> bool:
        """Whether the person has ever claimed with this organisation."""
        rows = await self._work.ask(
            "SELECT 1 FROM claims c JOIN tasks t ON t.id = c.task_id JOIN persons p ON p.id = c.person_id"
            " WHERE c.person_id = ? AND t.organisation_id = ? AND p.guest_of IS NULL LIMIT 1",
            (person_id, organisation_id),
        )
        return bool(rows)

    def saw(self, person: Person, sender: Sender, now: datetime) -> None:
        self._work.write(
            "UPDATE persons SET name = ?, seen_at = ? WHERE id = ?", (sender.name, seconds(now), person.id)
        )
        self._work.write(
            "UPDATE accounts SET language = ?, seen_at = ? WHERE id = ?",
            (sender.language, seconds(now), person.account_id),
        )

    def set_reach(self, account_id: int, reach: Reach) -> None:
        self._work.write("UPDATE accounts SET reach = ? WHERE id = ?", (reach.value, account_id))

    def set_chat(self, account_id: int, chat_id: int) -> None:
        self._work.write("UPDATE accounts SET chat_id = ? WHERE id = ?", (chat_id, account_id))

    def forget_chats(self, network: Network) -> None:
        """Those that were opened; one with the person's own number is no bot's."""
        self._work.write(
            "UPDATE accounts SET chat_id = 0 WHERE network = ? AND chat_id != native_id", (network.value,)
        )

    def set_language(self, person_id: int, language: str | None) -> None:
        self._work.write("UPDATE persons SET language = ? WHERE id = ?", (language, person_id))

    def set_offsets(self, person_id: int, offsets: tuple[int, ...]) -> None:
        self._work.write("UPDATE persons SET offsets = ? WHERE id = ?", (json.dumps(offsets), person_id))

    def set_quiet(self, person_id: int, quiet: tuple[int, int]) -> None:
        self._work.write("UPDATE persons SET quiet_from = ?, quiet_to = ? WHERE id = ?", (*quiet, person_id))

    def _person(self, row: sqlite3.Row) -> Person:
        network = Network(row["network"]) if row["network"] else None
        others = json.loads(row["others"])
        names = {(other, native_id) for other, native_id, _, _ in others} | {(row["network"], row["native_id"])}
        return Person(
            id=row["id"],
            name=row["name"],
            chosen_language=row["language"],
            client_language=row["client_language"],
            offsets=tuple(json.loads(row["offsets"])),
            quiet=(row["quiet_from"], row["quiet_to"]),
            account_id=row["account_id"] or 0,
            native_id=row["native_id"] or 0,
            address=Address(network=network, chat_id=row["chat_id"]) if network else None,
            reach=Reach(row["reach"]) if row["reach"] else Reach.NEVER,
            by_role=bool(row["by_role"]),
            admin=not names.isdisjoint(self._admins),
            reached_elsewhere=any(reach == Reach.YES for _, _, reach, _ in others),
            was_elsewhere=any(later for _, _, _, later in others),
        )
