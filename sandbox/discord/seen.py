"""Everything visible on this Discord as JSON, for the page. Ids are strings, as in Discord's own JSON."""

from datetime import datetime
from typing import TYPE_CHECKING

from sandbox.discord.commands import Command
from sandbox.discord.interactions import Kind
from sandbox.discord.messages import Button, Message
from sandbox.discord.people import Permission, User
from sandbox.discord.places import Channel, Guild
from sandbox.people import Json

if TYPE_CHECKING:
    from sandbox.discord.server import DiscordSandbox

_STYLES = {1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "link"}
_OPEN = (1, 2)
"""Docs, resources/guild-scheduled-event, Event Status: scheduled, active."""
Used = dict[int, Json]
"""By the id of an answer: who used which command."""


def seen(discord: "DiscordSandbox") -> Json:
    """The people, what each of them sees, and the channels."""
    world, used = discord.world, _used(discord)
    places = [one for one in world.channels.values() if one.guild is not None and not one.deleted]
    return {
        "listening": world.sessions.connected,
        "bot": {"id": str(world.bot.id), "name": world.bot.name},
        "channels": [_channel(place, used) for place in places],
        "events": [_event(one) for guild in world.guilds.values() for one in _coming(guild, world.clock.now())],
        "people": [_person(discord, user, used) for user in world.users.values() if not user.bot],
    }


def aside(discord: "DiscordSandbox", user: User) -> list[Message]:
    """What only this person sees, in the order it came."""
    shown = (message for one in discord.world.interactions.values() if one.user is user for message in one.shown)
    kept = {message.id: message for message in shown if message.only_for is user and not message.deleted}
    return list(kept.values())


def _person(discord: "DiscordSandbox", user: User, used: Used) -> Json:
    world = discord.world
    guilds = [guild for guild in world.guilds.values() if user.id in guild.members]
    places = [place for guild in guilds for place in guild.channels.values() if _sees(user, place)]
    return {
        "id": str(user.id),
        "network": "discord",
        "first_name": user.name,
        "language": user.locale,
        "note": dict(user.note),
        "closed": user.closed,
        "reached": any(world.bot.id in guild.members for guild in guilds),
        "servers": [_server(guild, user) for guild in world.guilds.values()],
        "places": [str(place.id) for place in places],
        "moderates": [str(place.id) for place in places if _moderates(user, place)],
        "commands": {str(place.id): _menu(discord, user, place) for place in places}
        | {str(user.id): _menu(discord, user, None)},
        "messages": [message_json(one, used) for one in discord.messages(user)],
        "asides": [message_json(one, used) for one in aside(discord, user)],
    }


def _server(guild: Guild, user: User) -> Json:
    return {"id": str(guild.id), "name": guild.name, "inside": user.id in guild.members, "owned": guild.owner is user}


def _channel(place: Channel, used: Used) -> Json:
    return {
        "id": str(place.id),
        "kind": "channel",
        "title": place.name,
        "thread": place.thread,
        "server": place.guild.name if place.guild else "",
        "messages": [message_json(one, used) for one in place.messages.values()],
    }


def _coming(guild: Guild, now: datetime) -> list[Json]:
    """The events that are neither over nor called off, the soonest first."""
    known = [one for one in guild.events.values() if one["status"] in _OPEN]
    ahead = [one for one in known if datetime.fromisoformat(one["scheduled_end_time"]) > now]
    return sorted(ahead, key=lambda one: datetime.fromisoformat(one["scheduled_start_time"]))


def _event(event: Json) -> Json:
    return {
        "id": event["id"],
        "title": event["name"],
        "starts": event["scheduled_start_time"],
        "ends": event["scheduled_end_time"],
        "place": event["entity_metadata"]["location"],
    }


def message_json(message: Message, used: Used) -> Json:
    """A message as it is shown; in direct messages the `chat` is the person's own id."""
    place = message.channel
    return {
        "id": str(message.id),
        "chat": str(place.recipient.id if place.recipient else place.id),
        "from": {"id": str(message.author.id), "name": message.author.name},
        "by_bot": message.author.bot,
        "date": message.at.isoformat(),
        "edited": message.edited.isoformat() if message.edited and not message.thinking else None,
        "text": message.text,
        "buttons": [[_button(button) for button in row] for row in message.rows if row],
        "menus": _menus(message),
        "files": [{"name": name, "size": size} for name, size in message.content.files],
        "thinking": message.thinking,
        "only_for": str(message.only_for.id) if message.only_for else None,
        "used": used.get(message.id),
        "service": None,
    }


def _button(button: Button) -> Json:
    said: Json = {"text": button.label, "style": _STYLES.get(button.style, "secondary"), "disabled": button.disabled}
    if button.url is not None:
        return said | {"kind": "url", "url": button.url}
    return said | {"kind": "callback", "data": button.custom_id}


def _menus(message: Message) -> list[Json]:
    """Where a role can be chosen: the client itself lists those of the guild, the highest first."""
    select, guild = message.role_select, message.channel.guild
    if select is None or guild is None:
        return []
    roles = sorted(guild.roles.values(), key=lambda role: (role.position, role.id), reverse=True)
    choices = [{"label": role.name, "value": str(role.id)} for role in roles]
    asks, disabled = select.get("placeholder") or "", bool(select.get("disabled"))
    return [{"data": select["custom_id"], "placeholder": asks, "disabled": disabled, "choices": choices}]


def _used(discord: "DiscordSandbox") -> Used:
    found: Used = {}
    for one in discord.world.interactions.values():
        if one.kind is Kind.COMMAND and one.original is not None:
            place = None if one.channel.guild is None else one.channel
            known = (command for command in discord.menu(one.user, place) if command.name == one.name)
            name = next((command.shown_name(one.user.locale) for command in known), one.name)
            found[one.original.id] = {"by": one.user.name, "name": name}
    return found


def _menu(discord: "DiscordSandbox", user: User, place: Channel | None) -> list[Json]:
    return [_command(command, user.locale) for command in discord.menu(user, place)]


def _command(command: Command, locale: str) -> Json:
    options = [
        option.model_dump(mode="json", include={"name", "type", "required", "choices", "autocomplete", "max_length"})
        | {"label": (option.name_localizations or {}).get(locale, option.name)}
        | {"description": (option.description_localizations or {}).get(locale, option.description)}
        for option in command.options
    ]
    described = (command.description_localizations or {}).get(locale, command.description)
    return {"command": command.shown_name(locale), "description": described, "options": options}


def _sees(user: User, place: Channel) -> bool:
    guild = place.guild
    return guild is not None and not place.deleted and Permission.VIEW_CHANNEL in guild.permissions(user, place)


def _moderates(user: User, place: Channel) -> bool:
    return place.guild is not None and Permission.MANAGE_MESSAGES in place.guild.permissions(user, place)
