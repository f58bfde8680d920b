"""What happens to chats and to our standing in them; and what is written where nobody in particular is asking."""

from datetime import datetime

from bot import connecting, people
from bot.cards import Action, Reply
from bot.handled import Handled
from bot.incoming import Address, BotMoved, Chat, ChatKind, ChatMigrated, Commanded, Incoming, Reached
from bot.model import Person, Reach
from bot.store import Tx
from bot.wording import connecting as wording
from bot.wording import general
from handlers.ask import Ask, Community


async def happened(tx: Tx, incoming: Incoming, community: Community, now: datetime) -> Handled:
    """Something that asks for no answer."""
    match incoming.what:
        case BotMoved():
            await _bot_moved(tx, incoming, incoming.what, community, now)
        case Reached(reachable=reachable):
            await _reached(tx, incoming, now, reachable=reachable)
        case ChatMigrated(new_chat_id=new_chat_id):
            address = incoming.chat.address
            tx.channels.move_chat(address.network, address.chat_id, new_chat_id)
    return Handled()


async def _bot_moved(tx: Tx, incoming: Incoming, moved: BotMoved, community: Community, now: datetime) -> None:
    person = await _who(tx, incoming, now)
    if not (moved.member and moved.can_post):
        await connecting.bot_was_removed(tx, incoming.chat.address, now, moved.lacks)
        if moved.member and person is not None:
            await connecting.bot_may_not_post(tx, person, incoming.chat, community.language, now)
        return
    await connecting.bot_was_added(tx, person, incoming.chat, community.language, now)


async def _who(tx: Tx, incoming: Incoming, now: datetime) -> Person | None:
    if incoming.sender is None:
        return None
    return await people.recognise(tx, incoming.chat.address.network, incoming.sender, now, in_private=False)


async def _reached(tx: Tx, incoming: Incoming, now: datetime, *, reachable: bool) -> None:
    """Who closes the chat and is not known (any more) is not stored for that (design I10)."""
    if incoming.sender is None:
        return
    network = incoming.chat.address.network
    if reachable:
        await people.recognise(tx, network, incoming.sender, now, in_private=True)
    elif (found := await tx.people.by_account(network, incoming.sender.native_id)) is not None:
        people.cannot_be_reached(tx, found[0], Reach.BLOCKED)


async def written_by_nobody(tx: Tx, incoming: Incoming, community: Community, now: datetime) -> Handled:
    """A channel's own post, or an anonymous administrator: only `/connect` means something, answered by a link."""
    what = incoming.what
    if not isinstance(what, Commanded) or what.name not in ("connect", "tilslut"):
        return Handled()
    words = community.words(community.language)
    if incoming.chat.kind is ChatKind.CHANNEL:
        await connecting.known_channel(tx, incoming.chat, community.language, now)  # where the link will lead
        card = wording.link_here(words, f"c{abs(incoming.chat.address.chat_id)}")
    else:
        card = wording.here(words)
    return Handled(reply=Reply(screen=Action.of("home"), card=card))


async def answered_in_private(ask: Ask, tx: Tx, name: str) -> Reply | None:
    """A command in a group: answered by a link. An unconnected chat hears one line, then silence."""
    channel = await connecting.known_channel(tx, ask.chat, ask.community.language, ask.now)
    screen = Action.of("home")
    if channel.organisations:
        return Reply(screen=screen, card=general.in_private(ask.words, f"g{name}"))
    if await tx.channels.greet(channel.id):
        return Reply(screen=screen, card=general.not_connected(ask.words))
    return None


def private_chat(address: Address) -> Chat:
    return Chat(address=address, kind=ChatKind.PRIVATE)
