"""The bot itself, its application, and the direct messages it opens."""

from sandbox.discord import bodies
from sandbox.discord.asking import Ask
from sandbox.discord.errors import Refused, unknown
from sandbox.discord.world import World
from sandbox.people import Json


def me(world: World, ask: Ask) -> Json:
    """Docs, resources/user, Get Current User."""
    return world.bot.json() | {"verified": True, "mfa_enabled": False, "email": None, "flags": 0, "locale": "en-US"}


def application(world: World, ask: Ask) -> Json:
    """Docs, resources/application."""
    owner = {"id": "1", "username": "owner", "discriminator": "0", "avatar": None, "public_flags": 0}
    return {
        "id": str(world.application),
        "name": world.bot.name,
        "icon": None,
        "description": "",
        "summary": "",
        "rpc_origins": [],
        "bot_public": True,
        "bot_require_code_grant": False,
        "bot": world.bot.json(),
        "owner": owner,
        "team": None,
        "verify_key": "0" * 64,
        "flags": 0,
        "hook": True,
        "tags": [],
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "approximate_guild_count": sum(world.bot.id in guild.members for guild in world.guilds.values()),
    }


def gateway(world: World, ask: Ask) -> Json:
    """Docs, topics/gateway, Get Gateway Bot; the address is put in by the server."""
    limit = {"total": 1000, "remaining": world.connections_left, "reset_after": 0, "max_concurrency": 1}
    return {"url": world.gateway_url, "shards": 1, "session_start_limit": limit}


def open_dm(world: World, ask: Ask) -> Json:
    """Docs, resources/user, Create DM. It opens even where nothing can be sent; too many too fast: 40003."""
    person = world.users.get(ask.typed(bodies.Opening).recipient_id)
    if person is None:
        raise unknown("User")
    if person.bot:
        raise Refused(400, 50007, "Cannot send messages to this user")
    if person.id not in world.opened and world.new_dms is not None:
        if world.new_dms == 0:
            raise Refused(403, 40003, "You are opening direct messages too fast.")
        world.new_dms -= 1
    world.opened.add(person.id)
    return world.dm(person).json()
