"""Reading a body into its model; what is wrong becomes Discord's own refusal."""

from collections import Counter
from typing import Any, TypeVar

from pydantic import ValidationError

from sandbox.discord import bodies
from sandbox.discord.errors import Refused, invalid
from sandbox.people import Json

B = TypeVar("B", bound=bodies.Body)

_CODES = {
    "missing": "BASE_TYPE_REQUIRED",
    "string_too_long": "BASE_TYPE_MAX_LENGTH",
    "string_too_short": "BASE_TYPE_MIN_LENGTH",
    "too_long": "BASE_TYPE_BAD_LENGTH",
    "too_short": "BASE_TYPE_BAD_LENGTH",
    "literal_error": "BASE_TYPE_CHOICES",
    "union_tag_invalid": "UNION_TYPE_CHOICES",
    "union_tag_not_found": "UNION_TYPE_CHOICES",
    "extra_forbidden": "UNKNOWN_NAME",
}


def read(model: type[B], given: Any) -> B:
    """The body, typed; 50035 with the path to the first thing that is wrong."""
    if not isinstance(given, dict):
        raise Refused(400, 50109, "The request body contains invalid JSON.")
    try:
        return model.model_validate(given)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        path = ".".join(str(part) for part in first["loc"])
        raise invalid(path, first["msg"], _CODES.get(first["type"], "BASE_TYPE_BAD")) from error


def refuse_twins(rows: list[Json], path: str = "components") -> None:
    """A custom_id must be unique in its message or modal."""
    ids = Counter(_custom_ids(rows))
    if twins := [one for one, times in ids.items() if times > 1]:
        raise invalid(path, f"Component custom id cannot be duplicated: {twins[0]}", "COMPONENT_CUSTOM_ID_DUPLICATED")


def _custom_ids(parts: list[Json]) -> list[str]:
    found: list[str] = []
    for part in parts:
        found += [part["custom_id"]] if part.get("custom_id") else []
        found += _custom_ids(part.get("components") or [])
        found += _custom_ids([part["component"]]) if part.get("component") else []
    return found
