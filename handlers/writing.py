"""Which form a draft belongs to: where typed words go."""

from collections.abc import Awaitable, Callable, Mapping

from bot import drafting
from bot.cards import Reply
from bot.model import Draft
from bot.store import Tx
from handlers import posting
from handlers.ask import Ask

FORMS: Mapping[str, Callable[[Ask, Tx, Draft], Awaitable[Reply]]] = {
    drafting.POST: posting.typed,
}
