"""/start, /help, and the way home."""

import re

from bot.cards import Action, Card, Reply
from bot.store import Tx
from bot.wording import general as wording
from handlers import taking
from handlers.ask import Ask, shows, steers_something

TASK_LINK = re.compile("t([0-9]{1,16})(?:-([0-9a-f]{1,16}))?")
"""`t12`, or `t12-<key>` where the task is only for its channel (`bot.wording.tasks.link_payload`)."""


async def start(ask: Ask, tx: Tx) -> Reply:
    coordinator = await steers_something(ask, tx)
    card = wording.welcome(ask.words, community=ask.community.name, coordinator=coordinator)
    return shows(Action.of("home"), card)


async def start_task(ask: Ask, tx: Tx) -> Reply:
    """A link to a task: its page; the claim is one more press (design, What people see)."""
    found = TASK_LINK.match(ask.text)
    number, key = (int(found[1]), found[2] or "") if found else (0, "")
    return shows(Action.of("task", number, key), await taking.page_of(ask, tx, number, key))


async def help_(ask: Ask, tx: Tx) -> Reply:
    return shows(Action.of("help"), await help_card(ask, tx))


async def help_card(ask: Ask, tx: Tx) -> Card:
    return wording.help_card(
        ask.words,
        coordinator=await steers_something(ask, tx),
        admin=ask.person.admin,
        several=ask.community.on_several,
        reads=not ask.chat.asides,
    )


async def home(ask: Ask, tx: Tx) -> Card:
    return wording.home(ask.words, coordinator=await steers_something(ask, tx))
