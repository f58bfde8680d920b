"""I1, I2 and I4: places, one live claim each, and the order of the line, after every commit."""

from collections.abc import Iterator

from simulation.books import LIVE, TAKES_A_PLACE
from simulation.disk import Change, Row
from simulation.rules.facts import Facts, Rule


class Places(Rule):
    """Counts anew whatever a transaction has touched."""

    def __init__(self, facts: Facts) -> None:
        super().__init__(facts)
        self._discord = facts.discord

    def committed(self, changes: list[Change]) -> None:
        claims = [change for change in changes if change.table == "claims"]
        for slot_id in sorted(set(self._slots(changes))):
            self._count(slot_id)
            self._look_at_the_line(slot_id)
        for person_id, task_id in sorted({(row["person_id"], row["task_id"]) for row in _after(claims)}):
            self._one_live_claim(person_id, task_id)
        moving = [change for change in changes if change.table == "accounts"]
        self._in_order(claims, {row["person_id"] for row in _after(moving)})

    def _slots(self, changes: list[Change]) -> Iterator[int]:
        for change in changes:
            row = change.after or change.before or {}
            match change.table:
                case "claims":
                    yield row["slot_id"]
                case "slots":
                    yield row["id"]
                case "tasks":
                    yield from self.books.slots_of_task.get(row["id"], {})
                case "accounts":
                    yield from (claim["slot_id"] for claim in self._waiting_of(row["person_id"]))

    def _waiting_of(self, person_id: int) -> list[Row]:
        return [row for row in self.books.claims_of_person.get(person_id, {}).values() if row["state"] == "waiting"]

    def _count(self, slot_id: int) -> None:
        slot = self.books.tables["slots"].get(slot_id)
        taken = self._taken(slot_id)
        if slot is not None and taken > slot["capacity"]:
            self.facts.violate("I1", f"slot {slot_id} has {slot['capacity']} places, {taken} are held or offered")

    def _taken(self, slot_id: int) -> int:
        return sum(row["state"] in TAKES_A_PLACE for row in self.books.claims_of_slot.get(slot_id, {}).values())

    def _one_live_claim(self, person_id: int, task_id: int) -> None:
        mine = self.books.claims_of_person.get(person_id, {}).values()
        live = [row for row in mine if row["task_id"] == task_id and row["state"] in LIVE]
        if len(live) > 1:
            self.facts.violate("I2", f"person {person_id} has {len(live)} live claims on task {task_id}")

    def _look_at_the_line(self, slot_id: int) -> None:
        """A free place of an open task is offered in the transaction that made it."""
        slot = self.books.tables["slots"].get(slot_id)
        task = self.books.tables["tasks"].get(slot["task_id"]) if slot else None
        if slot is None or task is None or task["state"] != "open" or slot["starts_at"] <= self.facts.stamp():
            return
        if self._taken(slot_id) >= slot["capacity"]:
            return
        for row in self.books.claims_of_slot[slot_id].values():
            if row["state"] == "waiting" and self._gets_a_turn(row):
                self.facts.violate("I4", f"slot {slot_id} has a free place, and claim {row['id']} waits for it")

    def _gets_a_turn(self, claim: Row) -> bool:
        """Whom the program may write to; and who shut it out on Discord, where a card of the task stands."""
        if self.books.reachable(claim["person_id"]):
            return True
        accounts = self.books.accounts_of.get(claim["person_id"], {}).values()
        shut = any(row["reach"] == "blocked" and row["native_id"] in self._discord.people for row in accounts)
        return shut and any(self._stands_there(post) for post in self.books.posts_of_task[claim["task_id"]].values())

    def _stands_there(self, post: Row) -> bool:
        """A card by which somebody can be called: those who follow the channel see it."""
        channel = self.books.tables["channels"].get(post["channel_id"])
        stands = post["state"] == "live" and post["message_id"] is not None
        return bool(
            stands and channel and channel["state"] == "connected" and channel["native_id"] in self._discord.chats
        )

    def _in_order(self, claims: list[Change], moving: set[int]) -> None:
        """Nobody takes a place while somebody who can be reached has waited for it for longer."""
        before: dict[int, Row | None] = {}
        for change in claims:
            claim = change.after or change.before or {}
            before.setdefault(claim["id"], change.before)
        for claim_id, was in before.items():
            row = self.books.tables["claims"].get(claim_id)
            if row is not None and row["state"] in TAKES_A_PLACE and not _had_it(was, row):
                self._nobody_earlier(row, before, moving)

    def _nobody_earlier(self, taker: Row, before: dict[int, Row | None], moving: set[int]) -> None:
        task = self.books.tables["tasks"].get(taker["task_id"])
        if task is None or task["state"] != "open":
            return  # closed, nobody in line is offered anything: who takes an afbud back has what is free
        for row in self.books.claims_of_slot[taker["slot_id"]].values():
            was = before.get(row["id"], row)
            waited = (
                was is not None and was["state"] == row["state"] == "waiting" and was["slot_id"] == row["slot_id"]
            )
            earlier = waited and row["turn"] < taker["turn"] and row["person_id"] not in moving
            if earlier and self._gets_a_turn(row):
                self.facts.violate("I4", f"claim {taker['id']} took a place before claim {row['id']}")


def _after(changes: list[Change]) -> list[Row]:
    return [change.after for change in changes if change.after is not None]


def _had_it(was: Row | None, row: Row) -> bool:
    return was is not None and was["state"] in TAKES_A_PLACE and was["slot_id"] == row["slot_id"]
