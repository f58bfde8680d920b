"""Lists of tasks in words: what is open, what is mine."""

from collections.abc import Sequence

from bot.cards import Action, Button, Card
from bot.model import Claim, Standing, Task
from bot.wording import tasks
from bot.wording.words import Words, quoted

PAGE = 5
ALL = "all"
FILTERS = (ALL, "today", "week", "short", "free")


def found(page: Sequence[Task], chosen: str, first: int, words: Words) -> Card:
    """A page of open tasks; a press opens one. The filters stand below, the one in use is left out."""
    shown, more = page[:PAGE], len(page) > PAGE
    body = "\n\n".join(f"{tasks.line(task, words)}\n{_places(task, words)}" for task in shown)
    headline = words.say("Open tasks") if chosen == ALL else filter_name(chosen, words)
    if not shown:
        body = words.say("No open tasks here right now.")
    rows = [(tasks.open_button(task),) for task in shown]
    turn = _turn(words, first, more=more, of=("find", chosen))
    filters = [Button(filter_name(one, words), Action.of("find", one, 0)) for one in FILTERS if one != chosen]
    return Card(headline, body, (*rows, *([turn] if turn else []), tuple(filters[:2]), tuple(filters[2:])))


def name_of(task: Task, words: Words, most: int = 0) -> str:
    """The task in one line: its number, so that it can be found by it, title and time.

    Args:
        most: characters; the title is cut where it would be longer. 0: as long as it takes.
    """
    named = _named(task, task.title, words)
    if not most or len(named) <= most:
        return named
    return _named(task, quoted(task.title, len(task.title) - (len(named) - most)), words)


def _named(task: Task, title: str, words: Words) -> str:
    line = words.say("{number}. {title}", number=task.id, title=title)
    return words.say("{title} · {when}", title=line, when=words.short(task.starts_at))


def _turn(words: Words, first: int, *, more: bool, of: tuple[str, ...]) -> tuple[Button, ...]:
    """The buttons to the pages before and after. `of`: the screen, without the number it begins at."""
    buttons: list[Button] = []
    if first:
        buttons.append(Button(words.say("Previous"), Action.of(*of, max(0, first - PAGE))))
    if more:
        buttons.append(Button(words.say("More"), Action.of(*of, first + PAGE)))
    return tuple(buttons)


def filter_name(name: str, words: Words) -> str:
    match name:
        case "today":
            return words.say("Today")
        case "week":
            return words.say("This week")
        case "short":
            return words.say("Two hours at most")
        case "free":
            return words.say("Free places")
    return words.say("All")


def _places(task: Task, words: Words) -> str:
    if task.free:
        return words.count("{n} place free", "{n} places free", task.free)
    if task.waiting:
        return words.count("Full · {n} is waiting", "Full · {n} are waiting", task.waiting)
    return words.say("Full")


def mine(standings: Sequence[Standing], first: int, total: int, words: Words) -> Card:
    """A page of what somebody has taken on and waits for, the nearest first; `total` of them in all."""
    if not standings:
        find = Button(words.say("Find a task"), Action.of("find"))
        return Card(words.say("You have no tasks right now."), "", ((find,),))
    body = "\n\n".join(_mine_line(standing, words) for standing in standings)
    rows = tuple((tasks.open_button(standing.task),) for standing in standings)
    turn = _turn(words, first, more=total > first + PAGE, of=("mine",))
    headline = words.count("You have {n} task", "You have {n} tasks", total)
    return Card(headline, body, (*rows, *([turn] if turn else [])))


def _mine_line(standing: Standing, words: Words) -> str:
    return f"{tasks.line(standing.task, words)}\n{tasks.standing_line(standing, words)}"


def which_offer(offers: Sequence[Claim], known: Sequence[Task], words: Words, *, yes: bool) -> Card:
    """A typed "yes please" or "no thanks" could answer several offers."""
    titles = {task.id: task for task in known}
    rows = tuple(
        (Button(f"{offer.task_id}. {titles[offer.task_id].title}"[:60], Action.of("yes" if yes else "no", offer.id)),)
        for offer in offers
        if offer.task_id in titles
    )
    return Card(words.say("Which place do you want?") if yes else words.say("Which place do you not want?"), "", rows)


def which_to_leave(claims: Sequence[Claim], known: Sequence[Task], words: Words) -> Card:
    """A typed "afbud" could mean several tasks."""
    titles = {task.id: task for task in known}
    rows = tuple(
        (Button(f"{claim.task_id}. {titles[claim.task_id].title}"[:60], Action.of("leave", claim.id)),)
        for claim in claims
        if claim.task_id in titles
    )
    return Card(words.say("Which task can't you come to?"), "", rows)
