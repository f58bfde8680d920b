"""/privacy: what is stored, seeing and fetching it, and deleting oneself."""

from bot import disclosing, forgetting, linking
from bot.cards import Action, Card, Reply
from bot.store import Tx
from bot.wording import privacy as wording
from handlers.ask import Ask, shows, steers_something


async def privacy(ask: Ask, tx: Tx) -> Reply:
    return shows(Action.of("privacy"), await privacy_card(ask, tx))


async def privacy_card(ask: Ask, tx: Tx) -> Card:
    return wording.privacy(
        ask.words,
        community=ask.community.name,
        networks=await linking.networks_of(tx, ask.person),
        steers=await steers_something(ask, tx),
        backups_kept=ask.community.backups_kept,
    )


async def my_data(ask: Ask, tx: Tx) -> Card:
    return wording.my_data(await disclosing.disclose(tx, ask.person), ask.words)


async def fetch(ask: Ask, tx: Tx) -> Reply:
    """The file goes to the private chat, wherever the button was pressed."""
    dossier = await disclosing.disclose(tx, ask.person)
    document = wording.file(disclosing.as_json(dossier, ask.community.zone), ask.words)
    return Reply(screen=Action.of("my_data"), document=document)


async def confirm(ask: Ask, tx: Tx) -> Card:
    return wording.confirm(await forgetting.weigh(tx, ask.person), ask.person.id, ask.words)


async def erase(ask: Ask, tx: Tx) -> Reply:
    lanes = await forgetting.forget(tx, ask.person, ask.action.number(0), ask.now)
    return Reply(screen=Action.of("privacy"), card=wording.gone(ask.words), forgotten=lanes)
