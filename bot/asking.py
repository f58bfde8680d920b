"""Facts that only the network knows: asked outside the transaction, and handed to it with what happened."""

import asyncio
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace

from bot.incoming import Address, Incoming, Membership, Network, Sender
from bot.ports import Messenger

PATIENCE = 2.0
"""Seconds for the roles of one account in one server; then they could not be found out."""


async def with_standing(incoming: Incoming, who: Sender, where: Address, messenger: Messenger) -> Incoming:
    """Whether the sender is an administrator of that chat."""
    return replace(incoming, sender_is_admin=bool(await messenger.ask_admin(where, who)))


async def with_roles(
    incoming: Incoming, memberships: Iterable[Membership], messengers: Mapping[Network, Messenger]
) -> Incoming:
    """The sender's roles there, too, be it through another account of theirs than the one they use now."""
    found = dict(incoming.roles)
    for one in memberships:
        found[one] = None
        if (messenger := messengers.get(one.network)) is not None:
            with suppress(TimeoutError):
                async with asyncio.timeout(PATIENCE):
                    found[one] = await messenger.ask_roles(one.server, one.account)
    return replace(incoming, roles=found)
