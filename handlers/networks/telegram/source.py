"""Where updates come from, as the settings say: polling, or a webhook."""

from bot.settings import Settings
from bot.vitals import Vitals
from handlers.networks.telegram.polling import Ask, Poller
from handlers.networks.telegram.webhook import Webhook


def source_of_updates(ask: Ask, settings: Settings, vitals: Vitals) -> Poller | Webhook:
    """What feeds `bot.ports.Receive`."""
    if not settings.telegram_webhook_url:
        return Poller(ask, vitals=vitals)
    return Webhook(
        ask,
        url=settings.telegram_webhook_url,
        listen=settings.telegram_webhook_listen,
        secret=settings.telegram_webhook_secret.get_secret_value(),
        vitals=vitals,
    )
