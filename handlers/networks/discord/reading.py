"""From Discord's raw events to what happened."""

import json
import logging
import re
import secrets
from dataclasses import replace

from bot.cards import Action
from bot.errors import Lack
from bot.incoming import (
    Address,
    Arrival,
    BotMoved,
    Chat,
    ChatKind,
    Commanded,
    Filled,
    Ignored,
    Incoming,
    Membership,
    Network,
    Pressed,
    Sender,
    ServerRole,
    Typing,
    What,
)
from bot.typed import NAMELESS, shown_name
from handlers.networks.discord import events
from handlers.networks.discord.events import COMMAND, COMPONENT, EPHEMERAL, MODAL, Raw
from handlers.networks.discord.forms import FORM, in_order, key_of
from handlers.networks.discord.saying import OPENS

log = logging.getLogger(__name__)

MAX_NAME = 64
OF_THE_CHAT = frozenset({"connect", "tilslut"})
"""Commands that are about the channel and answered in it; all others are answered for one person's eyes."""
THROWN_OUT = "THROWN_OUT"
"""A name of our own: the bot was removed from the guild of this channel."""
GONE = {"CHANNEL_DELETE": Lack.CHAT, "THREAD_DELETE": Lack.CHAT, THROWN_OUT: Lack.MEMBER}
"""Events after which nothing can be shown in a channel."""
THREADS = frozenset({10, 11, 12})
"""Docs, resources/channel, Channel Types."""

_ADMINISTRATOR, _MANAGE_GUILD = 1 << 3, 1 << 5
_VIEW, _SEND, _SEND_IN_THREADS, _CREATE_EVENTS = 1 << 10, 1 << 11, 1 << 38, 1 << 44
_UNSHOWN = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_OURS = re.compile(r"([a-z0-9_-][a-z0-9_:-]{0,63})(?:~[0-9]{1,2})?")
_NOWHERE = Chat(address=Address(network=Network.DISCORD, chat_id=0), kind=ChatKind.PRIVATE)


def arrival_of(name: str, body: Raw) -> Arrival | None:
    """An event's number and lane, found without judging the rest; None for what is nothing to us.

    An interaction's number is its id. Other events have none and are never sent twice: theirs is a random one. Of
    the message whose button was pressed only what is needed is kept.
    """
    if name in GONE:
        number, lane = secrets.randbits(62), f"discord:c:{body.get('id', 0)}"
    elif name == "INTERACTION_CREATE" and body.get("type") in (COMMAND, COMPONENT, MODAL):
        number, lane = id_of(body), f"discord:u:{id_of(_user(body))}"
        message = body.get("message")
        if isinstance(message, dict):
            body = body | {"message": {"id": message.get("id"), "flags": message.get("flags", 0)}}
    else:
        return None
    if not 0 < number < 2**63:
        log.warning("an interaction without a number was skipped")
        return None
    raw = json.dumps({"t": name, "d": body}, separators=(",", ":"))
    return Arrival(number=number, lane=lane, raw=raw, awaits=name == "INTERACTION_CREATE")


def read_event(raw: str) -> Incoming:
    """A stored event as an Incoming; ValueError if it is not what Discord documents."""
    event = events.Event.model_validate_json(raw)
    if event.t in GONE:
        channel = events.Channel.model_validate(event.d)
        what = BotMoved(member=False, can_post=False, lacks=(GONE[event.t],))
        return Incoming(sender=None, chat=_shared(channel.id, channel.name), what=what)
    return _done(events.Interaction.model_validate(event.d))


def _done(one: events.Interaction) -> Incoming:
    user = one.member.user if one.member else one.user
    if user is None:
        return Incoming(sender=None, chat=_NOWHERE, what=Ignored())
    what = _what(one)
    return Incoming(
        sender=_sender(user, one),
        chat=_chat(one, what),
        what=what,
        sender_is_admin=_leads(one.member),
        answer_to=_key(one),
        roles=_roles(one),
    )


def _roles(one: events.Interaction) -> dict[Membership, frozenset[int] | None]:
    """A gesture in a guild brings the roles that its person has there."""
    if one.member is None or one.guild_id is None:
        return {}
    where = Membership(network=Network.DISCORD, account=one.member.user.id, server=one.guild_id)
    return {where: frozenset(one.member.roles)}


def _key(one: events.Interaction) -> str:
    """What it takes to answer it."""
    return f"{one.id}/{one.token}"


