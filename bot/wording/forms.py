"""The form of a task in words: one question a message, and the preview."""

from collections.abc import Sequence
from datetime import datetime

from bot.cards import Action, Button, Card
from bot.model import Channel, Draft, Task
from bot.proposals import REQUIRED, Field, Proposal, Role
from bot.wording import tasks
from bot.wording.words import Words, lines, paragraphs

Rows = tuple[tuple[Button, ...], ...]
MOST_LABEL = 45
"""Characters above a blank of a form in one go (Discord docs, components/reference, Label)."""


def question(field: Field, draft: Draft, now_is: str, words: Words, *, first: bool, optional: bool) -> Card:
    """What is asked, with an example and what stands now. Back, skip where it may be empty, and a way out."""
    ask, hint = _ask(field, words)
    return _question(
        ask, _with_value(hint, now_is, words), draft, words, skip=field.value if optional else "", first=first
    )


def unread(wrong: Sequence[tuple[Field, str]], question: str, rows: Rows, words: Words) -> Card:
    """All answers that could not be read, each by name; then what is asked now."""
    named = [words.say("{field}: {reason}", field=label(field, words), reason=reason) for field, reason in wrong]
    return Card(words.say("I could not read all of it:"), paragraphs(lines(*named), question), rows)


def role_time(role: Role, at: int, draft: Draft, words: Words) -> Card:
    """A time of its own for one role."""
    ask, hint = _ask_role(role, words)
    shown = _with_value(hint, _own_time(role, words), words)
    return _question(ask, shown, draft, words, skip=f"time-{at}", first=False)


def _own_time(role: Role, words: Words) -> str:
    return words.span(role.starts_at, role.ends_at) if role.starts_at and role.ends_at else ""


def _ask_role(role: Role, words: Words) -> tuple[str, str]:
    return words.say("What are the times for {role}?", role=role.name), words.say(
        "For example: 13-17. Skip it if it is the same time as the task."
    )


def new_task(words: Words) -> str:
    return words.say("New task")


def blank(field: Field, words: Words) -> tuple[str, str]:
    """What a form in one go asks for, and an example. A question too long for it is the field's name instead."""
    ask, hint = _ask(field, words)
    return ask if len(ask) <= MOST_LABEL else label(field, words), hint


def blank_of_role(role: Role, words: Words) -> tuple[str, str, str]:
    """The same for a role's own time, with what it is now."""
    ask, hint = _ask_role(role, words)
    return ask, hint, _own_time(role, words)


def _question(ask: str, hint: str, draft: Draft, words: Words, *, skip: str, first: bool) -> Card:
    buttons: list[Button] = []
    if not first:
        buttons.append(Button(words.say("Back"), Action.of("back", draft.id)))
    if skip:
        buttons.append(Button(words.say("Skip"), Action.of("skip", draft.id, skip)))
    buttons.append(Button(words.say("Discard"), Action.of("discard", draft.id)))
    return Card(ask, hint, (tuple(buttons),))


def _with_value(hint: str, now_is: str, words: Words) -> str:
    return lines(hint, words.say("Now: {value}", value=now_is) if now_is else None)


def _ask(field: Field, words: Words) -> tuple[str, str]:
    match field:
        case Field.TITLE:
            return words.say("What needs doing?"), words.say("A few words, for example: Make soup for one evening")
        case Field.WHEN:
            return words.say("When?"), words.say("For example: Saturday 14-17, or 24/1 14-17")
        case Field.PLACE:
            return words.say("Where?"), words.say("The place and the address, so that a newcomer can find it.")
        case Field.SLOTS:
            return words.say("How many people do you need?"), words.say(
                "A number, or roles: cook 1, helper 3. A role may have its own time: cook 1 at 13-17, helper 3"
            )
        case Field.BENEFIT:
            return words.say("Who benefits?"), words.say("For example: guests in the soup kitchen")
    return _ask_more(field, words)


def _ask_more(field: Field, words: Words) -> tuple[str, str]:
    match field:
        case Field.DETAILS:
            return words.say("What should people know?"), words.say(
                "What people do, what they do not have to do, what to bring."
            )
        case Field.BE_THERE:
            return words.say("When should people be there?"), words.say("For example: 13.45")
        case Field.CONTACT:
            return words.say("Who should they ask for?"), words.say(
                "A name or a role. Only those on the task see it. Otherwise it is whoever posts the task."
            )
        case Field.AFBUD:
            return words.say("Until when can people say that they can't come?"), words.say(
                "For example: 24 hours before. If somebody says so later, I tell you at once."
            )
    return words.say("Choose"), ""


