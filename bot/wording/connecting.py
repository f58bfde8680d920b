"""Connecting channels and inviting coordinators, in words."""

from collections.abc import Sequence

from bot.cards import Action, Button, Card
from bot.errors import Lack
from bot.model import Channel, Organisation
from bot.wording.words import Words, paragraphs


def question(channel: Channel, organisations: Sequence[Organisation], words: Words, *, may_name: bool) -> Card:
    """For which organisation? The first button is the likely answer, and one press is enough."""
    buttons = [Button(one.name[:60], Action.of("connect", channel.id, one.id)) for one in organisations[:20]]
    names = {one.name.casefold() for one in organisations}
    if may_name and channel.proposed.casefold() not in names:
        label = words.say("New: {name}", name=channel.proposed[:50]) if organisations else channel.proposed[:60]
        buttons.append(Button(label, Action.of("connect", channel.id, 0)))
    return Card(
        words.say("Which organisation is {channel} for?", channel=channel.title),
        words.say("I will show its tasks there."),
        tuple((button,) for button in buttons),
    )


def connected(channel: Channel, organisation: Organisation, words: Words) -> Card:
    body = paragraphs(
        words.say(
            "{channel} shows the tasks of {organisation}.", channel=channel.title, organisation=organisation.name
        ),
        words.say(
            "Post a task in one line:\n"
            "/post Make soup | Saturday 14-17 | Parish hall | 4 | Guests in the soup kitchen"
        ),
    )
    return Card(words.say("Connected"), body, ((Button(words.say("New task"), Action.of("post")),),))


def answered(channel: Channel, organisation: Organisation, words: Words) -> Card:
    """What the question in the chat itself says from then on."""
    return Card(
        words.say(
            "{channel} shows the tasks of {organisation}.", channel=channel.title, organisation=organisation.name
        )
    )


def here(words: Words, *, server: bool = False) -> Card:
    """Said in a group or a channel of a server: the button that connects it; who presses is checked then."""
    rows = ((Button(words.say("Connect"), Action.of("connect_here")),),)
    if server:
        who = words.say("Only a coordinator who may manage the server can do it.")
        return Card(words.say("Connect this channel?"), who, rows)
    who = words.say("Only a coordinator who is an administrator of this chat can do it.")
    return Card(words.say("Connect this chat?"), who, rows)


def link_here(words: Words, start: str) -> Card:
    """Said in a channel, whose posts have no sender: the question is asked behind a link."""
    return Card(words.say("Connect this channel?"), "", ((Button(words.say("Connect"), opens=start),),))


def missing(lacks: Sequence[Lack], words: Words) -> str:
    """What the bot needs, in the words that its administrators find it by, and what to do then."""
    match tuple(lacks):
        case (Lack.CHAT, *_):
            return words.say("It was deleted. Write /connect in another channel, and show your tasks there.")
        case (Lack.MEMBER, *_):
            return words.say("I was removed from the server. Invite me again, then write /connect in the channel.")
        case (Lack.OPEN, *_):
            return words.say("The thread is locked or archived. Open it again, then write /connect in it.")
    return words.count(
        "Give me the permission {permissions} there, then write /connect in the channel.",
        "Give me the permissions {permissions} there, then write /connect in the channel.",
        len(lacks),
        permissions=words.each(_permission(lack, words) for lack in lacks),
    )


def _permission(lack: Lack, words: Words) -> str:
    match lack:
        case Lack.SEE:
            return words.say("View Channel")
        case Lack.WRITE_IN_THREADS:
            return words.say("Send Messages in Threads")
    return words.say("Send Messages")


def asked_in_private(words: Words) -> str:
    return words.say("I am writing to you in private.")


def not_coordinator(channel: Channel, words: Words) -> Card:
    return Card(
        words.say("I cannot use {channel} yet.", channel=channel.title),
        words.say("Only coordinators can connect a channel. Ask one of them to make you a coordinator."),
    )


def invited(organisation: Organisation, words: Words, *, groups: bool = True) -> Card:
    """`groups`: the bot is added to each channel by itself; else it is in all those of a server at once."""
    if groups:
        body = words.say("Add me to your channel, or write /connect in it, or post a task right away.")
    else:
        body = words.say("Write /connect in your channel, or post a task right away.")
    return Card(
        words.say("You are now a coordinator for {organisation}", organisation=organisation.name),
        body,
        ((Button(words.say("New task"), Action.of("post")),),),
    )
