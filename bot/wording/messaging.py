"""A message to everyone on a task: written, looked at, sent, and how many it reached."""

from bot.cards import Action, Button, Card
from bot.messaging import MOST_CHARACTERS, Audience
from bot.model import Delivery, Draft, Task
from bot.wording.edits import names, not_told
from bot.wording.words import Words, lines, paragraphs


def question(draft: Draft, task: Task, words: Words) -> Card:
    hint = words.say("Write it to me now, at most {most} characters.", most=MOST_CHARACTERS)
    headline = words.say("What do you want to tell everyone?")
    return Card(
        headline, paragraphs(task.title, hint), ((Button(words.say("Discard"), Action.of("discard", draft.id)),),)
    )


def asked(task: Task, words: Words) -> Card:
    """The question alone, over a form."""
    hint = words.say("At most {most} characters.", most=MOST_CHARACTERS)
    return Card(words.say("What do you want to tell everyone?"), paragraphs(task.title, hint))


def preview(draft: Draft, task: Task, whom: Audience, words: Words) -> Card:
    """What is sent, to how many, who does not get it, and whether those who wait do."""
    to = lines(
        words.count("It goes to {n} person.", "It goes to {n} people.", whom.told), not_told(whom.unreachable, words)
    )
    waiting = draft.fields.get("waiting")
    label = words.say("Waiting list too: yes") if waiting else words.say("Waiting list too: no")
    rows = (
        (Button(words.say("Send"), Action.of("send", draft.id)),),
        (Button(label, Action.of("also_waiting", draft.id)),),
        (
            Button(words.say("Write it again"), Action.of("rewrite", draft.id)),
            Button(words.say("Discard"), Action.of("discard", draft.id)),
        ),
    )
    headline = words.say("Message about: {title}", title=task.title)
    return Card(headline, paragraphs(str(draft.fields.get("text", "")), to), rows)


def sent(task: Task, message_id: int, whom: Audience, words: Words) -> Card:
    rows = (
        (
            Button(words.say("How many got it?"), Action.of("sent", message_id)),
            Button(words.say("Show the task"), Action.of("steer", task.id)),
        ),
    )
    headline = words.count("I am sending it to {n} person.", "I am sending it to {n} people.", whom.told)
    return Card(headline, paragraphs(task.title, not_told(whom.unreachable, words)), rows)


def delivery(task: Task, message_id: int, how_far: Delivery, words: Words) -> Card:
    """How many were reached by now, and who was not."""
    body = lines(
        words.count("{n} is still on its way.", "{n} are still on their way.", how_far.under_way)
        if how_far.under_way
        else None,
        words.say("Not reached: {names}", names=names(how_far.unreached, words)) if how_far.unreached else None,
    )
    rows = (
        (
            Button(words.say("Look again"), Action.of("sent", message_id)),
            Button(words.say("Show the task"), Action.of("steer", task.id)),
        ),
    )
    headline = words.count(
        "Your message has reached {n} person.", "Your message has reached {n} people.", how_far.reached
    )
    return Card(headline, paragraphs(task.title, body), rows)


def discarded(task_id: int, words: Words) -> Card:
    manage = Button(words.say("Show the task"), Action.of("steer", task_id))
    return Card(words.say("Discarded. Nothing was sent."), "", ((manage,),))
