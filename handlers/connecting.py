"""Connecting a chat, and becoming a coordinator by a link."""

from dataclasses import replace

from bot import connecting
from bot.cards import Action, Card, Reply, Rest
from bot.incoming import Address, Network
from bot.refusals import NotAdmin
from bot.store import Tx
from bot.wording import connecting as wording
from handlers import general
from handlers.ask import Ask, shows


async def connect_group(ask: Ask, tx: Tx) -> Reply:
    """`/connect` in a group: a button; who presses it is checked then."""
    connecting.must_be_usable(ask.chat)
    await connecting.known_channel(tx, ask.chat, ask.community.language, ask.now)
    return shows(Action.of("home"), wording.here(ask.words, server=bool(ask.chat.server)))


async def connect_here(ask: Ask, tx: Tx) -> Reply:
    """The button in the group: an administrator of the chat is asked in private for which organisation it is."""
    if ask.private:  # no button of ours says so
        raise NotAdmin
    connecting.must_be_usable(ask.chat)
    channel = await connecting.known_channel(tx, ask.chat, ask.community.language, ask.now)
    await connecting.ask_administrator(tx, ask.person, channel, ask.now, chat_admin=ask.chat_admin)
    if ask.message_id:
        tx.channels.asked_in(channel.id, ask.message_id)
    if not ask.person.reachable:
        return Reply(screen=Action.of("connect_ask", channel.id), opens="ghelp")
    return Reply(screen=Action.of("connect_ask", channel.id), toast=wording.asked_in_private(ask.words))


async def start_channel(ask: Ask, tx: Tx) -> Reply:
    """The link a channel's `/connect` was answered with: the chat it names, and who opened it, are checked.

    On another network than the channel's it is none: whoever runs a server there need not run the channel.
    """
    address = channel_of(ask.text)
    here = address is not None and address.network is ask.chat.address.network
    channel = await tx.channels.at(address) if address is not None and here else None
    if channel is None:
        return await general.start(ask, tx)
    connecting.check_administrator(ask.chat_admin)
    await connecting.may_answer(tx, ask.person, channel)
    screen = Action.of("connect_ask", channel.id)
    return shows(screen, await _question(ask, tx, channel.id))


def channel_of(payload: str) -> Address | None:
    """`c1001234567` is Telegram's channel -1001234567."""
    digits = payload[1:]
    if not payload.startswith("c") or not digits.isdecimal() or len(digits) > 15:
        return None
    return Address(network=Network.TELEGRAM, chat_id=-int(digits))


async def question(ask: Ask, tx: Tx) -> Card:
    return await _question(ask, tx, ask.action.number(0))


async def _question(ask: Ask, tx: Tx, channel_id: int) -> Card:
    channel, organisations = await connecting.choices(tx, ask.person, channel_id)
    return wording.question(channel, organisations, ask.words, may_name=ask.person.admin)


async def connect(ask: Ask, tx: Tx) -> Reply:
    channel, organisation = await connecting.connect(
        tx, ask.person, ask.action.number(0), ask.action.number(1), ask.now
    )
    reply = shows(Action.of("home"), wording.connected(channel, organisation, ask.words))
    if (asked := await tx.channels.question_in(channel.id)) is None:
        return reply
    done = wording.answered(channel, organisation, ask.community.words(channel.language))
    return replace(reply, rests=Rest(channel.address, asked, done))


async def start_invitation(ask: Ask, tx: Tx) -> Reply:
    organisation = await connecting.use_invitation(tx, ask.person, ask.text[1:], ask.now)
    return shows(Action.of("home"), wording.invited(organisation, ask.words, groups=not ask.chat.asides))
