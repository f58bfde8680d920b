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

    def with_when(self, starts_at: datetime, ends_at: datetime) -> "Proposal":
        """The same with a new time; what was counted back from the old start moves along."""
        update: dict[str, object] = {"starts_at": starts_at, "ends_at": ends_at}
        if self.starts_at is not None:
            shift = starts_at - self.starts_at
            update["be_there_at"] = self.be_there_at + shift if self.be_there_at else None
            update["afbud_by"] = self.afbud_by + shift if self.afbud_by else None
        return self.model_copy(update=update)


def default_afbud(starts_at: datetime, now: datetime) -> datetime:
    """Afbud later than a day before the start is told to the coordinator at once; sooner tasks: from half-way."""
    day_before = starts_at - DEFAULT_AFBUD
    return day_before if day_before > now else now + (starts_at - now) / 2


def as_task(proposal: Proposal, organisation: Organisation, poster: Person, now: datetime) -> Task:
    """The task the proposal describes, its ids still zero; ValueError while something required is missing."""
    starts_at, ends_at = proposal.starts_at, proposal.ends_at
    if proposal.missing() or starts_at is None or ends_at is None:
        raise ValueError(f"missing: {proposal.missing()}")
    be_there_at = proposal.be_there_at or starts_at
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
        starts_at=starts_at,
        ends_at=ends_at,
        be_there_at=be_there_at,
        afbud_by=min(proposal.afbud_by or default_afbud(starts_at, now), starts_at),
        only_channel=proposal.only_channel,
        state_at=now,
        slots=tuple(_slot(role, starts_at, ends_at, be_there_at) for role in proposal.roles),
    )


def _slot(role: Role, starts_at: datetime, ends_at: datetime, be_there_at: datetime) -> Slot:
    return Slot(
        id=role.slot_id,
        task_id=0,
        name=role.name,
        capacity=role.capacity,
        starts_at=starts_at,
        ends_at=ends_at,
        be_there_at=be_there_at,
    )


def of_task(task: Task) -> Proposal:
    """The proposal that describes a published task as it stands: where an edit begins."""
    return Proposal(
        organisation_id=task.organisation.id,
        title=task.title,
        starts_at=task.starts_at,
        ends_at=task.ends_at,
        place=task.place,
        roles=tuple(Role(name=slot.name, capacity=slot.capacity, slot_id=slot.id) for slot in task.slots),
        benefit=task.benefit,
        details=task.details,
        contact=task.contact,
        be_there_at=task.be_there_at if task.be_there_at < task.starts_at else None,
        afbud_by=task.afbud_by,
        only_channel=task.only_channel,
    )
