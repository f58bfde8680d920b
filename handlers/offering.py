"""What the bot offers, in each language: its commands, and what it says of itself. Each network shows it its own way.

Nothing is offered that does nothing yet.
"""

from dataclasses import dataclass

from bot.wording.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A command in one language.

    Args:
        name: 1-32 of a-z, 0-9 and _, without the slash.
        description: what it is for, in a few words.
    """

    name: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """What may be said behind a command: how it is called, and what it is."""

    name: str
    description: str


def private_commands(words: Words, *, several: bool = True) -> tuple[Offer, ...]:
    """What is answered for one person alone, in the same order in every language.

    Args:
        several: the community is on several networks.
    """
    danish = words.language == "da"
    offers = (
        Offer(name="opgaver" if danish else "find", description=words.say("Find a task")),
        Offer(name="mine", description=words.say("What you have taken on")),
        Offer(name="opret" if danish else "post", description=words.say("Post a task (coordinators)")),
        Offer(name="styr" if danish else "manage", description=words.say("Manage your tasks (coordinators)")),
        Offer(
            name="indstillinger" if danish else "settings",
            description=words.say("Language, reminders and quiet hours"),
        ),
        Offer(
            name="forbind" if danish else "link", description=words.say("Be one person here and on another network")
        ),
        Offer(name="data" if danish else "privacy", description=words.say("What I know about you")),
        Offer(name="hjaelp" if danish else "help", description=words.say("How it works")),
    )
    return tuple(one for one in offers if several or one.name not in ("link", "forbind"))


def group_commands(words: Words, *, server: bool = False) -> tuple[Offer, ...]:
    """What is said in a chat that others share, about it. `server`: it is a channel of one."""
    name = "tilslut" if words.language == "da" else "connect"
    if server:
        return (Offer(name=name, description=words.say("Show tasks in this channel (whoever manages the server)")),)
    return (Offer(name=name, description=words.say("Connect this chat (administrators)")),)


def start_command(words: Words) -> Offer:
    """For a network that has no button of its own for it."""
    return Offer(name="start", description=words.say("Start here, or use a code you were given"))


def behind(words: Words) -> dict[str, Behind]:
    """By the English name of the command, what may be said behind it."""
    danish = words.language == "da"
    task = Behind(name="opgave" if danish else "task", description=words.say("One task: begin to write its name"))
    return {
        "start": Behind(name="kode" if danish else "code", description=words.say("The code")),
        "post": Behind(
            name="tekst" if danish else "text",
            description=words.say("The whole task in one line; leave it out and I ask"),
        ),
        "link": Behind(
            name="kode" if danish else "code",
            description=words.say("The code I gave you elsewhere; leave it out and I give you one"),
        ),
        "find": task,
        "mine": task,
        "manage": task,
    }


def description(words: Words) -> str:
    return words.say(
        "Small volunteer jobs near you. Take one with one press, give it back with one press, and be reminded."
    )


def short_description(words: Words) -> str:
    return words.say("Small volunteer jobs near you, taken with one press.")
