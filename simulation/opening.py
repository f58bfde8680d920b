"""The first hours: the admin connects the channels and makes coordinators of those who will look after them."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from functools import partial

from sandbox import Button, Chat, Message, Person, Sandbox
from simulation.coordinators import Coordinators
from simulation.talk import GaveUp, Talk, find_button
from simulation.town import Organisation, Town

TRIES = 6
_INVITATION = re.compile(r"https://t\.me/\S+\?start=i\S+")


async def open_town(
    sandbox: Sandbox,
    town: Town,
    coordinators: Coordinators,
    connect: Callable[[Organisation], Awaitable[None]],
    appoint: Callable[[Organisation, Callable[[], Awaitable[str]]], Awaitable[None]],
) -> None:
    """Every channel is connected and every coordinator appointed when this returns.

    Args:
        connect: does it for the channel of an organisation on Discord.
        appoint: and for its coordinator there, who is given an invitation.
    """
    admin = coordinators.talk(town.admin)
    admin.writes("/start")
    await admin.sees("find")
    for organisation in town.organisations:
        for chat in organisation.channels:
            await _connect(sandbox, admin, organisation, chat)
        await connect(organisation)
        for person in organisation.coordinators:
            await _appoint(sandbox, admin, coordinators.talk(person), organisation)
        await appoint(organisation, partial(_invitation, admin, organisation))


async def _connect(sandbox: Sandbox, admin: Talk, organisation: Organisation, chat: Chat) -> None:
    sandbox.add_bot(chat, by=admin.person)
    for _ in range(TRIES):
        try:
            message, _ = await admin.sees("connect", within=1200)
            await admin.thinks()
            admin.presses(message, _for_whom(message, organisation, chat))
            await admin.sees("post")
        except GaveUp:
            continue
        return
    raise GaveUp


def _for_whom(message: Message, organisation: Organisation, chat: Chat) -> Button:
    """The first channel makes the organisation, the others join it."""
    first = organisation.channels[0]
    if chat is first:
        return find_button(message, lambda button: (button.data or "").endswith(":0"))
    return find_button(message, lambda button: button.text == first.title)


async def _appoint(sandbox: Sandbox, admin: Talk, new: Talk, organisation: Organisation) -> None:
    new.writes("/start")
    for _ in range(TRIES):
        try:
            link = await _invitation(admin, organisation)
            await new.thinks()
            sandbox.follow_link(new.person, link)
            await new.sees("post")
        except GaveUp:
            continue
        return
    raise GaveUp


async def _invitation(admin: Talk, organisation: Organisation) -> str:
    """The link, copied out of the chat."""
    admin.writes("/styr")
    await admin.press_what_comes("invite")
    message, _ = await admin.sees_any(("invite", "manage"))
    title = organisation.channels[0].title
    if not (found := _INVITATION.search(message.text)):
        admin.presses(message, find_button(message, lambda button: button.text == title))
        message, _ = await admin.sees("manage")
        found = _INVITATION.search(message.text)
    if not found:
        raise GaveUp
    await asyncio.sleep(1)
    return found[0]


def everybody(town: Town) -> list[Person]:
    """Who looks after tasks."""
    return [person for organisation in town.organisations for person in organisation.coordinators]
