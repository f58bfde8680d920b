"""The answer to an interaction, and what follows it by its token (docs, interactions/receiving-and-responding)."""

from typing import Any

from sandbox.discord import bodies
from sandbox.discord.asking import Ask
from sandbox.discord.checking import read, refuse_twins
from sandbox.discord.errors import Refused, invalid, unknown
from sandbox.discord.interactions import Answer, Interaction
from sandbox.discord.messages import EPHEMERAL, LOADING, Content, Message
from sandbox.discord.methods.messages import SENDABLE, content_of, flags_of
from sandbox.discord.world import World
from sandbox.people import Json


def callback(world: World, ask: Ask) -> Json | None:
    """Create Interaction Response: once, within 3 seconds, in a kind that fits; told back `with_response`."""
    given = ask.typed(bodies.Callback)
    interaction = world.interactions.get(ask.id("interaction"))
    if interaction is None or interaction.token != ask.path["token"]:
        raise unknown("Interaction")
    answer = Answer(given.type)
    interaction.may_answer(answer, world.clock.now())
    match answer:
        case Answer.MESSAGE:
            interaction.original = _say(world, interaction, given.data, ask)
        case Answer.DEFERRED_MESSAGE:
            interaction.original = _think(world, interaction, read(bodies.Deferral, given.data or {}))
        case Answer.DEFERRED_UPDATE:
            interaction.original = interaction.message
        case Answer.UPDATE:
            interaction.original = _update(world, interaction, given.data)
        case Answer.CHOICES:
            interaction.choices = [one.model_dump() for one in read(bodies.Choices, given.data).choices]
        case Answer.MODAL:
            interaction.modal = _form(given.data)
    interaction.give(answer)
    world.watch.changed()
    return _response(interaction, answer) if ask.query.get("with_response") in ("true", "1") else None


def follow_up(world: World, ask: Ask) -> Json:
    """Create Followup Message. The first one after a deferral fills the "thinking" reply, as visible as that is."""
    interaction = _interaction(world, ask)
    original = interaction.original
    if original is not None and original.thinking:
        said = ask.typed(bodies.Said)
        flags_of(said, SENDABLE | EPHEMERAL)
        world.change(original, content_of(said, Content(), ask.files))
        return original.json()
    return _say(world, interaction, ask.body, ask).json()


def get(world: World, ask: Ask) -> Json:
    """Get Original Interaction Response, Get Followup Message."""
    return _meant(_interaction(world, ask), ask).json()


def edit(world: World, ask: Ask) -> Json:
    """Edit Original Interaction Response, Edit Followup Message."""
    message = _meant(_interaction(world, ask), ask)
    said = ask.typed(bodies.Said)
    before = Content() if message.thinking else message.content
    world.change(message, content_of(said, before, ask.files))
    return message.json()


def delete(world: World, ask: Ask) -> None:
    """Delete Original Interaction Response, Delete Followup Message."""
    interaction = _interaction(world, ask)
    world.delete(_meant(interaction, ask))


def _response(interaction: Interaction, answer: Answer) -> Json:
    """Docs, Interaction Callback Response."""
    message = interaction.original
    told: Json = {"id": str(interaction.id), "type": int(interaction.kind), "activity_instance_id": None}
    if message is None:
        return {"interaction": told, "resource": {"type": int(answer)}}
    told |= {
        "response_message_id": str(message.id),
        "response_message_loading": message.thinking,
        "response_message_ephemeral": message.only_for is not None,
    }
    return {"interaction": told, "resource": {"type": int(answer), "message": message.json()}}


def _interaction(world: World, ask: Ask) -> Interaction:
    if ask.id("application") != world.application:
        raise unknown("Webhook")
    interaction = world.by_token.get(ask.path["token"])
    if interaction is None:
        raise Refused(401, 50027, "Invalid Webhook Token")
    interaction.must_be_open(world.clock.now())
    return interaction


def _meant(interaction: Interaction, ask: Ask) -> Message:
    name = ask.path["message"]
    if name == "@original":
        message = interaction.original
    else:
        wanted = ask.id("message")
        message = next((one for one in interaction.shown if one.id == wanted), None)
    if message is None or message.deleted:
        raise unknown("Message")
    return message


def _say(world: World, interaction: Interaction, given: Any, ask: Ask) -> Message:
    said = read(bodies.Said, given)
    flags = flags_of(said, SENDABLE | EPHEMERAL)
    only_for = interaction.user if (said.flags or 0) & EPHEMERAL else None
    message = world.add(interaction.channel, content_of(said, Content(), ask.files), flags=flags, only_for=only_for)
    interaction.shown.append(message)
    return message


def _think(world: World, interaction: Interaction, deferral: bodies.Deferral) -> Message:
    flags = deferral.flags or 0
    if flags & ~EPHEMERAL:
        raise invalid("data.flags", "Only EPHEMERAL can be set on a deferred answer.")
    only_for = interaction.user if flags else None
    message = world.add(interaction.channel, Content(), flags=LOADING, only_for=only_for)
    interaction.shown.append(message)
    return message


def _update(world: World, interaction: Interaction, given: Any) -> Message:
    message = interaction.message
    if message is None or message.deleted:
        raise unknown("Message")
    world.change(message, content_of(read(bodies.Said, given or {}), message.content))
    interaction.shown.append(message)
    return message


def _form(given: Any) -> Json:
    modal = read(bodies.Modal, given)
    for part in modal.inputs():
        if isinstance(part, bodies.Input) and part.value and part.max_length and len(part.value) > part.max_length:
            raise invalid(f"data.components.{part.custom_id}", "The value is longer than max_length.")
    shown: Json = modal.model_dump(mode="json", exclude_none=True)
    refuse_twins(shown["components"])
    return shown
