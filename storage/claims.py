"""Claims: who holds, waits, is offered."""

import json
from collections.abc import Iterable
from datetime import datetime

from bot.incoming import Network
from bot.model import Claim, ClaimState, Line, Person, Reach, Slot
from storage import rows
from storage.database import Work
from storage.times import maybe_moment, seconds

_CLAIM = f"SELECT {rows.CLAIM} FROM claims c"
_LIVE = "c.state IN ('held', 'waiting', 'offered')"


class Claims:
    """`calling`: the networks where people can be called by name."""

    def __init__(self, work: Work, calling: frozenset[Network]) -> None:
        self._work = work
        self._calling = calling

    def _callable(self) -> str:
        return json.dumps(sorted(self._calling))

    async def get(self, claim_id: int) -> Claim | None:
        found = await self._work.ask(f"{_CLAIM} WHERE c.id = ?", (claim_id,))
        return rows.claim(found[0]) if found else None

    async def meant(self, claim_id: int) -> Claim | None:
        """The claim that a button of this one is about: it, or the one it became one with."""
        found = await self._work.ask(
            f"{_CLAIM} WHERE c.id IN (:id, (SELECT became FROM claims WHERE id = :id)) ORDER BY c.id = :id LIMIT 1",
            {"id": claim_id},
        )
        return rows.claim(found[0]) if found else None

    async def clashing(self, person_id: int, slot: Slot) -> tuple[int, Slot] | None:
        """A place the person holds on another open task at the same time: its task and slot."""
        found = await self._work.ask(
            f"SELECT {rows.SLOT} {rows.held_elsewhere(':task', ':starts', ':ends')} ORDER BY s.starts_at LIMIT 1",
            {
                "person": person_id,
                "task": slot.task_id,
                "starts": seconds(slot.starts_at),
                "ends": seconds(slot.ends_at),
            },
        )
        return (found[0]["slot_of"], rows.slot(found[0])) if found else None

    async def line(self, slot_id: int) -> Line:
        """Who waits for a slot, in order, and how many places are free for them."""
        found = await self._work.ask(
            f"SELECT {rows.CLAIM}, (EXISTS (SELECT 1 FROM accounts a WHERE a.person_id = c.person_id"
            f" AND a.reach = 'yes') OR {rows.CALLED}) AS reachable, s.capacity, {rows.COUNTS}"
            " FROM claims c JOIN slots s ON s.id = c.slot_id"
            " WHERE c.slot_id = :slot AND c.state = 'waiting' ORDER BY c.turn",
            {"slot": slot_id, "calling": self._callable()},
        )
        free = max(0, found[0]["capacity"] - found[0]["taken"]) if found else 0
        return Line(free=free, waiting=tuple((rows.claim(row), bool(row["reachable"])) for row in found))

    async def live_of_task(self, task_id: int) -> list[Claim]:
        found = await self._work.ask(
            f"{_CLAIM} WHERE c.task_id = ? AND {_LIVE} ORDER BY c.turn",
            (task_id,),
        )
        return [rows.claim(row) for row in found]

    async def live_of_person(self, person_id: int) -> list[Claim]:
        """A person's live claims on tasks that have not ended and are not cancelled, by start."""
        found = await self._work.ask(
            f"{_CLAIM} JOIN slots s ON s.id = c.slot_id JOIN tasks t ON t.id = c.task_id"
            f" WHERE c.person_id = ? AND {_LIVE} AND t.state IN ('open', 'closed') ORDER BY s.starts_at, c.id",
            (person_id,),
        )
        return [rows.claim(row) for row in found]

    async def last_ended(self, person_id: int) -> Claim | None:
        """The claim the person gave up last: what a typed "fortryd" means."""
        found = await self._work.ask(
            f"{_CLAIM} WHERE c.person_id = ? AND c.state = 'released' ORDER BY c.changed_at DESC, c.id DESC LIMIT 1",
            (person_id,),
        )
        return rows.claim(found[0]) if found else None

    async def roster(self, task_id: int) -> list[tuple[Claim, Person]]:
        """Everyone live on a task: places first, then the line; each with a name and whether they are reachable."""
        found = await self._work.ask(
            f"SELECT {rows.CLAIM}, p.name, p.guest_of, best.reach, {rows.CALLED} AS called,"
            " best.reach = 'never' AND best.network IN (SELECT value FROM json_each(:calling)) AS away"
            " FROM claims c JOIN persons p ON p.id = c.person_id JOIN slots s ON s.id = c.slot_id"
            " LEFT JOIN accounts best ON best.id = (SELECT a.id FROM accounts a WHERE a.person_id = p.id"
            f" ORDER BY {rows.BEST_ACCOUNT} LIMIT 1)"
            f" WHERE c.task_id = :task AND {_LIVE}"
            " ORDER BY s.position, c.state = 'waiting', c.state = 'offered', c.turn",
            {"task": task_id, "calling": self._callable()},
        )
        return [
            (
                rows.claim(row),
                Person(
                    id=row["claimant"],
                    name=row["name"],
                    reach=Reach(row["reach"] or "never"),
                    away=bool(row["away"]),
                    guest=row["guest_of"] is not None,
                    called=bool(row["called"]),
                ),
            )
            for row in found
        ]

    async def is_called(self, claim_id: int) -> bool:
        """Whether whoever has, or had, this claim is called by name where no message reaches them."""
        found = await self._work.ask(
            f"SELECT 1 FROM claims c WHERE c.id = :claim AND {rows.CALLED}",
            {"claim": claim_id, "calling": self._callable()},
        )
        return bool(found)

    async def overdue_offers(self, now: datetime) -> list[Claim]:
        found = await self._work.ask(
            f"{_CLAIM} JOIN tasks t ON t.id = c.task_id"
            " WHERE c.state = 'offered' AND c.offered_until <= ? AND t.state != 'cancelled'",
            (seconds(now),),
        )
        return [rows.claim(row) for row in found]

    async def begun(self, now: datetime) -> list[Claim]:
        """Those who still wait, or have not answered an offer, when their slot has begun."""
        found = await self._work.ask(
            f"{_CLAIM} JOIN slots s ON s.id = c.slot_id WHERE c.state IN ('waiting', 'offered') AND s.starts_at <= ?",
            (seconds(now),),
        )
        return [rows.claim(row) for row in found]

    async def next_deadline(self) -> datetime | None:
        """When the next offer runs out."""
        found = await self._work.ask("SELECT MIN(offered_until) AS at FROM claims WHERE state = 'offered'")
        return maybe_moment(found[0]["at"])

    async def slots_waited_for(self, person_id: int) -> list[int]:
        """The slots a person waits for."""
        found = await self._work.ask(
            "SELECT slot_id FROM claims WHERE person_id = ? AND state = 'waiting'", (person_id,)
        )
        return [row["slot_id"] for row in found]

    def add(self, slot: Slot, person_id: int, state: ClaimState, now: datetime) -> Claim:
        """A new claim, at the end of the line: the turn is given in this transaction (design I4)."""
        claim_id = self._work.ids.next("claims")
        self._work.note(state.value)
        self._work.write(
            "INSERT INTO claims (id, task_id, slot_id, person_id, state, turn, created_at, changed_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (claim_id, slot.task_id, slot.id, person_id, state.value, claim_id, seconds(now), seconds(now)),
        )
        return Claim(
            id=claim_id,
            task_id=slot.task_id,
            slot_id=slot.id,
            person_id=person_id,
            state=state,
            turn=claim_id,
            created_at=now,
            changed_at=now,
            line=slot.waiting + 1 if state is ClaimState.WAITING else 0,
        )

    def set_state(self, claim: Claim, state: ClaimState, now: datetime) -> None:
        """An offer's deadline is set when it has been delivered; whatever was asked is answered."""
        was = claim.state.value if claim.state.live and not state.live else None
        self._work.note(state.value)
        self._work.write(
            "UPDATE claims SET state = ?, offered_until = NULL, changed_at = ?, was = ?, asked_at = NULL"
            " WHERE id = ?",
            (state.value, seconds(now), was, claim.id),
        )

    def set_deadline(self, claim_id: int, until: datetime) -> None:
        self._work.write(
            "UPDATE claims SET offered_until = ? WHERE id = ? AND state = 'offered'",
            (seconds(until), claim_id),
        )

    def move(self, claim: Claim, slot_id: int, now: datetime) -> None:
        """Hold another slot of the same task, in one statement: the old place is kept until then (design I2)."""
        self._work.note("moved")
        self._work.write(
            "UPDATE claims SET slot_id = ?, state = 'held', offered_until = NULL, changed_at = ?, asked_at = NULL"
            " WHERE id = ?",
            (slot_id, seconds(now), claim.id),
        )

    def ask_to_keep(self, claim_id: int, now: datetime) -> None:
        """The task has moved, and whoever holds this place is asked whether they still come."""
        self._work.write("UPDATE claims SET asked_at = ? WHERE id = ? AND state = 'held'", (seconds(now), claim_id))

    def keep(self, claim_id: int) -> None:
        """They still come."""
        self._work.write("UPDATE claims SET asked_at = NULL WHERE id = ?", (claim_id,))

    def to_the_front(self, claims: Iterable[Claim], slot_id: int) -> None:
        """First in line from now on, in the order given, before everyone who waits or may wait again.

        An offer that cannot be delivered, or an undo, gives somebody their old number back: no two are the same.
        """
        for claim in reversed(list(claims)):
            self._work.write(
                "UPDATE claims SET turn = (SELECT MIN(turn) - 1 FROM claims WHERE slot_id = ?) WHERE id = ?",
                (slot_id, claim.id),
            )
