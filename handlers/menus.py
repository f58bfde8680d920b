"""The command menus and the bot's own description, in every language. No menu shows what does nothing yet."""

from typing import Any

from bot.wording.forms import asked_at_once
from bot.wording.words import LANGUAGES, Words, language_for
from handlers.ask import Community
from handlers.networks.discord.commands import slash_commands
from handlers.networks.discord.forms import Form, FormOf
from handlers.networks.telegram.menus import Command, Menu, Menus, Profile


def menus(community: Community) -> Menus:
    """What Telegram shows about the bot: the community's own language also for all languages we do not speak."""
    own = (("", community.language), *((language, language) for language in LANGUAGES))
    return Menus(
        menus=tuple(
            menu
            for code, language in own
            for menu in _menus(code, community.words(language), several=community.on_several)
        ),
        profiles=tuple(_profile(code, community.name, community.words(language)) for code, language in own),
    )


def slash(community: Community) -> list[dict[str, Any]]:
    """Discord's slash commands. There `/start` is no button of the network's, so it is offered by name."""
    spoken = {language: community.words(language) for language in ("en", *LANGUAGES)}
    start = {
        language: Command(name="start", description=words.say("Start here, or use a code you were given"))
        for language, words in spoken.items()
    }
    return slash_commands(
        {
            language: (start[language], *private_commands(words, several=community.on_several))
            for language, words in spoken.items()
        },
        {language: group_commands(words) for language, words in spoken.items()},
        {
            "start": ("text", spoken["en"].say("The code")),
            "post": ("text", spoken["en"].say("The whole task in one line; leave it out and I ask")),
            "link": ("code", spoken["en"].say("The code I gave you elsewhere; leave it out and I give you one")),
        },
    )


def form_of(community: Community) -> FormOf:
    """The forms that Discord's commands open: a new task, in the language of the client."""

    def find(command: str, client: str | None) -> Form | None:
        if command != "post":
            return None
        words = community.words(language_for(None, client, community.language))
        return Form(title=words.say("New task"), fields=asked_at_once(words))

    return find


def _menus(code: str, words: Words, *, several: bool) -> tuple[Menu, Menu]:
    return (
        Menu(scope="private", language=code, commands=private_commands(words, several=several)),
        Menu(scope="group", language=code, commands=group_commands(words)),
    )


def private_commands(words: Words, *, several: bool = True) -> tuple[Command, ...]:
    """`several`: the community is on several networks."""
    danish = words.language == "da"
    commands = (
        Command(name="opgaver" if danish else "find", description=words.say("Find a task")),
        Command(name="mine", description=words.say("What you have taken on")),
        Command(name="opret" if danish else "post", description=words.say("Post a task (coordinators)")),
        Command(name="styr" if danish else "manage", description=words.say("Manage your tasks (coordinators)")),
        Command(
            name="indstillinger" if danish else "settings",
            description=words.say("Language, reminders and quiet hours"),
        ),
        Command(
            name="forbind" if danish else "link", description=words.say("Be one person here and on another network")
        ),
        Command(name="data" if danish else "privacy", description=words.say("What I know about you")),
        Command(name="hjaelp" if danish else "help", description=words.say("How it works")),
    )
    return tuple(one for one in commands if several or one.name not in ("link", "forbind"))


def group_commands(words: Words) -> tuple[Command, ...]:
    danish = words.language == "da"
    return (
        Command(name="tilslut" if danish else "connect", description=words.say("Connect this chat (administrators)")),
    )


def _profile(code: str, community: str, words: Words) -> Profile:
    return Profile(
        language=code,
        name=community,
        description=words.say(
            "Small volunteer jobs near you. Take one with one press, give it back with one press, and be reminded."
        ),
        short_description=words.say("Small volunteer jobs near you, taken with one press."),
    )
