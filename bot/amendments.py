"""What an edit of a published task changes, and whom it concerns. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot import rules
from bot.model import Claim, ClaimState, Person, Slot, Task
from bot.proposals import Proposal, as_task


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """A task before and after. `after.slots` holds the slots that stay (under their ids) and new ones (id 0)."""

    before: Task
    after: Task

    @property
    def removed(self) -> tuple[Slot, ...]:
        stay = {slot.id for slot in self.after.slots}
        return tuple(slot for slot in self.before.slots if slot.id not in stay)

    @property
    def renamed(self) -> tuple[tuple[Slot, Slot], ...]:
        """Slots under their old and new name; a name given where there was none does not count."""
        return tuple((old, new) for old, new in self.kept if old.name and old.name != new.name)

    @property
    def kept(self) -> tuple[tuple[Slot, Slot], ...]:
        pairs = ((self.before.slot(new.id), new) for new in self.after.slots)
        return tuple((old, new) for old, new in pairs if old is not None)

    @property
    def added(self) -> tuple[Slot, ...]:
        return tuple(slot for slot in self.after.slots if not slot.id)

    def moves(self) -> bool:
        """Whether any reminder would come at another time."""
        return any(old.be_there_at != new.be_there_at for old, new in self.kept) or any(
            self.moves_slot(old.id) for old, _ in self.kept
        )

    def moves_slot(self, slot_id: int) -> bool:
        """Whether those on this slot must be asked if they can still come."""
        old, new = self.before.slot(slot_id), self.after.slot(slot_id)
        return bool(old and new) and _span(old) != _span(new)

    def concerns(self, claim: Claim) -> tuple[str, ...]:
        """What else matters to whoever has this claim: `place`, `be_there`, `contact`, `role`."""
        before, after = self.before, self.after
        old, new = before.slot(claim.slot_id), after.slot(claim.slot_id)
        reasons = {
            "place": before.place != after.place,
            "be_there": bool(old and new and old.be_there_at != new.be_there_at),
            "contact": claim.state.takes_a_place and before.whom_to_meet() != after.whom_to_meet(),
            "role": bool(old and new and old.name and old.name != new.name),
        }
        return tuple(reason for reason, so in reasons.items() if so)

    def dropped(self, claims: Sequence[Claim]) -> list[Claim]:
        """Who loses a place and stands first in line instead: places held first, then offers, the oldest first."""
        lost: list[Claim] = []
        for _, slot in self.kept:
            on_slot = [claim for claim in claims if claim.slot_id == slot.id]
            dropped = rules.dropped_by_capacity(on_slot, slot.capacity)
            lost += sorted(dropped, key=lambda claim: (claim.state is ClaimState.OFFERED, claim.turn))
        return lost

    def without_slot(self, claims: Sequence[Claim]) -> list[Claim]:
        """Who was on, or waited for, a slot that is taken away."""
        gone = {slot.id for slot in self.removed}
        return [claim for claim in claims if claim.slot_id in gone]


def amend(task: Task, proposal: Proposal, editor: Person, now: datetime) -> Amendment:
    """The task as the proposal wants it; a role whose slot is gone meanwhile is a new one."""
    known = {slot.id for slot in task.slots}
    wanted = as_task(proposal, task.organisation, editor, now)
    after = replace(
        task,
        title=wanted.title,
        benefit=wanted.benefit,
        place=wanted.place,
        details=wanted.details,
        contact=wanted.contact,
        starts_at=wanted.starts_at,
        ends_at=wanted.ends_at,
        be_there_at=wanted.be_there_at,
        afbud_by=wanted.afbud_by,
        only_channel=wanted.only_channel,
        slots=tuple(_as_slot(slot, task, known) for slot in wanted.slots),
    )
    amendment = Amendment(before=task, after=after)
    return replace(amendment, after=replace(after, moved_at=now)) if amendment.moves() else amendment


def _as_slot(slot: Slot, task: Task, known: set[int]) -> Slot:
    """With the counts of the slot it was."""
    old = task.slot(slot.id)
    if slot.id not in known or old is None:
        return replace(slot, id=0, task_id=task.id)
    return replace(slot, task_id=task.id, taken=min(old.taken, slot.capacity), waiting=old.waiting)


def _span(slot: Slot | None) -> tuple[datetime, datetime] | None:
    return (slot.starts_at, slot.ends_at) if slot else None
