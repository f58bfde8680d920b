"""What is stored, why and how long, in plain words (domain 2.8); and a person's own data."""

from collections.abc import Iterable

from bot.cards import Action, Button, Card, Document
from bot.dossier import Dossier
from bot.forgetting import Farewell
from bot.incoming import Network
from bot.wording.networks import labels
from bot.wording.words import Words, lines, paragraphs


def privacy(words: Words, *, community: str, networks: Iterable[Network], steers: bool, backups_kept: int) -> Card:
    """The table of domain 2.8, as far as it is really stored."""
    where = labels(networks, words)
    body = paragraphs(
        words.say(
            "I keep your name, your ID on {networks}, your language and your settings, so that I can write to you. "
            "They go when you delete yourself, or when you have not used me for 12 months.",
            networks=where,
        ),
        words.say(
            "I keep what you take on, wait for or give back, so that the task works out. "
            "It goes 30 days after the task at the latest. Then only numbers are left. "
            "Nobody asks why you cannot come."
        ),
        words.say(
            "I delete what you write to me as soon as I have read it. For 30 days I keep that you wrote, "
            "which messages I sent you and when, and forms you have not finished."
        ),
        words.say(
            "Tasks you have posted stay. Your name is removed from them when you delete yourself. "
            "I delete contact persons 30 days after the task, and your messages to everyone after 30 days."
        )
        if steers
        else None,
        words.count(
            "Copies of all this, against accidents, are deleted after {n} day.",
            "Copies of all this, against accidents, are deleted after {n} days.",
            backups_kept,
        )
        if backups_kept
        else None,
        words.say("Coordinators see the names of those on their tasks. Channels show numbers only."),
        words.say(
            "I never ask for your CPR number, health, benefits, religion or date of birth. Please do not write it."
        ),
        words.say(
            "{community} is responsible for your data. What we write stays on {networks} by other rules.",
            community=community,
            networks=where,
        ),
    )
    rows = (
        (Button(words.say("See my data"), Action.of("my_data")), Button(words.say("Delete me"), Action.of("forget"))),
        (Button(words.say("Settings"), Action.of("settings")),),
    )
    return Card(words.say("What I know about you"), body, rows)


def my_data(dossier: Dossier, words: Words) -> Card:
    """The gist of it; the file has every row."""
    roles = ", ".join(role.organisation for role in dossier.roles)
    where = labels((Network(account.network) for account in dossier.accounts), words)
    body = lines(
        words.say("Name: {name}", name=dossier.name),
        words.say("On {networks}", networks=where) if len(dossier.accounts) > 1 else None,
        words.say("I have known you since {day}", day=words.whole_date(dossier.known_since)),
        words.count(
            "{n} task taken on, waited for or given back",
            "{n} tasks taken on, waited for or given back",
            len(dossier.signups),
        ),
        words.count("{n} message sent to you", "{n} messages sent to you", len(dossier.told)),
        words.count(
            "{n} form you have not finished",
            "{n} forms you have not finished",
            sum(not form.finished for form in dossier.forms),
        ),
        words.count("{n} task you have posted", "{n} tasks you have posted", len(dossier.posted))
        if dossier.posted
        else None,
        words.say("Coordinator for: {organisations}", organisations=roles) if roles else None,
    )
    hint = words.say(
        "Your name comes from your profile on {networks}. Change it there, and I will follow.", networks=where
    )
    rows = (
        (Button(words.say("Get everything as a file"), Action.of("fetch")),),
        (Button(words.say("Delete me"), Action.of("forget")), Button(words.say("Back"), Action.of("privacy"))),
    )
    return Card(words.say("Your data"), paragraphs(body, hint), rows)


def file(content: bytes, words: Words) -> Document:
    return Document(name="tjans.json", content=content, caption=words.say("Everything I have stored about you."))


def confirm(farewell: Farewell, person_id: int, words: Words) -> Card:
    """What happens, before it happens."""
    alone = ", ".join(one.name for one in farewell.alone_for)
    body = paragraphs(
        words.say("I delete you on {networks}.", networks=labels(farewell.networks, words))
        if len(farewell.networks) > 1
        else None,
        lines(
            words.count("You give {n} place back.", "You give {n} places back.", farewell.places)
            if farewell.places
            else None,
            words.count("You leave {n} waiting list.", "You leave {n} waiting lists.", farewell.waiting)
            if farewell.waiting
            else None,
            words.say("I delete your name, your settings, your forms and everything else I know about you."),
        ),
        words.say(
            "Nobody else coordinates {organisations}. Please make somebody else a coordinator first.",
            organisations=alone,
        )
        if alone
        else None,
        words.say("This cannot be undone."),
    )
    rows = (
        (Button(words.say("Yes, delete me"), Action.of("erase", person_id)),),
        (Button(words.say("No, keep me"), Action.of("privacy")),),
    )
    return Card(words.say("Shall I delete everything about you?"), body, rows)


def gone(words: Words) -> Card:
    """The last thing said. A press after it comes from somebody new."""
    return Card(
        words.say("You are deleted. Thank you for your time."),
        words.say("I know nothing about you any more. If you write to me again, we start afresh."),
    )
