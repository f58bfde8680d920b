"""Welcome, help, and the short lines that belong to nothing else."""

from bot.cards import Action, Button, Card
from bot.wording.words import Words, paragraphs


def welcome(words: Words, *, community: str, coordinator: bool) -> Card:
    """The first thing a person sees of us: what this is, and the two things to do."""
    body = paragraphs(
        words.say("Small volunteer jobs near you. Take one with one press. I will remind you before it begins."),
        words.say("You can always give your place back. Nobody asks why."),
    )
    headline = words.say("Welcome to {community}", community=community)
    return Card(headline, body, _home_rows(words, coordinator=coordinator))


def home(words: Words, *, coordinator: bool) -> Card:
    return Card(words.say("What would you like to do?"), "", _home_rows(words, coordinator=coordinator))


def _home_rows(words: Words, *, coordinator: bool) -> tuple[tuple[Button, ...], ...]:
    rows: list[tuple[Button, ...]] = [
        (Button(words.say("Find a task"), Action.of("find")), Button(words.say("My tasks"), Action.of("mine"))),
    ]
    if coordinator:
        manage = Button(words.say("Manage tasks"), Action.of("manage"))
        rows.append((Button(words.say("New task"), Action.of("post")), manage))
    return tuple(rows)


def help_card(words: Words, *, coordinator: bool) -> Card:
    """Commands and typed words, by role."""
    everybody = words.say(
        "/find – open tasks\n"
        "/mine – what you have taken on\n"
        "/help – this page\n\n"
        "You can also write to me: “tasks”, “mine”, “can't come” or the number of a task."
    )
    return Card(
        words.say("This is how it works"),
        paragraphs(everybody, _coordinator_help(words) if coordinator else None),
        _home_rows(words, coordinator=coordinator),
    )


def _coordinator_help(words: Words) -> str:
    return words.say(
        "For coordinators:\n"
        "/post – a new task, step by step, or in one line:\n"
        "/post Make soup | Saturday 14-17 | Parish hall | 4 | Guests in the soup kitchen"
    )


def not_understood(words: Words, *, coordinator: bool) -> Card:
    """Somebody wrote something else: a useful answer, not silence."""
    card = help_card(words, coordinator=coordinator)
    return Card(words.say("I did not understand that. This is what I can do:"), card.body, card.rows)


def unknown_button(words: Words) -> str:
    return words.say("That button does not work any more. Write /start to me.")


def apology(words: Words) -> str:
    return words.say("Sorry, something went wrong here. It is not your fault. Please try again.")


def in_private(words: Words, start: str) -> Card:
    """The answer to a command in a group: by link, because nothing personal is said there."""
    return Card(
        words.say("I answer that in private."), "", ((Button(words.say("Open the chat with me"), opens=start),),)
    )


def not_connected(words: Words) -> Card:
    """The one line said in a chat that is not connected."""
    return Card(words.say("This chat is not connected yet. An administrator can write /connect here."))
