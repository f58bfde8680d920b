"""What `tjans doctor` finds in the settings."""

from collections.abc import Mapping
from datetime import datetime

from bot.findings import Finding, note, ok, wrong
from bot.settings import Settings


def of_settings(settings: Settings, now: datetime) -> list[Finding]:
    """They can be read, or the program had stopped; what is missing among them, and what they mean here and now."""
    here = now.astimezone(settings.zone)
    return [
        _admins(settings),
        _token(settings),
        ok("time zone", f"{settings.timezone}: it is {here:%Y-%m-%d %H:%M} there ({here:%Z})"),
    ]


def of_names(unknown: Mapping[str, str]) -> list[Finding]:
    """What is set and is no setting; wrong where it is nearly one, for then it does not hold (`unknown_names`)."""
    return [
        wrong("settings", f"{name} is none of them", f"call it {near}, if that is meant")
        if near
        else note("settings", f"{name} is none of them", "see the README, or leave it out")
        for name, near in unknown.items()
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
