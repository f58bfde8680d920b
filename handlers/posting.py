"""Posting a task: the form and the one line, and the buttons of the preview."""

from bot import drafting, posting
from bot.cards import Action, Reply
from bot.drafting import EDIT, MESSAGE, proposal_of
from bot.errors import Refusal
from bot.model import Draft
from bot.proposals import MORE, Field, Proposal
from bot.refusals import NoSuchDraft, StartIsPast
from bot.store import Tx
from bot.typed import refuse_cpr
from bot.wording import forms as wording
from bot.wording import messaging as messages
from bot.wording import options
from handlers import fields, forms
from handlers.ask import Ask, shows
from handlers.reader import OneLine, split_one_line


async def post(ask: Ask, tx: Tx) -> Reply:
    """`/opret`: alone it begins the form; with a line behind it, the preview or the first thing to mend."""
    if not ask.text.strip():
        return await _begin_or_continue(ask, tx)
    proposal, trouble = _read_line(ask)
    return await begin(ask, tx, proposal, trouble)


async def post_pressed(ask: Ask, tx: Tx) -> Reply:
    """`post`, or `post:new` for somebody who does not want to go on with an old form."""
    if ask.action.word(0) == "new":
        return await begin(ask, tx, Proposal(), None)
    return await _begin_or_continue(ask, tx)


async def _begin_or_continue(ask: Ask, tx: Tx) -> Reply:
    """A form that was left half-filled is offered again."""
    resting = await drafting.unfinished_posts(tx, ask.person)
    if not resting:
        return await begin(ask, tx, Proposal(), None)
    card = options.unfinished([(draft, proposal_of(draft)) for draft in resting], ask.words)
    return shows(Action.of("home"), card)


async def begin(ask: Ask, tx: Tx, proposal: Proposal, trouble: Refusal | None) -> Reply:
    """A new form, with what was said already."""
    draft = await drafting.begin_post(tx, ask.person, proposal, forms.next_step(proposal), ask.now)
    return await forms.show(ask, tx, draft, trouble)


def _read_line(ask: Ask) -> tuple[Proposal, Refusal | None]:
    """What could be read of the line, and what is wrong with the first piece that could not. Nothing is lost."""
    try:
        line = split_one_line(ask.text)
    except Refusal as refusal:
        refuse_cpr(ask.text)
        return Proposal(), refusal
    return fields.read_all(_pieces(line), Proposal(), ask)


def _pieces(line: OneLine) -> list[tuple[Field, str | None]]:
    return [
        (Field.TITLE, line.title),
        (Field.WHEN, line.when),
        (Field.PLACE, line.place),
        (Field.SLOTS, line.slots),
        (Field.BENEFIT, line.benefit),
    ]


async def typed(ask: Ask, tx: Tx, draft: Draft) -> Reply:
    """Words typed while a form is open: the answer to what it asks. A form in its preview says that it waits."""
    proposal = proposal_of(draft)
    at = forms.role_at(draft.step, proposal)
    if draft.step not in forms.WRITTEN and at is None:
        refuse_cpr(ask.text)
        card = await forms.card_of(ask, tx, draft)
        return shows(forms.screen(draft), wording.waits(card, ask.words) if draft.step == forms.PREVIEW else card)
    try:
        if at is not None:
            filled = fields.read_role_time(at, ask.text, proposal, ask)
        else:
            filled = fields.read_field(Field(draft.step), ask.text, proposal, ask)
    except Refusal as refusal:
        kept = fields.not_read(draft.step, ask.text, proposal, refusal)
        return await forms.show(ask, tx, drafting.fill(tx, draft, kept, draft.step, ask.now), refusal)
    return await _go_on(ask, tx, draft, filled)


async def _go_on(ask: Ask, tx: Tx, draft: Draft, proposal: Proposal) -> Reply:
    proposal = proposal.heard(draft.step)
    return await forms.show(ask, tx, drafting.fill(tx, draft, proposal, forms.next_step(proposal), ask.now))


