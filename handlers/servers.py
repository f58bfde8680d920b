"""A server, where a network has such: whose holders of a role coordinate, and whether tasks are events there."""

from bot import calendars, standing
from bot.cards import Action, Card, Reply
from bot.model import NamedRole, Organisation
from bot.store import Tx
from bot.wording import servers as wording
from handlers.ask import Ask, shows


async def server(ask: Ask, tx: Tx) -> Card:
    """`server:<organisation>`, or which one, if the person steers several."""
    organisations = await standing.steered_here(tx, ask.person, ask.chat)
    wanted = ask.action.number(0) or (organisations[0].id if len(organisations) == 1 else 0)
    if not wanted:
        return wording.which_organisation(organisations, ask.words)
    organisation = await standing.must_steer(tx, ask.person, wanted)
    return await _page(ask, tx, organisation, await standing.named_roles(tx, ask.person, wanted, ask.chat))


async def name_role(ask: Ask, tx: Tx) -> Reply:
    """`role:<organisation>`, with the role that was chosen."""
    organisation = await standing.must_steer(tx, ask.person, ask.action.number(0))
    if ask.role is None:
        roles = await standing.named_roles(tx, ask.person, organisation.id, ask.chat)
    else:
        roles = await standing.name_role(tx, ask.person, organisation.id, ask.chat, ask.role, ask.now)
    return await _shown(ask, tx, organisation, roles)


async def drop_role(ask: Ask, tx: Tx) -> Reply:
    """`unrole:<organisation>:<role>`"""
    organisation = await standing.must_steer(tx, ask.person, ask.action.number(0))
    roles = await standing.drop_role(tx, ask.person, organisation.id, ask.action.number(1), ask.chat)
    return await _shown(ask, tx, organisation, roles)


async def events(ask: Ask, tx: Tx) -> Reply:
    """`events:<organisation>:<yes or no>`"""
    organisation = await standing.must_steer(tx, ask.person, ask.action.number(0))
    await calendars.show_events(tx, ask.person, organisation.id, ask.chat, shown=ask.action.word(1) == wording.YES)
    return await _shown(ask, tx, organisation, await standing.named_roles(tx, ask.person, organisation.id, ask.chat))


async def _shown(ask: Ask, tx: Tx, organisation: Organisation, roles: list[NamedRole]) -> Reply:
    return shows(Action.of("server", organisation.id), await _page(ask, tx, organisation, roles))


async def _page(ask: Ask, tx: Tx, organisation: Organisation, roles: list[NamedRole]) -> Card:
    shown = await calendars.shows_events(tx, organisation.id, ask.chat)
    refused = await calendars.refused_events(tx, organisation.id, ask.chat, ask.now) if shown else []
    return wording.server(
        organisation, roles, ask.words, events=shown, takes_events=ask.chat.takes_events, refused=refused
    )
