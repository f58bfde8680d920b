"""Tasks as scheduled events of a guild that take place outside Discord (docs, resources/guild-scheduled-event)."""

from datetime import datetime

from bot.cards import Event
from handlers.networks.discord.calls import Calls
from handlers.networks.discord.payload import Payload, cut

MAX_NAME, MAX_PLACE, MAX_TEXT = 100, 100, 1000
_EXTERNAL, _GUILD_ONLY = 3, 2


def payload_of(event: Event) -> Payload:
    """As Discord takes it: an EXTERNAL one needs a place and an end."""
    return {
        "name": cut(event.title, MAX_NAME),
        "description": cut(event.text, MAX_TEXT),
        "entity_type": _EXTERNAL,
        "entity_metadata": {"location": cut(event.place, MAX_PLACE)},
        "privacy_level": _GUILD_ONLY,
        "scheduled_start_time": event.starts_at.isoformat(),
        "scheduled_end_time": event.ends_at.isoformat(),
    }


async def find(calls: Calls, guild: int, event: Event) -> int | None:
    """The event like this that we have made there without learning of it."""
    for one in await calls.own_events(guild):
        starts_at = datetime.fromisoformat(str(one["scheduled_start_time"]))
        if one["name"] == cut(event.title, MAX_NAME) and starts_at == event.starts_at:
            return int(one["id"])
    return None
