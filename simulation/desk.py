"""What coordinators do in their chat with the bot, step by step, as the buttons lead them."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from sandbox import Button, Message
from simulation.options import ZONE
from simulation.planning import UTC, Plan, written
from simulation.talk import GaveUp, Talk, button_of, find_button


async def post_in_one_line(talk: Talk, plan: Plan, now: datetime) -> tuple[Message, Button]:
    """`/opret …` and Udgiv; the button that shows the task."""
    when = plan.when(now, talk.dice)
    talk.writes(f"/opret {plan.title} | {when} | {plan.place} | {plan.how_many} | {plan.benefit}")
    await talk.press_what_comes("publish")
    return await talk.sees("steer")


async def post_by_form(talk: Talk, plan: Plan, now: datetime) -> tuple[Message, Button]:
    """Question by question, with a time to be there."""
    talk.writes("/opret")
    for answer in (plan.title, plan.when(now, talk.dice), plan.place, plan.how_many, plan.benefit):
        message, button = await talk.sees_any(("discard", "resume"))
        if (button.data or "").startswith("resume"):  # a form that was left behind
            await _begin_anew(talk, message)
        await talk.thinks()
        talk.writes(answer)
    await talk.press_what_comes("more")
    message, _ = await talk.sees("field")
    be_there = find_button(message, lambda button: (button.data or "").endswith(":be_there"))
    talk.presses(message, be_there)
    await talk.sees("discard")
    await talk.thinks()
    here = plan.be_there_at.astimezone(ZONE)
    talk.writes(f"{here.hour}.{here.minute:02}")
    await talk.press_what_comes("publish")
    return await talk.sees("steer")


async def _begin_anew(talk: Talk, message: Message) -> None:
    talk.presses(message, find_button(message, lambda button: button.data == "post:new"))
    await talk.sees("discard")


async def steer(talk: Talk, shown: tuple[Message, Button], verb: str) -> tuple[Message, Button]:
    """Open the task and find what can be done with it; GaveUp if that is not offered (any more)."""
    talk.presses(*shown)
    message, _ = await talk.sees_any(("manage",))
    if (button := button_of(message, verb)) is None:
        raise GaveUp
    await talk.thinks()
    return message, button


async def edit(talk: Talk, shown: tuple[Message, Button], field: str, text: str) -> None:
    """Ret: one field is written anew, and saved; if somebody came or went meanwhile, look again and save again."""
    talk.presses(*await steer(talk, shown, "edit"))
    message, _ = await talk.sees("field")
    talk.presses(message, find_button(message, lambda button: (button.data or "").endswith(f":{field}")))
    await talk.sees("discard")
    await talk.thinks()
    talk.writes(text)
    await talk.press_what_comes("save")
    message, button = await talk.sees_any(("steer", "save"))
    if (button.data or "").startswith("save"):
        talk.presses(message, button)
        await talk.sees("steer")


async def find(talk: Talk, mark: int) -> tuple[Message, Button]:
    """Another coordinator's task, by its title in the list; GaveUp if it is not on the first page."""
    talk.writes("/styr")
    message, _ = await talk.sees_any(("invite",))
    for button in message.buttons:
        if (button.data or "").startswith("steer:") and f"T{mark:04} " in button.text:
            return message, button
    raise GaveUp


def later(plan: Plan, dice: Random) -> Plan:
    """The same on another day, or later on the same one."""
    days, minutes = dice.choice(((1, 0), (2, 30), (-1, 0), (0, 60), (7, 0)))
    starts_at, ends_at = (
        (moment.astimezone(ZONE).replace(tzinfo=None) + timedelta(days=days, minutes=minutes))
        .replace(tzinfo=ZONE)
        .astimezone(UTC)
        for moment in (plan.starts_at, plan.ends_at)
    )
    return replace(plan, starts_at=starts_at, ends_at=ends_at)


async def move(talk: Talk, shown: tuple[Message, Button], plan: Plan, now: datetime) -> None:
    """To the time the plan says."""
    await edit(talk, shown, "when", written(plan.starts_at, plan.ends_at, now, talk.dice))


def resized(plan: Plan, dice: Random, *, larger: bool) -> Plan:
    """More places, or fewer; now and then a role goes."""
    slots = list(plan.slots)
    if not larger and len(slots) > 1 and dice.random() < 0.3:
        slots.pop(dice.randrange(len(slots)))
    else:
        at = dice.randrange(len(slots))
        name, capacity = slots[at]
        slots[at] = (name, capacity + dice.randint(1, 3) if larger else max(1, capacity // 2))
    return replace(plan, slots=tuple(slots))


async def cancel(talk: Talk, shown: tuple[Message, Button]) -> None:
    """Aflys; a third think better of it within minutes."""
    talk.presses(*await steer(talk, shown, "cancel_ask"))
    await talk.press_what_comes("cancel")
    message, button = await talk.sees("restore")
    if talk.dice.random() < 0.35:
        await talk.thinks()
        talk.presses(message, button)


async def close(talk: Talk, shown: tuple[Message, Button]) -> None:
    """No more people; and, most often, more people again."""
    talk.presses(*await steer(talk, shown, "close"))
    message, button = await talk.sees("reopen")
    if talk.dice.random() < 0.7:
        await talk.thinks()
        talk.presses(message, button)


async def take_off(talk: Talk, shown: tuple[Message, Button]) -> None:
    """Somebody on the roster; by mistake, now and then."""
    talk.presses(*await steer(talk, shown, "roster"))
    message, _ = await talk.sees_any(("remove", "add"))
    people = [button for button in message.buttons if (button.data or "").startswith("remove:")]
    if not people:
        return
    await talk.thinks()
    talk.presses(message, talk.dice.choice(people))
    message, button = await talk.sees("unremove")
    if talk.dice.random() < 0.4:
        await talk.thinks()
        talk.presses(message, button)


async def add_by_hand(talk: Talk, shown: tuple[Message, Button], guest: str) -> None:
    """A known person, or a guest by first name."""
    talk.presses(*await steer(talk, shown, "add"))
    message, button = await talk.sees_any(("put", "add", "steer"))
    if (button.data or "").startswith("add:"):
        talk.presses(message, button)
        message, button = await talk.sees_any(("put", "steer"))
    await talk.thinks()
    if (button.data or "").startswith("put") and talk.dice.random() < 0.5:
        talk.presses(message, button)
    else:
        talk.writes(guest)
        await talk.press_what_comes("guest")
    message, button = await talk.sees_any(("line", "guest_line", "roster"))
    if (button.data or "").startswith(("line", "guest_line")):
        talk.presses(message, button)


async def write_to_all(talk: Talk, shown: tuple[Message, Button], text: str) -> None:
    """A message to everyone on a task; sometimes also to those in line."""
    talk.presses(*await steer(talk, shown, "message"))
    await talk.sees("discard")
    await talk.thinks()
    talk.writes(text)
    message, button = await talk.sees("send")
    if talk.dice.random() < 0.3:
        if (also := button_of(message, "also_waiting")) is not None:
            talk.presses(message, also)
        message, button = await talk.sees("send")
    await talk.thinks()
    talk.presses(message, button)
    await talk.sees("sent")
