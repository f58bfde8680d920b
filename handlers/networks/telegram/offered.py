"""What Telegram shows about the bot: the community's own language also for all languages we do not speak."""

from bot.wording.words import LANGUAGES, Words
from handlers import offering
from handlers.ask import Community
from handlers.networks.telegram.menus import Command, Menu, Menus, Profile


def menus(community: Community) -> Menus:
    """The menus of each kind of chat, and the bot's own description, in every language."""
    own = (("", community.language), *((language, language) for language in LANGUAGES))
    return Menus(
        menus=tuple(
            menu
            for code, language in own
            for menu in _menus(code, community.words(language), several=community.on_several)
        ),
        profiles=tuple(_profile(code, community.name, community.words(language)) for code, language in own),
    )


def _menus(code: str, words: Words, *, several: bool) -> tuple[Menu, Menu]:
    return (
        Menu(scope="private", language=code, commands=_commands(offering.private_commands(words, several=several))),
        Menu(scope="group", language=code, commands=_commands(offering.group_commands(words))),
    )


def _commands(offers: tuple[offering.Offer, ...]) -> tuple[Command, ...]:
    return tuple(Command(name=offer.name, description=offer.description) for offer in offers)


def _profile(code: str, community: str, words: Words) -> Profile:
    return Profile(
        language=code,
        name=community,
        description=offering.description(words),
        short_description=offering.short_description(words),
    )
