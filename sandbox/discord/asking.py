"""One call, taken apart: ids from the path, the query, the body and files."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from aiohttp import BodyPartReader, web

from sandbox.discord import limits
from sandbox.discord.bodies import Body
from sandbox.discord.checking import read
from sandbox.discord.errors import Refused, invalid
from sandbox.people import Json

B = TypeVar("B", bound=Body)


@dataclass(slots=True)
class Ask:
    """What a call asks for. `files`: name and size of each upload."""

    path: Mapping[str, str]
    query: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    files: tuple[tuple[str, int], ...] = ()

    def id(self, name: str) -> int:
        """An id of the path; 50035 if it is none."""
        word = self.path[name]
        if not word.isdecimal() or len(word) > 20:
            raise invalid(f"{name}_id", f'Value "{word}" is not snowflake.', "NUMBER_TYPE_COERCE")
        return int(word)

    def typed(self, model: type[B]) -> B:
        """The body, as that model."""
        return read(model, self.body)


async def taken_apart(request: web.Request) -> Ask:
    """Read the request; JSON, or a form with `payload_json` and `files[n]` (docs, reference, Uploading Files)."""
    ask = Ask(path=dict(request.match_info), query=dict(request.query))
    if request.content_type == "multipart/form-data":
        ask.body, ask.files = await _form(request)
    elif request.can_read_body:
        if request.content_type != "application/json":
            raise Refused(400, 0, f"The body has to be JSON, not {request.content_type}.")
        ask.body = _json(await request.read())
    return ask


async def _form(request: web.Request) -> tuple[Json, tuple[tuple[str, int], ...]]:
    body: Json = {}
    files: list[tuple[str, int]] = []
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or part.name is None:
            raise Refused(400, 50109, "The request body contains invalid JSON.")
        content = bytes(await part.read(decode=True))
        if part.name == "payload_json":
            body = _json(content)
        elif part.name.startswith("files["):
            files.append((part.filename or "unknown", len(content)))
        else:
            raise invalid(part.name, "not a name of an upload", "UNKNOWN_NAME")
    if sum(size for _, size in files) > limits.UPLOAD:
        raise Refused(413, 40005, "Request entity too large")
    return body, tuple(files)


def _json(content: bytes) -> Any:
    try:
        return json.loads(content)
    except ValueError:
        raise Refused(400, 50109, "The request body contains invalid JSON.") from None
