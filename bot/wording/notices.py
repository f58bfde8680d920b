"""Notices in words: the news in the first line, then what the person needs, then what they can do."""

from datetime import datetime

from bot.cards import Action, Button, Card
from bot.model import Channel, ClaimState, NoticeKind, Standing, Task
from bot.wording import tasks
from bot.wording.words import Words, lines, paragraphs


def claimed(standing: Standing, words: Words, now: datetime) -> Card:
    """The one private message to whoever holds a place."""
    return tasks.page(standing, words, now)


def offer(standing: Standing, until: datetime, words: Words, now: datetime) -> Card:
    """A freed place, until a time."""
    body = paragraphs(
        standing.task.title,
        tasks.facts(standing.task, standing.slot, words, now, insider=False),
        words.say("Do you still want it? Please answer before {until}.", until=words.moment(until, now)),
    )
    rows = (tasks.offer_buttons(standing.live, words),) if standing.live else ()
    return Card(words.say("There is a place for you"), body, rows)


def offer_lapsed(task: Task, slot_id: int, words: Words) -> Card:
    again = Button(words.say("Join the waiting list"), Action.of("wait", task.id, slot_id))
    return Card(
        words.say("The place went to the next person"),
        paragraphs(task.title, words.say("You are off the waiting list. You can join it again, at its end.")),
        ((again,),),
    )


def no_place(task: Task, words: Words) -> Card:
    find = Button(words.say("Find another task"), Action.of("find"))
    body = paragraphs(task.title, words.say("You need not come. Thank you for being ready."))
    return Card(words.say("There was no place this time"), body, ((find,),))


def reminder(standing: Standing, words: Words, now: datetime, *, late: bool) -> Card:
    """Where, when to be there, whom to meet, and one button to give the place back."""
    task, slot = standing.task, standing.slot
    when = slot.be_there_at if slot else task.be_there_at
    body = paragraphs(
        words.say("This reminder comes late. Sorry!") if late else None,
        lines(task.title, _role(standing, words)),
        tasks.facts(task, slot, words, now, insider=True),
        task.details,
    )
    rows = ((tasks.leave_button(standing.live, words),),) if standing.live else ()
    return Card(words.say("Remember: {when}", when=words.moment(when, now)), body, rows)


def _role(standing: Standing, words: Words) -> str | None:
    if standing.slot is None or len(standing.task.slots) < 2:
        return None
    return words.say("You are: {role}", role=standing.slot.name)


def moved(standing: Standing, words: Words, now: datetime) -> Card:
    """The task has a new time: keep or leave."""
    body = paragraphs(standing.task.title, tasks.facts(standing.task, standing.slot, words, now, insider=True))
    rows: tuple[tuple[Button, ...], ...] = ()
    if standing.live and standing.live.state is ClaimState.HELD:
        keep = Button(words.say("I'm still in"), Action.of("keep", standing.live.id))
        rows = ((keep, tasks.leave_button(standing.live, words)),)
    elif standing.live:
        rows = ((Button(words.say("Leave the waiting list"), Action.of("leave", standing.live.id)),),)
    return Card(words.say("New time. Can you still come?"), body, rows)


def changed(standing: Standing, words: Words, now: datetime) -> Card:
    page = tasks.page(standing, words, now)
    return Card(words.say("Something changed: {title}", title=standing.task.title), page.body, page.rows)


def cancelled(task: Task, words: Words, now: datetime) -> Card:
    body = paragraphs(
        lines(task.title, words.span_near(task.starts_at, task.ends_at, now)),
        words.say("You need not come. Thank you for being ready."),
    )
    find = Button(words.say("Find another task"), Action.of("find"))
    return Card(words.say("The task is cancelled"), body, ((find,),))


def restored(standing: Standing, words: Words, now: datetime) -> Card:
    page = tasks.page(standing, words, now)
    body = paragraphs(tasks.standing_line(standing, words), page.body)
    return Card(words.say("The task takes place after all"), body, page.rows)


def removed(task: Task, words: Words) -> Card:
    body = paragraphs(task.title, words.say("You need not come. Ask the coordinator if you wonder why."))
    return Card(words.say("The coordinator has taken you off a task"), body)


def added(standing: Standing, words: Words, now: datetime) -> Card:
    page = tasks.page(standing, words, now)
    return Card(words.say("The coordinator has put you on a task"), page.body, page.rows)


def dropped(standing: Standing, words: Words, now: datetime) -> Card:
    body = paragraphs(
        standing.task.title,
        words.say("Fewer people are needed now. You are first on the waiting list if a place comes back."),
    )
    return Card(words.say("Your place was taken back"), body, tasks.page(standing, words, now).rows)


def message(task: Task, text: str, words: Words) -> Card:
    """A coordinator's own words to everyone on a task."""
    return Card(words.say("Message about: {title}", title=task.title), text, ((tasks.open_button(task),),))


# To coordinators


def to_coordinator(kind: NoticeKind, task: Task, name: str, words: Words) -> Card:
    """What a coordinator is told at once."""
    manage = Button(words.say("Show the task"), Action.of("task", task.id))
    body = lines(task.title, words.short(task.starts_at))
    return Card(_coordinator_news(kind, task, name, words), body, ((manage,),))


def _coordinator_news(kind: NoticeKind, task: Task, name: str, words: Words) -> str:
    match kind:
        case NoticeKind.FULL:
            return words.say("Full: everybody you need is there")
        case NoticeKind.LATE_AFBUD:
            return words.say("Late: {name} cannot come", name=name)
        case NoticeKind.UNDELIVERABLE:
            return words.say("I cannot reach {name}. Please call or write yourself.", name=name)
        case NoticeKind.CARD_GONE:
            return words.say("The card is gone from a channel")
    return words.count("Still short of {n} person", "Still short of {n} people", task.free)


def rights_lost(channel: Channel, words: Words) -> Card:
    return Card(
        words.say("I can no longer write in {channel}", channel=channel.title),
        words.say("Its cards stand still. Make me an administrator there again, and I bring them up to date."),
    )
