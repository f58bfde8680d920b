"""Channels and organisations: who may connect a chat, and for whom."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from string import ascii_letters, digits

from bot import telling
from bot.drafting import steered_by
from bot.errors import Lack
from bot.incoming import Address, Chat
from bot.model import Channel, ChannelState, NoticeKind, Organisation, Person
from bot.promising import Facts, promise_person
from bot.refusals import CannotPost, InvitationIsUsed, NoSuchTask, NotAdmin, NotCoordinator
from bot.store import Tx

INVITATION_LASTS = timedelta(days=7)
TOKEN_LENGTH = 24
"""Letters and digits: 142 bits, and no sign that a network takes for a mark of its own."""


async def bot_was_added(tx: Tx, person: Person | None, chat: Chat, language: str, now: datetime) -> None:
    """The bot is in a chat and may post there: whoever did it is asked, in private, for which organisation.

    The question is a notice: it waits until the person has opened the chat with the bot. A chat that was connected
    before, or topics of it, are connected again, and their cards are looked after.
    """
    known = [channel for channel in await tx.channels.in_chat(chat.address) if channel.organisations]
    for channel in known:
        tx.channels.set_state(channel.id, ChannelState.CONNECTED)
        tx.posts.doubt(channel.id)
    if known or person is None:
        return
    channel = await known_channel(tx, chat, language, now)
    tx.channels.set_state(channel.id, ChannelState.ASKED)
    await ask(tx, person, channel, now)


async def bot_may_not_post(tx: Tx, person: Person, chat: Chat, language: str, now: datetime) -> None:
    """The bot was put into a chat where it may not write: a coordinator who did it is told what is missing."""
    channel = await known_channel(tx, chat, language, now)
    if channel.organisations or not await may_connect(tx, person):
        return
    tx.channels.set_state(channel.id, ChannelState.LOST)
    promise_person(tx, person.id, NoticeKind.CANNOT_POST, now, {"channel": channel.id})


async def ask(tx: Tx, person: Person, channel: Channel, now: datetime) -> bool:
    """Ask an administrator of the chat for which organisation it is; a stranger is told whom to ask instead."""
    allowed = await may_connect(tx, person)
    if allowed:
        tx.channels.ask(channel.id, person.id)
    kind = NoticeKind.CONNECT if allowed else NoticeKind.NOT_COORDINATOR
    promise_person(tx, person.id, kind, now, {"channel": channel.id})
    return allowed


async def ask_administrator(
    tx: Tx, person: Person, channel: Channel, now: datetime, *, chat_admin: bool | None
) -> None:
    """The same for somebody who pressed "Connect" in the chat itself.

    Raises:
        NotAdmin: the network does not say that they are an administrator of the chat.
        NotCoordinator: they coordinate nothing here.
    """
    check_administrator(chat_admin)
    if not await ask(tx, person, channel, now):
        raise NotCoordinator


def must_be_usable(chat: Chat) -> None:
    """CannotPost: the network says that the bot lacks something to show cards there."""
    if chat.lacks:
        raise CannotPost(chat.title, chat.lacks)


def check_administrator(chat_admin: bool | None) -> None:
    if not chat_admin:
        raise NotAdmin


async def may_answer(tx: Tx, person: Person, channel: Channel) -> None:
    """Let a coordinator, whom the network calls an administrator of the chat, say for whom it is."""
    if not await may_connect(tx, person):
        raise NotCoordinator
    tx.channels.ask(channel.id, person.id)


async def known_channel(tx: Tx, chat: Chat, language: str, now: datetime) -> Channel:
    """The channel of a chat, stored if it is new; its title and its server are brought up to date."""
    channel = await tx.channels.at(chat.address)
    if channel is None:
        channel = tx.channels.add(chat.address, chat.kind, chat.title, language, now)
    elif chat.title and channel.title != chat.title:
        tx.channels.rename(channel.id, chat.title)
    if chat.server:
        tx.channels.belongs_to(channel.id, chat.server, chat.server_name)
    return channel


async def may_connect(tx: Tx, person: Person) -> bool:
    return person.admin or bool(await tx.organisations.of_person(person.id))


async def bot_was_removed(tx: Tx, address: Address, now: datetime, lacks: Sequence[Lack] = ()) -> None:
    """Thrown out, or not allowed to post any more: the coordinators are told."""
    for channel in await tx.channels.in_chat(address):
        await rights_lost(tx, channel, now, lacks)


async def rights_lost(tx: Tx, channel: Channel, now: datetime, lacks: Sequence[Lack] = ()) -> None:
    """Those who look after its organisations are told, once, and what is missing, where that is known."""
    tx.channels.asked_no_more(channel.id)
    if channel.state is not ChannelState.CONNECTED:
        return
    tx.channels.set_state(channel.id, ChannelState.LOST)
    known = await tx.channels.get(channel.id)
    stewards = [await telling.stewards(tx, one.id) for one in (known.organisations if known else ())]
    for person_id in sorted({person_id for those in stewards for person_id in those}):
        facts: Facts = {"channel": channel.id, "lacks": " ".join(lacks)}
        promise_person(tx, person_id, NoticeKind.RIGHTS_LOST, now, facts)


async def choices(tx: Tx, person: Person, channel_id: int) -> tuple[Channel, list[Organisation]]:
    """The channel, and the organisations the person may connect it to. An admin may also name a new one.

    Raises:
        NoSuchTask: no such channel.
        NotAdmin: the network has not told us that this person runs that chat.
        NotCoordinator: the person steers nothing.
    """
    channel = await tx.channels.get(channel_id)
    if channel is None:
        raise NoSuchTask
    if not await tx.channels.was_asked(channel_id, person.id):
        raise NotAdmin
    organisations = await steered_by(tx, person)
    if not organisations and not person.admin:
        raise NotCoordinator
    return channel, organisations


async def connect(
    tx: Tx, person: Person, channel_id: int, organisation_id: int, now: datetime
) -> tuple[Channel, Organisation]:
    """Tie a channel to an organisation; 0 means a new one, called as the channel proposes, which takes an admin.

    Pressed twice is pressed once. Raises:
        NotCoordinator, NotAdmin, NoSuchTask.
    """
    if (done := await _connected_already(tx, person, channel_id, organisation_id)) is not None:
        return done
    channel, organisations = await choices(tx, person, channel_id)
    organisation = next((one for one in organisations if one.id == organisation_id), None)
    if organisation is None and organisation_id == 0 and person.admin:
        organisation = await tx.organisations.ensure(channel.proposed, now)
    if organisation is None:
        raise NotCoordinator
    tx.channels.connect(channel.id, organisation.id)
    tx.posts.doubt(channel.id)
    tx.channels.asked_no_more(channel.id)
    if not await tx.organisations.coordinates(person.id, organisation.id):  # whoever does by a role does no longer
        tx.organisations.appoint(person.id, organisation.id, now)
    return channel, organisation


async def _connected_already(
    tx: Tx, person: Person, channel_id: int, organisation_id: int
) -> tuple[Channel, Organisation] | None:
    channel = await tx.channels.get(channel_id)
    if channel is None or channel.state is ChannelState.LOST:  # connected anew, it is looked after again
        return None
    for organisation in channel.organisations:
        by_name = not organisation_id and channel.proposed.casefold() == organisation.name.casefold()
        if by_name or organisation.id == organisation_id:
            coordinates = await tx.organisations.coordinates(person.id, organisation.id)
            return (channel, organisation) if coordinates else None
    return None


async def invite(tx: Tx, person: Person, organisation_id: int, now: datetime) -> str:
    """A one-time link's token that makes somebody a coordinator, good for a week. Only its hash is stored.

    Raises:
        NotCoordinator
    """
    if organisation_id not in {one.id for one in await steered_by(tx, person)}:
        raise NotCoordinator
    token = "".join(secrets.choice(ascii_letters + digits) for _ in range(TOKEN_LENGTH))
    tx.organisations.invite(_hash(token), organisation_id, person.id, now + INVITATION_LASTS)
    return token


async def use_invitation(tx: Tx, person: Person, token: str, now: datetime) -> Organisation:
    """Become a coordinator by a one-time link; whoever made it is told.

    A coordinator who opens it (the one who made it, or the one it made, again) does not use it up.

    Raises:
        InvitationIsUsed: used, run out, or never made.
    """
    invitation = await tx.organisations.invitation(_hash(token))
    if invitation is None:
        raise InvitationIsUsed
    organisation = invitation.organisation
    if await tx.organisations.coordinates(person.id, organisation.id):
        return organisation
    if invitation.used or invitation.expires_at <= now:
        raise InvitationIsUsed
    tx.organisations.use_invitation(_hash(token), person.id, now)
    tx.organisations.appoint(person.id, organisation.id, now)
    if invitation.invited_by is not None:
        facts: Facts = {"organisation": organisation.id, "person": person.id}
        promise_person(tx, invitation.invited_by, NoticeKind.JOINED, now, facts)
    return organisation


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
