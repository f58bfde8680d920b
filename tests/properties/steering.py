"""The second half of the plain model: what a coordinator does, and what time and the network do."""

from datetime import datetime

from tests.properties.model import LIVE, TAKES, UNDO, Answers, Hold, Model


class Steered(Model):
    """The model, with those who steer it."""

    def take_off(self, claim: int, now: datetime) -> Answers:
        hold = self.holds[claim]
        if now >= self.errands[self.errand_of[hold.slot]].ends_at:
            return {"TaskIsOver"}
        if hold.state in LIVE:
            self._turn(hold, "removed", now)
            self._offer(hold.slot, now)
        return {"removed"}

    def put_back(self, claim: int, now: datetime) -> Answers:
        hold = self.holds[claim]
        if hold.state in LIVE:
            return {hold.state}
        if hold.state != "removed" or now - hold.since > UNDO:
            return {"NothingToUndo"}
        if no := self._too_late(hold.slot, now):
            return no
        had_place = hold.was in TAKES
        back = had_place and self.free(hold.slot) > 0
        if back and self._busy(hold.person, hold.slot):
            return {"NotFor"}
        self._turn(hold, "held" if back else "waiting", now)
        if had_place and not back:
            self._to_front(hold)
        self._offer(hold.slot, now)
        return {hold.state}

    def seat(self, claim: int, now: datetime) -> Answers:
        """A free place by the coordinator's hand, for somebody in line whom nobody can offer it."""
        hold = self.holds[claim]
        if hold.state == "held":
            return {"held"}
        if hold.state != "waiting":
            return {"NothingToUndo"}
        no = self._too_late(hold.slot, now)
        no |= set() if self.free(hold.slot) > 0 else {"NotFor"}
        no |= {"NotFor"} if self._busy(hold.person, hold.slot) else set()
        if not no:
            self._turn(hold, "held", now)
        return no or {"held"}

    def add(self, person: int, slot: int, now: datetime, *, in_line: bool) -> Answers:
        if person not in self.known:
            return {"NoSuchPerson"}
        if self.live(person, self.errand_of[slot]):
            return {"AlreadyOn"}
        said = self.wait(person, slot, now) if in_line else self.claim(person, slot, now)
        return {{"in": "held", "waiting": "waiting"}.get(one, "NotFor") for one in said}

    def guest(self, person: int, slot: int, now: datetime, *, in_line: bool) -> Answers:
        if self._closed_to(person, slot, now) or not (self.free(slot) > 0 or in_line):
            return {"NotFor"}
        self.reachable[person] = False
        return {self._add(person, slot, "held" if self.free(slot) > 0 else "waiting", now).state}

    def would_drop(self, slot: int, places: int) -> list[Hold]:
        """Offers first, then the newest."""
        taking = [h for h in self.holds.values() if h.slot == slot and h.state in TAKES]
        taking.sort(key=lambda one: (one.state == "held", -one.number))
        return taking[: max(0, len(taking) - places)]

    def resize(self, slot: int, places: int, now: datetime) -> None:
        """Those dropped are first in line: who held a place before who was offered one, the earliest first."""
        dropped = sorted(self.would_drop(slot, places), key=lambda one: (one.state == "offered", one.number))
        for hold in dropped:
            self._turn(hold, "waiting", now)
        for hold in reversed(dropped):
            self._to_front(hold)
        self.places[slot] = places
        self._offer_all(self.errand_of[slot], now)

    def cancel(self, errand: int, now: datetime) -> Answers:
        one = self.errands[errand]
        if one.state == "ended" or now >= one.ends_at:
            return {"TaskIsOver"}
        if one.state != "cancelled":
            one.before, one.state, one.since = one.state, "cancelled", now
        return {"cancelled"}

    def restore(self, errand: int, now: datetime) -> Answers:
        one = self.errands[errand]
        if one.state != "cancelled" or one.since is None or now - one.since > UNDO:
            return {"NothingToUndo"}
        one.state = one.before
        for hold in self._offered(errand):
            self._turn(hold, "waiting", now)
        self._offer_all(errand, now)
        return {"restored"}

    def _offered(self, errand: int) -> list[Hold]:
        return [hold for hold in self.holds.values() if self._on(hold, errand, ("offered",))]

    def close(self, errand: int, now: datetime, *, closed: bool) -> Answers:
        one = self.errands[errand]
        if one.state not in ("open", "closed"):
            return {"TaskIsOver"}
        one.state = "closed" if closed else "open"
        if not closed:
            self._offer_all(errand, now)
        return {one.state}

    # Time and the network

    def tick(self, now: datetime) -> None:
        """Offers run out, lines end with the start, tasks end with their time."""
        for hold in list(self.holds.values()):
            if hold.state == "offered" and hold.until and hold.until <= now and not self._cancelled(hold):
                self._turn(hold, "lapsed", now)
                self._offer(hold.slot, now)
        for hold in self.holds.values():
            if hold.state in ("waiting", "offered") and self._begun(hold.slot, now):
                self._turn(hold, "lapsed", now)
        for one in self.errands.values():
            if one.state in ("open", "closed") and now >= one.ends_at:
                one.state = "ended"

    def _cancelled(self, hold: Hold) -> bool:
        return self.errands[self.errand_of[hold.slot]].state == "cancelled"

    def opens(self, person: int, now: datetime) -> None:
        """Can be reached from now on."""
        if self.reachable.get(person):
            return
        self.reachable[person] = True
        for hold in list(self.holds.values()):
            if hold.person == person and hold.state == "waiting":
                self._offer(hold.slot, now)

    def deliver(self, unreached: set[int], until: dict[int, datetime], now: datetime) -> None:
        """Offers arrive, or pass on; whom the network refused cannot be reached."""
        for person in unreached:
            self.reachable[person] = False
        while lost := [self.holds[c] for c in self._undelivered(now) if not self.reachable[self.holds[c].person]]:
            self._turn(lost[0], "waiting", now)
            self._offer(lost[0].slot, now)
        for claim in self._undelivered(now):
            assert claim in until, "an offer that nobody sent"
            self.holds[claim].until = until[claim]

    def _undelivered(self, now: datetime) -> list[int]:
        """Offers that are still to be made: nobody is offered a place of what is cancelled or has begun."""
        return [
            claim
            for claim, hold in self.holds.items()
            if hold.state == "offered" and hold.until is None
            if not self._cancelled(hold) and not self._begun(hold.slot, now)
        ]
