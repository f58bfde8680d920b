"""Each person's own settings, and the language of a channel somebody steers."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot import reminding
from bot.drafting import steered_by
from bot.model import DEFAULT_OFFSETS, Channel, Person
from bot.refusals import EnoughReminders, NotCoordinator
from bot.store import Tx

QUIET_FORM = "quiet"

REMINDERS = (10080, 2880, 1440, 240, 120, 60, 30)
"""Minutes before the time to be there that can be chosen (features B1)."""
MOST_REMINDERS = 4
QUIET_HOURS = ((21 * 60, 8 * 60), (22 * 60, 7 * 60), (23 * 60, 6 * 60), (20 * 60, 9 * 60))
NEVER_QUIET = (0, 0)


def choose_language(tx: Tx, person: Person, language: str | None) -> Person:
    """Speak this language to them from now on; None: the one their app says. Notices owed are worded when sent."""
    tx.people.set_language(person.id, language)
    return replace(person, chosen_language=language)


async def toggle_reminder(tx: Tx, person: Person, offset: int, now: datetime, zone: ZoneInfo) -> Person:
    """Choose a reminder, or take it away. One whose moment has gone by is not sent after the fact.

    Raises:
        EnoughReminders: four are chosen already.
    """
    if offset in person.offsets:
        return _remind_at(tx, person, tuple(one for one in person.offsets if one != offset))
    if offset not in REMINDERS:
        return person
    if len(person.offsets) >= MOST_REMINDERS:
        raise EnoughReminders
    await reminding.pass_over(tx, person, (offset,), now, zone)
    return _remind_at(tx, person, tuple(sorted({*person.offsets, offset}, reverse=True)))


async def toggle_all_reminders(tx: Tx, person: Person, now: datetime, zone: ZoneInfo) -> Person:
    """No reminders at all; a second press gives the usual ones back."""
    if person.offsets:
        return _remind_at(tx, person, ())
    await reminding.pass_over(tx, person, DEFAULT_OFFSETS, now, zone)
    return _remind_at(tx, person, DEFAULT_OFFSETS)


def _remind_at(tx: Tx, person: Person, offsets: tuple[int, ...]) -> Person:
    tx.people.set_offsets(person.id, offsets)
    return replace(person, offsets=offsets)


def be_quiet(tx: Tx, person: Person, quiet: tuple[int, int]) -> Person:
    """Hold what can wait between these minutes of the day; equal ones mean never. Nonsense changes nothing."""
    if not all(0 <= minute < 1440 for minute in quiet):
        return person
    quiet = NEVER_QUIET if quiet[0] == quiet[1] else quiet
    tx.people.set_quiet(person.id, quiet)
    return replace(person, quiet=quiet)


async def steered_channels(tx: Tx, person: Person) -> list[Channel]:
    """The connected channels of the organisations this person steers, each once."""
    found: dict[int, Channel] = {}
    for organisation in await steered_by(tx, person):
        for channel in await tx.channels.of_organisation(organisation.id):
            found.setdefault(channel.id, channel)
    return list(found.values())


async def steered_channel(tx: Tx, person: Person, channel_id: int) -> Channel:
    """The channel, if this person steers it (design I8).

    Raises:
        NotCoordinator
    """
    for channel in await steered_channels(tx, person):
        if channel.id == channel_id:
            return channel
    raise NotCoordinator


async def speak_in_channel(tx: Tx, person: Person, channel_id: int, language: str) -> Channel:
    """The channel's cards are in this language from now on: those that stand there follow.

    Raises:
        NotCoordinator
    """
    channel = await steered_channel(tx, person, channel_id)
    if channel.language == language:
        return channel
    tx.channels.set_language(channel.id, language)
    tx.posts.doubt(channel.id)
    return replace(channel, language=language)
