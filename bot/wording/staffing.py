"""The roster in words, and adding somebody by hand."""

from collections.abc import Sequence
from datetime import datetime

from bot.cards import Action, Button, Card
from bot.model import Claim, ClaimState, Person, Reach, Slot, Task
from bot.staffing import Staffed
from bot.wording.words import Words, lines, paragraphs

PAGE = 8
Rows = tuple[tuple[Button, ...], ...]


def roster(task: Task, everyone: Sequence[tuple[Claim, Person]], first: int, words: Words, now: datetime) -> Card:
    """Everyone by role, a page at a time, with a button for each to take them off."""
    shown = everyone[first : first + PAGE]
    body = paragraphs(
        words.say("{title}, {when}", title=task.title, when=words.short(task.starts_at)),
        *(_of_slot(task, slot, shown, everyone, words, now) for slot in task.slots),
    )
    if not everyone:
        body = paragraphs(body, words.say("Nobody yet."))
    if any(someone.away for _, someone in shown):
        body = paragraphs(
            body,
            words.say(
                "Whoever has left the server hears nothing from me. Call or write to them yourself, and take them off"
                " if they no longer come."
            ),
        )
    rows = [_row(task, claim, someone, words) for claim, someone in shown]
    turn = _turn("roster", task.id, first, words, more=len(everyone) > first + PAGE)
    ways = (
        Button(words.say("Add somebody"), Action.of("add", task.id)),
        Button(words.say("Back"), Action.of("steer", task.id)),
    )
    return Card(words.say("Who is on it?"), body, (*rows, *([turn] if turn else []), ways))


def _row(task: Task, claim: Claim, someone: Person, words: Words) -> tuple[Button, ...]:
    """Whoever waits and cannot be offered a free place is given it by hand (design, Added by hand)."""
    off = Button(words.say("Take off {name}", name=someone.name[:40]), Action.of("remove", claim.id))
    slot = task.slot(claim.slot_id)
    if claim.state is ClaimState.WAITING and not someone.reachable and slot and slot.free:
        return Button(words.say("Give {name} a place", name=someone.name[:30]), Action.of("seat", claim.id)), off
    return (off,)


def _of_slot(
    task: Task,
    slot: Slot,
    shown: Sequence[tuple[Claim, Person]],
    everyone: Sequence[tuple[Claim, Person]],
    words: Words,
    now: datetime,
) -> str | None:
    line = [claim.id for claim, _ in everyone if claim.slot_id == slot.id and claim.state is ClaimState.WAITING]
    people = [
        _line(claim, someone, line.index(claim.id) + 1 if claim.id in line else 0, words, now)
        for claim, someone in shown
        if claim.slot_id == slot.id
    ]
    if not people:
        return None
    return lines(slot.name if len(task.slots) > 1 else None, *people)


def _line(claim: Claim, someone: Person, number: int, words: Words, now: datetime) -> str:
    state = _state(claim, number, words, now)
    reach = _reach(someone, words)
    if reach:
        return words.say("{name}: {state}, {reach}", name=someone.name, state=state, reach=reach)
    return words.say("{name}: {state}", name=someone.name, state=state)


def _state(claim: Claim, number: int, words: Words, now: datetime) -> str:
    match claim.state:
        case ClaimState.OFFERED if claim.offered_until:
            return words.say("has an offer until {until}", until=words.moment(claim.offered_until, now))
        case ClaimState.OFFERED:
            return words.say("has an offer")
        case ClaimState.WAITING:
            return words.say("waiting list, number {n}", n=number)
        case ClaimState.HELD if claim.asked_at:
            return words.say("on it, has not answered about the new time")
    return words.say("on it")


def _reach(someone: Person, words: Words) -> str:
    if someone.guest:
        return words.say("guest, whom I cannot write to")
    if someone.reach is Reach.BLOCKED:
        return words.say("has closed the chat with me")
    if someone.away:
        return words.say("has left the server, so I cannot write to them")
    return "" if someone.reachable else words.say("has not opened the chat with me")


def _turn(verb: str, of: int, first: int, words: Words, *, more: bool) -> tuple[Button, ...]:
    buttons: list[Button] = []
    if first:
        buttons.append(Button(words.say("Previous"), Action.of(verb, of, max(0, first - PAGE))))
    if more:
        buttons.append(Button(words.say("More"), Action.of(verb, of, first + PAGE)))
    return tuple(buttons)


def taken_off(staffed: Staffed, words: Words) -> Card:
    """Ten minutes to take it back."""
    if staffed.reachable:
        headline = words.say("{name} is off the task. I am telling them.", name=staffed.name)
    elif staffed.called:
        headline = words.say(
            "{name} is off the task. They get no private messages, so I call them by name in the channel.",
            name=staffed.name,
        )
    else:
        headline = words.say("{name} is off the task. I cannot write to them: please tell them.", name=staffed.name)
    undo = Button(words.say("Undo"), Action.of("unremove", staffed.claim.id))
    return Card(headline, staffed.task.title, ((undo, _to_roster(staffed.task, words)),))


def put_on(staffed: Staffed, words: Words) -> Card:
    """Somebody is on the task, or in line, by a coordinator's hand."""
    if staffed.state is ClaimState.WAITING:
        headline = words.say("{name} is on the waiting list.", name=staffed.name)
    elif staffed.state is ClaimState.OFFERED:
        headline = words.say("{name} has an offer.", name=staffed.name)
    else:
        headline = words.say("{name} is on the task.", name=staffed.name)
    return Card(headline, staffed.task.title, ((_to_roster(staffed.task, words),),))


def _to_roster(task: Task, words: Words) -> Button:
    return Button(words.say("Who is on it?"), Action.of("roster", task.id))


def which_slot(task: Task, words: Words) -> Card:
    rows = [(Button(slot.name[:60], Action.of("add", task.id, slot.id)),) for slot in task.slots]
    rows.append((Button(words.say("Back"), Action.of("steer", task.id)),))
    return Card(words.say("What will they do?"), task.title, tuple(rows))


def whom(task: Task, slot: Slot, draft_id: int, name: str, known: Sequence[Person], first: int, words: Words) -> Card:
    """People this organisation knows, as buttons; a typed name looks among them, or is a guest."""
    rows: list[tuple[Button, ...]] = [
        (Button(someone.name[:60], Action.of("put", slot.id, someone.id)),) for someone in known[:PAGE]
    ]
    if name:
        label = words.say("Add {name} as a guest", name=name)
        rows.append((Button(label, Action.of("guest", draft_id)),))
    turn = _turn("whom", draft_id, first, words, more=len(known) > PAGE)
    rows += [turn] if turn else []
    rows.append((Button(words.say("Back"), Action.of("steer", task.id)),))
    hint = words.say("Press a name, or write one. For a guest, whom I cannot write to, a first name is enough.")
    role = words.say("You add: {role}", role=slot.name) if len(task.slots) > 1 else None
    return Card(words.say("Who do you want to add?"), paragraphs(lines(task.title, role), hint), tuple(rows))


def asked(task: Task, words: Words) -> Card:
    """The question alone, over a form, where there is nothing to press."""
    hint = words.say("A name, to look for. For a guest, a first name is enough.")
    return Card(words.say("Who do you want to add?"), paragraphs(task.title, hint))
