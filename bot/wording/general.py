"""Welcome, help, and the short lines that belong to nothing else."""

from bot.cards import Action, Button, Card
from bot.model import Draft
from bot.wording.words import Words, lines, paragraphs


def welcome(words: Words, *, community: str, coordinator: bool) -> Card:
    """The first thing a person sees of us: what this is, and the two things to do."""
    body = paragraphs(
        words.say("Small volunteer jobs near you. Take one with one press. I will remind you before it begins."),
        words.say("You can always give your place back. Nobody asks why."),
    )
    headline = words.say("Welcome to {community}", community=community)
    return Card(headline, body, _home_rows(words, coordinator=coordinator))


def home(words: Words, *, coordinator: bool) -> Card:
    more = (Button(words.say("Settings"), Action.of("settings")), Button(words.say("Help"), Action.of("help")))
    rows = (*_home_rows(words, coordinator=coordinator), more)
    return Card(words.say("What would you like to do?"), "", rows)


def _home_rows(words: Words, *, coordinator: bool) -> tuple[tuple[Button, ...], ...]:
    rows: list[tuple[Button, ...]] = [
        (Button(words.say("Find a task"), Action.of("find")), Button(words.say("My tasks"), Action.of("mine"))),
    ]
    if coordinator:
        manage = Button(words.say("Manage tasks"), Action.of("manage"))
        rows.append((Button(words.say("New task"), Action.of("post")), manage))
    return tuple(rows)


def help_card(
    words: Words, *, coordinator: bool, admin: bool = False, several: bool = False, reads: bool = True
) -> Card:
    """Every command, by role, and what can be written instead.

    Args:
        several: the community is on several networks.
        reads: the bot is shown what is written to it.
    """
    everybody = words.say(
        "/find – find a task\n"
        "/mine – what you have taken on\n"
        "/settings – language, reminders and quiet hours\n"
        "/privacy – what I know about you, and how to delete it\n"
        "/help – this page\n"
        "/start – start again"
    )
    written = words.say("You can also write to me: “tasks”, “mine”, “can't come” or the number of a task.")
    body = paragraphs(
        lines(
            everybody,
            words.say("/link – be one person here and on the other network of this community") if several else None,
        ),
        written if reads else None,
        _coordinator_help(words, groups=reads) if coordinator else None,
        words.say("You are an administrator of this bot: you can do this for every organisation.") if admin else None,
    )
    more = (Button(words.say("Settings"), Action.of("settings")), Button(words.say("My data"), Action.of("privacy")))
    return Card(words.say("This is how it works"), body, (*_home_rows(words, coordinator=coordinator), more))


def _coordinator_help(words: Words, *, groups: bool) -> str:
    """`groups`: there are such beside channels."""
    steering = words.say(
        "For coordinators:\n"
        "/post – a new task, step by step, or in one line:\n"
        "/post Make soup | Saturday 14-17 | Parish hall | 4 | Guests in the soup kitchen\n"
        "/manage – your tasks: see who comes, edit, move, cancel, write to everyone, invite coordinators"
    )
    if groups:
        return lines(steering, words.say("/connect – write it in a group or channel to show your tasks there"))
    return lines(steering, words.say("/connect – write it in a channel to show your tasks there"))


def write(draft: Draft, words: Words) -> Button:
    """Lets words be typed, where the network shows us nothing that is written; opens what could not be read again."""
    label = words.say("Edit again") if draft.fields.get("misread") else words.say("Write the answer")
    return Button(label, Action.of("answer", draft.id, draft.step))


def not_understood(
    words: Words, *, coordinator: bool, admin: bool = False, several: bool = False, reads: bool = True
) -> Card:
    """Somebody wrote something else: a useful answer, not silence."""
    card = help_card(words, coordinator=coordinator, admin=admin, several=several, reads=reads)
    return Card(words.say("I did not understand that. This is what I can do:"), card.body, card.rows)


def only_text(words: Words, *, coordinator: bool) -> Card:
    """A picture, a sticker, a voice message, or a text that shows nothing."""
    return Card(
        words.say("Thank you, but I can only read words. Please write it to me."),
        "",
        _home_rows(words, coordinator=coordinator),
    )


def only_text_in_form(words: Words) -> Card:
    return Card(words.say("Thank you, but I can only read words. Please write your answer to me."))


def unknown_button(words: Words) -> str:
    return words.say("That button does not work any more. Write /start to me.")


def apology(words: Words) -> str:
    return words.say("Sorry, something went wrong here. It is not your fault. Please try again.")


def slow_down(words: Words) -> str:
    """To somebody who does thirty things at once."""
    return words.say(
        "That was a lot at once, and I could not read all of it. Please wait a moment, then try the last thing again."
    )


def in_private(words: Words, start: str) -> Card:
    """The answer to a command in a group: by link, because nothing personal is said there."""
    return Card(
        words.say("I answer that in private."), "", ((Button(words.say("Open the chat with me"), opens=start),),)
    )


def not_connected(words: Words) -> Card:
    """The one line said in a chat that is not connected."""
    return Card(words.say("This chat is not connected yet. An administrator can write /connect here."))
