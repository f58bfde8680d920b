"""Registering slash commands (docs, interactions/application-commands)."""

from typing import Any

from sandbox.discord.asking import Ask
from sandbox.discord.checking import read
from sandbox.discord.commands import Command, refuse_unfit
from sandbox.discord.errors import Refused, missing_access
from sandbox.discord.world import World
from sandbox.people import Json


def every(world: World, ask: Ask) -> list[Json]:
    """Get Global (or Guild) Application Commands."""
    return [command.shown(number, world.application) for number, command in _shelf(world, ask).items()]


def overwrite(world: World, ask: Ask) -> list[Json]:
    """Bulk Overwrite: what is not in the list goes; a command whose name stays keeps its id."""
    shelf = _shelf(world, ask)
    given: Any = ask.body
    if not isinstance(given, list):
        raise Refused(400, 50109, "The request body contains invalid JSON.")
    commands = [read(Command, one) for one in given]
    refuse_unfit(commands)
    known = {command.name: number for number, command in shelf.items()}
    shelf.clear()
    for command in commands:
        shelf[known.get(command.name) or world.snowflake()] = command
    world.watch.changed()
    return every(world, ask)


def _shelf(world: World, ask: Ask) -> dict[int, Command]:
    if ask.id("application") != world.application:
        raise missing_access()
    if "guild" not in ask.path:
        return world.commands
    return world.commands_of_guild.setdefault(world.guild(ask.id("guild")).id, {})
