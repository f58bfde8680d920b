"""Channels and threads (docs, resources/channel)."""

from sandbox.discord import bodies
from sandbox.discord.asking import Ask
from sandbox.discord.errors import Refused
from sandbox.discord.methods.messages import found
from sandbox.discord.people import Permission
from sandbox.discord.places import THREAD, Channel
from sandbox.discord.world import World
from sandbox.people import Json

PUBLIC = 11


def get(world: World, ask: Ask) -> Json:
    """Get Channel."""
    return world.channel(ask.id("channel")).json()


def modify(world: World, ask: Ask) -> Json:
    """Modify Channel, of a thread: whoever may write in it opens an archived one; all else takes MANAGE_THREADS."""
    channel = world.channel(ask.id("channel"))
    if not channel.thread:
        raise Refused(400, 50024, "Cannot execute action on this channel type")
    changes = ask.typed(bodies.ChangedThread)
    opens = changes.model_fields_set == {"archived"} and changes.archived is False and not channel.locked
    world.must(channel, Permission.SEND_MESSAGES_IN_THREADS if opens else Permission.MANAGE_THREADS)
    channel.name = changes.name or channel.name
    channel.archived = channel.archived if changes.archived is None else changes.archived
    channel.locked = channel.locked if changes.locked is None else changes.locked
    world.watch.changed()
    world.tell("THREAD_UPDATE", channel.json())
    return channel.json()


def start_thread(world: World, ask: Ask) -> Json:
    """Start Thread without Message: public ones only."""
    wanted = ask.typed(bodies.NewThread)
    if wanted.type != PUBLIC:
        raise Refused(400, 50024, "Cannot execute action on this channel type")
    return _begin(world, world.channel(ask.id("channel")), wanted.name, world.snowflake())


def thread_of_message(world: World, ask: Ask) -> Json:
    """Start Thread from Message: it has the message's id."""
    wanted = ask.typed(bodies.NewThread)
    channel = world.channel(ask.id("channel"))
    message = found(world, channel, ask.id("message"))
    if message.id in world.channels:
        raise Refused(400, 160004, "A thread has already been created for this message")
    return _begin(world, channel, wanted.name, message.id)


def _begin(world: World, parent: Channel, name: str, thread_id: int) -> Json:
    if parent.guild is None or parent.thread:
        raise Refused(400, 50024, "Cannot execute action on this channel type")
    world.must(parent, Permission.CREATE_PUBLIC_THREADS)
    thread = Channel(id=thread_id, kind=THREAD, name=name, guild=parent.guild, parent=parent)
    world.channels[thread.id] = parent.guild.channels[thread.id] = thread
    world.watch.changed()
    world.tell("THREAD_CREATE", thread.json() | {"newly_created": True})
    return thread.json()
