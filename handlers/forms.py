"""The form of a task: which card each step shows."""

from datetime import UTC, datetime

from bot import drafting, editing
from bot.cards import Action, Button, Card, Reply
from bot.drafting import EDIT, channels_for, proposal_of
from bot.errors import Refusal
from bot.model import Draft
from bot.proposals import MORE, REQUIRED, Field, Proposal, as_task
from bot.refusals import StartIsPast
from bot.store import Tx
from bot.unclear import Unclear
from bot.wording import edits, options
from bot.wording import forms as wording
from handlers.ask import Ask, shows
from handlers.fields import Unread
from handlers.refusing import said

PREVIEW = "preview"
FIX = "fix"
MERE = "more"
WRITTEN = {field.value for field in Field} - {Field.ONLY_CHANNEL, Field.CHANNELS, Field.ORGANISATION}
"""The steps at which typed words are the answer, with the times of roles."""


def next_step(proposal: Proposal) -> str:
    """What is asked next: the first required field still missing, else the preview."""
    missing = proposal.missing()
    return missing.value if missing else PREVIEW


def before(step: str) -> str | None:
    """The required field asked before this one."""
    asked = [field.value for field in REQUIRED]
    place = asked.index(step) if step in asked else 0
    return asked[place - 1] if place else None


def role_at(step: str, proposal: Proposal) -> int | None:
    """Which role's time the step `time-2` asks for."""
    name, _, digits = step.partition("-")
    if name != "time" or not digits.isdecimal() or len(digits) > 2 or int(digits) >= len(proposal.roles):
        return None
    return int(digits)


def is_step(step: str, proposal: Proposal) -> bool:
    return step in {field.value for field in Field} or role_at(step, proposal) is not None


async def show(ask: Ask, tx: Tx, draft: Draft, trouble: Refusal | None = None) -> Reply:
    return shows(screen(draft), await card_of(ask, tx, draft, trouble))


def screen(draft: Draft) -> Action:
    return Action.of("draft", draft.id)


async def card_of(ask: Ask, tx: Tx, draft: Draft, trouble: Refusal | None = None) -> Card:
    """The card of the step the draft stands at; with what went wrong first, if something did."""
    proposal = proposal_of(draft)
    if draft.step in WRITTEN or role_at(draft.step, proposal) is not None:
        return _question(ask, draft, proposal, trouble)
    match draft.step:
        case "fix":
            return wording.fields(draft.id, ask.words)
        case "more":
            return await _more(ask, tx, draft, proposal)
        case Field.CHANNELS:
            allowed = await tx.channels.of_organisation(proposal.organisation_id)
            return options.channels(draft.id, allowed, await channels_for(tx, proposal), ask.words)
        case Field.ORGANISATION:
            return options.organisations(draft.id, await drafting.steered_by(tx, ask.person), ask.words)
    return _with_trouble(ask, draft, await _preview(ask, tx, draft), trouble)


async def _more(ask: Ask, tx: Tx, draft: Draft, proposal: Proposal) -> Card:
    """Where and for whom it is shown is chosen for a new task only."""
    new = draft.kind != EDIT
    channels = new and len(await tx.channels.of_organisation(proposal.organisation_id)) > 1
    organisations = new and len(await drafting.steered_by(tx, ask.person)) > 1
    return options.more(draft.id, proposal, ask.words, channels=channels, organisations=organisations)


def _question(ask: Ask, draft: Draft, proposal: Proposal, trouble: Refusal | None) -> Card:
    at = role_at(draft.step, proposal)
    if at is not None:
        return _with_trouble(ask, draft, wording.role_time(proposal.roles[at], at, draft, ask.words), trouble)
    field = Field(draft.step)
    first = field is Field.TITLE and proposal.missing() is not None
    now_is = wording.value(field, proposal, ask.words)
    card = wording.question(field, draft, now_is, ask.words, first=first, optional=field in MORE)
    return _with_trouble(ask, draft, card, trouble)


def _with_trouble(ask: Ask, draft: Draft, card: Card, trouble: Refusal | None) -> Card:
    if trouble is None:
        return card
    question = f"{card.headline}\n{card.body}".strip()
    if isinstance(trouble, Unread):
        wrong = [(field, said(ask, why)) for field, why in trouble.answers]
        rows = (
            *_ways_out(ask, draft, next((why for field, why in trouble.answers if field == draft.step), None)),
            *card.rows,
        )
        return wording.unread(wrong, question, rows, ask.words)
    return Card(said(ask, trouble), question, (*_ways_out(ask, draft, trouble), *card.rows))


def _ways_out(ask: Ask, draft: Draft, trouble: Refusal | None) -> tuple[tuple[Button, ...], ...]:
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


async def _preview(ask: Ask, tx: Tx, draft: Draft) -> Card:
    """The card as the channel will show it, where it will stand, and Udgiv / Ret / Mere / Kassér."""
    proposal = proposal_of(draft)
    if draft.kind == EDIT and not proposal.missing():
        return await _edit_preview(ask, tx, draft)
    organisation = await tx.organisations.get(proposal.organisation_id)
    if organisation is None or proposal.missing():
        return wording.question(Field.TITLE, draft, "", ask.words, first=True, optional=False)
    task = as_task(proposal, organisation, ask.person, ask.now)
    return wording.preview(task, await channels_for(tx, proposal), draft.id, ask.words, ask.now)


async def _edit_preview(ask: Ask, tx: Tx, draft: Draft) -> Card:
    """What saving does, and to whom; a new time that has gone by meanwhile is asked for again."""
    try:
        return edits.preview(await editing.foresee(tx, ask.person, draft, ask.now), draft.id, ask.words, ask.now)
    except StartIsPast as passed:
        asked = drafting.fill(tx, draft, proposal_of(draft), Field.WHEN.value, ask.now)
        return _question(ask, asked, proposal_of(draft), passed)


def span_of(action: Action, now: datetime) -> tuple[datetime, datetime] | None:
    """The time in a pressed button, if it could be one of ours: ahead, and not longer than two weeks."""
    starts, ends = action.number(1), action.number(2)
    if not now.timestamp() < starts < ends <= starts + 14 * 86400 or starts > now.timestamp() + 2 * 366 * 86400:
        return None
    return datetime.fromtimestamp(starts, UTC), datetime.fromtimestamp(ends, UTC)
