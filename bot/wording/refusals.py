"""Every no, with its reason, and in private up to three open tasks that do fit (features A6)."""

from collections.abc import Sequence
from datetime import datetime

from bot import refusals
from bot.cards import Action, Button, Card
from bot.errors import Refusal
from bot.model import Task
from bot.wording import tasks
from bot.wording.connecting import missing
from bot.wording.networks import label
from bot.wording.words import Words, lines


def reason(refusal: Refusal, words: Words, now: datetime) -> str:
    """Why not, in one or two short sentences that fit a toast (200 characters)."""
    match refusal:
        case refusals.Full(slot=slot, held=held) if held is not None:
            return words.say("Full: {role}. You are still in as {held}.", role=slot.name, held=held.name)
        case refusals.Full(slot=slot) if slot.waiting:
            return words.count(
                "Full: there is no room for more. {n} is on the waiting list.",
                "Full: there is no room for more. {n} are on the waiting list.",
                slot.waiting,
            )
        case refusals.Full():
            return words.say("Full: there is no room for more. Nobody is on the waiting list yet.")
        case refusals.Overlap(other=other, other_slot=slot):
            return words.say(
                "You are on {title} at the same time ({when}).",
                title=other.title[:60],
                when=words.short(slot.starts_at),
            )
        case refusals.TaskIsOver(task=task) | refusals.NotFor(reason=refusals.TaskIsOver(task=task)) if (
            now < task.ends_at
        ):
            return words.say("It is too late: this task has begun.")
    return _plain(refusal, words)


def _plain(refusal: Refusal, words: Words) -> str:
    match refusal:
        case refusals.TaskIsOver():
            return words.say("It is too late: this task has ended.")
        case refusals.TaskIsClosed():
            return words.say("The coordinator takes no more people for this task.")
        case refusals.TaskIsCancelled():
            return words.say("This task is cancelled.")
        case refusals.TakenOff():
            return words.say("You were taken off this task, so you cannot take it again. Ask the coordinator.")
        case refusals.OfferIsGone():
            return words.say("Sorry, the place has gone to somebody else.")
        case refusals.NoSuchTask():
            return words.say("I do not know that task. Perhaps it was deleted.")
        case refusals.NothingToUndo():
            return words.say("That cannot be undone now. You have ten minutes to undo.")
        case refusals.NotYours():
            return words.say("This button is not for you, or it does not work any more.")
        case refusals.NotCoordinator():
            return words.say("Only coordinators can do that.")
    return _about_forms(refusal, words)


def _about_somebody(name: str, reason: Refusal, words: Words) -> str:
    """Why a coordinator cannot do it for them."""
    match reason:
        case refusals.Full():
            return words.say("It is full. Do you want {name} on the waiting list?", name=name)
        case refusals.Overlap(other=other):
            return words.say("{name} is on {title} at the same time.", name=name, title=other.title[:60])
        case refusals.TakenOff():
            return words.say("{name} was taken off this task, and cannot be added to it again.", name=name)
        case refusals.TaskIsClosed():
            return words.say("The task is closed. Open it again first.")
    return _plain(reason, words)


def _about_forms(refusal: Refusal, words: Words) -> str:
    match refusal:
        case refusals.NoChannel():
            return words.say(
                "No channel is connected yet. Add me to your channel as administrator, or write /connect in it."
            )
        case refusals.NoSuchDraft():
            return words.say("That form is not there any more.")
        case refusals.AlreadyDone(task=task):
            return words.say("That is done already. It is task {number}: {title}", number=task.id, title=task.title)
        case refusals.StartIsPast():
            return words.say("That time has passed. When should it be? Everything else is kept.")
        case refusals.Changed():
            return words.say("Something changed in the meantime. Please look again.")
        case refusals.CprFound():
            return words.say(
                "That looks like a CPR number. I have not stored it. "
                "Please delete your message, and write it without the number."
            )
        case refusals.TooLong(most=most, length=length):
            return words.say("That is {length} characters. There is room for {most}.", length=length, most=most)
    return _about_people(refusal, words)


def _about_people(refusal: Refusal, words: Words) -> str:
    match refusal:
        case refusals.NotFor(name=name, reason=inner):
            return _about_somebody(name, inner, words)
        case refusals.NoSuchPerson():
            return words.say("I do not know that person. Write a first name instead.")
        case refusals.NobodyToTell():
            return words.say("Nobody is on the task yet, so there is nobody to write to.")
        case refusals.EnoughReminders():
            return words.say("You have four reminders. Take one away before you choose another.")
        case refusals.InvitationIsUsed():
            return words.say("This invitation has been used or has run out. Ask for a new one.")
        case refusals.AlreadyOn(name=name):
            return words.say("{name} is on the task already.", name=name)
    return _about_chats(refusal, words)


