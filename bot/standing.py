"""Who coordinates by a role that a server gave them: looked at with each gesture, so that losing it ends it."""

from collections.abc import Mapping, Set
from datetime import datetime

from bot.drafting import steered_by
from bot.errors import Unasked
from bot.incoming import Chat, Membership, ServerRole
from bot.model import NamedRole, Organisation, Person
from bot.refusals import NoServer, NotCoordinator, RoleOfEveryone
from bot.store import Tx


async def look_at_roles(tx: Tx, person: Person, roles: Mapping[Membership, Set[int] | None], now: datetime) -> None:
    """What we know of this person's roles becomes what the network says with this gesture.

    Args:
        roles: by native id, where they are known; None: they could not be found out.

    Raises:
        Unasked: somewhere an account of theirs had a role that counts, and this gesture says nothing of that.
    """
    if not roles and not person.by_role:
        return
    about = await tx.roles.about(person, {where.server for where in roles})
    if unasked := {one.where for one in about if one.where not in roles}:
        raise Unasked(unasked)
    for one in about:
        has = roles[one.where]
        if has is None or (one.native_id in has) == one.held:
            continue
        if one.held:
            tx.roles.lost(one.role_id, one.account_id)
        else:
            tx.roles.holds(one.role_id, one.account_id, now)


async def named_roles(tx: Tx, person: Person, organisation_id: int, chat: Chat) -> list[NamedRole]:
    """Whose holders coordinate the organisation, in the server of this chat.

    Raises:
        NotCoordinator, NoServer.
    """
    await must_steer(tx, person, organisation_id)
    return await tx.roles.of_organisation(organisation_id, chat.address.network, server_of(chat))


async def name_role(
    tx: Tx, person: Person, organisation_id: int, chat: Chat, role: ServerRole, now: datetime
) -> list[NamedRole]:
    """Whoever has this role of the chat's server coordinates the organisation from their next gesture on.

    Raises:
        NotCoordinator, NoServer.
        RoleOfEveryone: it would make everybody a coordinator.
    """
    await must_steer(tx, person, organisation_id)
    if role.everyone:
        raise RoleOfEveryone
    network, server = chat.address.network, server_of(chat)
    tx.roles.name(organisation_id, network, server, role.native_id, role.name, now)
    return await tx.roles.of_organisation(organisation_id, network, server)


async def drop_role(tx: Tx, person: Person, organisation_id: int, role_id: int, chat: Chat) -> list[NamedRole]:
    """The role counts no more for the organisation. Twice is once; what still counts.

    Raises:
        NotCoordinator, NoServer.
    """
    known = await named_roles(tx, person, organisation_id, chat)
    if role_id in {role.id for role in known}:
        tx.roles.drop(role_id)
    return [role for role in known if role.id != role_id]


async def steered_here(tx: Tx, person: Person, chat: Chat) -> list[Organisation]:
    """The organisations this person steers that have a channel in the server of this chat; all, if none has.

    Raises:
        NotCoordinator: they steer nothing.
    """
    organisations = await steered_by(tx, person)
    if not organisations:
        raise NotCoordinator
    here = await tx.organisations.in_server(chat.address.network, chat.server) if chat.server else set()
    return [one for one in organisations if one.id in here] or organisations


async def must_steer(tx: Tx, person: Person, organisation_id: int) -> Organisation:
    """The organisation, if this person steers it (design I8). NotCoordinator if not."""
    for organisation in await steered_by(tx, person):
        if organisation.id == organisation_id:
            return organisation
    raise NotCoordinator


def server_of(chat: Chat) -> int:
    """NoServer if the chat is of none."""
    if not chat.server:
        raise NoServer
    return chat.server
