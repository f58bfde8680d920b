"""Claiming, the waiting list and offers: any sequence of acts, against a plain model of the rules.

After every step the file says what the model says (I1, I2, I4), and everyone was told the truth.
"""

import asyncio
import shutil
import sqlite3
import tempfile
from collections.abc import Coroutine
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot import claiming, staffing, undoing
from bot.claiming import Now, Outcome
from bot.errors import Refusal
from bot.model import ClaimState, Notice, NoticeKind, Person
from bot.staffing import Staffed
from tests.properties.effort import effort
from tests.properties.model import Errand
from tests.properties.steering import Steered
from tests.properties.town import VOLUNTEERS, Preview, Town

WHO = st.integers(0, VOLUNTEERS - 1)
SLOT = st.integers(0, 3)
CLAIM = st.integers(0, 11)
TASK = st.sampled_from([0, 0, 1, 2])
YES_NO = st.booleans()
PLACES = st.sampled_from([1, 1, 2, 3])
MOSTLY = st.sampled_from([True] * 7 + [False])
MINUTES = st.sampled_from([1, 1, 11, 300])

TELLS = {
    Now.IN: "in",
    Now.STILL_IN: "in",
    Now.MAY_MOVE: "in",
    Now.MOVED: "in",
    Now.BACK_IN: "in",
    Now.WAITING: "waiting",
    Now.STILL_WAITING: "waiting",
    Now.FRONT_OF_LINE: "waiting",
    Now.OFFERED: "offered",
    Now.LEFT: "out",
    Now.LEFT_LINE: "out",
    Now.NOT_IN: "out",
}
"""What an answer says about where the person stands."""

SAYS = {
    NoticeKind.CLAIMED: "in",
    NoticeKind.OFFER: "offered",
    NoticeKind.OFFER_LAPSED: "out",
    NoticeKind.NO_PLACE: "out",
    NoticeKind.REMOVED: "out",
    NoticeKind.CANCELLED: "cancelled",
}
"""What a notice says about it; the others show the task's page, which is worded when it is sent."""


def _waits(outcome: Outcome) -> bool:
    """Asked whether to move, from a place in line."""
    waiting = outcome.claim is not None and outcome.claim.state is ClaimState.WAITING
    return outcome.now is Now.MAY_MOVE and waiting


