"""A coordinator's own pages in words: the list of tasks, one task, and what is done to it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot import rules
from bot.cards import Action, Button, Card
from bot.incoming import Network
from bot.managing import Overview
from bot.model import Channel, Organisation, Slot, Task, TaskState
from bot.wording import tasks
from bot.wording.edits import by_name, names, not_told
from bot.wording.networks import label
from bot.wording.words import Words, lines, paragraphs, sentence

PAGE = 5
MOST_CHANNELS = 6
Rows = tuple[tuple[Button, ...], ...]


def listing(page: Sequence[Task], first: int, words: Words, now: datetime, *, server: bool = False) -> Card:
    """The tasks a coordinator steers: those short of people first. `server`: there is one to say something about."""
    shown = page[:PAGE]
    body = "\n\n".join(f"{tasks.line(task, words)}\n{_need(task, words, now)}" for task in shown)
    if not shown:
        body = words.say("No tasks yet.")
    rows = [(Button(f"{task.id}. {task.title}"[:60], Action.of("steer", task.id)),) for task in shown]
    turn: list[Button] = []
    if first:
        turn.append(Button(words.say("Previous"), Action.of("manage", max(0, first - PAGE))))
    if len(page) > PAGE:
        turn.append(Button(words.say("More"), Action.of("manage", first + PAGE)))
    ways: tuple[Button, ...] = (
        Button(words.say("New task"), Action.of("post")),
        Button(words.say("Invite a coordinator"), Action.of("invite")),
    )
    if server:
        ways = (*ways, Button(words.say("This server"), Action.of("server")))
    return Card(words.say("Your tasks as coordinator"), body, (*rows, *([tuple(turn)] if turn else []), ways))


def _need(task: Task, words: Words, now: datetime) -> str:
    """Where the task stands, in a few words."""
    match task.state:
        case TaskState.CANCELLED:
            return words.say("Cancelled.")
        case TaskState.ENDED:
            return words.say("Ended.")
        case TaskState.CLOSED:
            return words.say("Closed: we take no more people.")
    if now >= task.starts_at:
        return words.say("It is going on now.")
    if task.free:
        return words.count("{n} more person is needed", "{n} more people are needed", task.free)
    if task.waiting:
        return words.count("Full · {n} is waiting", "Full · {n} are waiting", task.waiting)
    return words.say("Full")


def page(overview: Overview, words: Words, now: datetime, headline: str = "") -> Card:
    """One task: the places, who cannot be reached, and what can be done. `headline`: what just was."""
    task = overview.task
    called_off = task.state is TaskState.CANCELLED
    body = paragraphs(
        task.title if headline else None,
        lines(sentence(words.span_near(task.starts_at, task.ends_at, now)), task.place, _need(task, words, now)),
        None if called_off else lines(*(_places(task, slot, words) for slot in task.slots)),
        lines(
            by_name(overview.called, words),
            not_told(overview.unreachable, words),
            _unanswered(overview.unanswered, words),
        ),
        _gone(overview, words),
        _shut(overview, words),
        words.say("Task {number}", number=task.id),
    )
    return Card(headline or task.title, body, _rows(overview, words, now))


def _places(task: Task, slot: Slot, words: Words) -> str:
    taken = words.count(
        "{taken} of {n} place is taken", "{taken} of {n} places are taken", slot.capacity, taken=slot.taken
    )
    counts = taken
    if slot.waiting:
        waiting = words.count("{n} is waiting", "{n} are waiting", slot.waiting)
        counts = words.say("{taken} · {waiting}", taken=taken, waiting=waiting)
    return words.say("{role}: {places}", role=slot.name, places=counts) if len(task.slots) > 1 else counts


def _unanswered(people: tuple[str, ...], words: Words) -> str | None:
    return words.say("No answer yet about the new time: {names}", names=names(people, words)) if people else None


def _gone(overview: Overview, words: Words) -> str | None:
    if not overview.gone:
        return None
    where = ", ".join(post.channel.title for post in overview.gone)
    return words.say("The card is gone from: {channels}", channels=where)


def _shut(overview: Overview, words: Words) -> str | None:
    if not overview.shut or overview.task.state not in (TaskState.OPEN, TaskState.CLOSED):
        return None
    return words.say(
        "I may not write in {channels}, so the task is not shown there, or not as it is now. Let me write there, then"
        " write /connect in it.",
        channels=", ".join(channel.title for channel in overview.shut),
    )


def _rows(overview: Overview, words: Words, now: datetime) -> Rows:
    task = overview.task
    roster = Button(words.say("Who is on it?"), Action.of("roster", task.id))
    back = (Button(words.say("All my tasks"), Action.of("manage")),)
    if task.state is TaskState.CANCELLED:
        undo = (Button(words.say("Undo"), Action.of("restore", task.id)),)
        return (undo, back) if rules.undo_is_open(task.state_at, now) else (back,)
    if task.state is TaskState.ENDED or now >= task.ends_at:
        return ((roster,), back)
    rows: list[tuple[Button, ...]] = [
        (
            roster,
            Button(words.say("Write to all"), Action.of("message", task.id)),
            Button(words.say("Add somebody"), Action.of("add", task.id)),
        ),
        (
            Button(words.say("Edit"), Action.of("edit", task.id)),
            _open_or_close(task, words),
            Button(words.say("Cancel the task"), Action.of("cancel_ask", task.id)),
        ),
    ]
    if overview.gone:
        rows.append((Button(words.say("Post again"), Action.of("again", task.id)),))
    rows += ((_also_in(task, channel, words),) for channel in overview.elsewhere[:MOST_CHANNELS])
    rows.append((Button(words.say("Invite a coordinator"), Action.of("invite", task.organisation.id)), *back))
    return tuple(rows)


def _also_in(task: Task, channel: Channel, words: Words) -> Button:
    label = words.say("Show it in {channel} too", channel=channel.title[:40])
    return Button(label, Action.of("also", task.id, channel.id))


def _open_or_close(task: Task, words: Words) -> Button:
    if task.state is TaskState.CLOSED:
        return Button(words.say("Take more people"), Action.of("reopen", task.id))
    return Button(words.say("Take no more people"), Action.of("close", task.id))


def cancel_question(overview: Overview, words: Words, now: datetime) -> Card:
    """Aflys? With how many are told."""
    task = overview.task
    told = words.count("{n} person is told.", "{n} people are told.", overview.told)
    body = paragraphs(
        lines(task.title, sentence(words.span_near(task.starts_at, task.ends_at, now))),
        lines(told, by_name(overview.called, words), not_told(overview.unreachable, words)),
    )
    yes = Button(words.say("Cancel the task"), Action.of("cancel", task.id))
    no = Button(words.say("Back"), Action.of("steer", task.id))
    return Card(words.say("Do you want to cancel the task?"), body, ((yes, no),))


def cancelled(overview: Overview, words: Words) -> str:
    return words.count("Cancelled. {n} person is told.", "Cancelled. {n} people are told.", overview.told)


def restored(overview: Overview, words: Words) -> str:
    return words.count(
        "It takes place after all. {n} person is told.",
        "It takes place after all. {n} people are told.",
        overview.told,
    )


def closed(words: Words) -> str:
    return words.say("Closed. Those who are on it still come.")


def reopened(words: Words) -> str:
    return words.say("The task is open again.")


def posted_again(count: int, words: Words) -> str:
    return words.count("I am posting {n} card again.", "I am posting {n} cards again.", count)


def shown_also(channel: Channel, words: Words) -> str:
    return words.say("I am posting it in {channel}.", channel=channel.title)


def _by_code(code: str, words: Words) -> str:
    return words.say("Write /start to me, with this code: {code}", code=code)


def which_organisation(organisations: Sequence[Organisation], words: Words) -> Card:
    rows = tuple((Button(one.name[:60], Action.of("invite", one.id)),) for one in organisations[:20])
    return Card(words.say("Which organisation is the invitation for?"), "", rows)


def invitation(organisation: Organisation, code: str, links: Mapping[Network, str | None], words: Words) -> Card:
    """The one-time link or code, shown once, in the way of each network: whoever gets it may be on either."""
    ways = {network: link or _by_code(code, words) for network, link in links.items()}
    if len(ways) > 1:
        ways = {
            network: words.say("On {network}: {way}", network=label(network), way=way)
            for network, way in ways.items()
        }
    body = paragraphs(
        *ways.values(),
        words.say(
            "Send it to one person. It works once, for a week. I show it only now, and tell you when it is used."
        ),
    )
    headline = words.say("Invitation to coordinate {organisation}", organisation=organisation.name)
    return Card(headline, body, ((Button(words.say("All my tasks"), Action.of("manage")),),))
