"""What the bot says of itself: commands, name, descriptions, the rights it asks for."""

import json
import re

from sandbox.asking import Ask
from sandbox.errors import bad_request
from sandbox.people import Json, Rights
from sandbox.world import World

_LANGUAGE = re.compile(r"([a-z]{2})?")
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
MOST_COMMANDS, LONGEST_COMMAND_DESCRIPTION = 100, 256
LONGEST_NAME, LONGEST_DESCRIPTION, LONGEST_SHORT_DESCRIPTION = 64, 512, 120


def get_me(world: World, ask: Ask) -> Json:
    """Bot API, getMe."""
    return world.bot.me()


def set_my_commands(world: World, ask: Ask) -> bool:
    """Bot API, setMyCommands."""
    key = _commands_key(world, ask)
    commands: list[Json] = ask.nested("commands")
    if len(commands) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    world.profile.commands[key] = [_command(one) for one in commands]
    return _said(world)


def get_my_commands(world: World, ask: Ask) -> list[Json]:
    """Bot API, getMyCommands: an empty list where none were set."""
    return world.profile.commands.get(_commands_key(world, ask), [])


def delete_my_commands(world: World, ask: Ask) -> bool:
    """Bot API, deleteMyCommands: "After deletion, higher level commands will be shown to affected users"."""
    world.profile.commands.pop(_commands_key(world, ask), None)
    return _said(world)


def set_my_name(world: World, ask: Ask) -> bool:
    """Bot API, setMyName."""
    return _set(world, ask, world.profile.names, "name", LONGEST_NAME)


def get_my_name(world: World, ask: Ask) -> Json:
    """Bot API, getMyName."""
    return {"name": _get(ask, world.profile.names) or world.bot.first_name}


def set_my_description(world: World, ask: Ask) -> bool:
    """Bot API, setMyDescription."""
    return _set(world, ask, world.profile.descriptions, "description", LONGEST_DESCRIPTION)


def get_my_description(world: World, ask: Ask) -> Json:
    """Bot API, getMyDescription."""
    return {"description": _get(ask, world.profile.descriptions)}


def set_my_short_description(world: World, ask: Ask) -> bool:
    """Bot API, setMyShortDescription."""
    return _set(world, ask, world.profile.short_descriptions, "short_description", LONGEST_SHORT_DESCRIPTION)


def get_my_short_description(world: World, ask: Ask) -> Json:
    """Bot API, getMyShortDescription."""
    return {"short_description": _get(ask, world.profile.short_descriptions)}


def set_my_default_administrator_rights(world: World, ask: Ask) -> bool:
    """Bot API, setMyDefaultAdministratorRights: none given clears them."""
    given = ask.nested("rights")
    rights = Rights.only(**given) if given else None
    if ask.flag("for_channels"):
        world.profile.channel_rights = rights
    else:
        world.profile.group_rights = rights
    return _said(world)


def get_my_default_administrator_rights(world: World, ask: Ask) -> Json:
    """Bot API, getMyDefaultAdministratorRights."""
    channel = ask.flag("for_channels")
    rights = world.profile.channel_rights if channel else world.profile.group_rights
    return (rights or Rights.only()).in_chat("channel" if channel else "group")


def _commands_key(world: World, ask: Ask) -> tuple[str, str]:
    scope: Json = ask.nested("scope") or {"type": "default"}
    if "chat_id" in scope:
        scope = scope | {"chat_id": world.chat(scope["chat_id"]).id}
    return json.dumps(scope, sort_keys=True), _language(ask)


def _command(given: Json) -> Json:
    name, description = given["command"].removeprefix("/"), given["description"].strip()
    if not _COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= LONGEST_COMMAND_DESCRIPTION:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return given | {"command": name, "description": description}


def _language(ask: Ask) -> str:
    language = ask.text("language_code")
    if not _LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")
    return language


def _set(world: World, ask: Ask, texts: dict[str, str], name: str, longest: int) -> bool:
    """An empty text removes the one of that language."""
    text = ask.text(name)
    if len(text) > longest:
        raise bad_request(f"{name.replace('_', ' ')} is too long")
    language = _language(ask)
    if text:
        texts[language] = text
    else:
        texts.pop(language, None)
    return _said(world)


def _get(ask: Ask, texts: dict[str, str]) -> str:
    return texts.get(_language(ask)) or texts.get("", "")


def _said(world: World) -> bool:
    world.watch.changed()
    return True
