"""Posting a task: the form and the one line, and the buttons of the preview."""

from bot import drafting, posting
from bot.cards import Action, Card, Reply
from bot.drafting import proposal_of
from bot.errors import Refusal
from bot.model import Draft
from bot.proposals import Field, Proposal
from bot.refusals import NoSuchDraft
from bot.store import Tx
from bot.wording import forms as wording
from handlers import forms
from handlers.ask import Ask, shows
from handlers.reader import OneLine, split_one_line


async def post(ask: Ask, tx: Tx) -> Reply:
    """`/opret`: alone it begins the form; with a line behind it, the preview or the first thing to mend."""
    if not ask.text.strip():
        return await _begin(ask, tx, Proposal(), None)
    proposal, trouble = _read_line(ask)
    return await _begin(ask, tx, proposal, trouble)


async def post_pressed(ask: Ask, tx: Tx) -> Reply:
    return await _begin(ask, tx, Proposal(), None)


async def _begin(ask: Ask, tx: Tx, proposal: Proposal, trouble: Refusal | None) -> Reply:
    draft = await drafting.begin_post(tx, ask.person, proposal, forms.next_step(proposal), ask.now)
    return shows(_screen(draft), await forms.card_of(ask, tx, draft, trouble))


def _read_line(ask: Ask) -> tuple[Proposal, Refusal | None]:
    """What could be read of the line, and what is wrong with the first piece that could not. Nothing is lost."""
    proposal, trouble = Proposal(), None
    try:
        line = split_one_line(ask.text)
    except Refusal as refusal:
        return proposal, refusal
    for field, piece in _pieces(line):
        try:
            proposal = forms.read_field(field, piece, proposal, ask) if piece else proposal
        except Refusal as refusal:
            trouble = trouble or refusal
    return proposal, trouble


def _pieces(line: OneLine) -> list[tuple[Field, str | None]]:
    return [
        (Field.TITLE, line.title),
        (Field.WHEN, line.when),
        (Field.PLACE, line.place),
        (Field.SLOTS, line.slots),
        (Field.BENEFIT, line.benefit),
    ]


async def typed(ask: Ask, tx: Tx, draft: Draft) -> Reply:
    """Words typed while a form is open: the answer to what it asks."""
    if draft.step not in {field.value for field in Field}:
        return shows(_screen(draft), await forms.card_of(ask, tx, draft))
    try:
        proposal = forms.read_field(Field(draft.step), ask.text, proposal_of(draft), ask)
    except Refusal as refusal:
        return shows(_screen(draft), await forms.card_of(ask, tx, draft, refusal))
    return await _go_on(ask, tx, draft, proposal)


async def _go_on(ask: Ask, tx: Tx, draft: Draft, proposal: Proposal) -> Reply:
    filled = drafting.fill(tx, draft, proposal, forms.next_step(proposal), ask.now)
    return shows(_screen(filled), await forms.card_of(ask, tx, filled))


async def draft_card(ask: Ask, tx: Tx) -> Card:
    """The form as it stands."""
    return await forms.card_of(ask, tx, await _draft(ask, tx))


async def publish(ask: Ask, tx: Tx) -> Reply:
    draft = await _draft(ask, tx)
    channels = await drafting.channels_for(tx, proposal_of(draft))
    task = await posting.publish(tx, ask.person, draft, ask.now)
    return shows(Action.of("task", task.id), wording.published(task, channels, ask.words))


async def discard(ask: Ask, tx: Tx) -> Reply:
    draft = await _draft(ask, tx)
    tx.drafts.drop(draft.id)
    return shows(Action.of("home"), wording.discarded(ask.words))


async def fix(ask: Ask, tx: Tx) -> Reply:
    """Ret: which field?"""
    return await _step(ask, tx, forms.FIX)


async def field(ask: Ask, tx: Tx) -> Reply:
    """One field is asked again."""
    name = ask.action.word(1)
    return await _step(ask, tx, name if name in {one.value for one in Field} else forms.PREVIEW)


async def preview(ask: Ask, tx: Tx) -> Reply:
    draft = await _draft(ask, tx)
    return await _step(ask, tx, forms.next_step(proposal_of(draft)))


async def back(ask: Ask, tx: Tx) -> Reply:
    """The question before this one; from a field that was opened to mend it, the preview."""
    draft = await _draft(ask, tx)
    proposal = proposal_of(draft)
    before = None if proposal.missing() is None else forms.before(draft.step)
    return await _step(ask, tx, before or forms.next_step(proposal))


async def skip(ask: Ask, tx: Tx) -> Reply:
    """An optional field stays empty."""
    draft = await _draft(ask, tx)
    name = ask.action.word(1)
    if name not in {one.value for one in Field}:
        raise NoSuchDraft
    return await _go_on(ask, tx, draft, forms.without(Field(name), proposal_of(draft)))


async def span(ask: Ask, tx: Tx) -> Reply:
    """One of the times that were perhaps meant was pressed."""
    draft = await _draft(ask, tx)
    when = forms.span_of(ask.action, ask.now)
    if when is None:
        raise NoSuchDraft
    return await _go_on(ask, tx, draft, proposal_of(draft).with_when(*when))


async def _step(ask: Ask, tx: Tx, step: str) -> Reply:
    draft = await _draft(ask, tx)
    moved = drafting.fill(tx, draft, proposal_of(draft), step, ask.now)
    return shows(_screen(moved), await forms.card_of(ask, tx, moved))


async def _draft(ask: Ask, tx: Tx) -> Draft:
    return await drafting.open_draft(tx, ask.person, ask.action.number(0))


def _screen(draft: Draft) -> Action:
    return Action.of("draft", draft.id)
