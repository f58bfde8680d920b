"""Who is who: recognised at every press and message, and reachable or not."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from bot import lining
from bot.incoming import Network, Sender
from bot.model import Person, Reach
from bot.store import Tx
from bot.typed import shown_name

SEEN_EVERY = timedelta(days=1)


async def recognise(tx: Tx, network: Network, sender: Sender, now: datetime, *, in_private: bool) -> Person:
    """The person behind an account; stored if new, brought up to date if the network says something new.

    Whoever writes or presses in private can be reached from now on: what they were owed is owed again, and places
    they were passed over for are offered (design I4). So can, where a network lets the bot write first, whoever is
    back where it may.
    """
    sender = replace(sender, name=shown_name(sender.name))
    found = await tx.people.by_account(network, sender.native_id)
    if found is None:
        reach = Reach.YES if in_private or sender.may_be_written_to else Reach.NEVER
        return tx.people.add(network, sender, reach, now)
    person, seen_at = found
    known_as = (person.name, person.client_language)
    if known_as != (sender.name, sender.language) or person.was_elsewhere or now - seen_at >= SEEN_EVERY:
        tx.people.saw(person, sender, now)
        person = replace(person, name=sender.name, client_language=sender.language)
    if person.reach is not Reach.YES and (in_private or (sender.may_be_written_to and person.reach is Reach.NEVER)):
        return await can_be_reached(tx, person, now)
    return person


async def can_be_reached(tx: Tx, person: Person, now: datetime) -> Person:
    """The person opened the chat with the bot."""

    tx.people.set_reach(person.account_id, Reach.YES)
    tx.notices.owe_again(person.id, now)
    await lining.can_be_reached_again(tx, person.id, now)
    return replace(person, reach=Reach.YES)


def out_of_reach(everyone: Iterable[Person]) -> tuple[str, ...]:
    """The names of those who cannot be told anything: guests, and who has not opened, or has closed, the chat."""
    return tuple(person.name for person in everyone if not person.can_be_told)


def called_by_name(everyone: Iterable[Person]) -> tuple[str, ...]:
    """The names of those whom no message reaches, and who are called in the channel instead."""
    return tuple(person.name for person in everyone if person.called and not person.reachable)


def cannot_be_reached(tx: Tx, person: Person, reach: Reach) -> None:
    """The person closed the chat with the bot, or never opened it."""
    tx.people.set_reach(person.account_id, reach)
