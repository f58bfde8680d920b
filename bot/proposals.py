"""A task on its way: what a form or a line has said so far, and what is still missing."""

from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from bot.model import Organisation, Person, Slot, Task

MOST_HOURS_AFBUD = 24 * 14
DEFAULT_AFBUD = timedelta(hours=24)


class Field(StrEnum):
    """The fields of a task, in the order in which they are asked. Those after BENEFIT sit behind "Mere"."""

    TITLE = "title"
    WHEN = "when"
    PLACE = "place"
    SLOTS = "slots"
    BENEFIT = "benefit"
    DETAILS = "details"
    BE_THERE = "be_there"
    CONTACT = "contact"
    AFBUD = "afbud"
    ONLY_CHANNEL = "only_channel"
    CHANNELS = "channels"
    ORGANISATION = "organisation"


REQUIRED = (Field.TITLE, Field.WHEN, Field.PLACE, Field.SLOTS, Field.BENEFIT)
MORE = (Field.DETAILS, Field.BE_THERE, Field.CONTACT, Field.AFBUD, Field.ONLY_CHANNEL)

MOST_MISREAD = 300
"""Characters kept of an answer that could not be read."""

MOST_CHARACTERS = {
    Field.TITLE: 100,
    Field.PLACE: 150,
    Field.BENEFIT: 150,
    Field.DETAILS: 1500,
    Field.CONTACT: 80,
}


class Role(BaseModel):
    """One slot asked for: the number of people, and a name if there are several."""

    model_config = ConfigDict(frozen=True)

    name: str = ""
    capacity: int
    slot_id: int = 0  # of the slot it changes, when a published task is edited
    starts_at: datetime | None = None  # None: the task's own time
    ends_at: datetime | None = None

    def shifted(self, shift: timedelta) -> "Role":
        """A time of its own moves along with the task's."""
        if self.starts_at is None or self.ends_at is None:
            return self
        return self.model_copy(update={"starts_at": self.starts_at + shift, "ends_at": self.ends_at + shift})


class Proposal(BaseModel):
    """The fields of a draft. Times are UTC."""

    model_config = ConfigDict(frozen=True)

    organisation_id: int = 0
    title: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    place: str = ""
    roles: tuple[Role, ...] = ()
    benefit: str = ""
    details: str = ""
    contact: str = ""
    be_there_at: datetime | None = None
    afbud_by: datetime | None = None
    only_channel: bool = False
    channels: tuple[int, ...] | None = None  # None: all of the organisation's
    base: "Proposal | None" = None  # what stood when the edit of a published task began
    misread: dict[str, str] = {}  # what was typed at a step and could not be read, to be mended

    def missing(self) -> Field | None:
        """The first required field that is not filled yet."""
        return next((field for field in REQUIRED if not self.has(field)), None)

    def has(self, field: Field) -> bool:
        match field:
            case Field.WHEN:
                return self.starts_at is not None and self.ends_at is not None
            case Field.SLOTS:
                return bool(self.roles)
            case Field.BE_THERE:
                return self.be_there_at is not None
            case Field.AFBUD:
                return self.afbud_by is not None
            case _:
                return bool(getattr(self, field.value, True))

    def heard(self, step: str) -> "Proposal":
        """The same, now that the answer to this step could be read."""
        return self.model_copy(update={"misread": {at: text for at, text in self.misread.items() if at != step}})

    def not_heard(self, step: str, text: str) -> "Proposal":
        """The same, with what was typed there instead, if any of it may be kept."""
        kept = {step: text[:MOST_MISREAD]} if text else {}
        return self.model_copy(update={"misread": {**self.heard(step).misread, **kept}})

    def emptied(self) -> "Proposal":
        """The same without the required fields: they are all filled in anew."""
        empty = Proposal()
        gone = ("title", "starts_at", "ends_at", "place", "roles", "benefit", "misread")
        return self.model_copy(update={name: getattr(empty, name) for name in gone})

    def with_when(self, starts_at: datetime, ends_at: datetime) -> "Proposal":
        """The same with a new time; what was counted back from the old start moves along."""
        update: dict[str, object] = {"starts_at": starts_at, "ends_at": ends_at}
        if self.starts_at is not None:
            shift = starts_at - self.starts_at
            update["be_there_at"] = self.be_there_at + shift if self.be_there_at else None
            update["afbud_by"] = self.afbud_by + shift if self.afbud_by else None
            update["roles"] = tuple(role.shifted(shift) for role in self.roles)
        return self.model_copy(update=update)

    def over(self, current: "Proposal") -> "Proposal":
        """What this edit changes of its base, on top of what stands now: somebody else may have edited meanwhile."""
        if self.base is None or self.base == current:
            return self
        mine = {name: getattr(self, name) for name in Proposal.model_fields if name not in ("base", "misread")}
        changed = {name: value for name, value in mine.items() if value != getattr(self.base, name)}
        return current.model_copy(update={**changed, "base": current})

    def with_roles(self, roles: tuple[Role, ...]) -> "Proposal":
        """The same with these roles; one that keeps its name is the same slot, and keeps its own time.

        A role that is left over on both sides is the same slot under a new name; where one became several, the
        largest of them is.
        """
        before = self.base.roles if self.base else self.roles
        named = {role.name.casefold(): role for role in before}
        matched = [_as_before(role, named.pop(role.name.casefold(), None)) for role in roles]
        new = [role for role in matched if not role.slot_id]
        left = [role for role in named.values() if role.slot_id]
        if len(left) == 1 < len(new):
            new = [max(new, key=lambda role: role.capacity)]
        pairs = list(zip(new, left, strict=True)) if len(new) == len(left) else []
        known = {role.name: _as_before(role, old) for role, old in pairs}
        return self.model_copy(update={"roles": tuple(known.get(role.name, role) for role in matched)})


