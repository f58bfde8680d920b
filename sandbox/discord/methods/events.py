"""Scheduled events that take place outside Discord (docs, resources/guild-scheduled-event)."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from sandbox.discord import limits
from sandbox.discord.asking import Ask
from sandbox.discord.bodies import Body
from sandbox.discord.errors import Refused, invalid, missing_permissions, unknown
from sandbox.discord.people import Permission
from sandbox.discord.places import Guild
from sandbox.discord.world import World
from sandbox.people import Json

EXTERNAL, SCHEDULED, CANCELED = 3, 1, 4


class Place(Body):
    """Entity metadata: where."""

    location: str = Field(min_length=1, max_length=limits.EVENT_PLACE)


class NewEvent(Body):
    """Create Guild Scheduled Event, for EXTERNAL ones: place and end are required."""

    name: str = Field(min_length=1, max_length=limits.EVENT_NAME)
    description: str | None = Field(None, max_length=limits.EVENT_TEXT)
    entity_type: Literal[3]
    entity_metadata: Place
    privacy_level: Literal[2]
    scheduled_start_time: datetime
    scheduled_end_time: datetime
    channel_id: None = None


class ChangedEvent(Body):
    """Modify Guild Scheduled Event."""

    name: str | None = Field(None, min_length=1, max_length=limits.EVENT_NAME)
    description: str | None = Field(None, max_length=limits.EVENT_TEXT)
    entity_type: Literal[3] | None = None
    entity_metadata: Place | None = None
    privacy_level: Literal[2] | None = None
    scheduled_start_time: datetime | None = None
    scheduled_end_time: datetime | None = None
    channel_id: None = None
    status: Literal[1, 2, 3, 4] | None = None


def every(world: World, ask: Ask) -> list[Json]:
    """List Scheduled Events for Guild."""
    return list(world.guild(ask.id("guild")).events.values())


def create(world: World, ask: Ask) -> Json:
    """Needs CREATE_EVENTS since 2026-02-23; 100 open ones at most (30038)."""
    guild = world.guild(ask.id("guild"))
    _must(world, guild, Permission.CREATE_EVENTS)
    wanted = ask.typed(NewEvent)
    _must_be_ahead(world, wanted.scheduled_start_time, wanted.scheduled_end_time)
    if sum(event["status"] == SCHEDULED for event in guild.events.values()) >= limits.EVENTS_OPEN:
        raise Refused(400, 30038, "Maximum number of uncompleted guild scheduled events reached (100)")
    number = world.snowflake()
    guild.events[number] = wanted.model_dump(mode="json") | {
        "id": str(number),
        "guild_id": str(guild.id),
        "creator_id": str(world.bot.id),
        "status": SCHEDULED,
        "entity_id": None,
        "recurrence_rule": None,
        "image": None,
        "user_count": 0,
    }
    world.watch.changed()
    return guild.events[number]


def edit(world: World, ask: Ask) -> Json:
    """What is not named stays. One's own needs CREATE_EVENTS, others' MANAGE_EVENTS."""
    guild, number = _found(world, ask)
    _must(world, guild, Permission.CREATE_EVENTS)
    changes = ask.typed(ChangedEvent)
    event = guild.events[number]
    if event["status"] == CANCELED:
        raise Refused(400, 180000, "Cannot update a finished event")
    if changes.scheduled_start_time is not None:
        end = changes.scheduled_end_time or datetime.fromisoformat(event["scheduled_end_time"])
        _must_be_ahead(world, changes.scheduled_start_time, end)
    guild.events[number] = event | changes.model_dump(mode="json", exclude_unset=True)
    world.watch.changed()
    return guild.events[number]


def delete(world: World, ask: Ask) -> None:
    """Delete Guild Scheduled Event."""
    guild, number = _found(world, ask)
    _must(world, guild, Permission.CREATE_EVENTS)
    del guild.events[number]
    world.watch.changed()


def _found(world: World, ask: Ask) -> tuple[Guild, int]:
    guild, number = world.guild(ask.id("guild")), ask.id("event")
    if number not in guild.events:
        raise unknown("Guild Scheduled Event")
    return guild, number


def _must(world: World, guild: Guild, wanted: Permission) -> None:
    if wanted not in guild.permissions(world.bot):
        raise missing_permissions()


def _must_be_ahead(world: World, start: datetime, end: datetime) -> None:
    if start.tzinfo is None or end.tzinfo is None:
        raise invalid("scheduled_start_time", "A moment needs its offset from UTC.")
    if start <= world.clock.now():
        raise invalid(
            "scheduled_start_time", "Cannot schedule event in the past.", "GUILD_SCHEDULED_EVENT_SCHEDULE_PAST"
        )
    if end <= start:
        raise invalid("scheduled_end_time", "Cannot end before it starts.", "GUILD_SCHEDULED_EVENT_SCHEDULE_PAST")
