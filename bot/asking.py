"""Facts that only the network knows: asked outside the transaction, and handed to it with what happened."""

import asyncio
import logging
from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.incoming import Address, Incoming, Membership, Network, Sender
from bot.ports import Messenger

log = logging.getLogger(__name__)

PATIENCE = 2.0
"""Seconds for the roles of one account in one server; then they could not be found out."""


async def with_standing(incoming: Incoming, who: Sender, where: Address, messenger: Messenger) -> Incoming:
    """Whether the sender is an administrator of that chat; nobody is where it cannot be found out."""
    admin: bool | None = None
    try:
        admin = await messenger.ask_admin(where, who)
    except Exception:  # a bug in an adapter, or a token refused: what the person did must not wait for ever
        log.exception("who is an administrator could not be asked")
    return replace(incoming, sender_is_admin=bool(admin))


async def with_roles(
    incoming: Incoming, memberships: Iterable[Membership], messengers: Mapping[Network, Messenger]
) -> Incoming:
    """The sender's roles there, too, be it through another account of theirs than the one they use now."""
    found = dict(incoming.roles)
    for one in memberships:
        found[one] = None
        if (messenger := messengers.get(one.network)) is not None:
            found[one] = await _roles(one, messenger)
    return replace(incoming, roles=found)


async def _roles(one: Membership, messenger: Messenger) -> frozenset[int] | None:
    try:
        async with asyncio.timeout(PATIENCE):
            return await messenger.ask_roles(one.server, one.account)
    except TimeoutError:
        return None
    except Exception:  # as above
        log.exception("somebody's roles could not be asked")
        return None
