"""Notices in words: the news in the first line, then what the person needs, then what they can do."""

from collections.abc import Sequence
from datetime import datetime

from bot.cards import Action, Button, Card
from bot.errors import Lack
from bot.model import Channel, ClaimState, NoticeKind, Organisation, Standing, Task
from bot.wording import tasks
from bot.wording.connecting import missing
from bot.wording.edits import names
from bot.wording.words import Words, lines, paragraphs, sentence


def claimed(standing: Standing, words: Words, now: datetime) -> Card:
    """The one private message to whoever holds a place."""
    return tasks.page(standing, words, now)


def offer(standing: Standing, until: datetime, words: Words, now: datetime, *, lost: bool = False) -> Card:
    """A freed place, until a time. `lost`: they still think that they have it, and lost it meanwhile."""
    gone = words.say("Fewer people were needed for a while, and your place was gone. Now there is one again.")
    body = paragraphs(
        standing.task.title,
        gone if lost else None,
        tasks.facts(standing.task, standing.slot, words, now, insider=False),
        tasks.still_wanted(until, words, now),
    )
    rows = (tasks.offer_buttons(standing.live, words),) if standing.live else ()
    return Card(tasks.standing_line(standing, words), body, rows, moment=until if until > now else None)


def offer_lapsed(task: Task, slot_id: int, words: Words) -> Card:
    again = Button(words.say("Join the waiting list"), Action.of("wait", task.id, slot_id))
    return Card(
        words.say("The time to answer has passed"),
        paragraphs(task.title, words.say("You are off the waiting list. You can join it again, at its end.")),
        ((again,),),
    )


def no_place(task: Task, words: Words) -> Card:
    find = Button(words.say("Find another task"), Action.of("find"))
    body = paragraphs(task.title, words.say("You don't need to come. Thank you for being ready."))
    return Card(words.say("There was no place this time"), body, ((find,),))


def reminder(standing: Standing, words: Words, now: datetime, *, late: bool) -> Card:
    """Where, when to be there, whom to meet, and one button to give the place back."""
    task, slot = standing.task, standing.slot
    when = slot.be_there_at if slot else task.be_there_at
    body = paragraphs(
        words.say("Sorry, this reminder is late.") if late else None,
        lines(task.title, _role(standing, words)),
        tasks.facts(task, slot, words, now, insider=True),
        task.details,
    )
    rows = ((tasks.leave_button(standing.live, words),),) if standing.live else ()
    headline = words.say("Remember: {when}", when=words.moment(when, now))
    return Card(headline, body, rows, moment=when if when > now else None)


def _role(standing: Standing, words: Words) -> str | None:
    if standing.slot is None or len(standing.task.slots) < 2:
        return None
    return words.say("You are: {role}", role=standing.slot.name)


def moved(standing: Standing, other: Task | None, words: Words, now: datetime) -> Card:
    """The task has a new time: keep or leave. `other`: a task the person holds at that very time."""
    task = standing.task
    holds = tasks.is_in(standing)
    body = paragraphs(
        lines(task.title, None if holds else tasks.standing_line(standing, words)),
        tasks.facts(task, standing.slot, words, now, insider=holds),
        clash(other, words) if other else None,
    )
    headline = words.say("New time. Can you still come?") if holds else words.say("The task has a new time")
    rows: tuple[tuple[Button, ...], ...] = ()
    if standing.live and standing.live.state is ClaimState.HELD:
        keep = Button(words.say("I'm still in"), Action.of("keep", standing.live.id))
        rows = ((keep, tasks.leave_button(standing.live, words)),)
    elif standing.live and standing.live.state is ClaimState.OFFERED:
        rows = (tasks.offer_buttons(standing.live, words),)
    elif standing.live:
        rows = ((Button(words.say("Leave the waiting list"), Action.of("leave", standing.live.id)),),)
    rows = (*rows, (tasks.open_button(other),)) if other else rows
    return Card(headline, body, rows, moment=None if other else tasks.ahead(task))


def clash(other: Task, words: Words) -> str:
    """Two places at the same time, after a move: both are named, the person decides."""
    return words.say(
        "You are also on this task at the same time: {title}, {when}. Which one do you want to keep?",
        title=other.title,
        when=words.short(other.starts_at),
    )


def changed(standing: Standing, what: Sequence[str], words: Words, now: datetime) -> Card:
    """What is new first, then the whole page."""
    page = tasks.page(standing, words, now)
    news = lines(*(_news(one, standing, words) for one in what))
    headline = words.say("Something changed: {title}", title=standing.task.title)
    return Card(headline, paragraphs(news, page.body), page.rows, moment=page.moment)


def _news(what: str, standing: Standing, words: Words) -> str | None:
    task, slot = standing.task, standing.slot
    match what:
        case "place":
            return words.say("New place: {place}", place=task.place)
        case "be_there":
            at = slot.be_there_at if slot else task.be_there_at
            return words.say("New time to be there: {clock}", clock=words.clock(at))
        case "contact":
            return words.say("Now ask for: {contact}", contact=task.whom_to_meet())
        case "role" if slot:
            return words.say("Your role has a new name: {role}", role=slot.name)
    return None


