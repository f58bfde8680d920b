"""Where updates come from, as the settings say: polling, or a webhook."""

from typing import TYPE_CHECKING

from bot.settings import Settings
from bot.vitals import Vitals
from handlers.networks.telegram.polling import Ask, Poller

if TYPE_CHECKING:
    from handlers.networks.telegram.webhook import Webhook


def source_of_updates(ask: Ask, settings: Settings, vitals: Vitals) -> "Poller | Webhook":
    """What feeds `bot.ports.Receive`. aiohttp's server is loaded only where it serves."""
    if not settings.telegram_webhook_url:
        return Poller(ask, vitals=vitals)
    from handlers.networks.telegram.webhook import Webhook

    return Webhook(
        ask,
        url=settings.telegram_webhook_url,
        listen=settings.telegram_webhook_listen,
        secret=settings.telegram_webhook_secret.get_secret_value(),
        vitals=vitals,
    )