async def publish(ask: Ask, tx: Tx) -> Reply:
    """Udgiv. A second press is told the truth; a start that went by meanwhile is asked for again."""
    draft = await open_draft(ask, tx)
    channels = await drafting.channels_for(tx, proposal_of(draft))
    if draft.kind != drafting.POST or proposal_of(draft).missing():
        return await forms.show(ask, tx, draft)
    try:
        task = await posting.publish(tx, ask.person, draft, ask.now)
    except StartIsPast as passed:
        asked = drafting.fill(tx, draft, proposal_of(draft), Field.WHEN.value, ask.now)
        return await forms.show(ask, tx, asked, passed)
    return shows(Action.of("steer", task.id), wording.published(task, channels, ask.words))


async def discard(ask: Ask, tx: Tx) -> Reply:
    draft = await open_draft(ask, tx)
    tx.drafts.drop(draft.id)
    if draft.kind == MESSAGE:
        return shows(Action.of("steer", draft.task_id or 0), messages.discarded(draft.task_id or 0, ask.words))
    if draft.kind == EDIT:
        return shows(Action.of("steer", draft.task_id or 0), wording.edit_discarded(draft.task_id or 0, ask.words))
    return shows(Action.of("home"), wording.discarded(ask.words))


async def resume(ask: Ask, tx: Tx) -> Reply:
    """Go on with a form that rested: typed words go to it again."""
    draft = await open_form(ask, tx)
    return await _step(ask, tx, draft.step)


async def fix(ask: Ask, tx: Tx) -> Reply:
    """Ret: which field?"""
    return await _step(ask, tx, forms.FIX)


async def more(ask: Ask, tx: Tx) -> Reply:
    """Mere: the optional fields."""
    return await _step(ask, tx, forms.MERE)


async def field(ask: Ask, tx: Tx) -> Reply:
    """One field, or the time of one role, is asked again."""
    draft = await open_form(ask, tx)
    name = ask.action.word(1)
    return await _step(ask, tx, name if forms.is_step(name, proposal_of(draft)) else forms.PREVIEW)


async def preview(ask: Ask, tx: Tx) -> Reply:
    draft = await open_form(ask, tx)
    return await _step(ask, tx, forms.next_step(proposal_of(draft)))


async def back(ask: Ask, tx: Tx) -> Reply:
    """The question before this one; from a field that was opened to mend it, the preview."""
    draft = await open_form(ask, tx)
    proposal = proposal_of(draft)
    before = None if proposal.missing() is None else forms.before(draft.step)
    return await _step(ask, tx, before or forms.next_step(proposal))


async def skip(ask: Ask, tx: Tx) -> Reply:
    """An optional field stays empty; a role has the time of the task."""
    draft = await open_form(ask, tx)
    name, proposal = ask.action.word(1), proposal_of(draft)
    at = forms.role_at(name, proposal)
    if at is not None:
        return await _go_on(ask, tx, draft, fields.with_role_time(at, None, proposal))
    if name not in {one.value for one in MORE}:
        raise NoSuchDraft
    return await _go_on(ask, tx, draft, fields.without(Field(name), proposal))


async def span(ask: Ask, tx: Tx) -> Reply:
    """One of the times that were perhaps meant was pressed."""
    draft = await open_form(ask, tx)
    when, proposal = forms.span_of(ask.action, ask.now), proposal_of(draft)
    if when is None:
        raise NoSuchDraft
    at = forms.role_at(draft.step, proposal)
    if at is not None:
        return await _go_on(ask, tx, draft, fields.with_role_time(at, when, proposal))
    return await _go_on(ask, tx, draft, proposal.with_when(*when))


async def _step(ask: Ask, tx: Tx, step: str) -> Reply:
    draft = await open_form(ask, tx)
    return await forms.show(ask, tx, drafting.fill(tx, draft, proposal_of(draft), step, ask.now))


async def open_draft(ask: Ask, tx: Tx) -> Draft:
    return await drafting.open_draft(tx, ask.person, ask.action.number(0))


async def open_form(ask: Ask, tx: Tx) -> Draft:
    """The form of a task; the button of another form means nothing to it."""
    draft = await open_draft(ask, tx)
    if draft.kind not in (drafting.POST, EDIT):
        raise NoSuchDraft
    return draft
