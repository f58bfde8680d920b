"""/find: open tasks, a page at a time, with a few filters."""

from datetime import datetime, timedelta

from bot import rules
from bot.cards import Action, Card, Reply
from bot.model import Search
from bot.store import Tx
from bot.wording import listing
from handlers import taking
from handlers.ask import Ask, shows


async def find(ask: Ask, tx: Tx) -> Reply:
    """`/find`, or `/find 12` for one task."""
    if number := ask.number():
        return shows(Action.of("task", number), await taking.page_of(ask, tx, number))
    return shows(Action.of("find"), await page(ask, tx))


async def page(ask: Ask, tx: Tx) -> Card:
    """`find:<filter>:<first>`"""
    name, first = ask.action.word(0), max(0, ask.action.number(1)) if ask.action.verb == "find" else 0
    chosen = name if name in listing.FILTERS and ask.action.verb == "find" else listing.ALL
    found = await tx.finding.open_tasks(search(chosen, ask), ask.now, first, listing.PAGE)
    return listing.found(found, chosen, first, ask.words)


def search(name: str, ask: Ask) -> Search:
    """What a filter means now."""
    match name:
        case "today":
            return Search(before=_days_end(ask, 1))
        case "week":
            return Search(before=_days_end(ask, 7 - ask.now.astimezone(ask.community.zone).weekday()))
        case "short":
            return Search(longest=timedelta(hours=2))
        case "free":
            return Search(only_free=True)
    return Search()


def _days_end(ask: Ask, days: int) -> datetime:
    """Midnight, local, so many days after today began."""
    today = ask.now.astimezone(ask.community.zone)
    return rules.at_minute(today + timedelta(days=days), 0, ask.community.zone)
