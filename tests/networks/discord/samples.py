"""Interactions as Discord documents them, with what a case changes."""

import json
from typing import Any

ANNA, GUILD, CHANNEL, MESSAGE = 1_300_000_000_000_000_077, 1_300_000_000_000_000_001, 55, 66

USER = {"id": str(ANNA), "username": "anna", "global_name": "Anna Berg", "discriminator": "0", "avatar": None}
IN_GUILD: dict[str, Any] = {
    "guild_id": str(GUILD),
    "member": {"user": USER, "roles": [], "permissions": "3072"},
    "channel": {"id": str(CHANNEL), "type": 0, "name": "opgaver"},
}
IN_DM: dict[str, Any] = {"user": USER, "channel": {"id": str(CHANNEL), "type": 1}}
PUBLIC = {"message": {"id": str(MESSAGE), "flags": 4, "content": "Suppe"}}
EPHEMERAL = {"message": {"id": str(MESSAGE), "flags": 68, "content": "Suppe"}}


def interaction(kind: int, data: dict[str, Any], *where: dict[str, Any]) -> dict[str, Any]:
    """An interaction of that kind; in a guild unless something else is said."""
    body: dict[str, Any] = {
        "id": "1300000000000000099",
        "application_id": "1",
        "type": kind,
        "token": "tok",
        "version": 1,
        "data": data,
        "channel_id": str(CHANNEL),
        "locale": "da",
    }
    for one in where or (IN_GUILD,):
        body |= one
    return body


def command(name: str, *where: dict[str, Any], text: str = "") -> dict[str, Any]:
    options = [{"name": "text", "type": 3, "value": text}] if text else []
    return interaction(2, {"id": "5", "name": name, "type": 1, "options": options}, *where)


def press(custom_id: str, *where: dict[str, Any]) -> dict[str, Any]:
    return interaction(3, {"custom_id": custom_id, "component_type": 2}, *where)


def form(custom_id: str, value: str, *where: dict[str, Any]) -> dict[str, Any]:
    typed = {"type": 4, "id": 2, "custom_id": "answer", "value": value}
    parts = [{"type": 18, "id": 1, "component": typed}]
    return interaction(5, {"custom_id": custom_id, "components": parts}, *where)


def filled(*values: str) -> list[dict[str, Any]]:
    """The parts of a form with several fields."""
    inputs = [{"type": 4, "custom_id": f"field{at}", "value": value} for at, value in enumerate(values)]
    return [{"type": 18, "component": one} for one in inputs]


def stored(body: dict[str, Any], name: str = "INTERACTION_CREATE") -> str:
    """As the inbox keeps it."""
    return json.dumps({"t": name, "d": body})
