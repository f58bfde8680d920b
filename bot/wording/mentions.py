"""One line that calls somebody by name in a channel: no more than the public card shows."""

from datetime import datetime

from bot.model import NoticeKind, Standing
from bot.wording.words import Words


def line(kind: NoticeKind, standing: Standing, words: Words, now: datetime) -> str:
    """What stands behind the name of a person whom no message reaches."""
    task = standing.task
    when = words.moment(standing.slot.starts_at if standing.slot else task.starts_at, now)
    match kind:
        case NoticeKind.OFFER:
            return words.say(
                "There is a place for you: {title}. Answer with the button on the card, or write /mine.",
                title=task.title,
            )
        case NoticeKind.CANCELLED:
            return words.say("{title} is cancelled.", title=task.title)
        case NoticeKind.MOVED:
            return words.say("{title} has a new time: {when}", title=task.title, when=when)
        case NoticeKind.RESTORED:
            return words.say("{title} takes place after all: {when}", title=task.title, when=when)
        case NoticeKind.REMINDER:
            return words.say("Remember {title}: {when}", title=task.title, when=when)
    return words.say(
        "There is news for you about {title}. Press “Read more” on the card: only you see the answer.",
        title=task.title,
    )
