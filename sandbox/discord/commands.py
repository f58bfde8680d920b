"""Slash commands as the bot registers them, and as people see them (docs, interactions/application-commands)."""

import re
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from sandbox.discord import limits
from sandbox.discord.bodies import AutocompleteChoice, Body, Snowflake
from sandbox.discord.errors import invalid
from sandbox.people import Json

NAME = re.compile(r"[-_'\w]{1,32}")
_WESTERN = ("id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr", "hr", "it", "lt", "hu", "nl", "no", "pl")
_OTHERS = ("pt-BR", "ro", "fi", "sv-SE", "vi", "tr", "cs", "el", "bg", "ru", "uk", "hi", "th", "zh-CN", "ja")
LOCALES = frozenset([*_WESTERN, *_OTHERS, "zh-TW", "ko"])
"""Docs, reference, Locales."""

Name = Annotated[str, Field(min_length=1, max_length=limits.COMMAND_NAME)]
Description = Annotated[str, Field(min_length=1, max_length=limits.COMMAND_DESCRIPTION)]


class _Named(Body):
    """Names are lower case, in every language."""

    name: Name
    name_localizations: dict[str, Name] | None = None
    description: Description
    description_localizations: dict[str, Description] | None = None

    @model_validator(mode="after")
    def _is_well_named(self) -> Self:
        localised = self.name_localizations or {}
        for name in (self.name, *localised.values()):
            if not NAME.fullmatch(name) or name != name.lower():
                raise ValueError(f"Command name is invalid: {name!r}.")
        if strange := (localised.keys() | (self.description_localizations or {}).keys()) - LOCALES:
            raise ValueError(f"Not a locale of Discord: {sorted(strange)}.")
        return self


class Option(_Named):
    """String, integer and boolean options; sub-commands are not modelled."""

    type: Literal[3, 4, 5]
    required: bool = False
    choices: list[AutocompleteChoice] | None = Field(None, max_length=limits.CHOICES)
    autocomplete: bool = False
    min_length: int | None = Field(None, ge=0, le=6000)
    max_length: int | None = Field(None, ge=1, le=6000)
    min_value: float | None = None
    max_value: float | None = None


class Command(_Named):
    """A chat-input command."""

    id: Snowflake | None = None
    type: Literal[1] = 1
    options: list[Option] = Field(default_factory=list, max_length=limits.COMMAND_OPTIONS)
    default_member_permissions: str | None = None
    dm_permission: bool | None = None
    nsfw: bool = False
    contexts: list[Literal[0, 1, 2]] | None = None
    integration_types: list[Literal[0, 1]] | None = None

    def shown_name(self, locale: str) -> str:
        """The name this person sees."""
        return (self.name_localizations or {}).get(locale, self.name)

    def shown(self, id: int, application: int) -> Json:
        """As Discord gives it back."""
        body: Json = self.model_dump(mode="json", exclude={"id", "options"})
        return body | {
            "options": [option.model_dump(mode="json", exclude_none=True) for option in self.options],
            "id": str(id),
            "application_id": str(application),
            "version": str(id),
            "integration_types": self.integration_types or [0],
        }


def refuse_unfit(commands: list[Command]) -> None:
    """What only shows when they stand together."""
    if len(commands) > limits.COMMANDS:
        raise invalid("", "Maximum number of application commands reached (100).")
    for at, command in enumerate(commands):
        if _characters(command) > limits.COMMAND_CHARACTERS:
            raise invalid(str(at), "Command exceeds maximum size (8000)", "APPLICATION_COMMAND_TOO_LARGE")
        needed = [option.required for option in command.options]
        if needed != sorted(needed, reverse=True):
            raise invalid(f"{at}.options", "Required options must be placed before non-required options.")
    for locale in ("", *LOCALES):
        names = [command.shown_name(locale) for command in commands]
        if len(set(names)) < len(names):
            raise invalid("", "Application command names must be unique", "APPLICATION_COMMANDS_DUPLICATE_NAME")


def _characters(command: Command) -> int:
    """Docs, Application Command Limits: of a localised text the longest counts."""
    named: list[Any] = [command, *command.options]
    total = 0
    for one in named:
        total += max(len(name) for name in (one.name, *(one.name_localizations or {}).values()))
        total += max(len(text) for text in (one.description, *(one.description_localizations or {}).values()))
    return total
