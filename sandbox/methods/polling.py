"""getUpdates and what belongs to it. There are no webhooks here."""

from sandbox.asking import Ask
from sandbox.people import Json
from sandbox.world import World


async def get_updates(world: World, ask: Ask) -> list[Json]:
    """Bot API, getUpdates: long polling; a second caller ends the first with 409."""
    if (kinds := ask.nested("allowed_updates")) is not None:
        world.updates.allow(kinds)
    offset, limit = ask.number("offset") or 0, ask.number("limit") or 100
    world.asked_at = world.timer()
    try:
        return await world.updates.get(offset, limit, ask.number("timeout") or 0)
    finally:
        world.asked_at = world.timer()


def delete_webhook(world: World, ask: Ask) -> bool:
    """Bot API, deleteWebhook: succeeds without one, too."""
    if ask.flag("drop_pending_updates"):
        world.updates.drop()
    return True


def get_webhook_info(world: World, ask: Ask) -> Json:
    """Bot API, getWebhookInfo: "If the bot is using getUpdates, will return an object with the url field empty"."""
    return {"url": "", "has_custom_certificate": False, "pending_update_count": len(world.updates)}