def value(field: Field, proposal: Proposal, words: Words) -> str:
    """What a field holds, in one line; empty if it is."""
    if not proposal.has(field):
        return ""
    match field:
        case Field.WHEN if proposal.starts_at and proposal.ends_at:
            return words.span(proposal.starts_at, proposal.ends_at)
        case Field.SLOTS:
            return ", ".join(f"{role.name} {role.capacity}".strip() for role in proposal.roles)
        case Field.BE_THERE if proposal.be_there_at:
            return words.short(proposal.be_there_at)
        case Field.AFBUD if proposal.afbud_by:
            return words.short(proposal.afbud_by)
    return str(getattr(proposal, field.value, ""))


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
        Field.CONTACT: words.say("Contact person"),
        Field.AFBUD: words.say("Deadline for “I can't come”"),
        Field.ONLY_CHANNEL: words.say("Only this channel"),
        Field.CHANNELS: words.say("Channels"),
        Field.ORGANISATION: words.say("Organisation"),
    }
    return labels[field]


def fields(draft_id: int, words: Words) -> Card:
    """Ret: the fields every task has, to be written anew; the others are behind Mere."""
    buttons = [field_button(draft_id, field, words) for field in REQUIRED]
    buttons.append(Button(words.say("Details"), Action.of("more", draft_id)))
    rows = [tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)]
    rows.append((Button(words.say("Back"), Action.of("preview", draft_id)),))
    return Card(words.say("What do you want to change?"), "", tuple(rows))


def field_button(draft_id: int, field: Field, words: Words) -> Button:
    return Button(label(field, words), Action.of("field", draft_id, field.value))


def preview(task: Task, channels: Sequence[Channel], draft_id: int, words: Words, now: datetime) -> Card:
    """The card as it will stand, and where."""
    body = paragraphs(shown(task, words, now), where(task, channels, words))
    rows = preview_rows(Button(words.say("Publish"), Action.of("publish", draft_id)), draft_id, words)
    return Card(words.say("This is what people see:"), body, rows)


def shown(task: Task, words: Words, now: datetime) -> str:
    """The public card without its number, then what only those on the task see."""
    card = tasks.public_card(task, words, now)
    early = task.be_there_at < task.starts_at
    return paragraphs(
        card.headline,
        card.body.rsplit("\n\n", 1)[0],
        lines(
            words.say("Those on the task also see:"),
            words.say("Be there at {clock}.", clock=words.clock(task.be_there_at)) if early else None,
            words.say("Ask for {contact}.", contact=task.whom_to_meet()),
        ),
    )


def where(task: Task, channels: Sequence[Channel], words: Words) -> str:
    """Where the task will be shown; said plainly if it is nowhere."""
    if channels:
        return words.say("It will be shown in: {channels}", channels=_titles(channels))
    if task.only_channel:
        return words.say("No channel shows it, and it is not in /find: nobody sees it until you change that.")
    return words.say("No channel shows it; people find it with /find.")


def preview_rows(confirm: Button, draft_id: int, words: Words) -> Rows:
    return (
        (confirm,),
        (
            Button(words.say("Edit"), Action.of("fix", draft_id)),
            Button(words.say("Details"), Action.of("more", draft_id)),
            Button(words.say("Discard"), Action.of("discard", draft_id)),
        ),
    )


def waits(card: Card, words: Words) -> Card:
    """Something was typed while the form waits in its preview."""
    return Card(
        words.say("Press one of the buttons. Nothing has happened yet."), f"{card.headline}\n\n{card.body}", card.rows
    )


def published(task: Task, channels: Sequence[Channel], words: Words) -> Card:
    body = words.say("No channel shows it; people find it with /find.")
    if channels:
        body = words.say(
            "I am posting it in {channels}. I will tell you when it is full.", channels=_titles(channels)
        )
    manage = Button(words.say("Show the task"), Action.of("steer", task.id))
    return Card(words.say("Published: {title}", title=task.title), body, ((manage,),))


def discarded(words: Words) -> Card:
    return Card(words.say("Discarded. Nothing was published."), "", ())


def edit_discarded(task_id: int, words: Words) -> Card:
    manage = Button(words.say("Show the task"), Action.of("steer", task_id))
    return Card(words.say("Discarded. The task stays as it was."), "", ((manage,),))


def _titles(channels: Sequence[Channel]) -> str:
    return ", ".join(channel.title for channel in channels)
