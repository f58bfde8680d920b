"""The edit of a published task in words: what saving it does, and to whom."""

from datetime import datetime

from bot.cards import Action, Button, Card
from bot.editing import Foreseen
from bot.model import Task
from bot.wording import forms
from bot.wording.words import Words, lines, paragraphs

MOST_NAMES = 20


def preview(foreseen: Foreseen, draft_id: int, words: Words, now: datetime) -> Card:
    """The card as it will stand; first of all who loses their place. Save carries the revision that was shown."""
    amendment = foreseen.amendment
    save = Button(words.say("Save"), Action.of("save", draft_id, amendment.before.revision))
    body = paragraphs(_losses(foreseen, words), forms.shown(amendment.after, words, now), _told(foreseen, words))
    headline = words.say("This is how it will be:")
    return Card(headline, body, forms.preview_rows(save, draft_id, words))


def _losses(foreseen: Foreseen, words: Words) -> str:
    dropped, without = foreseen.dropped, foreseen.without_slot
    return lines(
        words.say("They lose their place and go first in line: {names}", names=names(dropped, words))
        if dropped
        else None,
        words.say("They are off the task, because their role is removed: {names}", names=names(without, words))
        if without
        else None,
    )


def _told(foreseen: Foreseen, words: Words) -> str:
    return lines(
        *(
            words.say("{old} is called {new} now.", old=old.name, new=new.name)
            for old, new in foreseen.amendment.renamed
        ),
        words.count(
            "{n} person is asked whether the new time is all right.",
            "{n} people are asked whether the new time is all right.",
            foreseen.asked,
        )
        if foreseen.asked
        else None,
        words.count("{n} person is told what changed.", "{n} people are told what changed.", foreseen.told)
        if foreseen.told
        else None,
        by_name(foreseen.called, words),
        not_told(foreseen.unreachable, words),
    )


def saved(task: Task, words: Words) -> Card:
    manage = Button(words.say("Show the task"), Action.of("steer", task.id))
    return Card(words.say("Saved: {title}", title=task.title), "", ((manage,),))


def by_name(people: tuple[str, ...], words: Words) -> str | None:
    """Whom we tell where others see it."""
    if not people:
        return None
    return words.say(
        "They get no private messages, so I call them by name in the channel: {names}", names=names(people, words)
    )


def not_told(people: tuple[str, ...], words: Words) -> str | None:
    """Whom the coordinator must tell, because we cannot."""
    return words.say("I cannot write to: {names}", names=names(people, words)) if people else None


def names(people: tuple[str, ...], words: Words) -> str:
    """The names, and how many more there are."""
    listed = ", ".join(people[:MOST_NAMES])
    if len(people) <= MOST_NAMES:
        return listed
    return words.say("{names} and {n} more", names=listed, n=len(people) - MOST_NAMES)
