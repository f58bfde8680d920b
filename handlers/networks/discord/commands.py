"""Slash commands, with names and descriptions in every language, for people and for channels."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Protocol

from bot.wording.words import LANGUAGES, Words
from handlers import offering
from handlers.ask import Community
from handlers.networks.discord.payload import Payload, cut
from handlers.offering import Offer

IN_GUILD, IN_DM = 0, 1
LONGEST_DESCRIPTION = 100
_CHAT_INPUT, _STRING = 1, 3

LOCALES = {"da": ("da",), "en": ("en-US", "en-GB")}
"""Discord's locales for our languages (docs, reference, Locales). en-US by name, else its people see en-GB."""


class Named(Protocol):
    """A command, or what may be said behind one, in one language."""

    @property
    def name(self) -> str: ...

    @property
    def description(self) -> str: ...


def slash_commands(community: Community, completing: Collection[str]) -> list[Payload]:
    """All commands for one bulk overwrite.

    Args:
        completing: the English names of those that offer names for what is typed behind them.
    """
    spoken = {language: community.words(language) for language in ("en", *LANGUAGES)}
    behind = {language: offering.behind(words) for language, words in spoken.items()}
    several = community.on_several
    private = {language: _private(words, several=several) for language, words in spoken.items()}
    shared = {language: offering.group_commands(words, server=True) for language, words in spoken.items()}
    commands = [_command(same, [IN_GUILD, IN_DM]) for same in _across(private)]
    commands += [_command(same, [IN_GUILD]) for same in _across(shared)]
    for command in commands:
        name = command["name"]
        if name in behind["en"]:
            option = _option({language: known[name] for language, known in behind.items()})
            command["options"] = [option | ({"autocomplete": True} if name in completing else {})]
    return commands


def _private(words: Words, *, several: bool) -> tuple[Offer, ...]:
    """`/start` is no button of the network's here, so it is offered by name."""
    return (offering.start_command(words), *offering.private_commands(words, several=several))


def _across(offered: Mapping[str, Sequence[Offer]]) -> Iterator[dict[str, Offer]]:
    """The same command in every language."""
    for same in zip(*offered.values(), strict=True):
        yield dict(zip(offered, same, strict=True))


def _command(same: Mapping[str, Named], contexts: list[int]) -> Payload:
    return {"type": _CHAT_INPUT, "contexts": contexts, "integration_types": [0]} | _named(same)


def _option(same: Mapping[str, Named]) -> Payload:
    return {"type": _STRING, "required": False} | _named(same)


def _named(same: Mapping[str, Named]) -> Payload:
    """In English for everybody, and in each of our languages."""
    localised = [(locale, one) for language, one in same.items() for locale in LOCALES[language]]
    return {
        "name": same["en"].name,
        "name_localizations": {locale: one.name for locale, one in localised},
        "description": cut(same["en"].description, LONGEST_DESCRIPTION),
        "description_localizations": {locale: cut(one.description, LONGEST_DESCRIPTION) for locale, one in localised},
    }
