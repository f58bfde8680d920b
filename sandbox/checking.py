"""Are these the parameters the Bot API knows, with the types it wants?

Types come from aiogram's models, which are made from the published API and independent of the bot. They ignore
names they do not know, so names are compared here, at every depth.
"""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any, get_args

from aiogram.methods.base import TelegramMethod
from aiogram.types import ChatAdministratorRights
from pydantic import BaseModel, ValidationError

from sandbox.errors import bad_request
from sandbox.people import Json

Model = type[BaseModel]
Method = type[TelegramMethod[Any]]

# What Telegram says when one of these is missing; of the others it says what is wrong in its own ways.
_MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "document": "there is no document in the request",
}


def _models_in(annotation: Any) -> Iterator[Model]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)


@cache
def _fields(model: Model) -> dict[str, tuple[Model, ...]]:
    """Every name a JSON object of this kind may have, and what objects may lie below it."""
    return {field.alias or name: tuple(_models_in(field.annotation)) for name, field in model.model_fields.items()}


@cache
def _structured(method: Method) -> frozenset[str]:
    """The parameters that are objects or lists and so come as JSON text in a form."""
    return frozenset(
        name for name, field in method.model_fields.items() if "[" in str(field.annotation) or _fields(method)[name]
    )


def stranger(models: tuple[Model, ...], value: Any, path: str = "") -> str | None:
    """The path of a name that none of the models knows, if there is one."""
    if isinstance(value, list):
        for index, one in enumerate(value):
            if found := stranger(models, one, f"{path}[{index}]"):
                return found
    if not isinstance(value, dict) or not models:
        return None
    likeliest = max(models, key=lambda model: len(value.keys() & _fields(model).keys()))
    return _stranger_to(likeliest, value, path)


def _stranger_to(model: Model, value: Json, path: str) -> str | None:
    known = _fields(model)
    for name in value.keys() - known.keys():
        return f"{path}.{name}".lstrip(".")
    for name, inner in value.items():
        if (below := known[name]) and (found := stranger(below, inner, f"{path}.{name}".lstrip("."))):
            return found
    return None


def decoded(method: Method, given: Json) -> Json:
    """The parameters with JSON text read where the Bot API allows it ("Making requests")."""
    for name in _structured(method) & given.keys():
        if isinstance(given[name], str):
            try:
                given[name] = json.loads(given[name])
            except ValueError as error:
                raise bad_request(f"can't parse {name} JSON object") from error
    return given


def checked(method: Method, given: Json) -> TelegramMethod[Any]:
    """The typed call; unknown names, missing and mistyped values are refused."""
    if name := stranger((method,), given):
        raise bad_request(f"unknown parameter {name!r}")
    try:
        return method.model_validate(given | _rights_in_full(given))
    except ValidationError as error:
        raise bad_request(_complaint(error)) from error


def _rights_in_full(given: Json) -> Json:
    """Telegram reads a right that is not named as not given; libraries older than a right do not name it."""
    rights = given.get("rights")
    if not isinstance(rights, dict):
        return {}
    return {"rights": dict.fromkeys(ChatAdministratorRights.model_fields, False) | rights}


def _complaint(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    name = ".".join(str(part) for part in first["loc"])
    if first["type"] == "missing" and name in _MISSING:
        return _MISSING[name]
    return f"wrong parameter {name!r}: {first['msg']}"
