"""Forms in one go, for a network that has them: what a button or a command opens. Nothing is changed by it.

None: nothing is opened, and the press is answered as it is everywhere. Its reader is in `handlers.filling`.
"""

from bot import drafting, messaging, posting
from bot.cards import Action, Blank, Card, Form
from bot.drafting import EDIT, POST, proposal_of
from bot.model import Draft
from bot.proposals import MORE, MOST_CHARACTERS, REQUIRED, Field, Proposal
from bot.store import Tx
from bot.wording import forms as wording
from bot.wording import messaging as messages
from bot.wording import settings, staffing
from handlers import forms, writing
from handlers.ask import Ask
from handlers.posting import open_draft


async def new_task(ask: Ask, tx: Tx) -> Form | None:
    """`post`: all that a task needs; but what lies there half-filled is offered first, unless it is `post:new`."""
    if not await drafting.steered_by(tx, ask.person):
        return None
    if ask.action.word(0) != "new" and await drafting.resting_posts(tx, ask.person):
        return None
    return _whole(Action.of("post"), Proposal(), ask)


async def answer(ask: Ask, tx: Tx) -> Form | None:
    """`answer:<draft>:<step>`: what the open form asks; of a task that is not complete yet everything at once."""
    draft = await open_draft(ask, tx)
    if draft.kind == POST and proposal_of(draft).missing():
        return _whole(Action.of("post", draft.id), proposal_of(draft), ask)
    if draft.kind in (POST, EDIT):
        return _field(draft, ask.action.word(1), ask)
    return _only(Action.of("answer", draft.id, draft.step), await _asked(ask, tx, draft))


async def _asked(ask: Ask, tx: Tx, draft: Draft) -> Card:
    """The question of another form, without what is said of its buttons."""
    match draft.kind:
        case drafting.MESSAGE:
            return messages.asked(await posting.steered(tx, ask.person, draft.task_id or 0), ask.words)
        case drafting.ADD:
            return staffing.asked(await posting.steered(tx, ask.person, draft.task_id or 0), ask.words)
    return await writing.CARDS[draft.kind](ask, tx, draft)


async def field(ask: Ask, tx: Tx) -> Form | None:
    """`field:<draft>:<name>`: one field with what stands in it; those that are chosen by buttons open nothing."""
    draft = await open_draft(ask, tx)
    return _field(draft, ask.action.word(1), ask) if draft.kind in (POST, EDIT) else None


async def message(ask: Ask, tx: Tx) -> Form | None:
    """`message:<task>`: a coordinator's words to everyone on it."""
    task = await posting.steered(tx, ask.person, ask.action.number(0))
    if not await tx.claims.live_of_task(task.id):
        return None
    return _only(Action.of("message", task.id), messages.asked(task, ask.words), lines=True)


async def rewrite(ask: Ask, tx: Tx) -> Form | None:
    """`rewrite:<draft>`: the same words, to be changed."""
    draft = await open_draft(ask, tx)
    if draft.kind != drafting.MESSAGE:
        return None
    task = await posting.steered(tx, ask.person, draft.task_id or 0)
    key, text = Action.of("answer", draft.id, messaging.TEXT), str(draft.fields.get("text", ""))
    return _only(key, messages.asked(task, ask.words), value=text, lines=True)


async def quiet(ask: Ask, tx: Tx) -> Form | None:
    """`hush_write`: other quiet hours than those on the buttons."""
    return _only(Action.of("hush_write"), settings.quiet_question(ask.words, 0), most=100)


def _whole(key: Action, proposal: Proposal, ask: Ask) -> Form:
    """All required fields. What could not be read stands there as it was typed."""
    blanks = tuple(_blank(one.value, proposal, ask) for one in REQUIRED)
    return Form(key=key, title=wording.new_task(ask.words), blanks=blanks)


def _field(draft: Draft, step: str, ask: Ask) -> Form | None:
    proposal = proposal_of(draft)
    if step not in forms.WRITTEN and forms.role_at(step, proposal) is None:
        return None
    blank = _blank(step, proposal, ask)
    return Form(key=Action.of("answer", draft.id, step), title=blank.label, blanks=(blank,))


def _blank(step: str, proposal: Proposal, ask: Ask) -> Blank:
    at = forms.role_at(step, proposal)
    if at is not None:
        label, hint, value = wording.blank_of_role(proposal.roles[at], ask.words)
        return Blank(label=label, hint=hint, value=proposal.misread.get(step, value), required=False)
    one = Field(step)
    label, hint = wording.blank(one, ask.words)
    return Blank(
        label=label,
        hint=hint,
        value=proposal.misread.get(step, wording.value(one, proposal, ask.words)),
        most=MOST_CHARACTERS.get(one, 300),
        lines=one is Field.DETAILS,
        required=one not in MORE,
    )


def _only(
    key: Action, card: Card, *, value: str = "", most: int = messaging.MOST_CHARACTERS, lines: bool = False
) -> Form:
    """A form of one blank, in the words of the question that is asked elsewhere."""
    hint = " ".join(card.body.rsplit("\n\n", 1)[-1].split())
    blank = Blank(label=card.headline, hint=hint, value=value, most=most, lines=lines)
    return Form(key=key, title=card.headline, blanks=(blank,))
