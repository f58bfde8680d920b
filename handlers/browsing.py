"""/mine: what a person has taken on."""

from bot.cards import Action, Card, Reply
from bot.store import Tx
from bot.wording import listing
from handlers import taking
from handlers.ask import Ask, shows


async def mine(ask: Ask, tx: Tx) -> Reply:
    """`/mine`, or `/mine 12` for one task."""
    if number := ask.number():
        return shows(Action.of("task", number), await taking.page_of(ask, tx, number))
    return shows(Action.of("mine"), await mine_card(ask, tx))


async def mine_card(ask: Ask, tx: Tx) -> Card:
    """`mine:<first>`"""
    first = max(0, ask.action.number(0)) if ask.action.verb == "mine" else 0
    claims = await tx.claims.live_of_person(ask.person.id)
    shown = [claim.task_id for claim in claims[first : first + listing.PAGE]]
    standings = await tx.tasks.standings(ask.person.id, shown)
    return listing.mine(standings, first, len(claims), ask.words)
