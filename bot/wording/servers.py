"""A coordinator's page about a server, in words."""

from collections.abc import Sequence

from bot.cards import Action, Button, Card
from bot.model import NamedRole, Organisation
from bot.wording.edits import names
from bot.wording.words import Words, lines, paragraphs

YES, NO = "yes", "no"
MOST_ROLES = 8


def server(
    organisation: Organisation,
    roles: Sequence[NamedRole],
    words: Words,
    *,
    events: bool,
    takes_events: bool,
    refused: Sequence[str] = (),
) -> Card:
    """Who coordinates by a role, and whether the tasks are events there, or cannot be.

    Args:
        refused: the titles of those that are to be events and were refused.
    """
    body = paragraphs(
        _roles(organisation, roles, words),
        _shown(words, events=events, refused=bool(refused)),
        "" if takes_events or not events else _no_right(words),
        _refused(refused, words) if refused else "",
    )
    drop = [
        Button(words.say("Remove {role}", role=role.name[:60]), Action.of("unrole", organisation.id, role.id))
        for role in roles[:MOST_ROLES]
    ]
    rows = [tuple(drop[at : at + 3]) for at in range(0, len(drop), 3)]
    again = (Button(words.say("Try again"), Action.of("events", organisation.id, YES)),) if refused else ()
    rows.append((*again, _events(organisation, words, events=events)))
    rows.append((Button(words.say("All my tasks"), Action.of("manage")),))
    return Card(
        words.say("{organisation} on this server", organisation=organisation.name),
        body,
        tuple(rows),
        picks_role=Button(words.say("Choose a role for coordinators"), Action.of("role", organisation.id)),
    )


def _shown(words: Words, *, events: bool, refused: bool) -> str:
    if refused:
        return words.say("Its tasks are to be shown as events of this server, too.")
    if events:
        return words.say("Its tasks are shown as events of this server, too.")
    return words.say("Its tasks are not shown as events of this server.")


def _refused(titles: Sequence[str], words: Words) -> str:
    said = words.say(
        "These I could not show as events. I try again once an hour, and at once if you press “Try again”:"
    )
    return lines(said, names(tuple(titles), words))


def _roles(organisation: Organisation, roles: Sequence[NamedRole], words: Words) -> str:
    if not roles:
        return words.say(
            "Choose a role, and whoever has it coordinates {organisation}, as long as they have it.",
            organisation=organisation.name,
        )
    said = words.say(
        "Whoever has one of these roles coordinates {organisation}, as long as they have it:",
        organisation=organisation.name,
    )
    return lines(said, words.listing(role.name for role in roles))


def _no_right(words: Words) -> str:
    """What is missing is called as the network calls it."""
    return words.say(
        "But I may not make events here yet. Give me this permission, then choose it anew: {permission}",
        permission=words.say("Create Events"),
    )


def _events(organisation: Organisation, words: Words, *, events: bool) -> Button:
    if events:
        return Button(words.say("Show them as events no more"), Action.of("events", organisation.id, NO))
    return Button(words.say("Show them as events, too"), Action.of("events", organisation.id, YES))


def which_organisation(organisations: Sequence[Organisation], words: Words) -> Card:
    rows = tuple((Button(one.name[:60], Action.of("server", one.id)),) for one in organisations[:20])
    return Card(words.say("Which organisation is it about?"), "", rows)
