"""The kind noes: a class per reason, with the facts that the wording needs."""

from dataclasses import dataclass

from bot.errors import Lack, Refusal
from bot.incoming import Network
from bot.model import Organisation, Slot, Task


class NoSuchTask(Refusal):
    """The number or the button means no task that this person may see."""


@dataclass
class TaskIsOver(Refusal):
    """It has begun or ended: too late to take it or to change it."""

    task: Task


@dataclass
class TaskIsClosed(Refusal):
    """The coordinator takes no more people."""

    task: Task


@dataclass
class TaskIsCancelled(Refusal):
    task: Task


@dataclass
class TakenOff(Refusal):
    """A coordinator took this person off the task; they cannot claim it again."""

    task: Task


@dataclass
class Full(Refusal):
    """No free place in this slot; so many wait. `held`: the slot the person has a place in, and keeps."""

    task: Task
    slot: Slot
    held: Slot | None = None


@dataclass
class Overlap(Refusal):
    """The person holds a place on `other` at the same time."""

    task: Task
    slot: Slot
    other: Task
    other_slot: Slot


@dataclass
class OfferIsGone(Refusal):
    """The answer came too late: somebody else has the place."""

    task: Task
    slot: Slot


class NothingToUndo(Refusal):
    """Ten minutes have passed, or there was nothing."""


class NotYours(Refusal):
    """The button belongs to somebody else."""


class NotCoordinator(Refusal):
    """Only coordinators and admins may do this."""


class NoChannel(Refusal):
    """Nothing to post to: no channel is connected, or no organisation is this person's."""


@dataclass
class AlreadyDone(Refusal):
    """The form was published, saved or sent already: a second press."""

    task: Task


@dataclass
class StartIsPast(Refusal):
    """The time that was filled in has gone by: it is asked for again."""

    task: Task


class NoSuchPerson(Refusal):
    """Nobody whom this organisation knows."""


@dataclass
class NotFor(Refusal):
    """What a coordinator wanted to do for somebody is refused for the reason the person would hear themselves.

    `person_id` is that of a known person; for a guest `draft_id` holds the form with the name.
    """

    name: str
    reason: Refusal
    slot: Slot
    person_id: int = 0
    draft_id: int = 0


class NoSuchDraft(Refusal):
    """The form was published or discarded already."""


class NobodyToTell(Refusal):
    """Nobody is on the task."""


@dataclass
class Changed(Refusal):
    """What was confirmed is not what stands now: it must be shown again."""

    task: Task | None = None


class CprFound(Refusal):
    """The text holds what looks like a CPR number (domain 2.2); it is not stored."""


@dataclass
class TooLong(Refusal):
    """The text is longer than the field takes."""

    most: int
    length: int


class EnoughReminders(Refusal):
    """Four reminders are chosen already: one must go first."""


@dataclass
class CannotPost(Refusal):
    """The bot lacks something to show cards in that chat."""

    channel: str
    lacks: tuple[Lack, ...]


class NoServer(Refusal):
    """It is about a server, and was asked outside of any."""


class RoleOfEveryone(Refusal):
    """Everybody in the server has that role."""


class InvitationIsUsed(Refusal):
    """The one-time link was used before, or has run out."""


@dataclass
class AlreadyOn(Refusal):
    """That person is on the task already."""

    name: str


@dataclass
class NotAdmin(Refusal):
    """Connecting a group takes an administrator of the group who is a coordinator here."""

    organisation: Organisation | None = None


class OneNetworkOnly(Refusal):
    """The community is on one network: there is no other account to link."""


class WrongCode(Refusal):
    """No such code was given out, or a newer one took its place."""


class CodeIsTooOld(Refusal):
    """A quarter of an hour has passed."""


class CodeIsUsed(Refusal):
    """Somebody linked by it already."""


@dataclass
class OwnCode(Refusal):
    """It was given on the account that it was made by: it belongs on another network."""

    network: Network


@dataclass
class TwoOnOneNetwork(Refusal):
    """Both have an account there already: a person has one on each network."""

    network: Network


class TooManyTries(Refusal):
    """So many wrong codes in a row are a guess."""
