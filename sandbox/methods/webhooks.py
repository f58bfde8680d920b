"""setWebhook and what belongs to it."""

import re
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from sandbox.asking import Ask
from sandbox.errors import bad_request, terminated_by_webhook, unmodelled
from sandbox.people import Json
from sandbox.webhook import Hook
from sandbox.world import World

_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_PORTS = (443, 80, 88, 8443)
_MOST, _MOST_BY_DEFAULT = 100, 40


async def set_webhook(world: World, ask: Ask) -> bool:
    """Bot API, setWebhook. Like a Bot API server of one's own it delivers to http on loopback, at any port."""
    if not (url := ask.text("url")):
        return await delete_webhook(world, ask)
    if ask.has("certificate") or ask.has("ip_address"):
        raise unmodelled("certificates and fixed addresses")
    secret = ask.text("secret_token")
    if secret and not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    _check(url)
    if (kinds := ask.nested("allowed_updates")) is not None:
        world.updates.allow(kinds)
    if ask.flag("drop_pending_updates"):
        world.updates.drop()
    most = min(_MOST, max(1, ask.number("max_connections") or _MOST_BY_DEFAULT))
    world.updates.end_poll(terminated_by_webhook())
    await world.webhook.set(Hook(url, secret, most))
    return True


async def delete_webhook(world: World, ask: Ask) -> bool:
    """Bot API, deleteWebhook: succeeds without one, too. What waits is kept unless it is to be dropped."""
    if ask.flag("drop_pending_updates"):
        world.updates.drop()
    await world.webhook.remove()
    return True


def get_webhook_info(world: World, ask: Ask) -> Json:
    """Bot API, getWebhookInfo: "If the bot is using getUpdates, will return an object with the url field empty"."""
    hook, error = world.webhook.hook, world.webhook.last_error
    told: Json = {
        "url": hook.url if hook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates),
    }
    if hook is not None:
        told |= {"ip_address": "127.0.0.1", "max_connections": hook.most}
    if hook is not None and error is not None:
        told |= {"last_error_date": int(error[0].timestamp()), "last_error_message": error[1]}
    if allowed := world.updates.allowed:
        told["allowed_updates"] = allowed
    return told


def _check(url: str) -> None:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise bad_request("invalid webhook URL specified") from error
    if not parts.hostname:
        raise bad_request("invalid webhook URL specified")
    if parts.scheme == "http" and _is_loopback(parts):
        return
    if parts.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if (port or 443) not in _PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    raise unmodelled("webhooks beyond loopback")


def _is_loopback(parts: SplitResult) -> bool:
    try:
        return ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return parts.hostname == "localhost"