class Places(RuleBasedStateMachine):
    """Four volunteers, a coordinator, three tasks with four slots and few places: somebody always waits."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.runner = asyncio.Runner()
        self.town: Town = self._run(Town.found(self.folder / "town.db"))
        self.looks = sqlite3.connect(self.folder / "town.db")
        tasks = self.town.tasks
        self.slots = [(task, slot.id) for task in tasks for slot in task.slots]
        self.model = Steered(
            errands={task.id: Errand(task.starts_at, task.ends_at) for task in tasks},
            places={slot.id: slot.capacity for task in tasks for slot in task.slots},
            errand_of={slot: task.id for task, slot in self.slots},
            reachable=dict.fromkeys(self.town.ids.values(), True),
        )
        self.told: dict[tuple[int, int], str] = {}
        self.previews: list[Preview] = []
        self.seen: dict[int, tuple[object, int]] = {}
        self.was_full: set[int] = set()

    def teardown(self) -> None:
        self.looks.close()
        self._run(self.town.world.database.close())
        self.runner.close()
        shutil.rmtree(self.folder)

    def _run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(work)

    @property
    def now(self) -> datetime:
        return self.town.now

    # What a volunteer does

    def _acts(self, who: int, outcome: Outcome | Refusal, right: set[str]) -> None:
        """The answer is one of those that are right, and tells the truth."""
        if isinstance(outcome, Refusal):
            assert type(outcome).__name__ in right
            return
        assert outcome.now.value in right
        person = self.town.ids[who]
        stands = self.model.truth(person, outcome.task.id)
        says = "waiting" if _waits(outcome) else TELLS[outcome.now]
        self.told[person, outcome.task.id] = says
        if self.model.errands[outcome.task.id].state != "cancelled" or says != "out":
            assert says == stands
        if stands == "waiting" and outcome.claim:
            ahead = self.model.line(outcome.claim.slot_id)
            assert outcome.claim.line == [hold.person for hold in ahead].index(person) + 1

    def _arrives(self, who: int, *, in_private: bool) -> int:
        person = self.town.ids[who]
        if in_private:
            self.model.opens(person, self.now)
        return person

    @initialize(first=st.tuples(*[st.integers(-1, 3)] * VOLUNTEERS))
    def everyone_looks_for_something(self, first: tuple[int, ...]) -> None:
        for who, at in enumerate(first):
            if at >= 0:
                self.waits(who=who, at=at, in_private=True)

    @rule(who=WHO, at=SLOT, in_private=YES_NO)
    def claims(self, who: int, at: int, in_private: bool) -> None:
        task, slot = self.slots[at]
        person = self._arrives(who, in_private=in_private)
        outcome = self._run(self.town.claims(who, task, slot, in_private=in_private))
        self._acts(who, outcome, self.model.claim(person, slot, self.now))

    @rule(who=WHO, at=SLOT, in_private=YES_NO)
    def waits(self, who: int, at: int, in_private: bool) -> None:
        task, slot = self.slots[at]
        person = self._arrives(who, in_private=in_private)
        outcome = self._run(self.town.waits(who, task, slot, in_private=in_private))
        self._acts(who, outcome, self.model.wait(person, slot, self.now))

    @rule(who=WHO, at=SLOT)
    def moves(self, who: int, at: int) -> None:
        task, slot = self.slots[at]
        person = self._arrives(who, in_private=True)
        outcome = self._run(
            self.town.acts(who, lambda tx, me: claiming.move(tx, me, task.id, slot, self.now), in_private=True)
        )
        self._acts(who, outcome, self.model.move(person, slot, self.now))

    @rule(who=WHO, n=CLAIM, what=st.sampled_from(["leave", "undo", "accept", "decline"]), own=MOSTLY)
    def answers(self, who: int, n: int, what: str, own: bool) -> None:
        """The buttons that name a claim; sometimes somebody else's."""
        if not self.model.holds:
            return
        claim = self._claim(n, self.town.ids[who] if own else None)
        person = self._arrives(who, in_private=True)
        press = undoing.undo if what == "undo" else getattr(claiming, what)
        outcome = self._run(self.town.acts(who, lambda tx, me: press(tx, me, claim, self.now), in_private=True))
        self._acts(who, outcome, getattr(self.model, what)(person, claim, self.now))

    def _claim(self, n: int, person: int | None = None) -> int:
        claims = sorted(c for c, hold in self.model.holds.items() if person in (None, hold.person))
        return claims[-1 - n % len(claims)] if claims else self._claim(n)

    # What the coordinator does

    @rule(n=CLAIM)
    def is_taken_off(self, n: int) -> None:
        if not self.model.holds:
            return
        claim = self._claim(n)
        done = self._run(self.town.steers(lambda tx: staffing.take_off(tx, self.town.world.alice, claim, self.now)))
        stood = self.model.holds[claim].state in ("held", "offered", "waiting")
        right = self.model.take_off(claim, self.now)
        self._staffed(done, right if stood or isinstance(done, Refusal) else {"removed"})

    @rule(n=CLAIM)
    def is_put_back(self, n: int) -> None:
        removed = sorted(claim for claim, hold in self.model.holds.items() if hold.state == "removed")
        if not removed:
            return
        claim = removed[n % len(removed)]
        done = self._run(self.town.steers(lambda tx: staffing.put_back(tx, self.town.world.alice, claim, self.now)))
        self._staffed(done, self.model.put_back(claim, self.now))

    @rule(n=CLAIM)
    def is_seated(self, n: int) -> None:
        if not self.model.holds:
            return
        claim = self._claim(n)
        done = self._run(self.town.steers(lambda tx: staffing.seat(tx, self.town.world.alice, claim, self.now)))
        self._staffed(done, self.model.seat(claim, self.now))

    @rule(who=WHO, at=SLOT, in_line=YES_NO)
    def is_added(self, who: int, at: int, in_line: bool) -> None:
        _, slot = self.slots[at]
        done = self._run(self.town.adds(who, slot, in_line=in_line))
        self._staffed(done, self.model.add(self.town.ids[who], slot, self.now, in_line=in_line))

    @rule(at=SLOT, in_line=YES_NO)
    def a_guest_is_added(self, at: int, in_line: bool) -> None:
        task, slot = self.slots[at]
        done = self._run(self.town.adds_guest(task, slot, in_line=in_line))
        guest = done.claim.person_id if isinstance(done, Staffed) else 0
        self._staffed(done, self.model.guest(guest, slot, self.now, in_line=in_line))

    def _staffed(self, done: Any, right: set[str]) -> None:
        said = type(done).__name__ if isinstance(done, Refusal) else done.state.value
        assert said in right

    @rule(at=SLOT, places=PLACES)
    def the_places_change(self, at: int, places: int) -> None:
        """Shown, and saved at once."""
        self.a_preview_is_shown(at=at, places=places)
        if any(one.task.id == self.slots[at][0].id for one in self.previews):
            self.previews.insert(0, self.previews.pop())
            self.the_preview_is_saved()

    @rule(at=SLOT, places=PLACES)
    def a_preview_is_shown(self, at: int, places: int) -> None:
        task, slot = self.slots[at]
        shown = self._run(self.town.previews(task, slot, places))
        if isinstance(shown, Refusal):
            assert {type(shown).__name__} <= self._edit_refused(task.id)
        else:
            self.previews = [one for one in self.previews if one.task.id != task.id] + [shown]

    @rule()
    def the_preview_is_saved(self) -> None:
        if not self.previews:
            return
        preview = self.previews.pop(0)
        revision = self._revision(preview.task.id)
        done = self._run(self.town.saves(preview))
        if no := self._edit_refused(preview.task.id):
            assert type(done).__name__ in no
        elif self.model.would_drop(preview.slot, preview.places) and revision != preview.revision:
            assert type(done).__name__ == "Changed"
        else:
            assert not isinstance(done, Refusal)
            self.model.resize(preview.slot, preview.places, self.now)

    def _edit_refused(self, task: int) -> set[str]:
        errand = self.model.errands[task]
        no = {"TaskIsCancelled"} if errand.state == "cancelled" else set()
        return no | ({"TaskIsOver"} if errand.state == "ended" or self.now >= errand.ends_at else set())

    @rule(n=TASK, what=st.sampled_from(["cancel", "restore", "close", "reopen"]))
    def the_task(self, n: int, what: str) -> None:
        task = self.town.tasks[n]
        done = self._run(self.town.steers_task(what, task))
        if what in ("cancel", "restore"):
            right = getattr(self.model, what)(task.id, self.now)
        else:
            right = self.model.close(task.id, self.now, closed=what == "close")
        refused = right <= {"TaskIsOver", "NothingToUndo"}
        assert isinstance(done, Refusal) == refused
        assert not refused or type(done).__name__ in right

    # Time and the network

    @rule(minutes=MINUTES)
    def time_passes(self, minutes: int) -> None:
        self.town.world.now += timedelta(minutes=minutes)

    @rule()
    def an_offer_runs_out(self) -> None:
        """The time of the next one; whether anybody looks at the clock then is another matter."""
        deadlines = [hold.until for hold in self.model.holds.values() if hold.state == "offered" and hold.until]
        self.town.world.now = max(self.now, min(deadlines, default=self.now))

    @rule()
    def it_ticks(self) -> None:
        self._run(self.town.ticks())
        self.model.tick(self.now)

    @rule(who=WHO, noticed=YES_NO)
    def blocks(self, who: int, noticed: bool) -> None:
        self._run(self.town.closes_chat(who, noticed=noticed))
        if noticed:
            self.model.reachable[self.town.ids[who]] = False

    @rule(who=WHO)
    def opens(self, who: int) -> None:
        self._arrives(who, in_private=True)
        self._run(self.town.opens_chat(who))

    @rule(who=WHO, in_private=YES_NO)
    def deletes_themselves(self, who: int, in_private: bool) -> None:
        person = self._arrives(who, in_private=True)
        self._run(self.town.forgets(who, in_private=in_private))
        self.model.forget(person, self.now)
        self.model.reachable[self.town.ids[who]] = in_private

    @rule()
    def everything_is_delivered(self) -> None:
        self.was_full = {task for task in self.model.errands if self._is_full(task)}
        arrived = self._run(self.town.delivers())
        unreached = set(self._ids("SELECT person_id FROM accounts WHERE reach != 'yes'"))
        refused = {self.town.ids[who] for who in range(VOLUNTEERS) if 1001 + who in self.town.post.closed}
        rows = self._rows("SELECT id, offered_until FROM claims WHERE offered_until IS NOT NULL")
        until = {claim: datetime.fromtimestamp(at, self.now.tzinfo) for claim, at in rows}
        self.model.deliver(unreached & refused, until, self.now)
        for notice, person in arrived:
            self._hears(notice, person)
        self._everyone_knows()

    def _hears(self, notice: Notice, person: Person) -> None:
        """A notice that was sent was true; of a full task also if an offer sent after it did not arrive."""
        task = notice.task_id or 0
        truth = self.model.truth(person.id, task)
        if person.id == self.town.world.alice.id:
            assert notice.kind is not NoticeKind.FULL or task in self.was_full or self._is_full(task)
            return
        if notice.kind in SAYS:
            assert SAYS[notice.kind] == truth or (notice.kind is NoticeKind.CANCELLED and truth == "out")
        self.told[person.id, task] = truth

    def _is_full(self, task: int) -> bool:
        return not any(self.model.free(slot) for slot in self.model.slots(task))

    def _everyone_knows(self) -> None:
        """With nothing left to send, whoever can be reached knows where they stand, until the task begins."""
        for person in self.town.ids.values():
            for task, errand in self.model.errands.items():
                if self.model.reachable[person] and self.now < errand.starts_at:
                    believed, truth = self.told.get((person, task), "out"), self.model.truth(person, task)
                    assert believed == truth or (believed, truth) == ("cancelled", "out")

    # What must always hold

    def _rows(self, sql: str, *values: int) -> list[tuple[Any, ...]]:
        return self.looks.execute(sql, values).fetchall()

    def _ids(self, sql: str) -> list[int]:
        return [row[0] for row in self._rows(sql)]

    def _revision(self, task: int) -> int:
        revision: int = self._rows("SELECT revision FROM tasks WHERE id = ?", task)[0][0]
        return revision

    @invariant()
    def the_file_says_what_the_model_says(self) -> None:
        rows = self._rows("SELECT id, person_id, slot_id, state FROM claims")
        assert {row[0]: row[1:] for row in rows} == {
            claim: (hold.person, hold.slot, hold.state) for claim, hold in self.model.holds.items()
        }
        lines = self._rows("SELECT slot_id, person_id FROM claims WHERE state = 'waiting' ORDER BY slot_id, turn, id")
        slots = sorted(self.model.places)
        assert lines == [(slot, hold.person) for slot in slots for hold in self.model.line(slot)]
        assert dict(self._rows("SELECT id, state FROM tasks")) == {
            task: errand.state for task, errand in self.model.errands.items()
        }

    @invariant()
    def no_place_is_sold_twice(self) -> None:
        """Design I1, counted in the file."""
        sold = self._rows(
            "SELECT s.id FROM slots s WHERE s.capacity < (SELECT COUNT(*) FROM claims c WHERE c.slot_id = s.id"
            " AND c.state IN ('held', 'offered'))"
        )
        assert sold == []

    @invariant()
    def nobody_is_on_a_task_twice(self) -> None:
        """Design I2, counted in the file."""
        twice = self._rows(
            "SELECT task_id, person_id FROM claims WHERE state IN ('held', 'waiting', 'offered')"
            " GROUP BY task_id, person_id HAVING COUNT(*) > 1"
        )
        assert twice == []

    @invariant()
    def nobody_who_can_be_reached_waits_beside_a_free_place(self) -> None:
        """Design I4, counted in the file."""
        waiting = self._rows(
            "SELECT c.id FROM claims c JOIN slots s ON s.id = c.slot_id JOIN tasks t ON t.id = c.task_id"
            " JOIN accounts a ON a.person_id = c.person_id AND a.reach = 'yes'"
            " WHERE c.state = 'waiting' AND t.state = 'open' AND s.starts_at > ?"
            " AND s.capacity > (SELECT COUNT(*) FROM claims o WHERE o.slot_id = s.id"
            " AND o.state IN ('held', 'offered'))",
            int(self.now.timestamp()),
        )
        assert waiting == []

    @invariant()
    def a_card_that_shows_something_else_is_stale(self) -> None:
        """Design I7: whatever a card shows, it is drawn anew when it changes."""
        for task in self.model.errands:
            picture, revision = self.model.picture(task), self._revision(task)
            shown, before = self.seen.get(task, (picture, revision))
            assert picture == shown or revision > before
            self.seen[task] = (picture, revision)


TestPlaces = Places.TestCase
TestPlaces.settings = effort(120, steps=50)
