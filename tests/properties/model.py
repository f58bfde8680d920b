"""What design.md says about places, lines and offers, said once more: dicts and sets, nothing of the program's.

Every question returns the answers that would be right; what is not a refusal has taken effect.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

UNDO = timedelta(minutes=10)
TAKES = ("held", "offered")
LIVE = (*TAKES, "waiting")
TOLD = {"held": "in", "offered": "offered", "waiting": "waiting"}
STILL = {"held": "still_in", "offered": "offered", "waiting": "still_waiting"}

Answers = set[str]


@dataclass
class Hold:
    """One claim. `number` decides who comes first; `until` is None while an offer has not been delivered."""

    person: int
    slot: int
    state: str
    number: int
    since: datetime
    was: str = ""
    until: datetime | None = None


@dataclass
class Errand:
    """One task."""

    starts_at: datetime
    ends_at: datetime
    state: str = "open"
    before: str = "open"
    since: datetime | None = None


@dataclass
class Model:
    """`places` and `errand_of` are keyed by slot, `holds` by claim: they are numbered in the order they are made."""

    errands: dict[int, Errand]
    places: dict[int, int]
    errand_of: dict[int, int]
    holds: dict[int, Hold] = field(default_factory=dict)
    known: set[int] = field(default_factory=set)
    reachable: dict[int, bool] = field(default_factory=dict)
    made: int = 0

    # Looking

    def live(self, person: int, errand: int) -> Hold | None:
        return next((h for h in self.holds.values() if h.person == person and self._on(h, errand, LIVE)), None)

    def truth(self, person: int, errand: int) -> str:
        """What this person should believe about this task."""
        mine = self.live(person, errand)
        if mine is None:
            return "out"
        return "cancelled" if self.errands[errand].state == "cancelled" else TOLD[mine.state]

    def free(self, slot: int) -> int:
        return self.places[slot] - sum(h.slot == slot and h.state in TAKES for h in self.holds.values())

    def line(self, slot: int) -> list[Hold]:
        waiting = [h for h in self.holds.values() if h.slot == slot and h.state == "waiting"]
        return sorted(waiting, key=lambda one: one.number)

    def slots(self, errand: int) -> list[int]:
        return [slot for slot, of in self.errand_of.items() if of == errand]

    def picture(self, errand: int) -> tuple[object, ...]:
        """What a card shows of it."""
        if self.errands[errand].state not in ("open", "closed"):
            return (self.errands[errand].state,)
        counts = [(self.places[s], self.free(s), len(self.line(s))) for s in self.slots(errand)]
        return self.errands[errand].state, *counts

    def _on(self, hold: Hold, errand: int, states: tuple[str, ...]) -> bool:
        return hold.state in states and self.errand_of[hold.slot] == errand

    def _begun(self, slot: int, now: datetime) -> bool:
        return now >= self.errands[self.errand_of[slot]].starts_at

    def _taken_off(self, person: int, errand: int) -> bool:
        return any(h.person == person and self._on(h, errand, ("removed",)) for h in self.holds.values())

    def _busy(self, person: int, slot: int) -> bool:
        """Holds a place of another task at that time."""
        this = self.errand_of[slot]
        others = {self.errand_of[h.slot] for h in self.holds.values() if h.person == person and h.state == "held"}
        return any(
            self.errands[one].state in ("open", "closed")
            and self.errands[one].starts_at < self.errands[this].ends_at
            and self.errands[this].starts_at < self.errands[one].ends_at
            for one in others - {this}
        )

    def _too_late(self, slot: int, now: datetime) -> Answers:
        errand = self.errands[self.errand_of[slot]]
        late = {"TaskIsOver"} if errand.state == "ended" or self._begun(slot, now) else set()
        return late | ({"TaskIsCancelled"} if errand.state == "cancelled" else set())

    def _closed_to(self, person: int, slot: int, now: datetime) -> Answers:
        """Why this person may not take this slot at all. An offer is a promise, also after the task was closed."""
        errand = self.errand_of[slot]
        mine = self.live(person, errand)
        promised = mine is not None and mine.state == "offered" and mine.slot == slot
        no = self._too_late(slot, now)
        no |= {"TaskIsClosed"} if self.errands[errand].state == "closed" and not promised else set()
        return no | ({"TakenOff"} if self._taken_off(person, errand) else set())

    def _as_before(self, hold: Hold) -> Answers:
        """What a press is answered that changes nothing."""
        cancelled = self.errands[self.errand_of[hold.slot]].state == "cancelled"
        return {"TaskIsCancelled"} if cancelled else {STILL[hold.state]}

    # Changing

    def _add(self, person: int, slot: int, state: str, now: datetime) -> Hold:
        self.made += 1
        self.holds[self.made] = Hold(person, slot, state, self.made, now)
        self.known.add(person)
        return self.holds[self.made]

    def _turn(self, hold: Hold, state: str, now: datetime) -> None:
        hold.was = hold.state if state not in LIVE else ""
        hold.state, hold.since, hold.until = state, now, None

    def _to_front(self, hold: Hold) -> None:
        hold.number = min(h.number for h in self.holds.values() if h.slot == hold.slot) - 1

    def _offer(self, slot: int, now: datetime) -> None:
        """Free places go to the first in line who can be reached."""
        if self.errands[self.errand_of[slot]].state != "open" or self._begun(slot, now):
            return
        for hold in self.line(slot):
            if self.free(slot) > 0 and self.reachable[hold.person]:
                self._turn(hold, "offered", now)

    def _offer_all(self, errand: int, now: datetime) -> None:
        for slot in self.slots(errand):
            self._offer(slot, now)

    def _take(self, mine: Hold | None, person: int, slot: int, now: datetime) -> Answers:
        """What was waited for or offered elsewhere is given up for it."""
        if mine is None:
            self._add(person, slot, "held", now)
            return {"in"}
        old = mine.slot
        mine.slot = slot
        self._turn(mine, "held", now)
        if old != slot:
            self._offer(old, now)
        return {"in"}

    # What a person does

    def claim(self, person: int, slot: int, now: datetime) -> Answers:
        mine = self.live(person, self.errand_of[slot])
        here = mine is not None and mine.slot == slot
        if mine and here and (mine.state == "held" or (mine.state == "waiting" and not self.free(slot))):
            return self._as_before(mine)
        no = self._closed_to(person, slot, now)
        promised = mine is not None and here and mine.state == "offered"
        no |= set() if self.free(slot) > 0 or promised else {"Full"}
        if mine and not here and mine.state in ("held", "waiting"):
            return no | self._too_late(mine.slot, now) or {"may_move"}
        no |= {"Overlap"} if self._busy(person, slot) else set()
        return no or self._take(mine, person, slot, now)

    def wait(self, person: int, slot: int, now: datetime) -> Answers:
        """A place that is free is taken, an offer stays one."""
        mine = self.live(person, self.errand_of[slot])
        if mine and mine.state == "offered" and (mine.slot == slot or not self.free(slot)):
            return self._as_before(mine)
        elsewhere = mine is None or (mine.state == "waiting" and mine.slot != slot)
        if self.free(slot) > 0 or not elsewhere:
            return self.claim(person, slot, now)
        if no := self._closed_to(person, slot, now):
            return no
        if mine:
            self._turn(mine, "released", now)
        self._add(person, slot, "waiting", now)
        return {"waiting"}

    def move(self, person: int, slot: int, now: datetime) -> Answers:
        """From a place, or from the line, to a free place of another slot."""
        mine = self.live(person, self.errand_of[slot])
        if mine is None or mine.state == "offered" or mine.slot == slot:
            return self.claim(person, slot, now)
        no = self._closed_to(person, slot, now) | self._too_late(mine.slot, now)
        no |= set() if self.free(slot) > 0 else {"Full"}
        no |= {"Overlap"} if self._busy(person, slot) else set()
        if not no:
            self._take(mine, person, slot, now)
        return no or {"moved"}

    def leave(self, person: int, claim: int, now: datetime) -> Answers:
        mine = self.holds[claim]
        if mine.person != person:
            return {"NotYours"}
        errand = self.errand_of[mine.slot]
        if mine.state not in LIVE:
            stands = self.live(person, errand)
            return self._as_before(stands) if stands else self._left_before(mine, errand, now)
        if now >= self.errands[errand].ends_at:
            return {"TaskIsOver"}
        waited = mine.state == "waiting"
        self._turn(mine, "released", now)
        if waited:
            return {"left_line"}
        self._offer(mine.slot, now)
        return {"left"}

    def _left_before(self, mine: Hold, errand: int, now: datetime) -> Answers:
        """A second press is answered as the first, for as long as it can be undone."""
        if mine.state != "released" or now - mine.since > UNDO or self._taken_off(mine.person, errand):
            return {"not_in"}
        return {"left_line"} if mine.was == "waiting" else {"left"}

    def decline(self, person: int, claim: int, now: datetime) -> Answers:
        """No to an offer; an old button gives back nothing that was taken since."""
        mine = self.holds[claim]
        if mine.person == person and mine.state == "held":
            return self._as_before(mine)
        return self.leave(person, claim, now)

    def undo(self, person: int, claim: int, now: datetime) -> Answers:
        """Also of a closed task: they were among those it had."""
        mine = self.holds[claim]
        if mine.person != person:
            return {"NotYours"}
        errand = self.errand_of[mine.slot]
        if stands := self.live(person, errand):
            return self._as_before(stands)
        if mine.state != "released" or now - mine.since > UNDO:
            return {"NothingToUndo"}
        if no := self._too_late(mine.slot, now) | ({"TakenOff"} if self._taken_off(person, errand) else set()):
            return no
        return self._give_back(mine, now)

    def _give_back(self, mine: Hold, now: datetime) -> Answers:
        """What is still free, else the front of the line."""
        waited = mine.was == "waiting"
        if mine.was == "held" and self.free(mine.slot) > 0:
            if self._busy(mine.person, mine.slot):
                return {"Overlap"}
            self._turn(mine, "held", now)
            return {"back_in"}
        self._turn(mine, "waiting", now)
        if not waited:
            self._to_front(mine)
        self._offer(mine.slot, now)
        return {"offered"} if mine.state == "offered" else {"still_waiting" if waited else "front_of_line"}

    def accept(self, person: int, claim: int, now: datetime) -> Answers:
        """Also after its time, while the place is unpromised; also on a task that was closed since."""
        offer = self.holds[claim]
        if offer.person != person:
            return {"NotYours"}
        mine = self.live(person, self.errand_of[offer.slot])
        if mine is not None and (mine is not offer or mine.state == "held"):
            return self._as_before(mine)
        offered = offer.state == "offered"
        no = self._too_late(offer.slot, now) if offered else self._closed_to(person, offer.slot, now)
        no |= set() if offered or self.free(offer.slot) > 0 else {"OfferIsGone"}
        no |= {"Overlap"} if self._busy(person, offer.slot) else set()
        if no:
            return no
        self._turn(offer, "held", now)
        return {"in"}

    def forget(self, person: int, now: datetime) -> None:
        for claim, hold in list(self.holds.items()):
            if hold.person == person:
                del self.holds[claim]
                self._offer(hold.slot, now)
