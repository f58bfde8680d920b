"""What came of a press, in words: the toast over the screen, and the card in private."""

from datetime import datetime

from bot.cards import Action, Button, Card
from bot.claiming import Now, Outcome
from bot.keeping import Kept
from bot.model import ClaimState, Slot
from bot.wording import notices, tasks
from bot.wording.words import Words, paragraphs, quoted


def toast(outcome: Outcome, words: Words, *, reachable: bool, in_private: bool) -> str:
    """At most 200 characters, the news first. Where there is no Start to press, see `shut`."""
    title = quoted(outcome.task.title, 60)
    match outcome.now:
        case Now.IN if reachable and not in_private:
            return words.say("You are in: {title}. I am writing to you.", title=title)
        case Now.IN | Now.STILL_IN | Now.BACK_IN if reachable:
            return words.say("You are in: {title}.", title=title)
        case Now.IN | Now.STILL_IN | Now.BACK_IN:
            return words.say(
                "You are in: {title}. Open the chat with me and press Start, so that I can remind you.", title=title
            )
        case Now.WAITING | Now.STILL_WAITING:
            return _waiting_toast(outcome, words, reachable=reachable)
        case Now.FRONT_OF_LINE if not reachable:
            return words.say(
                "The place is gone, but you are first in line now. Open the chat with me and press Start:"
                " only then can I offer you a place."
            )
        case _:
            return _other_toast(outcome, words)


def _other_toast(outcome: Outcome, words: Words) -> str:
    match outcome.now:
        case Now.FRONT_OF_LINE:
            return words.say("The place is gone, but you are first in line now.")
        case Now.MAY_MOVE if outcome.held_slot:
            held, role = outcome.held_slot.name, outcome.slot.name
            if outcome.claim and outcome.claim.state is ClaimState.WAITING:
                return words.say(
                    "You are on the waiting list: {held}. I have asked you in private about {role}.",
                    held=held,
                    role=role,
                )
            return words.say("You are in as {held}. I have asked you in private about {role}.", held=held, role=role)
        case Now.MOVED:
            return words.say("You have moved. You are in: {role}", role=outcome.slot.name)
        case Now.LEFT | Now.LEFT_LINE:
            return _left_toast(outcome, words)
        case Now.OFFERED:
            return words.say("There is a place for you")
    return words.say("You are not on this task.")


def _left_toast(outcome: Outcome, words: Words) -> str:
    if outcome.now is Now.LEFT_LINE:
        return words.say("You are off the waiting list. Thank you for telling us.")
    if outcome.claim and ClaimState.OFFERED in (outcome.claim.state, outcome.claim.was):
        return words.say("You said no thanks. Thank you for answering.")
    return words.say("You are off the task. Thank you for telling us.")


def _waiting_toast(outcome: Outcome, words: Words, *, reachable: bool) -> str:
    n = outcome.claim.line if outcome.claim else 0
    if reachable:
        return words.say("You are number {n} on the waiting list. I will write to you when there is a place.", n=n)
    return words.say(
        "You are number {n} on the waiting list. Open the chat with me and press Start:"
        " only then can I offer you a place.",
        n=n,
    )


def left(outcome: Outcome, words: Words, now: datetime) -> Card:
    """After an afbud: no reason asked, no guilt, and ten minutes to take it back, unless it has begun."""
    find = Button(words.say("Find another task"), Action.of("find"))
    if outcome.claim is None or outcome.now is Now.NOT_IN or outcome.slot.has_begun(now):
        return Card(_other_toast(outcome, words), outcome.task.title, ((find,),))
    undo = Button(words.say("Undo"), Action.of("undo", outcome.claim.id))
    return Card(_other_toast(outcome, words), outcome.task.title, ((undo,), (find,)))


def may_move(outcome: Outcome, words: Words) -> Card:
    """Another slot's button was pressed: the old place is kept until the person says so (design I2)."""
    held, role = outcome.held_slot, outcome.slot
    kept = _kept_until_then(outcome, held, words) if held else None
    yes = Button(words.say("Move to {role}", role=role.name), Action.of("move", outcome.task.id, role.id))
    stay = Button(words.say("Stay"), Action.of("task", outcome.task.id))
    headline = words.say("Do you want to move to {role}?", role=role.name)
    return Card(headline, paragraphs(outcome.task.title, kept), ((yes, stay),))


def _kept_until_then(outcome: Outcome, held: Slot, words: Words) -> str:
    if outcome.claim and outcome.claim.state is ClaimState.WAITING:
        return words.say(
            "You are number {n} on the waiting list: {held}. You lose that number if you move.",
            n=outcome.claim.line,
            held=held.name,
        )
    return words.say("You are in as {held}. You keep that place until you move.", held=held.name)


def kept(outcome: Kept, words: Words, now: datetime) -> Card:
    """After a move: still in, and, if another task is at the same time, that one too."""
    page = tasks.page(outcome.standing, words, now)
    if outcome.other is None:
        return page
    return Card(
        page.headline,
        paragraphs(notices.clash(outcome.other, words), page.body),
        (*page.rows, (tasks.open_button(outcome.other),)),
    )
