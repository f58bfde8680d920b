"""What the bot may look up of a guild (docs, resources/guild)."""

from sandbox.discord.asking import Ask
from sandbox.discord.errors import unknown
from sandbox.discord.people import Permission
from sandbox.discord.world import World
from sandbox.people import Json


def get(world: World, ask: Ask) -> Json:
    """Get Guild: without members and channels."""
    body = world.guild(ask.id("guild")).json(world.bot, world.clock.now())
    hidden = ("channels", "threads", "members", "member_count", "joined_at", "presences", "voice_states")
    return {name: value for name, value in body.items() if name not in hidden}


def roles(world: World, ask: Ask) -> list[Json]:
    """Get Guild Roles."""
    return [role.json() for role in world.guild(ask.id("guild")).roles.values()]


def channels(world: World, ask: Ask) -> list[Json]:
    """Get Guild Channels: those the bot sees, without threads."""
    found = world.guild(ask.id("guild")).channels.values()
    return [one.json() for one in found if not one.thread and world.may(one, Permission.VIEW_CHANNEL)]


def member(world: World, ask: Ask) -> Json:
    """Get Guild Member; needs no privileged intent."""
    guild = world.guild(ask.id("guild"))
    user = world.users.get(ask.id("user"))
    if user is None:
        raise unknown("User")
    if user.id not in guild.members:
        raise unknown("Member")
    return guild.member(user)
