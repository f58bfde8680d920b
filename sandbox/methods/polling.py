"""getUpdates."""

from sandbox.asking import Ask
from sandbox.people import Json
from sandbox.world import World


async def get_updates(world: World, ask: Ask) -> list[Json]:
    """Bot API, getUpdates: long polling; a second caller ends the first with 409, and a webhook all of them."""
    if (kinds := ask.nested("allowed_updates")) is not None:
        world.updates.allow(kinds)
    offset, limit = ask.number("offset") or 0, ask.number("limit") or 100
    world.asked_at = world.timer()
    try:
        return await world.updates.get(offset, limit, ask.number("timeout") or 0)
    finally:
        world.asked_at = world.timer()
