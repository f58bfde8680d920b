"""One call of the bot with its parameters, already checked for names and types."""

from typing import Any

from aiogram.methods.base import TelegramMethod

from sandbox.people import Json


class Ask:
    """Typed reading of parameters; nested ones stay the JSON the bot sent."""

    __slots__ = ("_typed", "raw", "uploads")

    def __init__(self, typed: TelegramMethod[Any], raw: Json, uploads: "dict[str, Upload]") -> None:
        self._typed = typed
        self.raw = raw
        self.uploads = uploads

    def text(self, name: str) -> str:
        """A string; empty when it is missing."""
        return str(self._given(name) or "")

    def number(self, name: str) -> int | None:
        """A whole number."""
        value = self._given(name)
        return None if value is None else int(value)

    def flag(self, name: str) -> bool:
        """A yes; missing is no."""
        return bool(self._given(name))

    def has(self, name: str) -> bool:
        """Is it given, and more than nothing?"""
        return bool(self._given(name))

    def nested(self, name: str) -> Any:
        """An object or list as it was sent."""
        return self.raw.get(name)

    def _given(self, name: str) -> Any:
        return getattr(self._typed, name) if name in self.raw else None


class Upload:
    """A file of a multipart request."""

    __slots__ = ("body", "kind", "name")

    def __init__(self, name: str, kind: str, body: bytes) -> None:
        self.name = name
        self.kind = kind
        self.body = body
