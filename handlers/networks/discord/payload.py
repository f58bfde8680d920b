"""What is sent to Discord, and text cut to what a field of it takes. Loads nothing of discord.py."""

from typing import Any

Payload = dict[str, Any]


def cut(text: str, length: int) -> str:
    """At most so many characters; "…" says that it was cut, and never leaves half an escape behind."""
    return text if len(text) <= length else text[: length - 1].rstrip("\\") + "…"
