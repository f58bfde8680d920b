"""/mine: what a person has taken on."""

from bot.cards import Action, Card, Reply
from bot.store import Tx
from bot.wording import listing
from handlers.ask import Ask, shows


async def mine(ask: Ask, tx: Tx) -> Reply:
    return shows(Action.of("mine"), await mine_card(ask, tx))


async def mine_card(ask: Ask, tx: Tx) -> Card:
    claims = await tx.claims.live_of_person(ask.person.id)
    standings = [
        standing
        for claim in claims[: listing.PAGE]
        if (standing := await tx.tasks.standing(ask.person.id, claim.task_id)) is not None
    ]
    return listing.mine(standings, len(claims), ask.words, ask.now)
