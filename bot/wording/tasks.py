"""A task in words: its public card, its page for one person, its line in a list."""

from datetime import datetime

from bot.cards import Action, Button, Card, Event
from bot.model import Claim, ClaimState, Slot, Standing, Task, TaskState
from bot.wording.words import Words, lines, paragraphs, sentence

Rows = tuple[tuple[Button, ...], ...]


def public_card(task: Task, words: Words, now: datetime) -> Card:
    """What channels show: counts, never names (features E5). What has begun has no places to take any more.

    The same database gives the same card, but for what begins meanwhile: `bot.posting.show_what_began` sees to that.
    """
    body = paragraphs(
        lines(
            sentence(words.span(task.starts_at, task.ends_at)),
            task.place,
            words.say("For: {benefit}", benefit=task.benefit),
            task.organisation.name,
        ),
        task.details,
        _state(task, words, now),
        words.say("Task {number}", number=task.id),
    )
    return Card(task.title, body, _public_rows(task, words, now), moment=ahead(task))


def event(task: Task, words: Words) -> Event:
    """The task in a calendar: what does not change when somebody takes a place."""
    text = paragraphs(
        lines(words.say("For: {benefit}", benefit=task.benefit), task.organisation.name),
        task.details,
        words.say("Task {number}", number=task.id),
    )
    return Event(title=task.title, text=text, place=task.place, starts_at=task.starts_at, ends_at=task.ends_at)


def _state(task: Task, words: Words, now: datetime) -> str:
    if task.state is TaskState.CANCELLED:
        return words.say("Cancelled.")
    if task.state is TaskState.ENDED:
        return words.say("Ended. Thank you to everyone who helped.")
    if task.state is TaskState.CLOSED:
        return words.say("Closed: we take no more people.")
    if all(slot.has_begun(now) for slot in task.slots):
        return words.say("It is going on now.")
    return words.listing(_slot_line(task, slot, words, now) for slot in task.slots)


def _slot_line(task: Task, slot: Slot, words: Words, now: datetime) -> str:
    places = words.say("has begun") if slot.has_begun(now) else places_left(slot, words)
    if len(task.slots) == 1:
        return sentence(places)
    if (slot.starts_at, slot.ends_at) == (task.starts_at, task.ends_at):
        return words.say("{role}: {places}", role=slot.name, places=places)
    time = words.span_on(task.starts_at, slot.starts_at, slot.ends_at)
    return words.say("{role} ({time}): {places}", role=slot.name, places=places, time=time)


def places_left(slot: Slot, words: Words) -> str:
    """`3 ledige pladser`, `Fyldt op · 4 venter`"""
    if slot.free:
        return words.count("{n} place free", "{n} places free", slot.free)
    if slot.waiting:
        return words.count("Full · {n} is waiting", "Full · {n} are waiting", slot.waiting)
    return words.say("Full")


def _public_rows(task: Task, words: Words, now: datetime) -> Rows:
    if task.state is not TaskState.OPEN:
        return ()
    buttons = [take_button(task, slot, words) for slot in task.slots if not slot.has_begun(now)]
    return (*((button,) for button in buttons), (Button(words.say("Read more"), opens=link_payload(task)),))


def link_payload(task: Task) -> str:
    """What a link to the task's page says to the bot (`handlers.general.start_task`)."""
    key = _key(task)
    return f"t{task.id}-{key}" if key else f"t{task.id}"


def take_button(task: Task, slot: Slot, words: Words) -> Button:
    """One press: a free place, or, where there is none, the waiting list."""
    if slot.free:
        label = words.say("I'm in: {role}", role=slot.name) if len(task.slots) > 1 else words.say("I'm in")
        return Button(label, Action.of("claim", task.id, slot.id, _key(task)))
    if len(task.slots) > 1:
        label = words.say("Join the waiting list: {role}", role=slot.name)
    else:
        label = words.say("Join the waiting list")
    return Button(label, Action.of("wait", task.id, slot.id, _key(task)))


def _key(task: Task) -> str:
    """What a button must say of a task that is only for its channel."""
    return task.key if task.only_channel else ""


def page(standing: Standing, words: Words, now: datetime) -> Card:
    """One task as one person meets it: where they stand first, then everything they need, then what they can do."""
    task, news = standing.task, _news(standing, words)
    body = paragraphs(
        task.title if news else None,
        facts(task, standing.slot, words, now, insider=is_in(standing)),
        task.details,
        _until(standing.live, words, now) if standing.live else _state(task, words, now) if not news else None,
        words.say("Task {number}", number=task.id),
    )
    return Card(news or task.title, body, _page_rows(standing, words, now), moment=ahead(task))


def ahead(task: Task) -> datetime | None:
    """When it begins, while it is to take place."""
    return task.starts_at if task.state in (TaskState.OPEN, TaskState.CLOSED) else None


