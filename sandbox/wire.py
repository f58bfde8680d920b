"""Reading a request: query string, JSON, form and multipart (Bot API, "Making requests")."""

import json
from typing import Any

from aiohttp import BodyPartReader, web

from sandbox.asking import Upload
from sandbox.errors import bad_request
from sandbox.people import Json


async def read(request: web.BaseRequest) -> tuple[Json, dict[str, Upload]]:
    """The parameters as they came, and files by the name they go by."""
    given: Json = dict(request.query) if request.query_string else {}
    kind = request.content_type
    if kind == "multipart/form-data":
        return await _multipart(request, given)
    if kind == "application/json":
        body = await request.read()
        return given | (parameters(body) if body else {}), {}
    return given | dict(await request.post()), {}


def parameters(body: bytes) -> Json:
    """The parameters in a JSON body; nulls count as not given."""
    try:
        value: Any = json.loads(body)
        if b"\\ud" in body.lower():  # half of a character is no UTF-8
            json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise bad_request("strings must be encoded in UTF-8") from error
    except ValueError as error:
        raise bad_request("can't parse JSON object") from error
    if not isinstance(value, dict):
        raise bad_request("object expected as parameters")
    return {name: one for name, one in value.items() if one is not None}


async def _multipart(request: web.BaseRequest, given: Json) -> tuple[Json, dict[str, Upload]]:
    """A file may be the parameter itself, or be named by it as `attach://name`."""
    uploads: dict[str, Upload] = {}
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or part.name is None:
            raise bad_request("can't parse multipart request")
        body = bytes(await part.read(decode=True))
        if part.filename is None:
            given[part.name] = body.decode()
            continue
        kind = part.headers.get("Content-Type", "application/octet-stream")
        uploads[part.name] = Upload(part.filename, kind, body)
    loose = (name for name in uploads if f"attach://{name}" not in str(given))
    return given | {name: f"attach://{name}" for name in loose}, uploads
