"""What is said to whoever lets nobody write to them, on a network where there is no Start to press."""

from bot.claiming import Now, Outcome
from bot.wording.words import Words, paragraphs, quoted


def toast(outcome: Outcome, words: Words, *, called: bool) -> str:
    """At most 200 characters; empty if there is no more to say than to others.

    Args:
        called: they are called by name in the channel where the task's card stands (`bot.reaching`).
    """
    match outcome.now:
        case Now.IN | Now.STILL_IN | Now.BACK_IN:
            return _is_in(quoted(outcome.task.title, 60), words, called=called)
        case Now.WAITING | Now.STILL_WAITING:
            return _waits(outcome.claim.line if outcome.claim else 0, words, called=called)
        case Now.FRONT_OF_LINE:
            return _is_first(words, called=called)
    return ""


def with_note(body: str, words: Words) -> str:
    """What could not be written to them in private, with that said, and what to do about it."""
    note = words.say(
        "I may not write to you. Allow me to, and write /start to me in private. Until then I call you by name in the"
        " channel, where I can."
    )
    return paragraphs(body, note)


def _is_in(title: str, words: Words, *, called: bool) -> str:
    if called:
        return words.say(
            "You are in: {title}. I may not write to you, so I remind you by name in the channel.", title=title
        )
    return words.say(
        "You are in: {title}. Allow me to write to you, and write /start to me in private, so that I can remind you.",
        title=title,
    )


def _waits(number: int, words: Words, *, called: bool) -> str:
    if called:
        return words.say(
            "You are number {n} on the waiting list. I may not write to you, so I call you by name in the channel"
            " when there is a place.",
            n=number,
        )
    return words.say(
        "You are number {n} on the waiting list. Allow me to write to you, and write /start to me in private: only"
        " then can I offer you a place.",
        n=number,
    )


def _is_first(words: Words, *, called: bool) -> str:
    if called:
        return words.say(
            "The place is gone, but you are first in line now. I may not write to you, so I call you by name in the"
            " channel when there is a place."
        )
    return words.say(
        "The place is gone, but you are first in line now. Allow me to write to you, and write /start to me in"
        " private: only then can I offer you a place."
    )