def _about_chats(refusal: Refusal, words: Words) -> str:
    match refusal:
        case refusals.NotAdmin():
            return words.say("Only a coordinator who is an administrator of the chat can connect it.")
        case refusals.CannotPost(channel=channel, lacks=lacks):
            return lines(words.say("I may not write in {channel} yet", channel=channel), missing(lacks, words))
        case refusals.NoServer():
            return words.say("Ask me that in a channel of the server that it is about.")
        case refusals.RoleOfEveryone():
            return words.say("Everybody has that role. Choose one that only coordinators have.")
    return _about_codes(refusal, words)


def _about_codes(refusal: Refusal, words: Words) -> str:
    match refusal:
        case refusals.OneNetworkOnly():
            return words.say("This community is in one place only, so there is nothing to link.")
        case refusals.WrongCode():
            return words.say("I do not know that code. Please look at it again, or get a new one.")
        case refusals.CodeIsTooOld():
            return words.say("That code has run out: it is good for 15 minutes. Please get a new one.")
        case refusals.CodeIsUsed():
            return words.say("That code has been used. Please get a new one.")
        case refusals.OwnCode(network=network):
            return words.say(
                "That is your own code. Write it to me somewhere else than on {network}.", network=label(network)
            )
        case refusals.TwoOnOneNetwork(network=network):
            return words.say(
                "Both of you have an account on {network}. A person can have one there.", network=label(network)
            )
        case refusals.TooManyTries():
            return words.say("That was the wrong code too many times. Please wait 15 minutes, then get a new one.")
    return words.say("That is not possible.")


def cpr_unseen(words: Words) -> str:
    """What `CprFound` says where nobody else can read what was written, and no message of theirs holds it."""
    return words.say("That looks like a CPR number. I have not stored it. Please write it without the number.")


def not_leading_server(words: Words) -> str:
    """What `NotAdmin` says in a channel of a server, where it is called otherwise."""
    return words.say("Only a coordinator who may manage the server can connect the channel.")


def no_channel_in_server(words: Words) -> str:
    """What `NoChannel` says where the bot is in all channels of a server at once, and administers none."""
    return words.say("No channel is connected yet. Write /connect in the channel where your tasks are to be shown.")


def card(refusal: Refusal, reason: str, fitting: Sequence[Task], words: Words) -> Card:
    """The reason, and what fits instead."""
    rows = _own_way_out(refusal, words)
    if not fitting:
        return Card(reason, "", rows)
    body = words.say("There is still room here:")
    listed = "\n\n".join(tasks.line(task, words) for task in fitting)
    return Card(reason, f"{body}\n\n{listed}", (*rows, *((tasks.open_button(task),) for task in fitting)))


def _own_way_out(refusal: Refusal, words: Words) -> tuple[tuple[Button, ...], ...]:
    match refusal:
        case refusals.Full(task=task, held=held) if held is not None:
            return ((tasks.open_button(task),),)
        case refusals.Full(task=task, slot=slot) | refusals.OfferIsGone(task=task, slot=slot):
            wait = Button(words.say("Join the waiting list"), Action.of("wait", task.id, slot.id))
            return ((wait,),)
        case refusals.Overlap(other=other):
            return ((tasks.open_button(other),),)
        case refusals.AlreadyDone(task=task):
            return ((Button(words.say("Show the task"), Action.of("steer", task.id)),),)
        case refusals.WrongCode() | refusals.CodeIsTooOld() | refusals.CodeIsUsed() | refusals.OwnCode():
            return ((Button(words.say("Get a code"), Action.of("link_code")),),)
        case refusals.NotFor(reason=refusals.Full(task=task), slot=slot):
            return (_put_in_line(refusal, slot.id, words), (_to_roster(task, words),))
    return ()


def _put_in_line(refusal: refusals.NotFor, slot_id: int, words: Words) -> tuple[Button, ...]:
    if refusal.person_id:
        action = Action.of("line", slot_id, refusal.person_id)
    else:
        action = Action.of("guest_line", refusal.draft_id)
    return (Button(words.say("Put on the waiting list"), action),)


def _to_roster(task: Task, words: Words) -> Button:
    return Button(words.say("Who is on it?"), Action.of("roster", task.id))


def wants_alternatives(refusal: Refusal) -> bool:
    """Whether somebody who was told no may still want to help somewhere; who has a place on the task does."""
    if isinstance(refusal, refusals.Full) and refusal.held is not None:
        return False
    return isinstance(
        refusal,
        refusals.Full
        | refusals.Overlap
        | refusals.TaskIsOver
        | refusals.TaskIsClosed
        | refusals.TaskIsCancelled
        | refusals.TakenOff
        | refusals.OfferIsGone
        | refusals.NoSuchTask,
    )
