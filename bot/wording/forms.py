"""The form of a task in words: one question a message, and the preview."""

from collections.abc import Sequence

from bot.cards import Action, Button, Card
from bot.model import Channel, Task
from bot.proposals import REQUIRED, Field
from bot.wording import tasks
from bot.wording.words import Words, paragraphs

Rows = tuple[tuple[Button, ...], ...]


def question(field: Field, draft_id: int, words: Words, *, first: bool, optional: bool) -> Card:
    """What is asked, with an example. Back, skip where it may be empty, and a way out."""
    ask, hint = _ask(field, words)
    buttons: list[Button] = []
    if not first:
        buttons.append(Button(words.say("Back"), Action.of("back", draft_id)))
    if optional:
        buttons.append(Button(words.say("Skip"), Action.of("skip", draft_id, field.value)))
    buttons.append(Button(words.say("Discard"), Action.of("discard", draft_id)))
    return Card(ask, hint, (tuple(buttons),))


def _ask(field: Field, words: Words) -> tuple[str, str]:
    match field:
        case Field.TITLE:
            return words.say("What needs doing?"), words.say("A few words, for example: Make soup for one evening")
        case Field.WHEN:
            return words.say("When?"), words.say("For example: Saturday 14-17, or 24/1 14-17")
        case Field.PLACE:
            return words.say("Where?"), words.say("The place and the address, so that a newcomer can find it.")
        case Field.SLOTS:
            return words.say("How many people?"), words.say("A number, or roles: cook 1, helper 3")
        case Field.BENEFIT:
            return words.say("Who benefits?"), words.say("For example: guests in the soup kitchen")
    return _ask_more(field, words)


def _ask_more(field: Field, words: Words) -> tuple[str, str]:
    match field:
        case Field.DETAILS:
            return words.say("What should people know?"), words.say(
                "What you do, what you do not have to do, what to bring."
            )
        case Field.BE_THERE:
            return words.say("When should people be there?"), words.say("For example: 13.45")
        case Field.CONTACT:
            return words.say("Whom do they meet?"), words.say(
                "A name or a role. Only those on the task see it. Otherwise it is you."
            )
        case Field.AFBUD:
            return words.say("Until when can people say no without a call?"), words.say(
                "Later than that I tell you at once. For example: 24 hours before"
            )
    return words.say("Choose"), ""


def label(field: Field, words: Words) -> str:
    """The name of a field on a button."""
    labels = {
        Field.TITLE: words.say("Title"),
        Field.WHEN: words.say("Time"),
        Field.PLACE: words.say("Place"),
        Field.SLOTS: words.say("People"),
        Field.BENEFIT: words.say("Who benefits"),
        Field.DETAILS: words.say("Description"),
        Field.BE_THERE: words.say("Time to be there"),
        Field.CONTACT: words.say("Whom to meet"),
        Field.AFBUD: words.say("Deadline for saying no"),
        Field.ONLY_CHANNEL: words.say("Only this channel"),
        Field.CHANNELS: words.say("Channels"),
        Field.ORGANISATION: words.say("Organisation"),
    }
    return labels[field]


def fields(draft_id: int, words: Words, more: Sequence[Field]) -> Card:
    """Ret: every field that can be written anew."""
    buttons = [Button(label(field, words), Action.of("field", draft_id, field.value)) for field in (*REQUIRED, *more)]
    rows = [tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)]
    rows.append((Button(words.say("Back"), Action.of("preview", draft_id)),))
    return Card(words.say("What do you want to change?"), "", tuple(rows))


def preview(task: Task, channels: Sequence[Channel], draft_id: int, words: Words, *, editing: bool) -> Card:
    """The card as it will stand, and where."""
    shown = tasks.public_card(task, words)
    where = ", ".join(channel.title for channel in channels)
    place = words.say("It will be shown in: {channels}", channels=where) if where else None
    if not channels:
        place = words.say("No channel shows it; people find it with /find.")
    publish = words.say("Save") if editing else words.say("Publish")
    rows = (
        (Button(publish, Action.of("publish", draft_id)),),
        (
            Button(words.say("Edit"), Action.of("fix", draft_id)),
            Button(words.say("Discard"), Action.of("discard", draft_id)),
        ),
    )
    body = paragraphs(shown.headline, shown.body.rsplit("\n\n", 1)[0], place)
    return Card(words.say("This is what people see:"), body, rows)


def published(task: Task, channels: Sequence[Channel], words: Words) -> Card:
    where = ", ".join(channel.title for channel in channels)
    body = words.say("It stands in {channels} now. I tell you when it is full.", channels=where) if where else ""
    return Card(words.say("Published: {title}", title=task.title), body, ((tasks.open_button(task),),))


def discarded(words: Words) -> Card:
    return Card(words.say("Discarded. Nothing was published."), "", ())
