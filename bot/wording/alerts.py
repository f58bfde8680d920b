"""What stays wrong, in an admin's words: what it is, what it means for people, what to do."""

from datetime import datetime

from bot.cards import Card
from bot.incoming import Network
from bot.vitals import Part
from bot.wording.networks import label
from bot.wording.words import Words, paragraphs


def wrong(part: Part, since: datetime, words: Words, now: datetime) -> Card:
    """A part of the program fails, and has for a while."""
    headline, advice = _wrong(part, words)
    return Card(headline, paragraphs(words.say("Since {when}.", when=words.moment(since, now)), advice))


def _wrong(part: Part, words: Words) -> tuple[str, str]:
    match part:
        case Part.DISK:
            return words.say("I cannot write to my disk"), words.say(
                "What people do waits until I can. Nothing is lost. Please check the disk's space and rights."
            )
        case Part.TELEGRAM | Part.DISCORD:
            return words.say("I cannot reach {network}", network=label(Network(part.value))), words.say(
                "People there get no answer from me. Whoever is on another network, too, is told there; what I owe"
                " the others waits. I go on trying, unless my token is refused: then give me a new one and start me"
                " again."
            )
        case Part.ALONE:
            return words.say("Another program uses my token"), words.say(
                "It may get what people write to me. Please stop it, or give it a token of its own."
            )
        case Part.INBOX:
            return words.say("I am behind: people wait for an answer"), words.say(
                "Please look at my log, and run: tjans doctor"
            )
        case Part.BACKUP:
            return words.say("The backup of my data fails"), words.say(
                "Please look at my log, and check the place the backups go to."
            )
        case Part.OPENING:
            return words.say("I may not begin new private chats for now"), words.say(
                "The network finds that I began too many. I try again every ten minutes. Until then I cannot write to"
                " people I have never written to. If one of them must know something now, tell them yourself."
            )
    return words.say("I am behind: messages go out late"), words.say("Please look at my log, and run: tjans doctor")


def over(part: Part, since: datetime, until: datetime, words: Words, now: datetime) -> Card:
    """It works again."""
    body = words.say("It lasted from {since} to {until}.", since=words.moment(since, now), until=words.short(until))
    return Card(_over(part, words), body)


def _over(part: Part, words: Words) -> str:
    match part:
        case Part.DISK:
            return words.say("I can write to my disk again")
        case Part.TELEGRAM | Part.DISCORD:
            return words.say("I can reach {network} again", network=label(Network(part.value)))
        case Part.ALONE:
            return words.say("I am alone with my token again")
        case Part.INBOX:
            return words.say("I have caught up: nobody waits for an answer")
        case Part.BACKUP:
            return words.say("The backup of my data works again")
        case Part.OPENING:
            return words.say("I may begin private chats again")
    return words.say("I have caught up: messages go out in time again")
