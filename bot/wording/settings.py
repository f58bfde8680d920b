"""A person's own settings, and the language of a channel, in words. Each page shows the truth in its first line."""

from collections.abc import Sequence
from datetime import time

from babel.dates import format_time
from babel.lists import format_list

from bot.adjusting import MOST_REMINDERS, NEVER_QUIET, QUIET_HOURS, REMINDERS
from bot.cards import Action, Button, Card
from bot.incoming import Network
from bot.model import Channel, Person
from bot.wording.networks import labels
from bot.wording.words import Words, lines, paragraphs

Rows = tuple[tuple[Button, ...], ...]
LANGUAGE_NAMES = {"da": "Dansk", "en": "English"}
"""Each in its own language, so that whoever reads only that one finds it."""


def overview(
    person: Person, words: Words, *, elsewhere: Sequence[Network], linked: Sequence[Network] = (), steers: bool
) -> Card:
    """What they chose, and the way to each page.

    Args:
        elsewhere: the networks beside this one that the community is on.
        linked: those where the person has an account.
    """
    rows: list[tuple[Button, ...]] = [
        (
            Button(words.say("Language"), Action.of("language")),
            Button(words.say("Reminders"), Action.of("reminders")),
        ),
        (Button(words.say("Quiet hours"), Action.of("quiet")), Button(words.say("My data"), Action.of("privacy"))),
    ]
    if elsewhere:
        if missing := [network for network in elsewhere if network not in linked]:
            label = words.say("Link with {networks}", networks=labels(missing, words))
        else:
            label = words.say("Linked with {networks}", networks=labels(elsewhere, words))
        rows.append((Button(label, Action.of("linking")),))
    if steers:
        rows.append((Button(words.say("Languages of channels"), Action.of("channels")),))
    now = lines(_language(person, words), _reminders(person, words), _quiet(person, words))
    return Card(words.say("Your settings"), now, tuple(rows))


def language(person: Person, words: Words) -> Card:
    chosen = person.chosen_language
    rows = [(_choice(name, Action.of("speak", code), chosen == code),) for code, name in LANGUAGE_NAMES.items()]
    rows.append((_choice(words.say("As my app says"), Action.of("speak", "app"), chosen is None),))
    return Card(_language(person, words), words.say("Which language shall I write to you in?"), (*rows, _back(words)))


def _language(person: Person, words: Words) -> str:
    name = LANGUAGE_NAMES[words.language]
    if person.chosen_language is None:
        return words.say("Language: {language}, as your app says", language=name)
    return words.say("Language: {language}", language=name)


def reminders(person: Person, words: Words) -> Card:
    """Toggles. With four chosen, only those stand there: one must go before another comes."""
    full = len(person.offsets) >= MOST_REMINDERS
    known = sorted({*REMINDERS, *person.offsets}, reverse=True)
    buttons = [
        _choice(before(offset, words), Action.of("remind", offset), offset in person.offsets)
        for offset in known
        if offset in person.offsets or not full
    ]
    rows = [tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)]
    rows.append((_choice(words.say("No reminders"), Action.of("remind", "none"), not person.offsets),))
    ask = words.say("How long before you have to be there? Press to choose, press again to remove.")
    most = words.say("You have four. Take one away before you choose another.") if full else None
    return Card(_reminders(person, words), paragraphs(ask, most), (*rows, _back(words)))


def _reminders(person: Person, words: Words) -> str:
    if not person.offsets:
        return words.say("Reminders: none")
    offsets = sorted(person.offsets, reverse=True)
    times = [words.say("{time} before", time=before(offset, words)) for offset in offsets]
    return words.say("Reminders: {times}", times=format_list(times, locale=words.locale))


def before(minutes: int, words: Words) -> str:
    """`1 uge`, `2 dage`, `4 timer`, `30 minutter`"""
    if minutes % 10080 == 0:
        return words.count("{n} week", "{n} weeks", minutes // 10080)
    if minutes % 1440 == 0:
        return words.count("{n} day", "{n} days", minutes // 1440)
    if minutes % 60 == 0:
        return words.count("{n} hour", "{n} hours", minutes // 60)
    return words.count("{n} minute", "{n} minutes", minutes)


def quiet(person: Person, words: Words) -> Card:
    choices = [
        _choice(between(hours, words), Action.of("hush", *hours), person.quiet == hours) for hours in QUIET_HOURS
    ]
    never = _choice(words.say("No quiet hours"), Action.of("hush", *NEVER_QUIET), not _is_quiet(person))
    other = Button(words.say("Other hours"), Action.of("hush_write"))
    body = words.say(
        "In quiet hours I do not write to you. "
        "You still get answers to what you do, and news of a task that begins soon."
    )
    return Card(_quiet(person, words), body, (tuple(choices[:2]), tuple(choices[2:]), (never, other), _back(words)))


def quiet_question(words: Words, draft_id: int, *, misread: bool = False) -> Card:
    """Typed, for whoever has other hours."""
    headline = words.say("I did not understand those hours.") if misread else words.say("When shall I be quiet?")
    hint = words.say("Write from when to when, for example: 22-7. Write “none” if I may always write.")
    return Card(headline, hint, ((Button(words.say("Back"), Action.of("hush_stop", draft_id)),),))


def _quiet(person: Person, words: Words) -> str:
    if not _is_quiet(person):
        return words.say("Quiet hours: none")
    return words.say("Quiet hours: {hours}", hours=between(person.quiet, words))


def _is_quiet(person: Person) -> bool:
    return person.quiet[0] != person.quiet[1]


def between(hours: tuple[int, int], words: Words) -> str:
    """`21.00–08.00`"""
    start, end = (_clock(minute, words) for minute in hours)
    return f"{start}–{end}"


def _clock(minute: int, words: Words) -> str:
    pattern = "HH.mm" if words.language == "da" else "HH:mm"
    return str(format_time(time(minute // 60, minute % 60), pattern, locale=words.locale))


def channels(known: Sequence[Channel], words: Words) -> Card:
    """Each with the language its cards are in; a press opens it."""
    if not known:
        return Card(words.say("No channel is connected yet."), "", (_back(words),))
    body = words.listing(f"{one.title}: {LANGUAGE_NAMES.get(one.language, one.language)}" for one in known)
    rows = tuple((Button(one.title[:60] or str(one.id), Action.of("channel", one.id)),) for one in known[:20])
    return Card(words.say("Which channel?"), body, (*rows, _back(words)))


def channel(one: Channel, words: Words) -> Card:
    name = LANGUAGE_NAMES.get(one.language, one.language)
    headline = words.say("{channel}: {language}", channel=one.title, language=name)
    body = words.say("Everyone sees the cards of this channel in this language. They change in a moment.")
    rows: list[tuple[Button, ...]] = [
        (_choice(label, Action.of("speak_in", one.id, code), one.language == code),)
        for code, label in LANGUAGE_NAMES.items()
    ]
    back = (Button(words.say("Back"), Action.of("channels")),)
    return Card(headline, body, (*rows, back))


def _choice(label: str, action: Action, chosen: object) -> Button:
    """The mark only repeats what the first line says in words (domain 3.3)."""
    return Button(f"✓ {label}" if chosen else label, action)


def _back(words: Words) -> tuple[Button, ...]:
    return (Button(words.say("Back"), Action.of("settings")),)
