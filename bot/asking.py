"""Facts that only the network knows: asked outside the transaction, and handed to it with what happened."""

from collections.abc import Iterable
from dataclasses import replace

from bot.incoming import Address, Incoming, Sender
from bot.ports import Messenger


async def with_standing(incoming: Incoming, who: Sender, where: Address, messenger: Messenger) -> Incoming:
    """Whether the sender is an administrator of that chat."""
    return replace(incoming, sender_is_admin=bool(await messenger.ask_admin(where, who)))


async def with_roles(incoming: Incoming, servers: Iterable[int], messenger: Messenger) -> Incoming:
    """The sender's roles in these servers, too; None in each of which nobody can say."""
    if incoming.sender is None:
        return incoming
    found = await messenger.ask_roles(servers, incoming.sender)
    roles = {**(incoming.sender.roles or {}), **{server: found.get(server) for server in servers}}
    return replace(incoming, sender=replace(incoming.sender, roles=roles))
