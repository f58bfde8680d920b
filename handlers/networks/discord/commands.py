"""Slash commands, with names and descriptions in every language, for people and for channels."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from handlers.networks.discord.payload import Payload, cut

IN_GUILD, IN_DM = 0, 1
LONGEST_DESCRIPTION = 100
_CHAT_INPUT, _STRING = 1, 3


class Offered(Protocol):
    """A command in one language."""

    @property
    def name(self) -> str: ...

    @property
    def description(self) -> str: ...


LOCALES = {"da": ("da",), "en": ("en-US", "en-GB")}
"""Discord's locales for our languages (docs, reference, Locales). en-US by name, else its people see en-GB."""


def slash_commands(
    private: Mapping[str, Sequence[Offered]],
    shared: Mapping[str, Sequence[Offered]],
    taking: Mapping[str, tuple[str, str]],
) -> list[Payload]:
    """All commands for one bulk overwrite. In each language they stand in the same order.

    Args:
        private: by language, what is answered for one person; English gives the names the handlers know.
        shared: by language, what is said in a channel, about it.
        taking: by English name, what the words that may follow the command are called, and what they mean.
    """
    return [
        *(_command(same, [IN_GUILD, IN_DM], taking) for same in _across(private)),
        *(_command(same, [IN_GUILD], taking) for same in _across(shared)),
    ]


def _across(offered: Mapping[str, Sequence[Offered]]) -> list[dict[str, Offered]]:
    """The same command in every language."""
    return [dict(zip(offered, same, strict=True)) for same in zip(*offered.values(), strict=True)]


def _command(same: Mapping[str, Offered], contexts: list[int], taking: Mapping[str, tuple[str, str]]) -> Payload:
    english = same["en"]
    names = {locale: one.name for language, one in same.items() for locale in LOCALES[language]}
    texts = {locale: _text(one.description) for language, one in same.items() for locale in LOCALES[language]}
    command: Payload = {
        "type": _CHAT_INPUT,
        "name": english.name,
        "name_localizations": names,
        "description": _text(english.description),
        "description_localizations": texts,
        "contexts": contexts,
        "integration_types": [0],
    }
    if english.name in taking:
        name, meaning = taking[english.name]
        option = {"type": _STRING, "name": name, "description": _text(meaning), "required": False}
        command["options"] = [option]
    return command


def _text(description: str) -> str:
    return cut(description, LONGEST_DESCRIPTION)
