"""/link: one person on several networks."""

from bot import linking
from bot.cards import Action, Card, Reply
from bot.incoming import Network
from bot.refusals import Changed, OneNetworkOnly
from bot.store import Tx
from bot.wording import linking as wording
from bot.wording.words import language_for
from handlers.ask import Ask, shows


async def link(ask: Ask, tx: Tx) -> Reply:
    """`/link` gives a code, `/link CODE` takes it."""
    return await given(ask, tx) if ask.text.strip() else await code(ask, tx)


async def given(ask: Ask, tx: Tx) -> Reply:
    """The code of another account, behind the command or simply written."""
    _refuse_alone(ask)
    outcome = await linking.link(tx, ask.person, ask.text, ask.now, ask.community.zone)
    return shows(Action.of("linking"), wording.linked(outcome, ask.words))


async def code(ask: Ask, tx: Tx) -> Reply:
    """A new code. It is shown once: what is shown again is only what is linked."""
    _refuse_alone(ask)
    missing = await _missing(ask, tx)
    if not missing:
        return shows(Action.of("linking"), await page(ask, tx))
    written = linking.make_code(tx, ask.person, ask.now)
    return shows(Action.of("linking"), wording.code(written, missing, ask.words))


def overheard(ask: Ask, tx: Tx) -> None:
    """A command in a group: a code behind it was read by others, and is good for nobody any more."""
    linking.void(tx, ask.text)


async def page(ask: Ask, tx: Tx) -> Card:
    others = await linking.other_accounts(tx, ask.person)
    if not others:
        _refuse_alone(ask)
    client = ask.community.words(language_for(None, ask.person.client_language, ask.community.language))
    return wording.page(_here(ask), others, await _missing(ask, tx), ask.words, client)


async def unlink_question(ask: Ask, tx: Tx) -> Card:
    for account in await linking.other_accounts(tx, ask.person):
        if account.account_id == ask.action.number(0):
            return wording.unlink_question(account, _here(ask), ask.words)
    raise Changed


async def unlink(ask: Ask, tx: Tx) -> Reply:
    network = await linking.unlink(tx, ask.person, ask.action.number(0), ask.now)
    if network is None:
        raise Changed
    return shows(Action.of("linking"), wording.unlinked(network, ask.words))


def _refuse_alone(ask: Ask) -> None:
    if not ask.community.on_several:
        raise OneNetworkOnly


async def _missing(ask: Ask, tx: Tx) -> list[Network]:
    """Where the community is and they have no account."""
    has = await linking.networks_of(tx, ask.person)
    return [network for network in ask.community.networks if network not in has]


def _here(ask: Ask) -> Network:
    return ask.chat.address.network
