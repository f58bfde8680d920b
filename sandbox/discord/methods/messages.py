"""Messages the bot sends, changes and deletes by its own account (docs, resources/message)."""

from sandbox.discord import bodies, limits
from sandbox.discord.asking import Ask
from sandbox.discord.checking import refuse_twins
from sandbox.discord.errors import Refused, invalid, unknown
from sandbox.discord.messages import EPHEMERAL, Content, Message
from sandbox.discord.people import Permission
from sandbox.discord.places import Channel
from sandbox.discord.world import World
from sandbox.people import Json

_SUPPRESS_EMBEDS, _SILENT = 1 << 2, 1 << 12
SENDABLE = _SUPPRESS_EMBEDS | _SILENT
"""The flags that may be set on a message; Components V2 (1 << 15) is not modelled."""


def create(world: World, ask: Ask) -> Json:
    """Create Message. With `enforce_nonce` the same nonce again is answered with the message there is."""
    post = ask.typed(bodies.Post)
    channel = world.channel(ask.id("channel"))
    world.must_write(channel)
    if ask.files:
        world.must(channel, Permission.ATTACH_FILES)
    if post.message_reference is not None:
        found(world, channel, post.message_reference.message_id)
    nonce = None if post.nonce is None else str(post.nonce)
    if post.enforce_nonce and nonce is not None and (same := _with_nonce(world, channel, nonce)):
        return same.json()
    content = content_of(post, Content(), ask.files)
    return world.add(channel, content, flags=flags_of(post, SENDABLE), nonce=nonce).json()


def get(world: World, ask: Ask) -> Json:
    """Get Channel Message."""
    return found(world, world.channel(ask.id("channel")), ask.id("message")).json()


def edit(world: World, ask: Ask) -> Json:
    """Edit Message: what is not named stays. Older than an hour, only a few in a while (30046)."""
    said = ask.typed(bodies.Said)
    channel = world.channel(ask.id("channel"))
    message = found(world, channel, ask.id("message"))
    if message.author is not world.bot:
        raise Refused(403, 50005, "Cannot edit a message authored by another user")
    if channel.thread and channel.archived:
        raise Refused(400, 50083, "Thread is archived")
    if world.clock.now() - message.at > limits.OLD_MESSAGE:
        world.rates.count_old_edit(channel.id)
    world.change(message, content_of(said, message.content, ask.files))
    return message.json()


def delete(world: World, ask: Ask) -> None:
    """Delete Message: the bot's own, and others' with the right to manage messages."""
    channel = world.channel(ask.id("channel"))
    message = found(world, channel, ask.id("message"))
    if message.author is not world.bot:
        world.must(channel, Permission.MANAGE_MESSAGES)
    world.delete(message)


def found(world: World, channel: Channel, message_id: int) -> Message:
    """The message in that channel; ephemeral ones are not in any."""
    message = channel.messages.get(message_id)
    if message is None:
        raise unknown("Message")
    return message


def content_of(said: bodies.Said, before: Content, files: tuple[tuple[str, int], ...] = ()) -> Content:
    """What a message says after this; 50006 if that is nothing."""
    given = said.model_fields_set
    rows = [row.model_dump(mode="json", exclude_none=True) for row in said.components or []]
    refuse_twins(rows)
    content = Content(
        text=(said.content or "") if "content" in given else before.text,
        components=tuple(rows) if "components" in given else before.components,
        embeds=tuple(said.embeds or []) if "embeds" in given else before.embeds,
        files=files or (before.files if said.attachments is None else ()),
        allowed=said.allowed_mentions.model_dump() if said.allowed_mentions else None,
    )
    if not (content.text.strip() or content.components or content.embeds or content.files):
        raise Refused(400, 50006, "Cannot send an empty message")
    return content


def flags_of(said: bodies.Said, allowed: int) -> int:
    """The flags, without those that only an answer may have."""
    flags = said.flags or 0
    if flags & ~allowed:
        raise invalid("flags", f"Flags {flags & ~allowed} cannot be set here.")
    return flags & ~EPHEMERAL


def _with_nonce(world: World, channel: Channel, nonce: str) -> Message | None:
    """The nonce is remembered "in the past few minutes" (docs, Create Message)."""
    since = world.clock.now() - limits.NONCE_LASTS
    for message in reversed(channel.messages.values()):
        if message.at < since:
            return None
        if message.nonce == nonce:
            return message
    return None