def _news(standing: Standing, words: Words) -> str | None:
    """What matters most to this person: that nobody comes any more, else where they stand."""
    match standing.task.state:
        case TaskState.CANCELLED:
            return words.say("The task is cancelled")
        case TaskState.ENDED:
            return words.say("Ended. Thank you to everyone who helped.")
    return standing_line(standing, words) if standing.live or standing.removed else None


def _until(live: Claim, words: Words, now: datetime) -> str | None:
    """An offer is kept until a time, which runs from its delivery."""
    if live.state is not ClaimState.OFFERED or live.offered_until is None:
        return None
    return still_wanted(live.offered_until, words, now)


def still_wanted(until: datetime, words: Words, now: datetime) -> str:
    return words.say("Do you still want it? Please answer no later than {until}.", until=words.moment(until, now))


def standing_line(standing: Standing, words: Words) -> str:
    """`Du er med`, `Du er nr. 3 på ventelisten`: the first line of the page."""
    if standing.live and standing.slot:
        return claim_line(standing.task, standing.slot, standing.live, words)
    if standing.removed:
        return words.say("You were taken off this task.")
    return words.say("You are not on this task.")


def claim_line(task: Task, slot: Slot, claim: Claim, words: Words) -> str:
    """Where a live claim stands, in one line."""
    several = len(task.slots) > 1
    if claim.state is ClaimState.HELD:
        return words.say("You are in: {role}", role=slot.name) if several else words.say("You are in")
    if claim.state is ClaimState.OFFERED:
        return (
            words.say("There is a place for you: {role}", role=slot.name)
            if several
            else words.say("There is a place for you")
        )
    if several:
        return words.say("You are number {n} on the waiting list: {role}", n=claim.line, role=slot.name)
    return words.say("You are number {n} on the waiting list", n=claim.line)


def facts(task: Task, slot: Slot | None, words: Words, now: datetime, *, insider: bool) -> str:
    """When, where, when to be there, for whom; and, to those on the task, whom to meet (design, Contact)."""
    starts_at, ends_at = (slot.starts_at, slot.ends_at) if slot else (task.starts_at, task.ends_at)
    be_there_at = slot.be_there_at if slot else task.be_there_at
    contact = task.whom_to_meet()
    return lines(
        sentence(words.span_near(starts_at, ends_at, now)),
        words.say("Be there at {clock}.", clock=words.clock(be_there_at)) if be_there_at < starts_at else None,
        task.place,
        words.say("Ask for {contact}.", contact=contact) if insider and contact else None,
        words.say("For: {benefit}", benefit=task.benefit),
        task.organisation.name,
    )


def is_in(standing: Standing) -> bool:
    """Whether they have, or are offered, a place: who else need not know whom to meet."""
    return standing.live is not None and standing.live.state.takes_a_place


def _page_rows(standing: Standing, words: Words, now: datetime) -> Rows:
    task, live = standing.task, standing.live
    if task.state in (TaskState.CANCELLED, TaskState.ENDED):
        return ()
    rows: list[tuple[Button, ...]] = []
    if live and live.state is ClaimState.OFFERED:
        rows.append(offer_buttons(live, words))
    elif live and live.state is ClaimState.HELD:
        rows.append((leave_button(live, words),))
    elif live:
        rows.append((Button(words.say("Leave the waiting list"), Action.of("leave", live.id)),))
    if task.state is TaskState.OPEN and not standing.removed:
        rows += [(take_button(task, slot, words),) for slot in _others(standing, now)]
    return tuple(rows)


def _others(standing: Standing, now: datetime) -> list[Slot]:
    live = standing.live
    if live is None:
        return [slot for slot in standing.task.slots if not slot.has_begun(now)]
    if standing.slot is not None and standing.slot.has_begun(now):
        return []  # nobody moves out of what has begun
    return [slot for slot in standing.task.slots if slot.id != live.slot_id and slot.free and not slot.has_begun(now)]


def leave_button(claim: Claim, words: Words) -> Button:
    return Button(words.say("I can't come"), Action.of("leave", claim.id))


def offer_buttons(claim: Claim, words: Words) -> tuple[Button, ...]:
    return (
        Button(words.say("Yes please"), Action.of("yes", claim.id)),
        Button(words.say("No thanks"), Action.of("no", claim.id)),
    )


def line(task: Task, words: Words) -> str:
    """The task in a list: its number, title and when, on two lines."""
    return lines(
        words.say("{number}. {title}", number=task.id, title=task.title), sentence(words.short(task.starts_at))
    )


def open_button(task: Task) -> Button:
    """A button that shows the task's page, labelled with its title."""
    return Button(f"{task.id}. {task.title}"[:60], Action.of("task", task.id))