def _what(one: events.Interaction) -> What:
    message_id = one.message.id if one.message else 0
    match one.type:
        case events.COMMAND:
            rest = " ".join(str(option.value) for option in one.data.options if option.value is not None)
            return Commanded(name=one.data.name.lower(), rest=rest.strip(), message_id=0)
        case events.COMPONENT if one.data.custom_id.startswith(OPENS):
            return Commanded(name="start", rest=one.data.custom_id.removeprefix(OPENS), message_id=0)
        case events.COMPONENT:
            action = _action(one.data.custom_id)
            return Pressed(press_id=_key(one), action=action, message_id=message_id or None, role=_role(one))
        case events.MODAL:
            key = key_of(one.data.custom_id) if one.data.custom_id.startswith(FORM) else None
            return Filled(form=key, values=in_order(one.data.values()), message_id=message_id)
        case events.AUTOCOMPLETE:
            typed = next((str(option.value or "") for option in one.data.options if option.focused), "")
            return Typing(command=one.data.name.lower(), text=typed)
    return Ignored()


def _role(one: events.Interaction) -> ServerRole | None:
    """The one that was chosen. The guild's own id is @everyone's (docs, topics/permissions)."""
    for role in one.data.resolved.roles.values():
        return ServerRole(native_id=role.id, name=_shown(role.name), everyone=role.id == one.guild_id)
    return None


def _chat(one: events.Interaction, what: What) -> Chat:
    """Direct messages; a channel; or a channel, aside, where only this person sees the question and the answer."""
    if one.guild_id is None:
        address = Address(network=Network.DISCORD, chat_id=one.channel_id)
        return Chat(address=address, kind=ChatKind.PRIVATE, asides=True)
    public = one.message is None or not one.message.flags & EPHEMERAL
    of_the_chat = isinstance(what, Pressed) or (isinstance(what, Commanded) and what.name in OF_THE_CHAT)
    kind = ChatKind.GROUP if public and of_the_chat else ChatKind.ASIDE
    shared = _shared(one.channel_id, one.channel.name if one.channel else None, kind)
    takes_events = one.app_permissions is None or bool(one.app_permissions & (_ADMINISTRATOR | _CREATE_EVENTS))
    return replace(
        shared,
        server=one.guild_id,
        server_name=_shown(one.guild.name) if one.guild else "",
        lacks=_lacks(one),
        takes_events=takes_events,
    )


def _lacks(one: events.Interaction) -> tuple[Lack, ...]:
    """What the bot may not do there, as Discord computed for this very gesture."""
    may, thread = one.app_permissions, one.channel is not None and one.channel.type in THREADS
    if may is None or may & _ADMINISTRATOR:
        return ()
    needed = {Lack.SEE: _VIEW}
    needed |= {Lack.WRITE_IN_THREADS: _SEND_IN_THREADS} if thread else {Lack.WRITE: _SEND}
    return tuple(lack for lack, right in needed.items() if not may & right)


def _shared(channel_id: int, name: str | None, kind: ChatKind = ChatKind.GROUP) -> Chat:
    """A thread is a channel of its own."""
    return Chat(
        address=Address(network=Network.DISCORD, chat_id=channel_id),
        kind=kind,
        title=f"#{_shown(name)}" if name else "",
        asides=True,
    )


def _sender(user: events.User, one: events.Interaction) -> Sender:
    """Discord lets a bot write first to whoever shares a server with it, until they say no."""
    in_dm = one.guild_id is None
    return Sender(
        native_id=user.id,
        name=_name_of(user),
        language=one.locale,
        private_chat=one.channel_id if in_dm else 0,
        may_be_written_to=True,
    )


def _name_of(user: events.User) -> str:
    """As they call themselves; the account's own name, if that shows nothing."""
    names = [_shown(name) for name in (user.global_name, user.username) if name]
    return next((name for name in names if shown_name(name) != NAMELESS), names[0] if names else "") or "?"


def _leads(member: events.Member | None) -> bool | None:
    """Whether they administer the server, as Discord computed for this very gesture."""
    return None if member is None else bool(member.permissions & (_ADMINISTRATOR | _MANAGE_GUILD))


def _action(custom_id: str) -> Action | None:
    """What the button means; None for what no button of ours can have said. Twins on a card are numbered `~2`."""
    ours = _OURS.fullmatch(custom_id)
    return Action.unpack(ours[1]) if ours else None


def _user(body: Raw) -> Raw:
    member = body.get("member")
    user = member.get("user") if isinstance(member, dict) else body.get("user")
    return user if isinstance(user, dict) else {}


def id_of(part: Raw, name: str = "id") -> int:
    """The id of that name; 0, which is nobody's, if there is none."""
    found = str(part.get(name, ""))
    return int(found) if found.isdecimal() and len(found) < 20 else 0


def _shown(name: str) -> str:
    """A name that cannot disturb the text around it, at most 64 characters."""
    return _UNSHOWN.sub("", name).strip()[:MAX_NAME].rstrip()
