"""What Telegram shows about the bot: its commands, its name, and what it says it is for."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Literal

from telegram import Bot, BotCommandScope, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats
from telegram.error import BadRequest, InvalidToken, TelegramError

from handlers.networks.telegram.mishaps import words_of
from handlers.networks.telegram.patience import Patience

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """`name`: 1-32 of a-z, 0-9 and _, without the slash; `description`: 1-256 characters (Bot API, BotCommand)."""

    name: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu:
    """The commands offered in one kind of chat, in one language (two letters; empty: for all other languages)."""

    scope: Literal["private", "group"]
    language: str
    commands: tuple[Command, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """How the bot presents itself in one language: name ≤ 64, description ≤ 512, short description ≤ 120."""

    language: str
    name: str
    description: str
    short_description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Menus:
    """All of it. Equal content has an equal `repr`, so that is what to fingerprint."""

    menus: tuple[Menu, ...]
    profiles: tuple[Profile, ...]


_Step = Callable[[], Awaitable[bool]]
_SCOPES: dict[str, BotCommandScope] = {
    "private": BotCommandScopeAllPrivateChats(),
    "group": BotCommandScopeAllGroupChats(),
}


async def put_up(bot: Bot, menus: Menus, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
    """Show these menus; return when all of them are up. What Telegram finds invalid is logged and left out.

    Telegram allows few changes of a name, so the wait it asks for may be hours: run this in a task of its own.
    """
    for step in _steps(bot, menus):
        await _insist(step, sleep)


async def _insist(step: _Step, sleep: Callable[[float], Awaitable[None]]) -> None:
    patience = Patience("putting up the menus", log)
    while True:
        try:
            await step()
        except (BadRequest, InvalidToken) as error:  # a server without this method says 404, as to a bad token
            return log.error("a menu was refused: %s", words_of(error))
        except TelegramError as error:
            await sleep(patience.after(error))
        else:
            return patience.over()


def _steps(bot: Bot, menus: Menus) -> Iterator[_Step]:
    for menu in menus.menus:
        commands = [(command.name, command.description) for command in menu.commands]
        yield partial(bot.set_my_commands, commands, _SCOPES[menu.scope], menu.language or None)
    for profile in menus.profiles:
        language = profile.language or None
        yield partial(bot.set_my_short_description, profile.short_description, language)
        yield partial(bot.set_my_description, profile.description, language)
        yield partial(bot.set_my_name, profile.name, language)
