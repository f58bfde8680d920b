"""/settings: language, reminders, quiet hours, and the language of a channel."""

from dataclasses import replace

from bot import adjusting, linking
from bot.cards import Action, Card, Reply
from bot.errors import Refusal
from bot.model import Draft, Person
from bot.store import Tx
from bot.typed import refuse_cpr
from bot.wording import settings as wording
from bot.wording.words import LANGUAGES
from handlers.ask import Ask, shows, steers_something
from handlers.reader.quiet import read_quiet


async def settings(ask: Ask, tx: Tx) -> Reply:
    return shows(Action.of("settings"), await overview(ask, tx))


async def overview(ask: Ask, tx: Tx) -> Card:
    here = ask.chat.address.network
    elsewhere = [network for network in ask.community.networks if network is not here]
    linked = await linking.networks_of(tx, ask.person) if elsewhere else ()
    steers = await steers_something(ask, tx)
    return wording.overview(ask.person, ask.words, elsewhere=elsewhere, linked=linked, steers=steers)


async def language(ask: Ask, tx: Tx) -> Card:
    return wording.language(ask.person, ask.words)


async def speak(ask: Ask, tx: Tx) -> Reply:
    """Answered in the new language at once."""
    word = ask.action.word(0)
    if word not in (*LANGUAGES, "app"):
        return shows(Action.of("language"), await language(ask, tx))
    person = adjusting.choose_language(tx, ask.person, None if word == "app" else word)
    return shows(Action.of("language"), wording.language(person, ask.community.words_for(person)))


async def reminders(ask: Ask, tx: Tx) -> Card:
    return wording.reminders(ask.person, ask.words)


async def remind(ask: Ask, tx: Tx) -> Reply:
    zone = ask.community.zone
    if ask.action.word(0) == "none":
        person = await adjusting.toggle_all_reminders(tx, ask.person, ask.now, zone)
    else:
        person = await adjusting.toggle_reminder(tx, ask.person, ask.action.number(0), ask.now, zone)
    return shows(Action.of("reminders"), wording.reminders(person, ask.words))


async def quiet(ask: Ask, tx: Tx) -> Card:
    return wording.quiet(ask.person, ask.words)


async def hush(ask: Ask, tx: Tx) -> Reply:
    if len(ask.action.args) != 2:
        return shows(Action.of("quiet"), await quiet(ask, tx))
    return _quieter(ask, adjusting.be_quiet(tx, ask.person, (ask.action.number(0), ask.action.number(1))))


def _quieter(ask: Ask, person: Person) -> Reply:
    return shows(Action.of("quiet"), wording.quiet(person, ask.words))


async def hush_write(ask: Ask, tx: Tx) -> Reply:
    """Typed words are quiet hours from now on."""
    draft = begin_quiet(ask, tx)
    return shows(Action.of("draft", draft.id), wording.quiet_question(ask.words, draft.id))


def begin_quiet(ask: Ask, tx: Tx) -> Draft:
    return tx.drafts.add(ask.person.id, adjusting.QUIET_FORM, "hours", {}, ask.now)


async def hush_stop(ask: Ask, tx: Tx) -> Reply:
    draft = await tx.drafts.get(ask.action.number(0), ask.person.id)
    if draft is not None and draft.kind == adjusting.QUIET_FORM:
        tx.drafts.drop(draft.id)
    return shows(Action.of("quiet"), await quiet(ask, tx))


async def quiet_typed(ask: Ask, tx: Tx, draft: Draft) -> Reply:
    refuse_cpr(ask.text)
    hours = read_quiet(ask.text)
    if hours is None:
        card = wording.quiet_question(ask.words, draft.id, misread=True)
        return shows(Action.of("draft", draft.id), card)
    tx.drafts.drop(draft.id)
    return _quieter(ask, adjusting.be_quiet(tx, ask.person, hours))


async def quiet_form(ask: Ask, tx: Tx, draft: Draft, trouble: Refusal | None = None) -> Card:
    """The question again."""
    return wording.quiet_question(ask.words, draft.id, misread=trouble is not None)


async def channels(ask: Ask, tx: Tx) -> Card:
    return wording.channels(await adjusting.steered_channels(tx, ask.person), ask.words)


async def channel(ask: Ask, tx: Tx) -> Card:
    return wording.channel(await adjusting.steered_channel(tx, ask.person, ask.action.number(0)), ask.words)


async def speak_in(ask: Ask, tx: Tx) -> Reply:
    channel_id, code = ask.action.number(0), ask.action.word(1)
    if code not in LANGUAGES:
        return shows(Action.of("channels"), await channels(replace(ask, action=Action.of("channels")), tx))
    known = await adjusting.speak_in_channel(tx, ask.person, channel_id, code)
    return shows(Action.of("channel", known.id), wording.channel(known, ask.words))