def _as_before(role: Role, old: Role | None) -> Role:
    """The role as the slot it was, with its own time unless a new one was given."""
    if old is None:
        return role
    times = role if role.starts_at else old
    return role.model_copy(update={"slot_id": old.slot_id, "starts_at": times.starts_at, "ends_at": times.ends_at})


def default_afbud(starts_at: datetime, now: datetime) -> datetime:
    """Afbud later than a day before the start is told to the coordinator at once; sooner tasks: from half-way."""
    day_before = starts_at - DEFAULT_AFBUD
    return day_before if day_before > now else now + (starts_at - now) / 2


def as_task(proposal: Proposal, organisation: Organisation, poster: Person, now: datetime) -> Task:
    """The task the proposal describes, its ids still zero; ValueError while something required is missing.

    Its time spans the slots that have a time of their own.
    """
    starts_at, ends_at = proposal.starts_at, proposal.ends_at
    if proposal.missing() or starts_at is None or ends_at is None:
        raise ValueError(f"missing: {proposal.missing()}")
    lead = max(starts_at - (proposal.be_there_at or starts_at), timedelta(0))
    slots = tuple(_slot(role, starts_at, ends_at, lead) for role in proposal.roles)
    begins = min(starts_at, *(slot.starts_at for slot in slots))
    return Task(
        id=0,
        organisation=organisation,
        posted_by=poster.id,
        poster_name=poster.name,
        title=proposal.title,
        benefit=proposal.benefit,
        place=proposal.place,
        details=proposal.details,
        contact=proposal.contact,
        starts_at=begins,
        ends_at=max(ends_at, *(slot.ends_at for slot in slots)),
        be_there_at=begins - lead,
        afbud_by=min(proposal.afbud_by or default_afbud(begins, now), begins),
        only_channel=proposal.only_channel,
        state_at=now,
        slots=slots,
    )


def _slot(role: Role, starts_at: datetime, ends_at: datetime, lead: timedelta) -> Slot:
    begins = role.starts_at or starts_at
    return Slot(
        id=role.slot_id,
        task_id=0,
        name=role.name,
        capacity=role.capacity,
        starts_at=begins,
        ends_at=role.ends_at or ends_at,
        be_there_at=begins - lead,
    )


def of_task(task: Task) -> Proposal:
    """The proposal that describes a published task as it stands: where an edit begins."""
    return Proposal(
        organisation_id=task.organisation.id,
        title=task.title,
        starts_at=task.starts_at,
        ends_at=task.ends_at,
        place=task.place,
        roles=tuple(_role(task, slot) for slot in task.slots),
        benefit=task.benefit,
        details=task.details,
        contact=task.contact,
        be_there_at=task.be_there_at if task.be_there_at < task.starts_at else None,
        afbud_by=task.afbud_by,
        only_channel=task.only_channel,
    )


def _role(task: Task, slot: Slot) -> Role:
    role = Role(name=slot.name, capacity=slot.capacity, slot_id=slot.id)
    if (slot.starts_at, slot.ends_at) == (task.starts_at, task.ends_at):
        return role
    return role.model_copy(update={"starts_at": slot.starts_at, "ends_at": slot.ends_at})
