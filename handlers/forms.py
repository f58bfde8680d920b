"""The form of a task: pure readers of each field, and which card each step shows."""

from datetime import UTC, datetime

from bot.cards import Action, Button, Card
from bot.drafting import EDIT, channels_for, proposal_of
from bot.errors import Refusal
from bot.model import Draft
from bot.proposals import MORE, MOST_CHARACTERS, REQUIRED, Field, Proposal, Role, as_task
from bot.store import Tx
from bot.typed import clean
from bot.unclear import Unclear
from bot.wording import forms as wording
from handlers.ask import Ask
from handlers.reader import read_deadline, read_moment, read_slots, read_when
from handlers.refusing import said

PREVIEW = "preview"
FIX = "fix"


def read_field(field: Field, text: str, proposal: Proposal, ask: Ask) -> Proposal:
    """The proposal with this field as typed.

    Raises:
        Unclear, TooLong, CprFound: ask again; what was filled before stands.
    """
    zone, now = ask.community.zone, ask.now
    if field in MOST_CHARACTERS:
        value = clean(text, MOST_CHARACTERS[field], lines=field is Field.DETAILS)
        return proposal.model_copy(update={field.value: value})
    said_text = clean(text, 500)
    match field:
        case Field.WHEN:
            when = read_when(said_text, now, zone)
            return proposal.with_when(when.starts_at, when.ends_at)
        case Field.SLOTS:
            return proposal.model_copy(update={"roles": _roles(said_text, proposal)})
        case Field.BE_THERE if proposal.starts_at is not None:
            day = proposal.starts_at.astimezone(zone).date()
            moment = min(read_moment(said_text, now, zone, day), proposal.starts_at)
            return proposal.model_copy(update={"be_there_at": moment})
        case Field.AFBUD if proposal.starts_at is not None:
            return proposal.model_copy(update={"afbud_by": read_deadline(said_text, now, zone, proposal.starts_at)})
    return proposal


def _roles(text: str, proposal: Proposal) -> tuple[Role, ...]:
    """The roles as typed; one that keeps its name is the same slot (when a published task is edited)."""
    known = {role.name.casefold(): role.slot_id for role in proposal.roles}
    specs = read_slots(text)
    if len(specs) == len(proposal.roles) == 1:
        return (Role(name=specs[0].name or "", capacity=specs[0].capacity, slot_id=proposal.roles[0].slot_id),)
    return tuple(
        Role(name=spec.name or "", capacity=spec.capacity, slot_id=known.get((spec.name or "").casefold(), 0))
        for spec in specs
    )


def without(field: Field, proposal: Proposal) -> Proposal:
    """The proposal with an optional field empty again: skipped."""
    return proposal.model_copy(
        update={_STORED.get(field, field.value): Proposal.model_fields[_STORED.get(field, field.value)].default}
    )


_STORED = {Field.BE_THERE: "be_there_at", Field.AFBUD: "afbud_by"}


def next_step(proposal: Proposal) -> str:
    """What is asked next: the first required field still missing, else the preview."""
    missing = proposal.missing()
    return missing.value if missing else PREVIEW


def before(step: str) -> str | None:
    """The required field asked before this one."""
    asked = [field.value for field in REQUIRED]
    place = asked.index(step) if step in asked else 0
    return asked[place - 1] if place else None


async def card_of(ask: Ask, tx: Tx, draft: Draft, trouble: Refusal | None = None) -> Card:
    """The card of the step the draft stands at; with what went wrong first, if something did."""
    if draft.step == FIX:
        return wording.fields(draft.id, ask.words, MORE)
    if draft.step in (field.value for field in Field) and draft.step not in (Field.CHANNELS, Field.ORGANISATION):
        return _question(ask, draft, Field(draft.step), trouble)
    return await preview(ask, tx, draft)


def _question(ask: Ask, draft: Draft, field: Field, trouble: Refusal | None) -> Card:
    card = wording.question(field, draft.id, ask.words, first=field is Field.TITLE, optional=field in MORE)
    if trouble is None:
        return card
    rows = (*_ways_out(ask, draft, trouble), *card.rows)
    return Card(said(ask, trouble), f"{card.headline}\n{card.body}".strip(), rows)


def _ways_out(ask: Ask, draft: Draft, trouble: Refusal) -> tuple[tuple[Button, ...], ...]:
    """The times that were perhaps meant, as buttons."""
    if not isinstance(trouble, Unclear):
        return ()
    return tuple(
        (
            Button(
                ask.words.span(span.starts_at, span.ends_at),
                Action.of("span", draft.id, int(span.starts_at.timestamp()), int(span.ends_at.timestamp())),
            ),
        )
        for span in trouble.spans[:4]
    )


async def preview(ask: Ask, tx: Tx, draft: Draft) -> Card:
    """The card as the channel will show it, where it will stand, and Udgiv / Ret / Kassér."""
    proposal = proposal_of(draft)
    organisation = await tx.organisations.get(proposal.organisation_id)
    channels = await channels_for(tx, proposal)
    if organisation is None or proposal.missing():
        return wording.question(Field.TITLE, draft.id, ask.words, first=True, optional=False)
    task = as_task(proposal, organisation, ask.person, ask.now)
    return wording.preview(task, channels, draft.id, ask.words, editing=draft.kind == EDIT)


def span_of(action: Action, now: datetime) -> tuple[datetime, datetime] | None:
    """The time in a pressed button, if it could be one of ours: ahead, and not longer than two weeks."""
    starts, ends = action.number(1), action.number(2)
    if not now.timestamp() < starts < ends <= starts + 14 * 86400 or starts > now.timestamp() + 2 * 366 * 86400:
        return None
    return datetime.fromtimestamp(starts, UTC), datetime.fromtimestamp(ends, UTC)