def cancelled(task: Task, words: Words, now: datetime) -> Card:
    body = paragraphs(
        _title_and_time(task, words, now),
        words.say("You don't need to come. Thank you for being ready."),
    )
    find = Button(words.say("Find another task"), Action.of("find"))
    return Card(words.say("The task is cancelled"), body, ((find,),))


def restored(standing: Standing, other: Task | None, words: Words, now: datetime) -> Card:
    """The cancellation is taken back. `other`: a task the person took at that time meanwhile."""
    page = tasks.page(standing, words, now)
    clashing = clash(other, words) if other else None
    body = paragraphs(tasks.standing_line(standing, words), clashing, page.body)
    rows = (*page.rows, (tasks.open_button(other),)) if other else page.rows
    return Card(words.say("The task takes place after all"), body, rows, moment=page.moment)


def removed(task: Task, words: Words) -> Card:
    body = paragraphs(task.title, words.say("You don't need to come. Ask the coordinator if you want to know why."))
    return Card(words.say("The coordinator has taken you off a task"), body)


def added(standing: Standing, words: Words, now: datetime) -> Card:
    page = tasks.page(standing, words, now)
    if standing.live and standing.live.state is not ClaimState.HELD:  # in line, or it is their turn meanwhile
        body = paragraphs(tasks.standing_line(standing, words), page.body)
        return Card(words.say("The coordinator has put you on a waiting list"), body, page.rows, moment=page.moment)
    return Card(words.say("The coordinator has put you on a task"), page.body, page.rows, moment=page.moment)


def back_on(standing: Standing, words: Words, now: datetime) -> Card:
    """A coordinator took somebody off by mistake, and has put that right."""
    page = tasks.page(standing, words, now)
    body = paragraphs(tasks.standing_line(standing, words), page.body)
    return Card(
        words.say("You were taken off by mistake. That is put right now."), body, page.rows, moment=page.moment
    )


def dropped(standing: Standing, words: Words, now: datetime, *, offered: bool = False) -> Card:
    """A place is gone. `offered`: they had not said yes to it."""
    headline = words.say("Sorry, the offer is off") if offered else words.say("Sorry, your place is gone")
    body = paragraphs(
        _title_and_time(standing.task, words, now),
        words.say("Fewer people are needed now. If a place comes back, you are among the first to be asked."),
        tasks.standing_line(standing, words),
    )
    return Card(headline, body, tasks.page(standing, words, now).rows)


def without_slot(standing: Standing, words: Words, now: datetime) -> Card:
    """The role is not needed any more; the others are a press away."""
    body = paragraphs(
        _title_and_time(standing.task, words, now),
        words.say("You don't need to come. Thank you for being ready."),
    )
    return Card(words.say("Your role is not needed any more"), body, tasks.page(standing, words, now).rows)


def _title_and_time(task: Task, words: Words, now: datetime) -> str:
    return lines(task.title, sentence(words.span_near(task.starts_at, task.ends_at, now)))


def joined(name: str, organisation: Organisation, words: Words) -> Card:
    """To whoever made the invitation."""
    return Card(
        words.say("{name} is now a coordinator for {organisation}", name=name, organisation=organisation.name),
        words.say("Your invitation was used. It does not work again."),
    )


def message(task: Task, text: str, words: Words) -> Card:
    """A coordinator's own words to everyone on a task."""
    return Card(words.say("Message about: {title}", title=task.title), text, ((tasks.open_button(task),),))


# To coordinators


def to_coordinator(kind: NoticeKind, task: Task, name: str, words: Words) -> Card:
    """What a coordinator is told at once."""
    buttons = [Button(words.say("Show the task"), Action.of("steer", task.id))]
    if kind is NoticeKind.CARD_GONE:
        buttons.append(Button(words.say("Post again"), Action.of("again", task.id)))
    body = lines(task.title, sentence(words.short(task.starts_at)))
    return Card(_coordinator_news(kind, task, name, words), body, (tuple(buttons),))


def _coordinator_news(kind: NoticeKind, task: Task, name: str, words: Words) -> str:
    match kind:
        case NoticeKind.FULL:
            return words.say("Full: you have everyone you need")
        case NoticeKind.LATE_AFBUD:
            return words.say("Late: {name} cannot come", name=name or words.say("a volunteer"))
        case NoticeKind.UNDELIVERABLE:
            return words.say("I cannot reach {name}. Please call or write yourself.", name=name)
        case NoticeKind.CARD_GONE:
            return words.say("The card is gone from a channel")
    return words.count("{n} person is still needed", "{n} people are still needed", task.free)


def cannot_post(channel: Channel, words: Words) -> Card:
    return Card(
        words.say("I may not write in {channel} yet", channel=channel.title),
        words.say("Allow me to post messages there, and I will ask for which organisation it is."),
    )


def rights_lost(channel: Channel, lacks: Sequence[Lack], titles: Sequence[str], words: Words) -> Card:
    """With what to do; said exactly where the network says exactly what is missing. `titles`: of its tasks."""
    body = words.say("I cannot keep its cards up to date. Make me an administrator there again, and I will.")
    if lacks:
        body = paragraphs(words.say("I cannot keep its cards up to date."), missing(lacks, words))
    about = words.say("It is about: {tasks}", tasks=names(tuple(titles), words)) if titles else None
    return Card(words.say("I can no longer write in {channel}", channel=channel.title), paragraphs(about, body))
