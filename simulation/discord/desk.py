"""How a coordinator on Discord posts a task: one form with everything in it, perhaps wrong at first."""

from datetime import datetime

from sandbox import Button, Message
from sandbox.discord import Interaction
from simulation.discord.talk import DiscordTalk
from simulation.planning import Plan
from simulation.talk import GaveUp, find_button

WRONG = 0.3
"""How often something in the form cannot be read."""
SLIPS = (("field1", "engang"), ("field3", "mange"), ("field1", "lørdag 30/2 14-17"))
"""What is written instead, in which field."""


async def post_by_modal(talk: DiscordTalk, plan: Plan, now: datetime) -> tuple[Message, Button]:
    """`/opret`, the form, perhaps Ret igen, and Udgiv; the button that shows the task."""
    values = {
        "field0": plan.title,
        "field1": plan.when(now, talk.dice),
        "field2": plan.place,
        "field3": plan.how_many,
        "field4": plan.benefit,
    }
    opened = await _blank_form(talk)
    await talk.thinks()
    if talk.dice.random() < WRONG:
        slip, written = talk.dice.choice(SLIPS)
        opened = await _opened_again(talk, opened, values | {slip: written})
        values = {slip: values[slip]}  # the rest stands there as it was typed
    talk.fills(opened, values)
    await talk.press_what_comes("publish")
    return await talk.sees("steer")


async def _blank_form(talk: DiscordTalk) -> Interaction:
    """An empty one; what lies there half-filled is left alone."""
    talk.uses("opret")
    opened, message = await talk.sees_form_or("resume")
    if message is not None:
        await talk.thinks()
        talk.presses(message, find_button(message, lambda button: button.data == "post:new"))
        opened, _ = await talk.sees_form_or("post")
    if opened is None:
        raise GaveUp
    return opened


async def _opened_again(talk: DiscordTalk, opened: Interaction, wrong: dict[str, str]) -> Interaction:
    talk.fills(opened, wrong)
    message, button = await talk.sees("answer")
    await talk.thinks()
    talk.presses(message, button)
    again, _ = await talk.sees_form_or("publish")
    if again is None:
        raise GaveUp
    return again
