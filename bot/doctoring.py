"""What `tjans doctor` finds in the settings."""

from datetime import datetime

from bot.findings import Finding, ok, wrong
from bot.settings import Settings


def of_settings(settings: Settings, now: datetime) -> list[Finding]:
    """They can be read, or the program had stopped; what is missing among them, and what they mean here and now."""
    here = now.astimezone(settings.zone)
    return [
        _admins(settings),
        _token(settings),
        ok("time zone", f"{settings.timezone}: it is {here:%Y-%m-%d %H:%M} there ({here:%Z})"),
    ]


def _admins(settings: Settings) -> Finding:
    count = len(settings.admins)
    if not count:
        return wrong("admins", "nobody runs this installation", "set TJANS_ADMINS to telegram:ID or discord:ID")
    return ok("admins", f"{count} {'person' if count == 1 else 'persons'}")


def _token(settings: Settings) -> Finding:
    if settings.telegram_token is None and settings.discord_token is None:
        return wrong("token", "not set", "set TJANS_TELEGRAM_TOKEN, from @BotFather, or TJANS_DISCORD_TOKEN")
    return ok("token", "set")
