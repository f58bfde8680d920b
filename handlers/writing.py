"""Which form a draft belongs to: where typed words go, and what shows it again."""

from collections.abc import Awaitable, Callable, Mapping

from bot import adjusting, drafting
from bot.cards import Action, Card, Reply
from bot.model import Draft
from bot.store import Tx
from handlers import forms, messaging, posting, settings, staffing
from handlers.ask import Ask, shows

FORMS: Mapping[str, Callable[[Ask, Tx, Draft], Awaitable[Reply]]] = {
    drafting.POST: posting.typed,
    drafting.EDIT: posting.typed,
    drafting.MESSAGE: messaging.typed,
    drafting.ADD: staffing.typed,
    adjusting.QUIET_FORM: settings.quiet_typed,
}

CARDS: Mapping[str, Callable[[Ask, Tx, Draft], Awaitable[Card]]] = {
    drafting.POST: forms.card_of,
    drafting.EDIT: forms.card_of,
    drafting.MESSAGE: messaging.card,
    drafting.ADD: staffing.whom,
    adjusting.QUIET_FORM: settings.quiet_form,
}


async def draft_card(ask: Ask, tx: Tx) -> Card:
    """The form as it stands, whichever it is."""
    draft = await posting.open_draft(ask, tx)
    return await CARDS[draft.kind](ask, tx, draft)


async def ask_again(ask: Ask, tx: Tx) -> Reply:
    """`answer:<draft>:<step>`, where no form could be opened for it: the question as it stands."""
    draft = await posting.open_draft(ask, tx)
    return shows(Action.of("draft", draft.id), await CARDS[draft.kind](ask, tx, draft))
